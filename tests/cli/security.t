Files from elsewhere (docs/security.md).

  $ printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a","name":"=1+1"},"geometry":{"type":"Polygon","coordinates":[[[121.0,31.0],[121.2,31.0],[121.2,31.2],[121.0,31.2],[121.0,31.0]]]}}]}' > areas.geojson
  $ printf 'name,lon,lat\none,121.1,31.1\ntwo,121.15,31.12\nevil,"=cmd|x",31\nplain,-200,31\n' > firms.csv
  $ project() { printf '{"version":1,"boundaries":{"file":"areas.geojson","code":"code","name":"name"},"enterprises":{"file":"%s","x":"lon","y":"lat"},"output":{"pictures":false,"heatmaps":false}}' "$1" > p.json; }

A project reaches nothing remote unless its user says so; then it is the file that fails.

  $ project /vsicurl/http://127.0.0.1:9/firms.csv; geo atlas p.json --out out
  geo: p.json: enterprises.file: '/vsicurl/http://127.0.0.1:9/firms.csv' is not a local file; give a local path, or /vsizip/ or /vsigzip/ of one, or run with --allow-remote if you trust this project file
  [3]
  $ geo atlas p.json --out out --allow-remote 2>&1 | grep -c "/vsicurl/http://127.0.0.1:9/firms.csv: cannot be opened"
  1
  $ ls out
  ls: cannot access 'out': No such file or directory
  [2]

An archive is local.

  $ gzip -k firms.csv; project /vsigzip/firms.csv.gz; geo atlas p.json --out out --quiet; ls out/rejects.csv
  out/rejects.csv

No cell of the tables is a formula to a spreadsheet; numbers are as they were.

  $ project firms.csv; geo atlas p.json --out out --quiet
  $ grep -c "'=1+1" out/districts.csv
  1
  $ grep -o "'=cmd|x" out/rejects.csv
  '=cmd|x
  $ cat out/*.csv | grep -c -E '(^|,)"?[=+@]'
  0
  [1]

What a file says reaches the terminal as text on one line, not as commands to it.

  $ printf '{"version":1,"boundaries":{"file":"areas.geojson","boun\\ndaries\\u001b[2J":1}}' > p.json; geo atlas p.json --out out
  geo: p.json: boundaries: the key 'boun\ndaries\u001b[2J' is unknown; known are: * (glob)
  [3]
  $ printf 'na\033[2Jme,lon,lat\n"o\nn\033[7me",121.1,31.1\n' > firms.csv; geo info firms.csv | sed -n '/columns/,$p' | head -2
  \s+columns (re)
  .*na\\u001b\[2Jme: text, such as o\\nn\\u001b\[7me (re)
