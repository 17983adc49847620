Names are found by characters, pinyin and initials; Enter goes there:

  $ cat > find.txt << EOF
  > wait
  > key Ctrl+F
  > frames 2
  > type zj
  > wait
  > frames 2
  > state zj.json
  > key Enter
  > wait
  > state zhangjiang.json
  > click search
  > frames 2
  > type changning
  > wait
  > frames 2
  > key Enter
  > wait
  > state changning.json
  > click search
  > frames 2
  > type pd
  > wait
  > frames 2
  > state pd.json
  > key Enter
  > wait
  > state pudong.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script find.txt --screenshot .
  $ python3 << EOF
  > import json
  > states = {name: json.load(open(name + ".json")) for name in ("zj", "zhangjiang", "changning", "pd", "pudong")}
  > for name in "zj", "pd":
  >     found = [w[6:] for w in states[name]["widgets"] if w.startswith("found/")]
  >     print("张江" in found, "浦东新区" in found, len(found))
  > camera = states["zhangjiang"]["camera"]
  > print(round(camera["x"], -4), round(camera["y"], -4), camera["units_per_px"] < 20)
  > print(states["changning"]["district"], states["pudong"]["district"])
  > EOF
  True False 9
  False True 1
  370000.0 3450000.0 True
  310105 310115

Filters combine, ranges too; tables follow them; one button clears all:

  $ cat > filter.txt << EOF
  > wait
  > state all.json
  > click filter/district
  > frames 2
  > click filter/district/310115
  > wait
  > state district.json
  > drag filter/founded 40 0
  > wait
  > state founded.json
  > click filter/text
  > frames 2
  > type xinpian
  > wait
  > state text.json
  > click table/copy
  > frames 2
  > click filter/clear
  > wait
  > state cleared.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script filter.txt --screenshot .
  $ python3 << EOF
  > import csv, json
  > states = {name: json.load(open(name + ".json")) for name in ("all", "district", "founded", "text", "cleared")}
  > rows = list(csv.DictReader(open("$REPO/data/shanghai/enterprises_synthetic.csv", encoding="utf-8-sig")))
  > shown = [states[name]["shown"] for name in states]
  > print(shown[0] == shown[4] == len(rows), shown[0] > shown[1] > shown[2] > shown[3] > 0)
  > first, last = states["founded"]["ranges"]["founded"]
  > print(first == int(first), last, states["cleared"]["ranges"]["founded"], states["cleared"]["filter"])
  > for name in "district", "text":
  >     table = dict(states[name]["figures"])
  >     print(sum(table.values()) == states[name]["shown"], [code for code in table if table[code]])
  > EOF
  True True
  True None [None, None] {'district': '', 'belt': '', 'text': ''}
  True ['310115']
  True ['310115']

The years are played to the end, with the same classes in every frame:

  $ cat > play.txt << EOF
  > wait
  > click filter/play
  > frames 2
  > state first.json
  > wait
  > state last.json
  > EOF
  $ geo-viewer --offscreen --lang en --script play.txt --screenshot .
  $ python3 << EOF
  > import csv, json
  > first, last = (json.load(open(name + ".json")) for name in ("first", "last"))
  > rows = list(csv.DictReader(open("$REPO/data/shanghai/enterprises_synthetic.csv", encoding="utf-8-sig")))
  > print(first["playing"], last["playing"], last["ranges"]["founded"])
  > print(last["shown"] == len(rows), last["breaks"] == first["breaks"], len(last["breaks"]))
  > EOF
  True False [None, 2019.0]
  True True 7

Charts: a year that is clicked is the filter, a district is selected; a place along a belt is shown:

  $ cat > charts.txt << EOF
  > wait
  > click tab/chart
  > frames 2
  > click chart
  > frames 2
  > click chart/foundings
  > wait
  > click foundings
  > wait
  > state year.json
  > click foundings
  > wait
  > state all.json
  > click chart
  > frames 2
  > click chart/plan
  > frames 2
  > click plan/310110
  > frames 2
  > state plan.json
  > key Escape
  > click tab/chart
  > frames 2
  > click chart
  > frames 2
  > click chart/profile
  > frames 2
  > click profile
  > wait
  > state profile.json
  > EOF
  $ geo-viewer --offscreen --lang en --script charts.txt --screenshot .
  $ python3 << EOF
  > import json
  > year, every, plan, profile = (json.load(open(name + ".json")) for name in ("year", "all", "plan", "profile"))
  > first, last = year["ranges"]["founded"]
  > print(last - first, 0 < year["shown"] < every["shown"], every["ranges"]["founded"])
  > print(plan["district"], profile["camera"]["units_per_px"] < plan["camera"]["units_per_px"] / 3)
  > print(year["missing_letters"], profile["missing_letters"])
  > EOF
  1.0 True [None, None]
  310110 True
  [] []

Tables are found in, in pinyin too:

  $ cat > table.txt << EOF
  > wait
  > click table/find
  > frames 2
  > type pudong
  > frames 3
  > state pd.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script table.txt --screenshot .
  $ python3 -c "
  > import json
  > print([w for w in json.load(open('pd.json'))['widgets'] if w.startswith('districts/')])"
  ['districts/310115']

