A grid that does not fit into memory is a message that says what to do; the map stays, and a smaller
grid works. (A sanitizer needs more addresses than the limit here.)

  $ (ulimit -v 3000000; geo-viewer --version > /dev/null 2>&1) || exit 80
  $ cp -r $REPO/data/shanghai project
  $ sed 's/"pixel_m": 200/"size": [20000, 20000]/' project/atlas.json > project/large.json
  $ sed 's/"pixel_m": 200/"size": [300, 300]/' project/atlas.json > project/small.json
  $ cat > memory.txt << EOF
  > wait
  > open project/large.json
  > wait
  > state large.state
  > click message/close
  > frames 2
  > click-map 121.5 31.2
  > frames 2
  > state goes_on.state
  > open project/small.json
  > wait
  > state small.state
  > EOF
  $ (ulimit -v 3000000; geo-viewer --offscreen --lang en --threads 2 --script memory.txt --screenshot .)
  $ cat > said.py << EOF
  > import json, re
  > for name in ("large", "goes_on", "small"):
  >     state = json.load(open(name + ".state"))
  >     text = re.sub("this process .* are free", "...", state["message"])
  >     print(name + ":", repr(text), state["file"].split("/")[-1], bool(state["district"]), repr(state["map_trouble"]))
  > EOF
  $ python3 said.py
  large: 'density: a map of 20000 x 20000 pixels, with room for 13 such grids at once, needs 41.6 GB of memory; the limit of ...; give a smaller size (size, --size), or leave out by_specialty'  False ''
  goes_on: ''  True ''
  small: '' small.json True ''

The map itself: what a project or a window needs is taken away while the program runs, by a limit that
leaves it so many MB more than it has. It says in its language what to do; what needs less works then,
and looks as it did before. Nothing is left out of a map without a word.

  $ sed 's/"pixel_m": 200/"size": [4000, 4000]/; s/"by_specialty": true/"by_specialty": false/; s/"diggle"/"none"/' project/atlas.json > project/fine.json
  $ cat > grid.txt << EOF
  > wait
  > shot before.png
  > letters go
  > open project/fine.json
  > wait
  > state tight.state
  > key Escape
  > frames 2
  > open project/atlas.json
  > wait
  > state after.state
  > shot after.png
  > EOF
  $ cat > window.txt << EOF
  > wait
  > shot before.png
  > letters go
  > size 4000 4000
  > wait
  > state tight.state
  > key Ctrl+E
  > frames 3
  > click export/go
  > wait
  > state export.state
  > key Escape
  > frames 2
  > click export/close
  > frames 2
  > size 1280 800
  > wait
  > state after.state
  > shot after.png
  > EOF
  $ mkfifo go
  $ cat > tight.py << EOF
  > import json, subprocess, sys
  > def tight(script, language, megabytes):
  >     viewer = subprocess.Popen(["geo-viewer", "project/atlas.json", "--offscreen", "--lang", language, "--threads", "2", "--size", "1280", "800", "--script", script, "--screenshot", "."])
  >     with open("go", "w"):  # once the viewer reads it, which waits for this to end
  >         lines = dict(line.split(":") for line in open(f"/proc/{viewer.pid}/status"))
  >         limit = int(lines["VmSize"].split()[0]) * 1024 + megabytes * 1000000
  >         subprocess.run(["prlimit", "--pid", str(viewer.pid), f"--as={limit}"], check=True)
  >     if viewer.wait() != 0:
  >         sys.exit(f"{script}, {megabytes} MB: geo-viewer has ended with {viewer.returncode}")
  >     tight, after = (json.load(open(name + ".state")) for name in ("tight", "after"))
  >     if after["message"] or after["map_trouble"]:
  >         sys.exit(f"{script}, {megabytes} MB: afterwards {after['message']} {after['map_trouble']}")
  >     alike = subprocess.run(["python3", "$REPO/tests/viewer/compare.py", "before.png", "after.png", "0.01"], capture_output=True, text=True).stdout
  >     assert alike == "alike\\n", (script, megabytes, alike)
  >     return tight
  > for language in "en", "zh":
  >     print(tight("window.txt", language, 250)["map_trouble"])
  >     print(json.load(open("export.state"))["message"])
  > # Less and less room, until the computing has enough and the painting has not.
  > known = {"OpenGL：内存不足，放不下地图的图层；请关闭一些图层，或选较大的像元", "内存不足，无法绘制地图；请关闭一些图层，或缩小窗口", "OpenGL：内存不足，放不下这么大的地图；请缩小窗口"}
  > for megabytes in range(600, 200, -30):
  >     state = tight("grid.txt", "zh", megabytes)
  >     if state["map_trouble"]:
  >         break
  > print(state["map_trouble"] in known)
  > EOF
  $ python3 tight.py
  OpenGL: no memory for a map of this size; make the window smaller
  OpenGL: no memory for a map of this size; make the window smaller
  OpenGL：内存不足，放不下这么大的地图；请缩小窗口
  OpenGL：内存不足，放不下这么大的地图；请缩小窗口
  True
