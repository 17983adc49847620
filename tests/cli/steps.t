The steps alone, on the embedded data.

  $ FIRMS=$REPO/data/shanghai/enterprises_synthetic.csv
  $ AREAS=$REPO/data/shanghai/districts.geojson

What is in a file.

  $ geo info $AREAS | sed 's#.*/##'
  districts.geojson
    format    GeoJSON
  layer shanghai_districts
    rows      16
    geometry  multipolygon
    crs       EPSG:4326
    extent    x 120.853231 to 122.008387, y 30.677985 to 31.869135
    roles
      name = name (named 'name')
    columns
      code: text, such as 310101
      name: text, such as 黄浦区 (esc)
      name_en: text, such as Huangpu
      land_area_km2: number, such as 20.46
  $ geo info $FIRMS | grep -E 'encoding|rows|position'
    encoding  UTF-8 with BOM
    rows      20000
    position  x = lon, y = lat (named 'lon' and 'lat'; all 20000 values in range)
  $ printf '\305\314,\276\255\266\310,\316\263\266\310\n\271\244\263\247,121.4,31.2\n' > gbk.csv
  $ geo info gbk.csv | grep encoding
    encoding  GB18030
  $ geo info gbk.csv | grep -c 'x = 经度, y = 纬度'
  1

A density, with and without boundaries; the Gaussian.

  $ geo density $FIRMS --bandwidth 2000 --pixel 500 --out density | tail -5
  
  Written to density
    rejects.csv
    heatmaps/all.tif
    report.json
  $ geo density $FIRMS --kernel gaussian --bandwidth 1000 --boundaries $AREAS --code code --specialty specialty --out gaussian --quiet; ls gaussian gaussian/heatmaps | wc -l
  20
  $ gdalinfo density/heatmaps/all.tif | grep -E 'kernel=|bandwidth_m=|points=|data_status='
    bandwidth_m=2000
    data_status=SYNTHETIC
    kernel=quartic
    points=20000
  $ geo density $FIRMS --kernel round --out x
  geo: kernel "round" is not known; use *epanechnikov*quartic*gaussian* (glob)
  [2]
  $ geo density $FIRMS --bandwidth -5 --out x
  geo: bandwidth_m: -5 is not possible; give metres, above 0 (1e-6 to 1e9)
  [2]
  $ ls x
  ls: cannot access 'x': No such file or directory
  [2]

Clusters.

  $ geo clusters $FIRMS --eps 800 --min-points 60 --out clusters --quiet
  $ ogrinfo -q clusters/atlas.gpkg | grep -oE '(clusters|enterprises)|\((Point|Multi Polygon)\)' | paste -sd' '
  clusters (Multi Polygon) enterprises (Point)
  $ geo clusters $FIRMS --eps 0 --out x
  geo: *eps* (glob)
  [2]

Statistics, in both languages.

  $ geo stats $FIRMS --boundaries $AREAS --code code --name name --name-en name_en --land-area land_area_km2 --specialty specialty --plan $REPO/data/shanghai/plan.json --sites $REPO/data/shanghai/sites.json --half-width 3 --out stats > en.txt
  $ grep -E '^(east|310118)' en.txt | awk '{print $1, $2}'
  310118 Qingpu
  east East
  $ grep -c 'half width of 3.0 km is our assumption' en.txt
  1
  $ ls stats
  belts.csv
  districts.csv
  plan.csv
  rejects.csv
  report.json
  specialties.csv
  $ geo stats $FIRMS --boundaries $AREAS --code code --name name --lang zh --out zh | grep -c -E '区外|已写入|合成数据'
  3
  $ head -1 zh/districts.csv | grep -c '区代码\|企业数'
  1

Codes stay codes in CSV; in a Chinese workbook they are words, as on the terminal.

  $ printf '{"version": 1, "boundaries": {"file": "%s", "code": "code", "name": "name"}, "enterprises": {"file": "%s", "specialty": "specialty"}, "plan": "%s/data/shanghai/plan.json", "sites": "%s/data/shanghai/sites.json", "density": false, "clusters": false, "output": {"workbook": true, "geopackage": false, "pictures": false}}' $AREAS $FIRMS $REPO $REPO > book.json
  $ for lang in zh en; do geo atlas book.json --lang $lang --out book_$lang > book_$lang.txt; done
  $ ogr2ogr -f CSV /vsistdout/ book_zh/tables.xlsx -sql 'SELECT "代码", "规划是否实现", "面积口径", "数据性质" FROM "各区统计" LIMIT 3'
  代码,规划是否实现,面积口径,数据性质
  "310101",否,图上,合成
  "310104",是,图上,合成
  "310105",是,图上,合成
  $ ogr2ogr -f CSV /vsistdout/ book_en/tables.xlsx -sql 'SELECT code, realised, area_kind, data_status FROM Districts LIMIT 1'
  code,realised,area_kind,data_status
  "310101",no,drawn,SYNTHETIC
  $ sed -n 2p book_zh/districts.csv | grep -oE 'drawn|no|SYNTHETIC' | paste -sd' '
  drawn no SYNTHETIC
  $ for lang in zh en; do grep -E '^3101(01|18)' book_$lang.txt | grep -oE ' (否|no|未指定|none)( |$)'; done | paste -sd,
   否 , 未指定, no , none

A starting project, run as it is.

  $ geo init $AREAS $FIRMS --out my.json
  Written: my.json
  Read it, then: geo atlas my.json
  $ geo atlas my.json --out mine --quiet && ls mine | wc -l
  9
  $ geo init $AREAS $FIRMS --out my.json
  geo: my.json: is there already; give --force to replace it
  [4]
  $ geo init $FIRMS $AREAS --out other.json
  geo: *the first file must be the boundaries* (glob)
  [3]

Invented enterprises say so.

  $ geo synth $REPO/data/shanghai/synth.json --count 1000 --out s.csv
  Written: s.csv, 1000 SYNTHETIC enterprises
  $ grep -c '^SYNTHETIC-.*,true$' s.csv
  1000
  $ head -101 $FIRMS | tail -100 | cut -d, -f2- > a; head -101 s.csv | tail -100 | cut -d, -f2- > b; cmp a b

Fields of boundaries that are called like codes and names need not be named; others can be.

  $ geo density $FIRMS --boundaries $AREAS --pixel 2000 --out fields --lang en | grep boundaries
  * The boundaries' codes are taken from the field 'code', names from 'name': a guess; --code and --name override it.
  $ geo stats $FIRMS --boundaries $AREAS --out by_guess --quiet; geo stats $FIRMS --boundaries $AREAS --code code --name name --out by_name --quiet; cmp by_guess/districts.csv by_name/districts.csv
  $ geo stats $FIRMS --boundaries $AREAS --code name_en --out other | grep -c field
  0
  [1]
