What is chosen is saved as a project that the command line runs to the same result: tables and
heatmaps of the viewer's own export and of geo atlas are the same bytes.

  $ cp -r $REPO/data/shanghai project
  $ cat > choose.txt << EOF
  > wait
  > drag bandwidth 40 0
  > wait
  > click heatmap/more
  > frames 2
  > click kernel
  > frames 2
  > click kernel/Epanechnikov
  > wait
  > click correction
  > frames 2
  > click correction/None
  > wait
  > click sheet/plan
  > frames 2
  > click layer/districts
  > frames 2
  > drag map 60 40
  > frames 2
  > click bookmarks
  > frames 2
  > click bookmark/name
  > type here
  > click bookmark/save
  > frames 2
  > key Escape
  > frames 2
  > click-map 121.60 31.20
  > frames 2
  > state before.json
  > key Ctrl+S
  > frames 3
  > state saved.json
  > click export
  > frames 3
  > click export/nothing
  > click export/csv
  > click export/heatmaps
  > click export/go
  > wait
  > state exported.json
  > EOF
  $ geo-viewer project/atlas.json --offscreen --lang zh --size 1440 1200 --script choose.txt --screenshot .
  $ geo atlas project/atlas.json --out cli --quiet
  $ for file in districts belts specialties plan clusters rejects; do
  >   cmp cli/$file.csv project/atlas-export/$file.csv
  > done
  $ for file in cli/heatmaps/*.tif; do cmp $file project/atlas-export/heatmaps/$(basename $file); done
  $ ls cli/heatmaps | wc -l
  11
  $ python3 << EOF
  > import json
  > before, saved, exported = (json.load(open(name + ".json")) for name in ("before", "saved", "exported"))
  > print(before["modified"], saved["modified"], saved["message"])
  > project = json.load(open("project/atlas.json"))
  > density = project["density"]
  > print(density["kernel"], density["bandwidth_m"] == before["bandwidth_m"] > 3000, density["edge_correction"])
  > print(project["boundaries"]["file"], project["plan"], project["viewer"]["sheet"], project["viewer"]["layers"], project["viewer"]["district"])
  > print(len(exported["written"]), exported["written"][0].endswith("/project/atlas-export/districts.csv"))
  > EOF
  True False 
  epanechnikov True none
  districts.geojson plan.json plan {'shown_on_plan': {'districts': False}} 310115
  18 True

The comments of the file that was there are kept beside:

  $ cmp project/atlas.json~ $REPO/data/shanghai/atlas.json

Opened again, it looks as it did, and the bookmark is there:

  $ printf 'wait\nstate again.json\nclick bookmarks\nframes 2\nclick bookmark/here\nwait\nstate marked.json\n' > again.txt
  $ geo-viewer project/atlas.json --offscreen --lang zh --size 1440 1200 --script again.txt --screenshot .
  $ python3 << EOF
  > import json
  > before, again, marked = (json.load(open(name + ".json")) for name in ("before", "again", "marked"))
  > keys = ("sheet", "kernel", "bandwidth_m", "edge_correction", "style", "stack", "district", "camera", "ramp", "layers")
  > print([key for key in keys if before[key] != again[key]], again["modified"])
  > print([key for key in keys if before[key] != marked[key]], marked["bookmarks"])
  > EOF
  [] False
  [] 1

The project that comes with the program is never overwritten: a name is asked for. What was imported
is in the file, by a path from there; names may be Chinese:

  $ md5sum $REPO/data/shanghai/* > sums
  $ mkdir -p 我的项目
  $ head -400 $REPO/data/shanghai/enterprises_synthetic.csv > firms.csv
  $ cat > own.txt << EOF
  > wait
  > drop firms.csv
  > wait
  > click import/add
  > wait
  > key Ctrl+S
  > frames 4
  > state asked.json
  > shot asked.png
  > click file/entry/我的项目
  > frames 3
  > click file/name
  > frames 2
  > key Ctrl+A
  > type 地图
  > frames 2
  > click file/ok
  > frames 3
  > state saved.json
  > key Ctrl+Z
  > wait
  > key Ctrl+S
  > frames 3
  > state twice.json
  > key Ctrl+Y
  > wait
  > click file
  > frames 2
  > click file/save_as
  > frames 3
  > click file/ok
  > frames 2
  > state replace.json
  > click file/ok
  > frames 3
  > state replaced.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script own.txt --screenshot .
  $ python3 << EOF
  > import json
  > asked, saved, twice, replace, replaced = (json.load(open(name + ".json")) for name in ("asked", "saved", "twice", "replace", "replaced"))
  > print(asked["file"], asked["modified"], "file/name" in asked["widgets"])
  > print(saved["file"].split("/")[-2:], saved["modified"], saved["message"])
  > print(twice["modified"], "file/ok" in replace["widgets"], "file/ok" in replaced["widgets"], replaced["modified"])
  > print(json.load(open("我的项目/地图.json"))["enterprises"]["file"])
  > EOF
   True True
  ['我的项目', '地图.json'] False 
  False True False False
  ../firms.csv
  $ geo atlas 我的项目/地图.json --out cli2 --quiet && grep -c . cli2/districts.csv
  19
  $ md5sum --quiet -c sums

Where nothing can be written a message says so, and the old file is whole:

  $ cp project/atlas.json old.json
  $ cat > full.txt << EOF
  > wait
  > click sheet/heatmap
  > wait
  > drag bandwidth -30 0
  > wait
  > click file
  > frames 2
  > click file/save_as
  > frames 3
  > click file/path
  > frames 2
  > key Ctrl+A
  > type /proc/nowhere.json
  > key Enter
  > frames 2
  > click file/ok
  > frames 3
  > state full.json
  > EOF
  $ geo-viewer project/atlas.json --offscreen --lang en --script full.txt --screenshot .
  $ python3 -c "import json; s = json.load(open('full.json')); print(s['message'] != '', s['modified'])"
  True True
  $ cmp project/atlas.json old.json

A bookmark is work: the project is modified when one is made or taken away, and asks before it is
closed.

  $ cat > marks.txt << EOF
  > wait
  > state mark0.json
  > click bookmarks
  > frames 2
  > click bookmark/name
  > type there
  > click bookmark/save
  > frames 2
  > key Escape
  > frames 2
  > state mark1.json
  > key Ctrl+S
  > frames 3
  > state mark2.json
  > click bookmarks
  > frames 2
  > click bookmark/there/remove
  > frames 2
  > key Escape
  > frames 2
  > state mark3.json
  > close
  > frames 3
  > state mark4.json
  > EOF
  $ cp -r $REPO/data/shanghai marks
  $ geo-viewer marks/atlas.json --offscreen --lang en --script marks.txt --screenshot .
  $ python3 << EOF
  > import json
  > states = [json.load(open(f"mark{i}.json")) for i in range(5)]
  > print([s["modified"] for s in states], [s["bookmarks"] for s in states], "unsaved/save" in states[4]["widgets"])
  > EOF
  [False, True, False, True, True] [0, 1, 1, 0, 0] True
