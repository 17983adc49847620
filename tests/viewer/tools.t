What is drawn by hand selects enterprises; a box and a polygon give the figures of what is inside,
of those that the filter leaves:

  $ cat > draw.txt << EOF
  > wait
  > click tool/polygon
  > click-map 121.40 31.10
  > click-map 121.60 31.10
  > click-map 121.60 31.26
  > click-map 121.40 31.26
  > frames 2
  > state drawing.json
  > key Enter
  > wait
  > frames 2
  > shot polygon.png
  > state polygon.json
  > click filter/district
  > frames 2
  > click filter/district/310104
  > wait
  > state filtered.json
  > click selection/copy
  > click selection/clear
  > wait
  > state cleared.json
  > click filter/clear
  > wait
  > key B
  > frames 2
  > drag map 60 60
  > wait
  > state box.json
  > key Escape
  > key Escape
  > frames 2
  > state left.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script draw.txt --screenshot .
  $ python3 << EOF
  > import csv, json, math
  > names = "drawing", "polygon", "filtered", "cleared", "box", "left"
  > states = {name: json.load(open(name + ".json")) for name in names}
  > rows = list(csv.DictReader(open("$REPO/data/shanghai/enterprises_synthetic.csv", encoding="utf-8-sig")))
  > inside = sum(121.40 <= float(r["lon"]) <= 121.60 and 31.10 <= float(r["lat"]) <= 31.26 for r in rows)
  > polygon = states["polygon"]["selection"]
  > print("selection" in states["drawing"], "selection" in states["cleared"], "selection" in states["left"])
  > print(abs(polygon["enterprises"] / inside - 1) < 0.02, sum(polygon["by_district"]) == polygon["enterprises"])
  > km2 = 0.20 * 111.32 * math.cos(math.radians(31.18)) * 0.16 * 110.87  # the clicks are whole pixels
  > print(abs(polygon["area_m2"] / 1e6 / km2 - 1) < 0.02)
  > filtered = states["filtered"]["selection"]
  > print(filtered["enterprises"] == max(filtered["by_district"]) < polygon["enterprises"])
  > print(0 < states["box"]["selection"]["enterprises"] < len(rows), states["box"]["missing_letters"])
  > EOF
  False False False
  True True
  True
  True
  True []

Two maps are compared in the same classes; a bookmark comes back to a view:

  $ cat > compare.txt << EOF
  > wait
  > click compare
  > frames 2
  > click compare/specialty
  > frames 2
  > click compare/specialty/智能芯片设计
  > frames 2
  > click compare/sides
  > wait
  > shot sides.png
  > state sides.json
  > click compare/swipe
  > wait
  > key Escape
  > frames 2
  > shot middle.png
  > drag compare/split 150 0
  > wait
  > shot right.png
  > click bookmarks
  > frames 2
  > click bookmark/name
  > type here
  > click bookmark/save
  > frames 2
  > hover map
  > scroll 5
  > wait
  > state away.json
  > click bookmarks
  > frames 2
  > click bookmark/here
  > wait
  > state back.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script compare.txt --screenshot .
  $ python3 << EOF
  > import csv, json
  > sides, away, back = (json.load(open(name + ".json")) for name in ("sides", "away", "back"))
  > rows = list(csv.DictReader(open("$REPO/data/shanghai/enterprises_synthetic.csv", encoding="utf-8-sig")))
  > chips = sum(row["specialty"] == "智能芯片设计" for row in rows)
  > print(sides["second"]["shown"] == chips, sides["second"]["breaks"] == sides["breaks"])
  > print("second" in sides["widgets"], "second" in back["widgets"])
  > units = [state["camera"]["units_per_px"] for state in (sides, away, back)]
  > print(round(units[0] / units[2], 6), units[1] < units[2], back["bookmarks"])
  > EOF
  True True
  True False
  2.0 True 1
  $ python3 $REPO/tests/viewer/compare.py middle.png right.png 0.001 | sed 's/^[0-9.]*/X/'
  X of the pixels differ

Their captions stand in the map, below every box that opens, and take nothing from the mouse:

  $ cat > captions.txt << EOF
  > wait
  > click compare
  > frames 2
  > click compare/swipe
  > wait
  > key Escape
  > hover sheet/plan
  > frames 3
  > state captions.json
  > shot captions.png
  > key Ctrl+E
  > frames 3
  > shot box.png
  > key Escape
  > frames 2
  > drag compare/split -200 0
  > frames 2
  > drag map 150 200
  > wait
  > state dragged.json
  > EOF
  $ geo-viewer --offscreen --lang en --dark --size 1280 800 --script captions.txt --screenshot .
  $ python3 << EOF
  > import json, subprocess
  > state, dragged = (json.load(open(name + ".json")) for name in ("captions", "dragged"))
  > x, y, width, height = state["widgets"]["map"]
  > border, bottom = x + width // 2, y + height
  > for name, left in ("captions", border - 13), ("captions", border + 7), ("box", border - 13), ("box", border + 7):
  >     out = subprocess.run(["gdallocationinfo", "-valonly", name + ".png", str(left), str(bottom - 20)], capture_output=True, text=True)
  >     print(name, all(int(value) > 200 for value in out.stdout.split()[:3]))
  > print(state["camera"] != dragged["camera"])
  > EOF
  captions True
  captions True
  box False
  box False
  True

