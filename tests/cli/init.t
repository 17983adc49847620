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
