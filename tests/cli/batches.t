Inputs that are read in batches, and from a pipe.

  $ D=$REPO/data/shanghai
  $ head -1 $D/enterprises_synthetic.csv > firms.csv
  $ sed 1d $D/enterprises_synthetic.csv | head -5000 >> firms.csv
  $ printf 'a,b,c,east,31.2,2000-01-01,1,1,true\nd,e,f\ng,h,i,121.5,91,2000-01-01,1,1,true\nj,"k\nl",AI 芯片,121.5,31.2,2000-01-01,1,many,true\n合计,,,,,,,,\n' >> firms.csv
  $ O="--boundaries $D/districts.geojson --code code --name name --name-en name_en --land-area land_area_km2 --specialty specialty --plan $D/plan.json --sites $D/sites.json --weight employees"

The same files as all at once gives, rejects too.

  $ geo stats firms.csv $O --out whole --quiet
  $ geo stats firms.csv $O --batch-rows 700 --out batches | head -6
  firms.csv: 5005 rows, 5000 used, 5 rejected
    1  coordinate not a number
    1  latitude beyond 90 degrees
    1  total row
    1  weight not a number
    1  wrong number of fields
  $ wc -l < whole/rejects.csv
  6
  $ for f in whole/*.csv; do cmp $f batches/$(basename $f); done

From a pipe, all at once and in batches. The file is named otherwise in rejects.csv.

  $ cat firms.csv | geo stats - $O --out piped --quiet
  $ cat firms.csv | geo stats /dev/stdin $O --batch-rows 100 --out ones --quiet
  $ for f in districts belts specialties plan; do cmp whole/$f.csv piped/$f.csv; cmp whole/$f.csv ones/$f.csv; done
  $ sed -n 2p piped/rejects.csv | cut -d, -f1-4,6
  standard input,5001,lon,east,coordinate not a number
  $ geo info - < firms.csv | grep rows
    rows      5004
    left out  1 rows: totals, notes, headers
  $ printf 'lon,lat\n121.5,31.2\n' | geo stats - --boundaries $D/districts.geojson --code code --crs EPSG:4326 --out one --quiet
  $ geo stats - --boundaries $D/districts.geojson < /dev/null
  geo: standard input: is empty; a header line and rows are expected
  [3]
  $ gzip -c firms.csv | geo stats - --boundaries $D/districts.geojson
  geo: standard input: is gzip; unpack it before the pipe (gzip -dc)
  [3]

A density, from a project, too.

  $ geo density firms.csv --boundaries $D/districts.geojson --bandwidth 2000 --pixel 1000 --batch-rows 999 --out d --quiet && ls d
  districts.csv
  heatmap.png
  heatmaps
  rejects.csv
  report.json
  $ cat > p.json <<P
  > {"version": 1, "boundaries": {"file": "$D/districts.geojson", "code": "code", "name": "name"},
  >  "enterprises": {"file": "-", "x": "lon", "y": "lat"}, "batch_rows": 2000, "clusters": false,
  >  "density": {"bandwidth_m": 3000, "pixel_m": 1000}}
  > P
  $ geo atlas p.json --out p < firms.csv | grep -E 'rows|batches'
  standard input: 5005 rows, 5001 used, 4 rejected
  * The enterprises were read in batches and not kept: there is no layer of them.

What needs all enterprises at once.

  $ sed 's/"clusters": false, *//; s/"density"/"clusters": {}, "density"/' p.json > c.json
  $ geo atlas c.json --out c < firms.csv
  geo: c.json: clusters needs all enterprises at once and cannot be computed in batches; set it to false, or leave out batch_rows
  [2]
  $ geo density firms.csv --boundaries $D/districts.geojson --bandwidth scott --batch-rows 10 --out c
  geo: density.bandwidth_m by a rule needs all enterprises at once and cannot be computed in batches; give metres, or leave out batch_rows
  [2]
  $ geo density firms.csv --batch-rows 10 --out c
  geo: batch_rows needs boundaries, to know the map before the enterprises are read
  [2]

Several files, in batches: rows and rejects belong to their file.

  $ head -1 firms.csv > a.csv; sed -n 2,2001p firms.csv >> a.csv; echo 'x,y' >> a.csv
  $ head -1 firms.csv > b.csv; sed '1,2001d' firms.csv >> b.csv
  $ geo stats a.csv b.csv $O --out both --quiet
  $ geo stats a.csv b.csv $O --batch-rows 300 --out parts --quiet
  $ for f in both/*.csv; do cmp $f parts/$(basename $f); done
  $ cut -d, -f1,2 parts/rejects.csv | sed 1d | sort
  a.csv,2001
  b.csv,3001
  b.csv,3002
  b.csv,3003
  b.csv,3004
  b.csv,3005
  $ cmp both/districts.csv whole/districts.csv
