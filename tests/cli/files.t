Several files as one input.

  $ printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a","name":"A"},"geometry":{"type":"Polygon","coordinates":[[[121.0,31.0],[121.2,31.0],[121.2,31.2],[121.0,31.2],[121.0,31.0]]]}},{"type":"Feature","properties":{"code":"b","name":"B"},"geometry":{"type":"Polygon","coordinates":[[[121.2,31.0],[121.4,31.0],[121.4,31.2],[121.2,31.2],[121.2,31.0]]]}}]}' > areas.geojson
  $ mkdir points
  $ printf 'name,lon,lat,district\none,121.1,31.1,A\ntwo,121.15,,\nthree,121.15,31.12,B\n' > points/2019.csv
  $ printf 'district;lat;lon;name\nA;31.11;121.25;four\nB;31.12;121.35;five\n;x;121.35;six\n' > points/2020.csv
  $ printf 'name,lon,lat,district\none,121.1,31.1,A\nthree,121.15,31.12,B\nfour,121.25,31.11,A\nfive,121.35,31.12,B\n' > all.csv
  $ project() { printf '{"version":1,"boundaries":{"file":"areas.geojson","code":"code","name":"name"},"enterprises":{"file":%s,"name":"name","district":"district"},"clusters":false,"density":{"pixel_m":1000},"output":{"pictures":false}}' "$1" > p.json; }

A pattern, a list, and what is typed, in any order: the same files in the same order.

  $ project '"points/*.csv"'; geo atlas p.json --out pattern | head -4
  points/2019.csv ... points/2020.csv (2 files): 6 rows, 4 used, 2 rejected
    1  coordinate missing
    1  coordinate not a number
  * 4 enterprises have coordinates of two decimals, which may be off by a kilometre.
  $ project '["points/2020.csv", "points/2019.csv", "points/20*.csv"]'; geo atlas p.json --out list --quiet
  $ diff -r --exclude report.json pattern list
  $ geo density points/2020.csv points/2019.csv --pixel 1000 --out typed | head -1
  points/2019.csv ... points/2020.csv (2 files): 6 rows, 4 used, 2 rejected
  $ geo density 'points/*.csv' --pixel 1000 --out quoted --quiet; cmp typed/heatmaps/all.tif quoted/heatmaps/all.tif

As if all had stood in one file.

  $ project '"all.csv"'; geo atlas p.json --out one --quiet; cmp one/districts.csv list/districts.csv
  $ gdalinfo -checksum one/heatmaps/all.tif | grep Checksum > a; gdalinfo -checksum list/heatmaps/all.tif | grep Checksum > b; cmp a b

Every row is known by its file.

  $ cut -d, -f1-4 list/rejects.csv
  \xef\xbb\xbffile,row,column,value (esc)
  points/2019.csv,2,lat,
  points/2020.csv,3,lat,x
  $ cat list/district_mismatch.csv
  \xef\xbb\xbfsource_file,source_row,stated,stated_code,lies_in_code (esc)
  points/2019.csv,3,B,b,a
  points/2020.csv,1,A,a,b
  $ ogrinfo -ro list/atlas.gpkg enterprises | grep -E '^  (name|source).* = ' | sed 's/ *(.*)//'
    name = one
    source_file = points/2019.csv
    source_row = 1
    name = three
    source_file = points/2019.csv
    source_row = 3
    name = four
    source_file = points/2020.csv
    source_row = 1
    name = five
    source_file = points/2020.csv
    source_row = 2
  $ python3 -c "import json; print(json.load(open('list/report.json'))['enterprises']['files'])"
  ['points/2019.csv', 'points/2020.csv']

Rows that repeat those of another file, and rows that only say their district.

  $ mkdir again; printf 'name,lon,lat,district\none,121.1021,31.1031,A\nmore,,,B\n' > again/a.csv; printf 'name,lon,lat,district\nfour,121.2521,31.1131,B\none,121.1021,31.1031,A\nless,,,A\n' > again/b.csv
  $ project '"again/*.csv"'; sed -i 's/"name":"name","district"/"name":"name","duplicates":"drop","district"/' p.json; geo atlas p.json --out again/out | head -1
  again/a.csv ... again/b.csv (2 files): 5 rows, 2 used, 2 by district, 1 rejected
  $ cut -d, -f1-4 again/out/duplicates.csv
  \xef\xbb\xbfsource_file,source_row,repeats_file,repeats_row (esc)
  again/b.csv,2,again/a.csv,1
  $ cut -d, -f1-3 again/out/by_district.csv
  \xef\xbb\xbfsource_file,source_row,stated (esc)
  again/a.csv,2,B
  again/b.csv,3,A
  $ grep -c '^again/b.csv,2,.*the same enterprise as row' again/out/rejects.csv
  1

A pattern that fits nothing, and a file that lacks a column.

  $ project '"points/*.tsv"'; geo atlas p.json --out out
  geo: p.json: enterprises.file: points/*.tsv: no file fits this pattern
  [3]
  $ project '[]'; geo atlas p.json --out out
  geo: p.json: enterprises.file: must name a file
  [3]
  $ printf 'lon,lat,district\n121.1,31.1,A\n' > points/2021.csv; project '"points/*.csv"'; geo atlas p.json --out out
  geo: points/2021.csv: there is no column 'name'; there are: lon, lat, district
  [3]
  $ project '["points/2019.csv", "/vsicurl/http://127.0.0.1:9/*.csv"]'; geo atlas p.json --out out
  geo: p.json: enterprises.file[1]: '/vsicurl/http://127.0.0.1:9/*.csv' is not a local file; * (glob)
  [3]
