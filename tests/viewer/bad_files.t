What people drop on a window that is no data: each ends in a message that names the file and says what
to do, in the language of the interface, and nothing changes.

  $ mkdir bad && cd bad
  $ : > empty.csv; : > empty.xlsx; : > empty.geojson; mkdir folder folder.csv
  $ gdal_create -q -of PNG -outsize 40 40 -bands 3 -burn 20 照片.png
  $ for name in fake.csv fake.xlsx fake.geojson fake.json fake.shp; do cp 照片.png $name; done; rm -f *.aux.xml
  $ ogr2ogr -q -f XLSX whole.xlsx $REPO/data/shanghai/enterprises_synthetic.csv -limit 400
  $ head -c 9000 whole.xlsx > 截断.xlsx; rm whole.xlsx
  $ printf '\320\317\021\340\241\261\032\341garbage' > old.xls; printf '%%PDF-1.4 report' > 报告.pdf
  $ printf 'PK\003\004garbage' > 坏.zip
  $ cat > 道路.geojson << EOF
  > {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"路"},"geometry":{"type":"LineString","coordinates":[[121.4,31.2],[121.5,31.3]]}}]}
  > EOF
  $ printf '{"type":"FeatureCollection","features":[]}' > none.geojson
  $ head -c 300 $REPO/data/shanghai/districts.geojson > cut.geojson
  $ printf '企业名称\n甲公司\n乙公司\n' > 一列.csv
  $ printf 'name,lon,lat\n' > 零行.csv; ogr2ogr -q -f XLSX 零行.xlsx 零行.csv
  $ printf 'name,lon,lat\nA,x,y\n' > text.csv
  $ printf 'name,lon,lat\nA,500,900\nB,1000,2000\n' > high.csv
  $ printf 'name,lon,lat\nA,500,20\nB,1000,20\n' > wide.csv
  $ printf 'name,lon,lat\nA,0,0\n' > zero.csv
  $ printf 'name,lon,lat\n合计,,\n' > total.csv
  $ head -c 100000 /dev/zero > zeros.csv
  $ ln -s nowhere.csv dangling.csv
  $ cd ..
  $ ls bad > names
  $ echo gone.csv >> names
  $ python3 << EOF
  > names = open("names").read().split()
  > with open("drop.txt", "w") as script:
  >     print("wait\nstate before.state", file=script)
  >     for name in names:
  >         print(f'drop "bad/{name}"\nwait\nstate "{name}.state"\nkey Escape\nframes 2', file=script)
  >     print("click sheet/plan\nwait\nstate after.state", file=script)
  > EOF
  $ cat > said.py << EOF
  > import json, os, re, sys
  > language, faults, said = sys.argv[1], [], {}
  > for name in open("names").read().split():
  >     state = json.load(open(f"{language}/{name}.state"))
  >     text = said[name] = state["message"] or state["import"]["error"]
  >     words = text.replace(os.getcwd() + "/bad/", "").replace(name, "NAME")
  >     remedy = ";" if language == "en" else "；"
  >     if not text or name not in text or remedy not in text: faults.append(text or name)
  >     # In a Chinese message English is a name, or what a driver says, in brackets.
  >     if language == "zh" and re.search("[a-z]+ [a-z]+ [a-z]+", re.sub(r" \(.*\)", "", words)): faults.append(text)
  >     if state["modified"] or state["missing_letters"]: faults.append(name + " changed something")
  > before, after = (json.load(open(f"{language}/{name}.state")) for name in ("before", "after"))
  > print(faults, before["shown"] == after["shown"], after["sheet"], after["message"] == "", "import" in after)
  > for name in "照片.png", "截断.xlsx", "零行.xlsx", "道路.geojson", "high.csv":
  >     print(said[name].replace(os.getcwd() + "/", ""))
  > EOF
  $ for language in en zh; do
  >   mkdir $language
  >   geo-viewer --offscreen --lang $language --script drop.txt --screenshot $language
  >   python3 said.py $language
  > done
  [] True plan True False
  bad/照片.png: is a raster (PNG); give a file with points, polygons or a table
  bad/截断.xlsx: cannot be read as a vector file or a table; it is damaged or of another kind: save it again in the program it is from
  bad/零行.xlsx: has no columns; give a table with a header and rows
  bad/道路.geojson: holds neither points, nor polygons, nor a table with columns of coordinates; give one of these (its geometry is 'line')
  bad/high.csv: none of the 2 rows can be used; the first was rejected for: latitude beyond 90 degrees (column 'lat'); check that the columns are not exchanged and the coordinate system is right
  [] True plan True False
  bad/照片.png：是栅格文件（PNG）；请给出含点、多边形或表格的文件
  bad/截断.xlsx：不能作为矢量文件或表格读取；文件已损坏，或是别的类型：请用原来的软件重新保存
  bad/零行.xlsx：没有列；请给出有表头和数据行的表格
  bad/道路.geojson：既没有点和多边形，也没有含坐标列的表格；请给出其中一种（几何类型为“line”）
  bad/high.csv：2 行都不能采用；第一行未采用的原因：纬度超过 90 度（列“lat”）；请核对经纬度两列是否颠倒、坐标系是否正确

