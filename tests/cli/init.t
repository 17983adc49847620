A starting project runs as it is.

  $ AREAS=$REPO/data/shanghai/districts.geojson
  $ FIRMS=$REPO/data/shanghai/enterprises_synthetic.csv
  $ geo init $AREAS $FIRMS --out project/atlas.json
  Written: project/atlas.json
  Read it, then: geo atlas project/atlas.json
  $ (cd project && geo atlas atlas.json --quiet && ls out)
  atlas.gpkg
  clusters.csv
  districts.csv
  duplicates.csv
  heatmap.png
  heatmaps
  rejects.csv
  report.json
  specialties.csv
  $ geo init $AREAS $FIRMS --out project/atlas.json
  geo: project/atlas.json: is there already; give --force to replace it
  [4]

What is not the one or not the other is refused.

  $ geo init $FIRMS $AREAS --out no.json
  geo: */enterprises_synthetic.csv: holds no polygons; the first file must be the boundaries (its geometry is 'none') (glob)
  [3]
  $ geo init $AREAS $AREAS --out no.json
  geo: */districts.geojson: holds no points; the second file must be the enterprises (its geometry is 'multipolygon') (glob)
  [3]
  $ ls no.json
  ls: cannot access 'no.json': No such file or directory
  [2]

Of several layers the one that fits: the districts, and the enterprises by their geometry.

  $ geo init project/out/atlas.gpkg project/out/atlas.gpkg --out layers.json --quiet
  $ grep -E '"(layer|x|crs)"' layers.json
      "layer": "districts",  // of several
      "crs": "EPSG:32651"  // maps of Chinese web services are GCJ-02 whatever their files say
      "layer": "enterprises",  // of several
      "crs": "EPSG:32651"  // WGS84, GCJ-02, BD-09, EPSG:n or a PROJ string
  $ geo atlas layers.json --out layers | head -1
  project/out/atlas.gpkg: 20000 rows, 20000 used, 0 rejected

What was invented stays so when a result is read again.

  $ grep data_status layers/report.json
    "data_status": "SYNTHETIC",

Eastings and northings are not taken for degrees.

  $ ogr2ogr -f CSV -lco GEOMETRY=AS_XY -lco SEPARATOR=SEMICOLON metres.csv project/out/atlas.gpkg enterprises
  $ geo init project/out/atlas.gpkg metres.csv --out metres.json --quiet
  $ grep '"crs"' metres.json | tail -1
      "crs": "EPSG:32651"  // that of the boundaries: these are no degrees
  $ geo atlas metres.json --out metres | head -1
  metres.csv: 20000 rows, 20000 used, 0 rejected
  $ geo init $AREAS metres.csv --out metres.json --force --quiet
  $ grep '"crs"' metres.json | tail -1
      "crs": "auto"  // these are no degrees: give EPSG:n or a PROJ string

Boundaries without codes are known by their names.

  $ ogr2ogr -f GeoJSON -sql "SELECT name AS region FROM shanghai_districts" named.geojson $AREAS
  $ geo init named.geojson $FIRMS --out named.json --quiet
  $ grep '"code"' named.json
      "code": "region",  // field of codes; features of one code are one region; none: numbered from 1

The columns of a registry by what they are called: written down with the reason, never taken silently. What changes the figures is only suggested.

  $ cat > registry.csv <<'R'
  > 企业名称,统一社会信用代码,经度,纬度,所属区,行业门类,行业代码,经营范围,成立日期,从业人数,注册资本（万元）
  > 甲公司,914403001922038216,121.44123,31.19123,徐汇区,信息传输,6520,集成电路设计,2015年7月1日,57,1亿2000万
  > 乙公司,9144030071526726XG,121.38123,31.11123,闵行区,信息传输,6513,软件开发,2012-3-4,13,500
  > R
  $ geo init $AREAS registry.csv --out registry.json --quiet
  $ sed -n '/"enterprises"/,/"bandwidth/p' registry.json
    "enterprises": {
      "file": "registry.csv",
      "x": "经度",  // longitude or easting (esc)
      "y": "纬度",  // latitude or northing (esc)
      "id": "统一社会信用代码",  // identifies a row (named '统一社会信用代码') (esc)
      "credit_code": "统一社会信用代码",  // unified social credit codes, verified by their check digit (the column's name) (esc)
      "name": "企业名称",  // of the enterprise (named '企业名称') (esc)
      // "duplicates": "drop",  // else rows that repeat another are used, and reported
      "district": "所属区",  // what a row states of its district (named '所属区'): compared with where it lies; rows without a position count for it (esc)
      // "unlocated": "reject",  // else they count for their district
      "specialty": "行业门类",  // what the statistics compare by (named '行业门类') (esc)
      // "weight": "从业人数",  // else every enterprise counts 1; rows without a weight are rejected (esc)
      "crs": "WGS84"  // WGS84, GCJ-02, BD-09, EPSG:n, a PROJ string, or "guess" by 'district'
    },
    // "classify": {"rules": "specialty_rules.csv", "code": "行业代码", "text": ["经营范围"]},  // specialties by rules (docs/classify.md), instead of 'specialty' (esc)
    // "plan": "plan.json",    // designated specialties and belts (docs/formats.md)
    // "sites": "sites.json",  // named places, the cores of corridors
    "density": {
      "kernel": "quartic",   // or epanechnikov, gaussian
      "bandwidth_m": 2000,   // radius; of the gaussian, its standard deviation
  $ geo check registry.json | tail -1
  Verdict: OK

Each suggestion holds when its comment goes; the rules take the place of the specialty.

  $ cp $REPO/data/shanghai/specialty_rules.csv .
  $ sed -E 's,// ("(duplicates|unlocated|weight|classify|time)"),\1,; s,^    "specialty",    // "specialty",' registry.json > all.json
  $ grep -c -E '^ +"(duplicates|unlocated|weight|classify|time)"' all.json
  5
  $ geo check all.json | tail -1
  Verdict: OK
  $ geo atlas all.json --out all --quiet; ls all/heatmaps | grep -c time
  2
