The main job on the embedded data.

  $ geo atlas $REPO/data/shanghai/atlas.json --out one --threads 1 --quiet
  $ geo atlas $REPO/data/shanghai/atlas.json --out two --threads 2 > two.txt 2> progress.txt
  $ geo atlas $REPO/data/shanghai/atlas.json --out seven --threads 7 --quiet

No progress bar in a pipe; a summary with districts and belts.

  $ cat progress.txt
  $ grep -c -E '浦东新区|Pudong' two.txt > /dev/null && grep -E '^Written to' two.txt
  Written to two
  $ ls two two/heatmaps
  two:
  atlas.gpkg
  belts.csv
  clusters.csv
  districts.csv
  duplicates.csv
  heatmap.png
  heatmaps
  plan.csv
  plan.png
  rejects.csv
  report.json
  specialties.csv
  
  two/heatmaps:
  all.tif
  specialty_01.tif
  specialty_02.tif
  specialty_03.tif
  specialty_04.tif
  specialty_05.tif
  specialty_06.tif
  specialty_07.tif
  specialty_08.tif
  specialty_09.tif
  specialty_10.tif

A progress bar on a terminal, none with --quiet; it never goes back.

  $ cat > terminal.py <<'P'
  > import os, pty, re, sys
  > seen = []
  > def read(fd):
  >     data = os.read(fd, 4096)
  >     seen.append(data)
  >     return b''
  > pty.spawn(sys.argv[1:], read)
  > text = b''.join(seen).decode()
  > shown = [int(n) for n in re.findall(r'\] +(\d+) %', text)]
  > print('bar', len(shown) > 0, 'rises', shown == sorted(shown))
  > P
  $ python3 terminal.py geo atlas $REPO/data/shanghai/atlas.json --out terminal
  bar True rises True
  $ python3 terminal.py geo atlas $REPO/data/shanghai/atlas.json --out terminal --quiet
  bar False rises True

The same bytes with 1, 2 and 7 threads, but for the times in the report.

  $ python3 -c "import json; run = json.load(open('two/report.json'))['run']; print(run['threads'], sorted(run['seconds']))"
  2 ['clusters', 'density', 'join', 'project', 'read', 'repair', 'statistics', 'write']
  $ for out in one two seven; do python3 -c "import json,sys; p='$out/report.json'; d=json.load(open(p)); del d['run']; json.dump(d, open('$out.report','w'))"; rm $out/report.json; done
  $ diff -r one two && diff -r one seven && cmp one.report two.report && cmp one.report seven.report

Every count adds up, and the data says what it is.

  $ python3 - <<'P'
  > import csv, json
  > report = json.load(open('one.report'))
  > rows = report['enterprises']
  > print(rows['read'], rows['read'] == rows['used'] + rows['rejected'])
  > print(report['data_status'])
  > print(report['join']['inside'] + report['join']['outside'] == rows['used'])
  > belts = {belt['id']: belt for belt in report['belts']}
  > print(belts['east']['half_width_km'], belts['east']['half_width_is_an_assumption'])
  > districts = list(csv.reader(open('one/districts.csv', encoding='utf-8-sig')))
  > print(len(districts) - 1, set(row[-1] for row in districts[1:]))
  > belts = {row[0]: row for row in csv.reader(open('one/belts.csv', encoding='utf-8-sig'))}
  > print(belts['east'][4:6])
  > print(report['options']['density']['pixel_m'], report['options']['enterprises']['x'])
  > print([row for row in csv.reader(open('one/plan.csv', encoding='utf-8-sig')) if '310118' in row] != [])
  > P
  20000 True
  SYNTHETIC
  True
  5.0 True
  18 {'SYNTHETIC'}
  ['张江、临港', 'Zhangjiang, Lingang'] (esc)
  200.0 lon
  True
  $ ogrinfo -ro -q two/atlas.gpkg -sql "SELECT data_status, count(*) AS n FROM enterprises GROUP BY data_status" | grep -E ' = '
    data_status (String) = SYNTHETIC
    n (Integer) = 20000
  $ for layer in $(ogrinfo -q two/atlas.gpkg | sed -E 's/^[0-9]*: ([a-z_]*).*/\1/'); do ogrinfo -ro -so two/atlas.gpkg $layer | grep -c data_status=SYNTHETIC; done | sort | uniq -c
       10 1
  $ (cat $REPO/data/shanghai/enterprises_synthetic.csv; echo 'SYNTHETIC-X,x,x,,,2020-01-01,1,1,SYNTHETIC') > more.csv
  $ geo stats more.csv --boundaries $REPO/data/shanghai/districts.geojson --code code --out more --quiet; tail -1 more/rejects.csv | tail -c 12
  n,SYNTHETIC

Other programs read the results.

  $ gdalinfo two/heatmaps/all.tif | grep -E 'LAYOUT|NoData|Unit Type|WGS 84 / UTM zone 51N",$'
  PROJCRS["WGS 84 / UTM zone 51N",
    LAYOUT=COG
    NoData Value=nan
    Unit Type: 1/km2
  $ ogrinfo -q two/atlas.gpkg | sed -E 's/^[0-9]*: //; s/ \(title: [^)]*\)//'
  districts (Multi Polygon)
  belts (Multi Polygon)
  belt_axes (Line String)
  clusters (Multi Polygon)
  density_bands (Multi Polygon)
  bins (Multi Polygon)
  sites (Point)
  enterprises (Point)
  specialties (None)
  plan (None)
  $ ogrinfo -ro -q two/atlas.gpkg -sql "SELECT count(*) AS n FROM districts" | grep 'n ('
    n (Integer) = 16
  $ head -c 3 two/districts.csv | od -An -tx1
   ef bb bf
