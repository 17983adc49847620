Bad input: one line that says what and where, a non-zero exit, nothing half-written.

  $ printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a","name":"A"},"geometry":{"type":"Polygon","coordinates":[[[121.0,31.0],[121.2,31.0],[121.2,31.2],[121.0,31.2],[121.0,31.0]]]}}]}' > areas.geojson
  $ printf 'name,lon,lat\none,121.1,31.1\ntwo,121.15,31.12\n' > firms.csv
  $ project() { printf '{"version":1,"boundaries":{"file":"areas.geojson","code":"code"},"enterprises":{"file":"%s","x":"lon","y":"lat"}%s}' "$1" "$2" > p.json; }
  $ try() { geo atlas p.json --out out > stdout.txt 2> stderr.txt; echo "exit $?"; cat stderr.txt; wc -l < stderr.txt; ls out 2>/dev/null; rm -rf out; }

The project file.

  $ geo atlas nothing.json
  geo: nothing.json: cannot be opened; check the path
  [3]
  $ printf '{"version": 1,' > p.json; try
  exit 3
  geo: p.json: line 1, column 15: this is not valid JSON
  1
  $ project firms.csv ',"bandwith":3'; try
  exit 3
  geo: p.json: the key 'bandwith' is unknown; known are: *schema, batch_rows, belts, boundaries, classify, clusters, density, enterprises, language, map_approval, metric_crs, output, plan, sites, title, version, viewer (glob)
  1
  $ project firms.csv ',"density":{"bandwidth_m":"wide"}'; try
  exit 3
  geo: p.json: density.bandwidth_m: bandwidth "wide" is neither a length in metres nor a rule; give a number, or one of scott, * (glob)
  1
  $ project firms.csv ',"density":{"kernel":"round"}'; try
  exit 3
  geo: p.json: density.kernel: *round* (glob)
  1
  $ project firms.csv ',"density":{"bandwidth_m":1e400}'; try
  exit 3
  geo: p.json: holds a number that is too large to be read
  1
  $ project firms.csv ',"output":{"picture_width_px":16001}'; try
  exit 3
  geo: p.json: output.picture_width_px: must be a whole number from 600 to 16000
  1
  $ project firms.csv ',"density":false,"output":{"legend":{"breaks":[5,1]}}'; try
  exit 3
  geo: p.json: output.legend.breaks: must be ascending numbers
  1
  $ project missing.csv ''; try
  exit 3
  geo: p.json: enterprises.file: there is no file 'missing.csv'; check the path
  1
  $ project firms.csv ',"metric_crs":"EPSG:4326"'; try
  exit 3
  geo: p.json: metric_crs: 'EPSG:4326' does not measure in metres; give a projected system such as "EPSG:32651", or "auto"
  1
  $ project firms.csv ',"metric_crs":"EPSG:999999"'; try
  exit 3
  geo: p.json: metric_crs: *EPSG:999999* (glob)
  1

What a density cannot do is found before anything is computed, by geo check, too.

  $ for wrong in '"contours":{"levels":[5,1]}' '"contours":{"shares":[1.5]}' '"contours":{"quantiles":[-1]}' '"time":{"column":"name","breaks":[2020,2010]}' '"time":{"column":"no","breaks":[2010,2020]}'; do project firms.csv ",\"density\":{$wrong}"; geo check p.json --out checked 2>&1 | tail -1; done
  geo: levels: number 2 (1) must be finite and not below the one before it
  geo: shares of contours: 1.5 is not above 0 and up to 1
  geo: quantiles of contours: -1 is not from 0 to 1
  geo: time breaks: give at least two numbers, each greater than the one before
  geo: firms.csv: there is no column 'no'* (glob)

The enterprises.

  $ : > empty.csv; project empty.csv ''; try
  exit 3
  geo: empty.csv: *empty* (glob)
  1
  $ printf 'name,lon,lat\n' > header.csv; project header.csv ''; try
  exit 3
  geo: header.csv: * (glob)
  1
  $ printf 'name,lon,latitude\none,121.1,31.1\n' > column.csv; project column.csv ''; try
  exit 3
  geo: column.csv: *lat*latitude* (glob)
  1
  $ printf 'name,lon,lat\none,,\ntwo,x,nan\n' > none.csv; project none.csv ''; try
  exit 3
  geo: none.csv: * (glob)
  1
  $ printf 'name,lon,lat\none,31.1,121.1\ntwo,31.12,121.15\n' > swapped.csv; project swapped.csv ''; try
  exit 3
  geo: swapped.csv: *swapped* (glob)
  1
  $ project areas.geojson ''; sed -i 's/,"x":"lon","y":"lat"//' p.json; try
  exit 3
  geo: areas.geojson: *polygon* (glob)
  1
  $ mkdir folder; project folder ''; try
  exit 3
  geo: folder: *folder* (glob)
  1
  $ printf 'SQLite format 3\0broken' > broken.gpkg; project broken.gpkg ''; try
  exit 3
  geo: broken.gpkg: * (glob)
  1