A file that goes, or becomes another, between being looked at and being added; a project whose data go
while it is open. The program waits where it says `letters gate`, until the other side has done its
work.

  $ mkdir project
  $ cat > steps.txt << EOF
  > wait
  > drop 会删.csv
  > wait
  > ! mv 会删.csv kept.csv
  > click import/add
  > wait
  > state added.state
  > key Escape
  > frames 2
  > drop areas.geojson
  > wait
  > ! rm areas.geojson
  > click import/add
  > wait
  > state areas.state
  > key Escape
  > frames 2
  > ! mv kept.csv 会删.csv
  > drop 会删.csv
  > wait
  > ! printf 'name,lon,lat\nA,x,y\n' > 会删.csv
  > click import/add
  > wait
  > state other.state
  > key Escape
  > frames 2
  > ! mv project/enterprises_synthetic.csv project/away.csv
  > click filter/text
  > type 半导体
  > wait
  > state filtered.state
  > drag bandwidth 40 0
  > wait
  > key Ctrl+S
  > wait
  > state saved.state
  > key Ctrl+E
  > frames 3
  > click export/all
  > frames 2
  > click export/go
  > wait
  > state exported.state
  > key Escape
  > frames 2
  > click export/close
  > frames 2
  > open project/atlas.json
  > wait
  > state opened.state
  > key Escape
  > frames 2
  > ! mv project/away.csv project/enterprises_synthetic.csv
  > open project/atlas.json
  > wait
  > state again.state
  > EOF
  $ cat > steps.py << EOF
  > import json, os, shutil, subprocess, sys
  > language, script, gates = sys.argv[1], [], []
  > shutil.rmtree("project")
  > shutil.copytree("$REPO/data/shanghai", "project")
  > shutil.copy("$REPO/data/shanghai/districts.geojson", "areas.geojson")
  > open("会删.csv", "w").write("name,lon,lat\\nA,121.4,31.2\\n")
  > for line in open("steps.txt").read().split("\n"):
  >     if line.startswith("!"):
  >         gates.append((f"gate{len(gates)}", line[1:]))
  >         os.mkfifo(gates[-1][0])
  >         line = "letters " + gates[-1][0]
  >     script.append(line)
  > open("gated.txt", "w").write("\n".join(script))
  > viewer = subprocess.Popen(["geo-viewer", "project/atlas.json", "--offscreen", "--lang", language, "--script", "gated.txt", "--screenshot", "."])
  > for gate, work in gates:
  >     with open(gate, "w"):
  >         subprocess.run(work, shell=True, check=True)
  >     os.remove(gate)
  > assert viewer.wait() == 0
  > for name in "added", "areas", "other", "filtered", "saved", "exported", "opened", "again":
  >     state = json.load(open(name + ".state"))
  >     print(name + ":", state["message"].replace(os.getcwd() + "/", ""), state["shown"], state["modified"])
  > EOF
  $ python3 steps.py en
  added: 会删.csv: no such file; check the path 20000 False
  areas: areas.geojson: no such file; check the path 20000 False
  other: 会删.csv: none of the 1 rows can be used; the first was rejected for: coordinate not a number (column 'lon'); write the coordinate as a decimal number 20000 False
  filtered:  720 True
  saved:  720 False
  exported: project/enterprises_synthetic.csv: no such file; check the path 720 False
  opened: project/atlas.json: enterprises.file: there is no file 'project/enterprises_synthetic.csv'; check the path 720 False
  again:  720 False
  $ python3 steps.py zh
  added: 会删.csv：没有这个文件；请核对路径 20000 False
  areas: areas.geojson：没有这个文件；请核对路径 20000 False
  other: 会删.csv：1 行都不能采用；第一行未采用的原因：坐标不是数字（列“lon”）；请按小数填写坐标 20000 False
  filtered:  720 True
  saved:  720 False
  exported: project/enterprises_synthetic.csv：没有这个文件；请核对路径 720 False
  opened: project/atlas.json：enterprises.file：没有文件“project/enterprises_synthetic.csv”；请核对路径 720 False
  again:  720 False
  $ ls project | grep -c export
  0
  [1]

