Each of the things that can be exported alone, then all at once; what is written is said with whole
paths, and nothing that is there is replaced without a word:

  $ mkdir 结果
  $ cat > export.txt << EOF
  > wait
  > key Ctrl+E
  > frames 3
  > click export/folder
  > frames 2
  > key Ctrl+A
  > type 结果
  > click export/name
  > frames 2
  > key Ctrl+A
  > type 热力图
  > frames 2
  > shot dialog.png
  > click export/go
  > wait
  > state picture.json
  > shot written.png
  > click export/again
  > frames 2
  > state there.json
  > click export/nothing
  > click export/heatmap
  > frames 2
  > click export/go
  > wait
  > click export/again
  > frames 2
  > click export/nothing
  > click export/xlsx
  > frames 2
  > click export/go
  > wait
  > click export/again
  > frames 2
  > click export/nothing
  > click export/gpkg
  > frames 2
  > click export/go
  > wait
  > state gpkg.json
  > click export/again
  > frames 2
  > click export/all
  > frames 3
  > shot replace.png
  > click export/replace
  > frames 2
  > click export/go
  > wait
  > state all.json
  > click export/close
  > frames 3
  > click sheet/plan
  > wait
  > key Ctrl+E
  > frames 3
  > click export/nothing
  > click export/heatmap
  > frames 2
  > click export/go
  > wait
  > state none.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script export.txt --screenshot .
  $ python3 << EOF
  > import json, os
  > picture, there, gpkg, all_, none = (json.load(open(n + ".json")) for n in ("picture", "there", "gpkg", "all", "none"))
  > print(picture["written"] == [os.path.abspath("结果/热力图.png")], "export/replace" in there["widgets"], "export/go" in there["widgets"])
  > print(gpkg["written"] == [os.path.abspath("结果/atlas.gpkg")])
  > print(len(all_["written"]), all(os.path.exists(path) for path in all_["written"]))
  > print(none["message"])
  > EOF
  True True True
  True
  23 True
  当前地图没有热力图；请打开热力图图层，或在上方选择企业热力图
  $ ls 结果
  atlas.gpkg
  belts.csv
  clusters.csv
  districts.csv
  duplicates.csv
  heatmaps
  plan.csv
  rejects.csv
  report.json
  specialties.csv
  tables.xlsx
  热力图.png
  热力图.tif
  $ gdalinfo 结果/热力图.tif | grep -E 'Unit Type|TITLE|title=|data_status|kernel=|LAYOUT'
    data_status=SYNTHETIC
    kernel=quartic
    title=全部企业
    LAYOUT=COG
    Unit Type: 1/km2
  $ ogrinfo -q 结果/tables.xlsx
  1: 各区统计 (None)
  2: 各带统计 (None)
  3: 各地区专业统计 (None)
  4: 规划与现状对照 (None)
  5: 集聚区统计 (None)
  6: 重复的记录 (None)
  $ ogrinfo -q 结果/atlas.gpkg | head -3
  1: districts (Multi Polygon)
  2: belts (Multi Polygon)
  3: belt_axes (Line String)
  $ gdalinfo 结果/热力图.png | grep -E 'Size is'
  Size is *, * (glob)

The workbook by the command line, as a project says, with the same bytes:

  $ sed 's/"output": {/"output": {"workbook": true, "tables": false, /' $REPO/data/shanghai/atlas.json > $TMPDIR/own.json
  $ cp -r $REPO/data/shanghai project && cp $TMPDIR/own.json project/own.json
  $ geo atlas project/own.json --out cli --quiet
  $ ls cli
  atlas.gpkg
  heatmap.png
  heatmaps
  plan.png
  report.json
  tables.xlsx
  $ cmp cli/tables.xlsx 结果/tables.xlsx

A folder that cannot be written to is a message; the viewer goes on:

  $ cat > nowhere.txt << EOF
  > wait
  > click export
  > frames 3
  > click export/folder
  > frames 2
  > key Ctrl+A
  > type /proc/nowhere
  > frames 2
  > click export/go
  > wait
  > state nowhere.json
  > key Escape
  > frames 2
  > click export/close
  > frames 3
  > click sheet/plan
  > wait
  > state after.json
  > EOF
  $ geo-viewer --offscreen --lang en --script nowhere.txt --screenshot .
  $ grep -h '"message"' nowhere.json after.json | sed 's/: \(cannot\|.*cannot\).*/ cannot/'
    "message* cannot (glob)
    "message": "",
