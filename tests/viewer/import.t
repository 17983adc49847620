A table as an office sends it (GBK, a title above the header, a total below) is dropped on the window:
what is guessed of it is shown, and what becomes of its rows.

  $ python3 << EOF
  > import random
  > random.seed(3)
  > rows = ["上海市企业名录,,,,", "企业名称,所属区,经度,纬度,行业门类"]
  > for i in range(300):
  >     d, x, y = random.choice([("浦东新区", 121.62, 31.15), ("闵行区", 121.36, 31.10)])
  >     rows.append(f"上海智造{i}有限公司,{d},{x + random.gauss(0, .01):.6f},{y + random.gauss(0, .01):.6f},制造业")
  > rows[4] = "坏坐标有限公司,,abc,31.1,制造业"
  > rows[6] = "零坐标有限公司,,0,0,制造业"
  > rows[7] = "按区计有限公司,闵行区,,,制造业"
  > rows.append("合计,,,,298")
  > open("firms.csv", "wb").write("\n".join(rows).encode("gb18030"))
  > EOF
  $ cat > summary.py << EOF
  > import json, sys
  > for name in sys.argv[1:]:
  >     state = json.load(open(name + ".json"))
  >     new = state.get("import")
  >     if new is None:
  >         print(name, "closed", state["shown"], state["modified"], repr(state["message"]))
  >     elif "read" not in new:
  >         print(name, "error:", new["error"])
  >     else:
  >         print(name, new["use"], [new.get(k) for k in ("x", "y", "code", "name", "specialty", "district", "crs")],
  >               new["read"], new["used"], new["by_district"], new["rejected"], new["crs_chosen"])
  >     if name != "again":  # what GBK looks like as UTF-8 are letters of no language
  >         assert state["missing_letters"] == [], state["missing_letters"]
  > EOF
  $ cat > import.txt << EOF
  > wait
  > drop firms.csv
  > wait
  > state guessed.json
  > shot guessed.png
  > click import/x
  > frames 2
  > click import/x/纬度
  > wait
  > state wrong.json
  > click import/x
  > frames 2
  > click import/x/经度
  > wait
  > click import/crs
  > frames 2
  > click import/crs/GCJ-02
  > wait
  > state gcj.json
  > click import/cancel
  > frames 3
  > state cancelled.json
  > drop firms.csv
  > wait
  > click import/add
  > wait
  > state added.json
  > key Ctrl+Z
  > wait
  > state undone.json
  > key Ctrl+Y
  > wait
  > state redone.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script import.txt --screenshot .
  $ python3 summary.py guessed wrong gcj cancelled added undone redone | sed "s#$PWD/##"
  guessed enterprises ['经度', '纬度', None, '企业名称', '行业门类', '所属区', 'guess'] 301 297 1 {'coordinate not a number': 1, 'coordinates are (0, 0)': 1, 'total row': 1} WGS84
  wrong error: firms.csv：301 行都不能采用；第一行未采用的原因：位置不是两个数（列“纬度”）；请写成两个数：121.47,31.23
  gcj enterprises ['经度', '纬度', None, '企业名称', '行业门类', '所属区', 'GCJ-02'] 301 297 1 {'coordinate not a number': 1, 'coordinates are (0, 0)': 1, 'total row': 1} 
  cancelled closed 20000 False ''
  added closed 297 True ''
  undone closed 20000 False ''
  redone closed 297 True ''

In English; the encoding can be said, and the file is read again:

  $ cat > english.txt << EOF
  > wait
  > drop firms.csv
  > wait
  > click import/encoding
  > frames 2
  > click import/encoding/UTF-8
  > wait
  > state utf8.json
  > click import/encoding
  > frames 2
  > click import/encoding/guess
  > wait
  > state again.json
  > EOF
  $ geo-viewer --offscreen --lang en --script english.txt --screenshot .
  $ python3 summary.py again
  again enterprises ['经度', '纬度', None, '企业名称', '行业门类', '所属区', 'guess'] 301 297 1 {'coordinate not a number': 1, 'coordinates are (0, 0)': 1, 'total row': 1} WGS84
  $ grep -c '"name": "企业名称"' utf8.json
  0
  [1]