A GeoPackage that lacks only its last byte: SQLite itself would read zeros there.

  $ printf 'name,lon,lat\none,121.1,31.1\n' > one.csv; project one.csv ''; geo atlas p.json --out out --quiet && head -c -1 out/atlas.gpkg > short.gpkg; rm -r out
  $ geo info short.gpkg
  geo: short.gpkg: is truncated: * of * bytes; copy it again (glob)
  [3]

Options by their names.

  $ geo density one.csv --crs EPSG:999999 --out out
  geo: --crs: coordinate system 'EPSG:999999'* (glob)
  [2]
  $ geo density one.csv --boundaries areas.geojson --boundaries-crs round --out out
  geo: --boundaries-crs: coordinate system 'round'* (glob)
  [2]
  $ geo density one.csv --metric-crs EPSG:4326x --out out
  geo: --metric-crs: coordinate system 'EPSG:4326x'* (glob)
  [2]
  $ ls out
  ls: cannot access 'out': No such file or directory
  [2]

In Chinese where the terminal is, or --lang asks for it; names and numbers as they are.

  $ geo atlas nothing.json --lang zh
  geo: nothing.json：无法打开；请核对路径
  [3]
  $ LC_ALL=zh_CN.UTF-8 geo atlas nothing.json
  geo: nothing.json：无法打开；请核对路径
  [3]
  $ LC_ALL=zh_CN.UTF-8 geo atlas nothing.json --lang en
  geo: nothing.json: cannot be opened; check the path
  [3]
  $ geo density one.csv --bandwidth 12abc --lang zh 2>&1 | sed 's/, .*//'
  geo: 带宽 "12abc" 既不是以米计的长度，也不是规则；请给出数字，或规则之一：scott
  $ LC_ALL=zh_CN.UTF-8 geo density one.csv --bins 3km
  geo: --bins：“3km”不是数字；请给出 1e-06 到 1e+09（见 geo --help）
  [2]
  $ geo density one.csv --adaptive abramson --neighbours 9 --lang zh
  geo: --neighbours 须与 --adaptive neighbours 同用
  [2]
  $ geo classify --rules $REPO/data/shanghai/specialty_rules.csv --lang zh
  geo: 请给出文件，或 --evaluate 样本
  [2]
  $ printf 'code,scope,specialties\n,a,nonsense\n' > sample.csv
  $ geo classify --rules $REPO/data/shanghai/specialty_rules.csv --evaluate sample.csv --lang zh 2>&1 | sed 's|：/.*/|：|'
  geo: sample.csv：第 1 行，列“specialties”：specialty_rules.csv 中没有一条规则给出专业“nonsense”；请改正名称
  $ sed 's/"from": "[0-9-]*"/"from": "2018-02-30"/' $REPO/data/shanghai/synth.json > recipe.json
  $ geo synth recipe.json --out made.csv --lang zh
  geo: recipe.json：founded.from：没有这一天
  [3]
  $ geo synth $REPO/data/shanghai/synth.json --count 1 --out nowhere/made.csv --lang zh
  geo: nowhere/made.csv：无法创建：没有这个文件或文件夹；请检查文件夹、其权限和剩余空间
  [4]

Latitude and longitude exchanged where both orders are possible: the boundaries decide.

  $ sed 's/121\./21./g' areas.geojson > t && mv t areas.geojson
  $ printf 'name,lon,lat\none,31.1,21.1\ntwo,31.12,21.15\n' > both.csv; project both.csv ''; try
  exit 3
  geo: both.csv: longitude and latitude are swapped: the rows lie within the boundaries only when x and y are exchanged; exchange 'x' and 'y' of the enterprises
  1

A full disk (a limit on file sizes stands in for it), and a folder that cannot be made.

  $ printf 'name,lon,lat\none,21.1,31.1\ntwo,21.15,31.12\n' > good.csv; project good.csv ''
  $ (ulimit -f 8; geo atlas p.json --out out > /dev/null 2> stderr.txt; echo "exit $?"); wc -l < stderr.txt; grep -c 'cannot be written' stderr.txt; ls -A out 2>/dev/null || true
  exit 4
  1
  1
  $ (ulimit -f 40; geo density good.csv --pixel 20 --bandwidth 9000 --out out > /dev/null 2> stderr.txt; echo "exit $?"); cat stderr.txt; ls -A out 2>/dev/null || true
  exit 4
  geo: out/heatmaps/all.tif: cannot be written: File too large; free some space or choose another folder
  $ geo atlas p.json --out good.csv/out > /dev/null 2> stderr.txt; echo "exit $?"; wc -l < stderr.txt
  exit 4
  1
