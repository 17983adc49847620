Nothing that goes wrong ends the program: each is a message that says what to do, and the next thing
works.

  $ cp -r $REPO/data/shanghai project
  $ printf '{"version": 1,\n  broken' > broken.json
  $ sed 's/"pixel_m": 200/"pixel_m": 0.05/; s/"by_specialty": true/"by_specialty": false/' project/atlas.json > project/huge.json
  $ sed 's/enterprises_synthetic.csv/gone.csv/' project/atlas.json > project/gone.json
  $ sed 's#"file": "enterprises_synthetic.csv"#"file": "PG:host=127.0.0.1 port=1 dbname=city connect_timeout=1", "layer": "firms"#' project/atlas.json > project/database.json
  $ cat > errors.txt << EOF
  > wait
  > drop broken.json
  > wait
  > state broken.json.state
  > key Escape
  > frames 2
  > open missing.json
  > wait
  > state missing.json.state
  > key Escape
  > frames 2
  > open project/huge.json
  > wait
  > state huge.json.state
  > key Escape
  > frames 2
  > open project/gone.json
  > wait
  > state gone.json.state
  > key Escape
  > frames 2
  > open project/database.json
  > wait
  > state database.json.state
  > key Escape
  > frames 2
  > click sheet/plan
  > wait
  > state after.json.state
  > EOF
  $ geo-viewer --offscreen --allow-remote --lang en --script errors.txt --screenshot .
  $ cat > messages.py << EOF
  > import json, sys
  > for name in sys.argv[1:]:
  >     state = json.load(open(name + ".json.state"))
  >     print(name + ":", (state["message"] or state.get("import", {}).get("error", "")).replace("\n", " "))
  > EOF
  $ python3 messages.py broken missing huge gone database after
  broken: *broken.json: line 2, column *: this is not valid JSON (glob)
  missing: missing.json: cannot be opened; check the path
  huge: pixel_m: a grid of * x * pixels is too large; choose larger pixels (glob)
  gone: *gone.json: enterprises.file: there is no file 'project/gone.csv' (glob)
  database: PG:host=127.0.0.1 *: the database cannot be read (*) (glob)
  after: 

A database needs the user's word:

  $ printf 'wait\nstate word.json.state\n' > word.txt
  $ geo-viewer project/database.json --offscreen --lang en --script word.txt --screenshot .
  $ python3 messages.py word | grep -c -- --allow-remote
  1
