Without a window the user's home is left alone, unless the variables of XDG name folders:

  $ unset XDG_STATE_HOME XDG_CONFIG_HOME
  $ export HOME=$PWD/home && mkdir home
  $ cp -r $REPO/data/shanghai project
  $ cat > change.txt << EOF
  > wait
  > drag bandwidth 30 0
  > drag splitter/left 50 0
  > wait
  > pause 4
  > state changed.json
  > EOF
  $ geo-viewer project/atlas.json --offscreen --lang en --script change.txt --screenshot .
  $ find home
  home

With them, the last projects, the layout and the size of the window are kept; what is not saved is
written beside, and gone after a good end:

  $ export XDG_STATE_HOME=$PWD/state XDG_CONFIG_HOME=$PWD/config
  $ cat > layout.txt << EOF
  > wait
  > drag splitter/left 50 0
  > drag splitter/right -40 0
  > drag splitter/bottom 0 -60
  > drag splitter/legend 0 30
  > click panel/filter
  > frames 3
  > shot layout.png
  > state layout.json
  > EOF
  $ geo-viewer project/atlas.json --offscreen --lang en --size 1280 800 --script layout.txt --screenshot .
  $ find home state config -type f
  state/geo-viewer/recent.json
  config/geo-viewer/layout.json
  $ cat > again.txt << EOF
  > wait
  > state again.json
  > click file
  > frames 3
  > state menu.json
  > click file/recent/0
  > wait
  > state opened.json
  > EOF
  $ geo-viewer --offscreen --lang en --script again.txt --screenshot .
  $ python3 << EOF
  > import json, os
  > layout, again, menu, opened = (json.load(open(n + ".json")) for n in ("layout", "again", "menu", "opened"))
  > print(layout["layout"] == again["layout"], layout["layout"])
  > print(again["file"] == "", opened["file"] == os.path.abspath("project/atlas.json"))
  > print(json.load(open("config/geo-viewer/layout.json"))["width"])
  > EOF
  True {'left': 286.0, 'right': 360.0, 'bottom': 260.0, 'legend': 0.5*, 'collapsed': ['filter']} (glob)
  True True
  1280

After a crash the work is there, and asked about at the next start:

  $ sed 's/pause 4/pause 60/' change.txt > crash.txt
  $ geo-viewer project/atlas.json --offscreen --lang en --threads 1 --script crash.txt --screenshot . &
  $ VIEWER=$!
  $ for i in $(seq 600); do ls state/geo-viewer/unsaved/*.json > found.txt 2> /dev/null && break; sleep 0.1; done
  $ kill -9 $VIEWER
  $ wait $VIEWER
  Killed
  [137]
  $ cat > recover.txt << EOF
  > wait
  > state asked.json
  > shot asked.png
  > click recover/yes
  > wait
  > state recovered.json
  > key Ctrl+S
  > frames 3
  > state saved.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script recover.txt --screenshot .
  $ python3 << EOF
  > import json, os
  > asked, recovered, saved = (json.load(open(n + ".json")) for n in ("asked", "recovered", "saved"))
  > print("recover/yes" in asked["widgets"], asked["bandwidth_m"])
  > print(recovered["bandwidth_m"] > 3000, recovered["modified"], recovered["file"] == os.path.abspath("project/atlas.json"))
  > print(saved["modified"], json.load(open("project/atlas.json"))["density"]["bandwidth_m"] == recovered["bandwidth_m"])
  > print("unsaved_of" in open("project/atlas.json").read(), os.listdir("state/geo-viewer/unsaved"))
  > EOF
  True 3000.0
  True True True
  False True
  False []

The language is the system's:

  $ printf 'wait\nstate lang.json\n' > lang.txt
  $ for lang in LC_ALL=zh_CN.UTF-8 LC_MESSAGES=zh_CN LANG=zh_TW.UTF-8 LANG=de_DE.UTF-8; do
  >   env -u LC_ALL -u LANG -u LC_MESSAGES $lang geo-viewer --offscreen --script lang.txt --screenshot . && grep -h '^  "language":' lang.json
  > done
    "language": "zh",
    "language": "zh",
    "language": "zh",
    "language": "en",

Who closes the window with changes that are not saved is asked:

  $ cat > close.txt << EOF
  > wait
  > drag bandwidth 30 0
  > wait
  > close
  > frames 3
  > state asked.json
  > click unsaved/cancel
  > frames 3
  > state stayed.json
  > close
  > frames 3
  > click unsaved/discard
  > frames 3
  > state never.json
  > EOF
  $ geo-viewer project/atlas.json --offscreen --lang zh --script close.txt --screenshot .
  $ python3 -c "
  > import json
  > asked, stayed = (json.load(open(n + '.json'))['widgets'] for n in ('asked', 'stayed'))
  > print('unsaved/save' in asked, 'unsaved/save' in stayed)"
  True False
  $ ls never.json
  ls: cannot access 'never.json': No such file or directory
  [2]
  $ find state/geo-viewer/unsaved -type f
