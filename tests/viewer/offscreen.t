Both sheets of the embedded project, in both languages, without any display:

  $ cat > both.txt << EOF
  > wait
  > shot heatmap.png
  > click sheet/plan
  > wait
  > shot plan.png
  > state en.json
  > click language
  > wait
  > click sheet/heatmap
  > wait
  > state zh.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script both.txt --screenshot .
  $ python3 << EOF
  > import json
  > for name in "en", "zh":
  >     state = json.load(open(name + ".json"))
  >     print(state["language"], state["sheet"], state["layers"])
  >     print("missing letters:", state["missing_letters"], "message:", repr(state["message"]))
  > EOF
  en plan ['ground', 'districts', 'corridors', 'belts', 'sites_park', 'sites_business district', 'sites_core', 'sites_core_names', 'names', 'belt_names', 'sites_park_names', 'sites_business district_names']
  missing letters: [] message: ''
  zh heatmap ['ground', 'density', 'districts', 'clusters', 'names']
  missing letters: [] message: ''

Two runs give the same pixels:

  $ mkdir again
  $ geo-viewer --offscreen --lang en --size 1280 800 --script both.txt --screenshot again
  $ cmp heatmap.png again/heatmap.png && cmp plan.png again/plan.png

The first frame has its letters and tabs, as the later ones:

  $ printf 'shot first.png\nframes 3\nshot later.png\n' > first.txt
  $ geo-viewer --offscreen --lang zh --size 1280 800 --script first.txt --screenshot .
  $ for part in "0 0 200 40" "960 385 320 26"; do
  >   gdal_translate -q -b 1 -of XYZ -srcwin $part first.png first.xyz
  >   gdal_translate -q -b 1 -of XYZ -srcwin $part later.png later.xyz
  >   cmp first.xyz later.xyz
  > done

A click on the map selects a district, as a row of the table and a bar do; what is undone comes back:

  $ cat > select.txt << EOF
  > wait
  > click-map 121.60 31.20
  > frames 2
  > state map.json
  > click tab/chart
  > frames 2
  > click bar/310112
  > frames 2
  > state bar.json
  > click districts/310113
  > frames 2
  > state row.json
  > key Escape
  > frames 2
  > state none.json
  > click specialty
  > frames 2
  > click specialty/智能芯片设计
  > wait
  > state specialty.json
  > key Ctrl+Z
  > wait
  > state undone.json
  > drag bandwidth 40 0
  > wait
  > state bandwidth.json
  > EOF
  $ geo-viewer --offscreen --script select.txt --screenshot .
  $ python3 << EOF
  > import json
  > for name in "map", "bar", "row", "none", "specialty", "undone", "bandwidth":
  >     state = json.load(open(name + ".json"))
  >     changed = state["bandwidth_m"] > 3000
  >     print(name, repr(state["district"]), repr(state["specialty"]), changed)
  > EOF
  map '310115' '' False
  bar '310112' '' False
  row '310113' '' False
  none '' '' False
  specialty '' '智能芯片设计' False
  undone '' '' False
  bandwidth '' '' True

Filters combine; a click on a point shows its record; the map as it is seen goes into a file:

  $ cat > filter.txt << EOF
  > wait
  > click layer/points
  > click filter/district
  > frames 2
  > click filter/district/310115
  > wait
  > hover-map 121.598153 31.205522
  > scroll 16
  > frames 2
  > click-map 121.598153 31.205522
  > frames 3
  > state district.json
  > click filter/text
  > frames 2
  > type 半导体
  > wait
  > state text.json
  > click export
  > frames 2
  > click export/png1
  > click export/go
  > wait
  > EOF
  $ geo-viewer --offscreen --lang zh --script filter.txt --screenshot .
  $ python3 << EOF
  > import csv, json
  > district, text = (json.load(open(name + ".json")) for name in ("district", "text"))
  > rows = list(csv.DictReader(open("$REPO/data/shanghai/enterprises_synthetic.csv", encoding="utf-8-sig")))
  > print(district["shown"], rows[district["point"]]["id"])
  > print(text["filter"], 0 < text["shown"] < district["shown"])
  > EOF
  5313 SYNTHETIC-013278
  {'district': '310115', 'belt': '', 'text': '半导体'} True
  $ gdalinfo geo-viewer-export/geo-viewer.png | grep -c 'Size is'
  1

Nothing is painted anew while nothing changes:

  $ cat > still.txt << EOF
  > wait
  > state before.json
  > frames 50
  > state after.json
  > EOF
  $ geo-viewer --offscreen --script still.txt --screenshot .
  $ grep -h paintings before.json after.json | uniq | wc -l
  1

While a project is opened, the line below says so:

  $ printf 'frames 1\nstate opening.json\nwait\nstate opened.json\n' > opening.txt
  $ geo-viewer --offscreen --script opening.txt --screenshot .
  $ grep -ho '"status[a-z/]*"' opening.json opened.json
  "status/opening"
  "status"

A project that cannot be used is a message, not the end:

  $ echo '{"version": 1}' > bad.json
  $ cat > bad.txt << EOF
  > wait
  > state bad_state.json
  > click message/close
  > open $REPO/data/shanghai/atlas.json
  > wait
  > state good_state.json
  > EOF
  $ geo-viewer bad.json --offscreen --script bad.txt --screenshot .
  $ grep -h '"message"' bad_state.json good_state.json
    "message": "bad.json: the key 'boundaries' is missing",
    "message": "",

Errors in scripts and options name what is wrong:

  $ echo 'jump 3' > wrong.txt
  $ geo-viewer --offscreen --script wrong.txt
  geo-viewer: wrong.txt:1: 'jump' is no command; there are: bench, click, click-map, close, copied, drag, drop, follow, frames, hover, hover-map, key, letters, monkey, open, pause, scroll, shot, size, state, type, wait
  [3]
  $ printf 'wait\nclick nowhere\n' > wrong.txt
  $ geo-viewer --offscreen --script wrong.txt 2>&1 | cut -c 1-60
  geo-viewer: wrong.txt:2: no widget 'nowhere' is shown; there
  $ geo-viewer --offscreen
  geo-viewer: --offscreen shows nothing; give it a --script
  [2]
  $ DISPLAY= WAYLAND_DISPLAY= geo-viewer 2>&1 | grep -c 'run with --offscreen'
  1
