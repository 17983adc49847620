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
  gone: *gone.json: enterprises.file: there is no file 'project/gone.csv'; check the path (glob)
  database: PG:host=127.0.0.1 *: the database cannot be read (*) (glob)
  after: 

A database needs the user's word:

  $ printf 'wait\nstate word.json.state\n' > word.txt
  $ geo-viewer project/database.json --offscreen --lang en --script word.txt --screenshot .
  $ python3 messages.py word | grep -c -- --allow-remote
  1

In Chinese they are Chinese, with the same names and numbers:

  $ printf 'a,b\n1,2\n' > columns.csv
  $ printf 'name,lon,lat\nx,,\n' > nowhere.csv
  $ : > empty.csv
  $ sed 's/"bandwidth_m": 3000/"bandwidth_m": -1/' project/atlas.json > project/minus.json
  $ for each in broken.json missing.json project/huge.json project/gone.json project/minus.json columns.csv nowhere.csv empty.csv; do
  >   printf 'drop %s\nwait\nstate %s.state\nkey Escape\nframes 2\n' $each $each
  > done > chinese.txt
  $ sed -i '1i wait' chinese.txt
  $ geo-viewer --offscreen --lang zh --script chinese.txt --screenshot .
  $ sed -i 's/".json.state"/".state"/' messages.py
  $ python3 messages.py broken.json missing.json project/huge.json project/gone.json project/minus.json columns.csv nowhere.csv empty.csv | sed -e "s#$PWD/##" -e 's/[0-9.e+]* x [0-9.e+]* /N x N /'
  broken.json: broken.json：第 2 行第 3 列：不是有效的 JSON
  missing.json: missing.json：没有这个文件；请核对路径
  project/huge.json: pixel_m：N x N 像元的格网太大；请选较大的像元
  project/gone.json: project/gone.json：enterprises.file：没有文件“project/gone.csv”；请核对路径
  project/minus.json: project/minus.json：density.bandwidth_m：应大于 0
  columns.csv: columns.csv：没有像坐标的列名；请指明 x、y 所在的列。有：a, b
  nowhere.csv: nowhere.csv：1 行都不能采用；第一行未采用的原因：缺少坐标（列“lon”）；请填写坐标
  empty.csv: empty.csv：是空文件（0 字节）；请重新导出，或另选文件

Each character of the library's messages and of the interface, in both languages, has a glyph:

  $ cat $REPO/libgeo/src/*/*.cpp $REPO/viewer/*.cpp $REPO/viewer/*/*.cpp > all.txt
  $ printf 'wait\nletters all.txt\nframes 3\nstate letters.state\n' > letters.txt
  $ geo-viewer --offscreen --script letters.txt --screenshot .
  $ python3 -c 'import json; print(json.load(open("letters.state"))["missing_letters"])'
  []