Where results or the project cannot be written: a folder that cannot be made, a file in its place, a name
that is too long, a disk that is full (a limit on file sizes stands in for it). Nothing is left behind.

  $ cp -r $REPO/data/shanghai written && mkdir room && touch file
  $ python3 > write.txt << EOF
  > print("wait")
  > for k, folder in enumerate(["/proc/x", "/dev/full", "file", "file/below", "n" * 300, "room", "room/below"]):
  >     print(f"key Ctrl+E\\nframes 3\\nclick export/folder\\nframes 2\\nkey Ctrl+A\\ntype {folder}\\nframes 2")
  >     if k == 0: print("click export/all\\nframes 2")
  >     print(f"click export/go\\nwait\\nstate {k}.state\\nkey Escape\\nframes 2\\nclick export/close\\nframes 3")
  > for k, file in enumerate(["/proc/x.json"], 7):
  >     print(f"click file\\nframes 2\\nclick file/save_as\\nframes 3\\nclick file/path\\nframes 2\\nkey Ctrl+A\\ntype {file}\\nkey Enter\\nframes 2\\nclick file/ok\\nwait\\nstate {k}.state\\nkey Escape\\nframes 2\\nkey Escape\\nframes 2")
  > print("click sheet/plan\\nwait\\nstate 8.state")
  > EOF
  $ for language in en zh; do
  >   (ulimit -f 100; geo-viewer written/atlas.json --offscreen --lang $language --script write.txt --screenshot .)
  >   python3 -c "
  > import json, os
  > for k in range(9):
  >     print(json.load(open(f'{k}.state'))['message'].replace(os.getcwd() + '/', '').replace(299 * 'n', ''))"
  > done
  /proc/x: cannot be written: No such file or directory; choose another folder
  /dev/full: is a file; choose a folder
  file: is a file; choose a folder
  file/below: cannot be written: Not a directory; choose another folder
  n: cannot be written: File name too long; choose another folder
  room/heatmaps/all.tif: cannot be written: File too large; free some space or choose another folder
  room/below/heatmaps/all.tif: cannot be written: File too large; free some space or choose another folder
  /proc: cannot be written: No such file or directory; choose another folder
  
  /proc/x：无法写入：没有这个文件或文件夹；请另选文件夹
  /dev/full：是文件；请选文件夹
  file：是文件；请选文件夹
  file/below：无法写入：不是文件夹；请另选文件夹
  n：无法写入：名称过长；请另选文件夹
  room/heatmaps/all.tif：无法写入：文件过大；请腾出空间或另选文件夹
  room/below/heatmaps/all.tif：无法写入：文件过大；请腾出空间或另选文件夹
  /proc：无法写入：没有这个文件或文件夹；请另选文件夹
  
  $ ls -A room; cmp written/atlas.json $REPO/data/shanghai/atlas.json
