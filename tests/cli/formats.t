Files through GDAL's file systems, and layers by query. tests/unit/io_read writes and reads every format.

  $ printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a","name":"甲区"},"geometry":{"type":"Polygon","coordinates":[[[121.0,31.0],[121.2,31.0],[121.2,31.2],[121.0,31.2],[121.0,31.0]]]}}]}' > areas.geojson
  $ printf 'name,staff,lon,lat\n一号,5,121.1021,31.1031\n二号,20,121.1521,31.1231\n三号,30,121.1,31.15\n' > firms.csv
  $ ogr2ogr -f GPKG firms.gpkg firms.csv -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat -oo AUTODETECT_TYPE=YES -a_srs EPSG:4326 && ogr2ogr -f SQLite firms.sqlite firms.csv -nln firms -dsco METADATA=NO && ogr2ogr firms.shp firms.gpkg -lco ENCODING=UTF-8 && gzip -k firms.csv && gzip -k areas.geojson && python3 -m zipfile -c areas.zip areas.geojson
  $ project() { printf '{"version":1,"boundaries":{"file":"%s","code":"code","name":"name"},"enterprises":{"file":"%s","name":"name"},"clusters":false,"density":{"pixel_m":1000},"output":{"pictures":false}}' "$1" "$2" > p.json; }

A server of files, on a port that the system gives it; it ends with this test.

  $ mkdir site && cp areas.geojson areas.geojson.gz areas.zip firms.csv firms.csv.gz firms.gpkg firms.shp firms.shx firms.dbf firms.prj firms.cpg site
  $ cat > server.py <<'P'
  > import functools, http.server
  > handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory='site')
  > server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
  > open('port.part', 'w').write(str(server.server_port))
  > import os; os.rename('port.part', 'port')
  > server.serve_forever()
  > P
  $ python3 server.py > server.log 2>&1 & SERVER=$!; trap 'kill $SERVER' EXIT; for i in $(seq 100); do [ -e port ] && break; sleep 0.1; done
  $ URL=/vsicurl/http://127.0.0.1:$(cat port)

Boundaries and firms from there, if the user says so; the same results as from the disk.

  $ project areas.geojson firms.csv; geo atlas p.json --out local --quiet
  $ remote() { project "$1" "$2"; rm -rf remote; geo atlas p.json --out remote --allow-remote --quiet && cmp remote/districts.csv local/districts.csv && ogrinfo -ro remote/atlas.gpkg enterprises | grep -c 'name (String) = .*号'; }
  $ remote $URL/areas.geojson $URL/firms.csv
  3
  $ remote /vsigzip/$URL/areas.geojson.gz $URL/firms.gpkg
  3
  $ remote /vsizip/$URL/areas.zip/areas.geojson /vsigzip/$URL/firms.csv.gz
  3
  $ remote areas.geojson $URL/firms.shp
  3
  $ project $URL/areas.geojson firms.csv; geo atlas p.json --out refused 2>&1 | sed 's/:[0-9][0-9]*\//:PORT\//'
  geo: p.json: boundaries.file: '/vsicurl/http://127.0.0.1:PORT/areas.geojson' is not a local file; * (glob)
  $ project $URL/nothing.gpkg firms.csv; geo atlas p.json --out refused --allow-remote 2>&1 | wc -l; ls refused
  1
  ls: cannot access 'refused': No such file or directory
  [2]

Queries: GeoPackage and SQLite in their own SQL, other files in GDAL's.

  $ rows() { geo density "$@" --pixel 1000 --out rows 2>&1 | head -1; }
  $ rows firms.gpkg --query "SELECT * FROM firms WHERE staff > 9 ORDER BY staff DESC"
  firms.gpkg: 2 rows, 2 used, 0 rejected
  $ geo info firms.gpkg --query "SELECT geom, name FROM firms WHERE staff = 20" | grep -E 'geometry|crs|name:'
    geometry  point
    crs       EPSG:4326
      name: text, such as 二号
  $ rows firms.sqlite --query "WITH few AS (SELECT * FROM firms LIMIT 1) SELECT name, lon, lat FROM few"
  firms.sqlite: 1 row, 1 used, 0 rejected
  $ rows firms.shp --query "SELECT * FROM firms WHERE staff > 9"
  firms.shp: 2 rows, 2 used, 0 rejected
  $ geo density firms.csv --boundaries areas.geojson --boundaries-query "SELECT * FROM areas WHERE code = 'a'" --code code --pixel 1000 --out rows --quiet; ls rows/heatmap.png
  rows/heatmap.png
  $ rows firms.gpkg --query "DELETE FROM firms"; rows firms.gpkg --query "SELECT no_such FROM firms"; rows firms.csv --query "SELECT 1"
  geo: firms.gpkg: query: cannot be run (*syntax error*) (glob)
  geo: firms.gpkg: query: cannot be run (*no such column: no_such*) (glob)
  geo: firms.csv: delimited text takes no query; it needs a database or a file of layers
  $ rows firms.gpkg
  firms.gpkg: 3 rows, 3 used, 0 rejected

What Shapefiles say of their text, and what it is.

  $ geo info firms.shp | grep -E '  text  |encoding'; echo GBK > firms.cpg; geo info firms.shp | grep -E '  text   |name:'
    encoding  UTF-8
    text      declared as UTF-8
    text      declared as GBK, but its bytes are UTF-8
      name: text, such as 一号
