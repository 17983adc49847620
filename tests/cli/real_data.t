Real files, where they are beside the project.

  $ test -d "$SHARED/data" || exit 80
  $ DATA=$SHARED/data

Shared bikes in GCJ-02 over districts in WGS84: every bike in the district that its row names, and 25
outside.

  $ cat > mobike.json <<J
  > {"version": 1,
  >  "boundaries": {"file": "$DATA/boundaries/shanghai_districts_vonng_wgs84.geojson", "code": "adcode", "name": "name", "land_area_km2": "official_area_km2"},
  >  "enterprises": {"file": "$DATA/points/mobike_shanghai_20161022.csv", "crs": "GCJ-02", "x": "lon", "y": "lat", "specialty": "type"},
  >  "output": {"pictures": false}}
  > J
  $ geo atlas mobike.json --out mobike | head -2 | sed 's#.*/##'
  mobike_shanghai_20161022.csv: 23480 rows, 23480 used, 0 rejected
  * 25 enterprises lie in no district; they count for the whole, not for a district.
  $ cat > agree.py <<'P'
  > import csv, sqlite3, sys
  > gpkg, points, column, outside = sys.argv[1:]
  > base = sqlite3.connect(gpkg)
  > names = dict(base.execute('select code, name_zh from districts'))
  > found = dict(base.execute('select source_row, district_code from enterprises'))
  > rows = list(csv.DictReader(open(points, encoding='utf-8-sig')))
  > same = sum(names.get(found[i], outside) == row[column] for i, row in enumerate(rows, 1))
  > print(len(rows), 'rows,', same, 'agree')
  > P
  $ python3 agree.py mobike/atlas.gpkg $DATA/points/mobike_shanghai_20161022.csv district outside
  23480 rows, 23480 agree

Businesses of Singapore by category: every one in the region that its row names.

  $ cat > singapore.json <<J
  > {"version": 1,
  >  "boundaries": {"file": "$DATA/boundaries/opensiterec_singapore_regions.geojson", "code": "Region"},
  >  "enterprises": {"file": "$DATA/points/opensiterec_singapore.csv", "x": "Longitude", "y": "Latitude", "specialty": "cate_1", "id": "ID"},
  >  "density": {"bandwidth_m": 1000, "pixel_m": 100}}
  > J
  $ geo atlas singapore.json --out singapore --quiet
  $ python3 agree.py singapore/atlas.gpkg $DATA/points/opensiterec_singapore.csv Region outside
  9912 rows, 9912 agree
  $ ls singapore/heatmaps | wc -l
  11
  $ python3 - <<'P'
  > import csv
  > rows = [r for r in csv.DictReader(open('singapore/specialties.csv', encoding='utf-8-sig')) if r['area_level'] == 'all']
  > print(sum(int(r['enterprises']) for r in rows), {r['location_quotient'] for r in rows})
  > P
  9912 {'1'}

1.68 million British postcodes, 84 of them without a location.

  $ geo density $DATA/points/codepoint_gb_epsg27700.csv.gz --crs EPSG:27700 --x easting --y northing --bandwidth 2000 --size 1000 1000 --out gb | sed 's#.*/##'
  codepoint_gb_epsg27700.csv.gz: 1684769 rows, 1684685 used, 84 rejected
    84  coordinates are (0, 0)
  
  Written to gb
    rejects.csv
  all.tif
    report.json
  $ gdalinfo gb/heatmaps/all.tif | grep 'Size is'
  Size is 1000, 1000
  $ wc -l < gb/rejects.csv
  85

The ECharts boundaries as they are: the run ends, the report lists repairs and overlaps.

  $ cat > dirty.json <<J
  > {"version": 1,
  >  "boundaries": {"file": "$DATA/boundaries/shanghai_districts_echarts490_gcj02.geojson", "crs": "GCJ-02", "code": "name", "name": "name"},
  >  "enterprises": {"file": "$DATA/points/mobike_shanghai_20161022.csv", "crs": "GCJ-02", "x": "lon", "y": "lat"},
  >  "density": false, "clusters": false, "output": {"geopackage": false, "pictures": false}}
  > J
  $ geo atlas dirty.json --out dirty --quiet
  $ python3 - <<'P'
  > import json
  > b = json.load(open('dirty/report.json'))['boundaries']
  > print(b['regions'], len(b['repairs']), len(b['overlaps']), round(b['overlap_km2'], 3), all(r['problem'] for r in b['repairs']))
  > P
  16 9 19 0.668 True