A row of a belt or of a cluster goes there:

  $ cat > rows.txt << EOF
  > wait
  > state whole.json
  > click tab/belts
  > frames 2
  > click belts/east
  > wait
  > state east.json
  > click tab/clusters
  > frames 3
  > click column/enterprises
  > frames 3
  > state listed.json
  > click clusters/310105
  > wait
  > state cluster.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1440 900 --script rows.txt --screenshot .
  $ python3 -c "
  > import json
  > whole, east, cluster = (json.load(open(n + '.json'))['camera'] for n in ('whole', 'east', 'cluster'))
  > print(east['x'] > whole['x'] + 10000, east['units_per_px'] < whole['units_per_px'] / 2)
  > print(cluster['x'] < east['x'] - 10000, cluster['units_per_px'] < whole['units_per_px'])"
  True True
  True True

With a specialty the tables are of it, too: districts and belts count its enterprises, the others
show its rows; what compares specialties is of all that are left.

  $ cat > specialty.txt << EOF
  > wait
  > click filter/district
  > frames 2
  > click filter/district/310115
  > wait
  > click specialty
  > frames 2
  > click specialty/智能芯片设计
  > wait
  > state districts.json
  > click tab/belts
  > frames 3
  > click table/copy
  > frames 2
  > copied belts.tsv
  > click tab/plan
  > frames 3
  > state plan.json
  > shot plan.png
  > click filter/clear
  > wait
  > state cleared.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1440 1400 --script specialty.txt --screenshot .
  $ python3 << EOF
  > import csv, json
  > districts, plan, cleared = (json.load(open(name + ".json")) for name in ("districts", "plan", "cleared"))
  > print(sum(districts["figures"].values()) == districts["shown"], [code for code, n in districts["figures"].items() if n])
  > columns = {name[7:] for name in districts["widgets"] if name.startswith("column/")}
  > print({"enterprises", "share"} <= columns, columns & {"diversity", "top_specialty_en", "designated_lq", "realised"})
  > print(sum(cleared["figures"].values()), len(cleared["figures"]))
  > designated = json.load(open("$REPO/data/shanghai/plan.json"))["districts"]
  > chips = {d["code"] for d in designated if "智能芯片设计" in str(d)}
  > belts = list(csv.DictReader(open("belts.tsv"), delimiter="\t"))
  > whole = int(belts[-1]["Enterprises"])
  > print(all(abs(float(row["Share of the whole"].rstrip("%")) / 100 - int(row["Enterprises"]) / whole) < 1e-14 and "%" in row["Share of the whole"] for row in belts), whole == districts["shown"])
  > rows = {name[5:] for name in plan["widgets"] if name.startswith("plan/")}
  > print(rows <= chips, len(rows) > 3)
  > EOF
  True ['310115']
  True set()
  19967 16
  True True
  True True

The record of an enterprise is in the language of the interface, as far as its words are known:

  $ cat > record.txt << EOF
  > wait
  > click layer/points
  > click search
  > frames 2
  > type SYNTHETIC-013278
  > wait
  > frames 2
  > key Enter
  > wait
  > state zh.json
  > click language
  > wait
  > state en.json
  > EOF
  $ geo-viewer --offscreen --lang zh --size 1440 1400 --script record.txt --screenshot .
  $ python3 << EOF
  > import json
  > for name in "zh", "en":
  >     print([row[7:] for row in json.load(open(name + ".json"))["widgets"] if row.startswith("record/")])
  > EOF
  ['专业: 智能芯片设计', '从业人数: 18', '企业名称: 岑澄半导体科技有限公司（合成）', '原始行: 13278', '成立日期: 2015-07-10', '所在区: 浦东新区', '注册资本（registered_capital_10k_yuan）: 400', '编号: SYNTHETIC-013278', '集聚区: 2']
  ['Cluster: 2', 'District: Pudong', 'Row in the source: 13278', 'employees: 18', 'founded: 2015-07-10', 'id: SYNTHETIC-013278', 'name: 岑澄半导体科技有限公司（合成）', 'registered_capital_10k_yuan: 400', 'specialty: AI chip design']

While no district is chosen the planning map's numbers are told beside it; a row of that list
chooses its district. On the heatmap the list is not there:

  $ cat > key.txt << EOF
  > wait
  > state heatmap.json
  > click sheet/plan
  > wait
  > frames 2
  > state plan.json
  > click key/310105
  > wait
  > frames 2
  > state chosen.json
  > click district/clear
  > wait
  > frames 2
  > state cleared.json
  > EOF
  $ geo-viewer --offscreen --lang zh --script key.txt --screenshot .
  $ python3 << EOF
  > import json
  > for name in "heatmap", "plan", "chosen", "cleared":
  >     state = json.load(open(name + ".json"))
  >     keys = [w for w in state["widgets"] if w.startswith("key/")]
  >     print(name, len(keys) > 3, "key/310105" in keys, state["district"], state["missing_letters"])
  > EOF
  heatmap False False  []
  plan True True  []
  chosen False False 310105 []
  cleared True True  []