F1 lists the keys:

  $ cat > keys.txt << EOF
  > wait
  > shot without.png
  > key F1
  > frames 3
  > shot with.png
  > EOF
  $ geo-viewer --offscreen --lang zh --script keys.txt --screenshot .
  $ python3 $REPO/tests/viewer/compare.py without.png with.png 0.01 | sed 's/^[0-9.]*/X/'
  X of the pixels differ

Escape closes the list of keys before it takes anything else away:

  $ cat > escape.txt << EOF
  > wait
  > click-map 121.60 31.20
  > wait
  > key F1
  > frames 3
  > key Escape
  > frames 2
  > state listed.json
  > key Escape
  > frames 2
  > state left.json
  > EOF
  $ geo-viewer --offscreen --lang en --script escape.txt --screenshot .
  $ python3 -c "
  > import json
  > print([json.load(open(name + '.json'))['district'] for name in ('listed', 'left')])"
  ['310115', '']

Over two maps side by side the tools cover neither north arrow:

  $ cat > arrows.txt << EOF
  > wait
  > click compare
  > frames 2
  > click compare/sides
  > wait
  > key Escape
  > frames 3
  > state arrows.json
  > shot arrows.png
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script arrows.txt --screenshot .
  $ python3 << EOF
  > import json, subprocess
  > widgets = json.load(open("arrows.json"))["widgets"]
  > below = max(widgets[name][1] + widgets[name][3] for name in widgets if name.startswith("tool/"))
  > for name in "map", "second":
  >     x, y, width, height = widgets[name]
  >     strip = [x + width - 40, below, 32, 60]
  >     out = subprocess.run(["gdal_translate", "-q", "-of", "XYZ", "-b", "1", "-srcwin", *map(str, strip), "arrows.png", "/vsistdout/"], capture_output=True, text=True)
  >     dark = [line for line in out.stdout.splitlines() if int(line.split()[2]) < 60]
  >     print(name, len(dark) > 60)  # the arrow's left half and its letter
  > EOF
  map True
  second True

What a button opens stands below it, within the window:

  $ cat > below.txt << EOF
  > wait
  > click compare
  > frames 2
  > state compare.json
  > key Escape
  > frames 2
  > click bookmarks
  > frames 2
  > state bookmarks.json
  > key Escape
  > frames 2
  > click filter/how
  > frames 2
  > state how.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 900 700 --script below.txt --screenshot .
  $ python3 << EOF
  > import json
  > for name, button, inner in (("compare", "compare", "compare/"), ("bookmarks", "bookmarks", "bookmark/"), ("how", "filter/how", "filter/step/")):
  >     widgets = json.load(open(name + ".json"))["widgets"]
  >     opened = [widgets[each] for each in widgets if each.startswith(inner)]
  >     lower = widgets[button][1] + widgets[button][3]
  >     print(name, len(opened) > 1, all(y >= lower and x + width <= 900 for x, y, width, height in opened))
  > EOF
  compare True True
  bookmarks True True
  how True True

In dark colours the legend's signs stand on the colour of the land, for which they are made:

  $ cat > dark.txt << EOF
  > wait
  > click sheet/plan
  > wait
  > state dark.json
  > shot dark.png
  > EOF
  $ geo-viewer --offscreen --dark --lang en --size 1280 800 --script dark.txt --screenshot .
  $ python3 << EOF
  > import json, subprocess
  > widgets = json.load(open("dark.json"))["widgets"]
  > x, top, width, y = widgets["splitter/right"][0], widgets["splitter/right"][1], 60, widgets["splitter/legend"][1]
  > out = subprocess.run(["gdal_translate", "-q", "-of", "XYZ", "-b", "3", "-srcwin", str(x + 6), str(top), "36", str(y - top), "dark.png", "/vsistdout/"], capture_output=True, text=True)
  > print(sum(line.endswith(" 248") for line in out.stdout.splitlines()) > 1000)
  > EOF
  True

In a narrow window, too, the tools stay over the map, and every button can be seen:

  $ printf 'wait\nstate narrow.json\n' > narrow.txt
  $ geo-viewer --offscreen --lang en --size 900 640 --script narrow.txt --screenshot .
  $ python3 << EOF
  > import json
  > widgets = json.load(open("narrow.json"))["widgets"]
  > ends = {name: widgets[name][0] + widgets[name][2] for name in ("compare", "map", "shortcuts")}
  > print(ends["compare"] <= ends["map"], ends["shortcuts"] < 900, widgets["shortcuts"][2] == 20)
  > EOF
  True True True