Sheets of a workbook, GeoJSON, GeoPackage and Shapefile:

  $ ogr2ogr -q -f GeoJSON points.geojson $REPO/data/shanghai/enterprises_synthetic.csv -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat -limit 500 -a_srs EPSG:4326
  $ ogr2ogr -q -f GPKG points.gpkg points.geojson
  $ ogr2ogr -q -f "ESRI Shapefile" -lco ENCODING=UTF-8 -select id,name,specialty points.shp points.geojson
  $ ogr2ogr -q -f XLSX 企业.xlsx $REPO/data/shanghai/enterprises_synthetic.csv -limit 400 -nln 名录
  $ ogr2ogr -q -f XLSX -update 企业.xlsx $REPO/data/shanghai/enterprises_synthetic.csv -limit 300 -nln 其他
  $ cat > formats.txt << EOF
  > wait
  > drop points.geojson
  > wait
  > state geojson.json
  > drop points.gpkg
  > wait
  > state gpkg.json
  > drop points.shp
  > wait
  > state shp.json
  > drop 企业.xlsx
  > wait
  > state sheet1.json
  > click import/layer
  > frames 2
  > click import/layer/其他
  > wait
  > state sheet2.json
  > click import/add
  > wait
  > state added.json
  > EOF
  $ geo-viewer --offscreen --lang en --script formats.txt --screenshot .
  $ python3 summary.py geojson gpkg shp sheet1 sheet2 added
  geojson enterprises ['', '', None, 'name', 'specialty', '', ''] 500 500 0 {} 
  gpkg enterprises ['', '', None, 'name', 'specialty', '', ''] 500 500 0 {} 
  shp enterprises ['', '', None, 'name', 'specialty', '', ''] 500 500 0 {} 
  sheet1 enterprises ['lon', 'lat', None, 'name', 'specialty', '', 'WGS84'] 400 400 0 {} 
  sheet2 enterprises ['lon', 'lat', None, 'name', 'specialty', '', 'WGS84'] 300 300 0 {} 
  added closed 300 True ''

Polygons take the place of the boundaries; a plan of other districts goes with them:

  $ cat > areas.geojson << EOF
  > {"type":"FeatureCollection","features":[
  >  {"type":"Feature","properties":{"code":"W","name":"西片"},"geometry":{"type":"Polygon","coordinates":[[[121.0,30.9],[121.5,30.9],[121.5,31.4],[121.0,31.4],[121.0,30.9]]]}},
  >  {"type":"Feature","properties":{"code":"E","name":"东片"},"geometry":{"type":"Polygon","coordinates":[[[121.5,30.9],[122.0,30.9],[122.0,31.4],[121.5,31.4],[121.5,30.9]]]}}]}
  > EOF
  $ cat > areas.txt << EOF
  > wait
  > drop areas.geojson
  > wait
  > state areas.json
  > shot areas.png
  > click import/add
  > wait
  > state taken.json
  > shot taken.png
  > EOF
  $ geo-viewer --offscreen --lang zh --script areas.txt --screenshot .
  $ python3 summary.py areas taken
  areas boundaries [None, None, 'code', 'name', None, None, ''] 2 2 0 {} 
  taken closed 20000 True ''
  $ python3 -c "
  > import json
  > print([w for w in json.load(open('taken.json'))['widgets'] if w in ('districts/E', 'districts/310115')])"
  ['districts/E']

What is no data says so, and nothing changes:

  $ head -c 3000 /dev/zero > noise.gpkg
  $ : > empty.csv
  $ printf 'a,b\n1,2\n' > nothing.csv
  $ cat > bad.txt << EOF
  > wait
  > drop noise.gpkg
  > wait
  > state noise.json
  > drop empty.csv
  > wait
  > state empty.json
  > drop nothing.csv
  > wait
  > state nothing.json
  > drop missing.csv
  > wait
  > state missing.json
  > drop $REPO/viewer
  > wait
  > state folder.json
  > key Escape
  > frames 3
  > state after.json
  > EOF
  $ geo-viewer --offscreen --lang en --script bad.txt --screenshot .
  $ python3 summary.py noise empty nothing missing folder after | sed "s#error: .*/#error: #"
  noise error: noise.gpkg: * (glob)
  empty error: empty.csv: * (glob)
  nothing error: nothing.csv: * (glob)
  missing error: missing.csv: * (glob)
  folder error: viewer: * (glob)
  after closed 20000 False ''

A project that is dropped is opened:

  $ cp -r $REPO/data/shanghai project
  $ cat > project.txt << EOF
  > wait
  > drop project/atlas.json
  > wait
  > state project.json
  > EOF
  $ geo-viewer --offscreen --lang en --script project.txt --screenshot .
  $ grep -E '^  "(file|title|modified)":' project.json
    "file": "*/project/atlas.json", (glob)
    "modified": false,
    "title": "atlas.json – geo-viewer",
