What passes the filters goes into the project and out of it: the viewer's own export and geo atlas
give the same bytes, of these enterprises alone, and say so.

  $ cp -r $REPO/data/shanghai project
  $ cat > filter.txt << EOF
  > wait
  > click filter/district
  > frames 2
  > click filter/district/310115
  > wait
  > click filter/text
  > frames 2
  > type zhineng
  > wait
  > state filtered.json
  > key Enter
  > frames 2
  > click file
  > frames 2
  > click file/save_as
  > frames 3
  > shot save.png
  > click file/filtered
  > frames 2
  > state ticked.json
  > click file/path
  > frames 2
  > key Ctrl+A
  > type $PWD/project/mine.json
  > key Enter
  > frames 3
  > click file/ok
  > wait
  > state saved.json
  > key Ctrl+E
  > frames 3
  > shot export.png
  > click export/nothing
  > click export/csv
  > click export/gpkg
  > click export/heatmaps
  > click export/report
  > click export/go
  > wait
  > state exported.json
  > EOF
  $ geo-viewer project/atlas.json --offscreen --lang en --size 1440 1200 --script filter.txt --screenshot .
  $ geo atlas project/mine.json --out cli > said.txt
  $ grep filter said.txt
  * Only the enterprises that pass the filter (Pudong, "zhineng") count: * of 20,000. (glob)
  $ for file in districts belts specialties plan clusters rejects; do
  >   cmp cli/$file.csv project/mine-export/$file.csv
  > done
  $ for file in cli/heatmaps/*.tif; do cmp $file project/mine-export/heatmaps/$(basename $file); done
  $ gdalinfo cli/heatmaps/all.tif | grep -E '^ +(filter|filter_left|title|points)='
    filter={"district":"310115","text":"zhineng"}
    filter_left=* of 20000 (glob)
    points=* (glob)
    title=筛选出的企业
  $ ogrinfo -so cli/atlas.gpkg enterprises | grep -E 'Feature Count|filter'
    filter={"district":"310115","text":"zhineng"}
    filter_left=* of 20000 (glob)
  Feature Count: * (glob)
  $ python3 << EOF
  > import json, csv
  > states = {name: json.load(open(name + ".json")) for name in ("filtered", "ticked", "saved", "exported")}
  > print(states["filtered"]["filter"], states["ticked"]["filter_written"], states["saved"]["message"])
  > project = json.load(open("project/mine.json"))["enterprises"]["filter"]
  > print(project["district"], project["text"], sorted(project["readings"]))
  > report = json.load(open("cli/report.json"))["enterprises"]["filter"]
  > shown = states["filtered"]["shown"]
  > print(0 < shown == report["left"], report["of"], report["left"] + report["left_out"] == report["of"])
  > EOF
  {'district': '310115', 'belt': '', 'text': 'zhineng'} True 
  310115 zhineng ['characters', 'words']
  True 20000 True

Opened again, the filter is a choice as before; without it all enterprises are there, and the project
that is saved then has none.

  $ cat > again.txt << EOF
  > wait
  > state opened.json
  > click filter/clear
  > wait
  > state cleared.json
  > key Ctrl+S
  > frames 3
  > state saved.json
  > EOF
  $ geo-viewer project/mine.json --offscreen --lang en --script again.txt --screenshot .
  $ python3 << EOF
  > import json
  > for name in ("opened", "cleared"):
  >     state = json.load(open(name + ".json"))
  >     print(name, state["filter"], state["filter_written"], state["shown"], state["modified"])
  > print("filter" in json.load(open("project/mine.json"))["enterprises"])
  > EOF
  opened {'district': '310115', 'belt': '', 'text': 'zhineng'} True 2100 False
  cleared {'district': '', 'belt': '', 'text': ''} True 20000 True
  False
