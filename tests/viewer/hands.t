The first minutes of a planner at a real window, with a real mouse, real keys and files that are
dragged in.

  $ command -v xdnd_source > which.log || exit 80
  $ export XDG_STATE_HOME=$PWD/state XDG_CONFIG_HOME=$PWD/config PYTHONPATH=$REPO/tests/viewer
  $ export PYTHONDONTWRITEBYTECODE=1
  $ python3 << EOF
  > import csv
  > rows = list(csv.reader(open("$REPO/data/shanghai/enterprises_synthetic.csv", encoding="utf-8-sig")))
  > csv.writer(open("some firms.csv", "w", encoding="utf-8")).writerows(rows[:1501])
  > csv.writer(open("few.csv", "w", encoding="utf-8")).writerows(rows[:301])
  > EOF
  $ cat > minute.py << EOF
  > import os
  > from hands import Hands
  > with Hands("--lang", "en") as hands:
  >     hands.until("the map", lambda s: s["shown"] == 20000 and s["layers"] and "map" in s["widgets"])
  >     hands.click("sheet/plan")
  >     hands.until("the plan", lambda s: s["sheet"] == "plan")
  >     hands.key("1")
  >     hands.until("the heatmap", lambda s: s["sheet"] == "heatmap")
  >     print("views")
  >     hands.click("specialty")
  >     hands.click("specialty/智能芯片设计")
  >     chips = hands.until("a specialty", lambda s: s["specialty"] == "智能芯片设计" and s["shown"] < 20000)["shown"]
  >     hands.key("Control_L", "z")
  >     hands.until("undone", lambda s: s["specialty"] == "" and s["shown"] == 20000)
  >     hands.key("Control_L", "y")
  >     hands.until("done again", lambda s: s["shown"] == chips)
  >     hands.click("undo")
  >     hands.until("undone by the button", lambda s: s["shown"] == 20000)
  >     print("a specialty, undo and redo")
  >     hands.click_map(0, 60)
  >     code = hands.until("a district", lambda s: s["district"])["district"]
  >     hands.until("its row in the table", lambda s: "districts/" + code in s["widgets"])
  >     hands.click("districts/310105")
  >     hands.until("another one", lambda s: s["district"] == "310105")
  >     print("a district", code)
  >     hands.click("layer/points")
  >     hands.until("points", lambda s: "points" in s["layers"])
  >     hands.key("Control_L", "f")
  >     hands.type("SYNTHETIC-000500")
  >     hands.until("it is found", lambda s: any(name.startswith("found/") for name in s["widgets"]))
  >     hands.key("Return")
  >     firm = hands.until("it is gone to", lambda s: s["point"] is not None)["point"]
  >     hands.key("Escape")
  >     hands.until("nothing is chosen", lambda s: s["point"] is None)
  >     hands.frames(5)
  >     hands.click_map(0, 17)  # the map's middle lies below its tools
  >     hands.until("the enterprise that was clicked", lambda s: s["point"] == firm)
  >     print("an enterprise")
  >     hands.click("language")
  >     hands.until("Chinese", lambda s: s["language"] == "zh")
  >     hands.click("language")
  >     hands.until("English", lambda s: s["language"] == "en")
  >     print("languages")
  >     hands.key("Control_L", "i")
  >     hands.click("file/path")
  >     hands.key("Control_L", "a")
  >     hands.type(os.path.abspath("few.csv"))
  >     hands.key("Return")
  >     hands.click("file/ok")
  >     hands.until("what the file holds", lambda s: s.get("import", {}).get("used") == 300)
  >     hands.click("import/add")
  >     hands.until("the file's enterprises", lambda s: s["shown"] == 300 and "import" not in s)
  >     print("a file by its name")
  >     hands.drop("map", "some firms.csv")
  >     hands.until("what the other file holds", lambda s: s.get("import", {}).get("used") == 1500)
  >     hands.click("import/add")
  >     hands.until("the other file's enterprises", lambda s: s["shown"] == 1500)
  >     print("a file that is dropped")
  >     hands.key("Control_L", "e")
  >     hands.click("export/nothing")
  >     hands.click("export/csv")
  >     hands.click("export/browse")
  >     hands.click("file/path")
  >     hands.key("Control_L", "a")
  >     hands.type(os.getcwd() + "/")
  >     hands.key("Return")
  >     hands.click("file/ok")
  >     hands.click("export/go")
  >     state = hands.until("the files", lambda s: s.get("written"))
  >     print("exported", sorted(os.path.basename(path) for path in state["written"])[:2], all(map(os.path.exists, state["written"])))
  >     print(repr(state["message"]))
  > EOF
  $ timeout 500 python3 minute.py
  views
  a specialty, undo and redo
  a district 310104
  an enterprise
  languages
  a file by its name
  a file that is dropped
  exported ['belts.csv', 'clusters.csv'] True
  ''
