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
  large: 'density: a map of 20000 x 20000 pixels, with room for 13 such grids at once, needs 41.6 GB of memory; the limit of ...; give a smaller size (--size), or leave out by_specialty'  False ''
  goes_on: ''  True ''
  small: '' small.json True ''
