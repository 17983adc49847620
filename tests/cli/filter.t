A project says which enterprises count: every result is of them alone and says so, and the others are
accounted for.

  $ cp -r $REPO/data/shanghai city
  $ project() { sed "s/\"synthetic\": true/\"synthetic\": true, \"filter\": $1/; s/\"pixel_m\": 200/\"pixel_m\": 1000/" city/atlas.json > city/$2.json; }
  $ project '{"district": "310115", "founded": [2010, 2016], "capital": [1000, null]}' some
  $ geo atlas city/some.json --lang en --out some | grep filter
  * Only the enterprises that pass the filter (Pudong, founded 2010–2015, capital ≥ 1,000) count: 663 of 20,000.
  $ python3 << EOF
  > import csv, json
  > firms = csv.DictReader(open("city/enterprises_synthetic.csv", encoding="utf-8-sig"))
  > fits = [f for f in firms if 2010 <= int(f["founded"][:4]) < 2016 and float(f["registered_capital_10k_yuan"] or 0) >= 1000]
  > report = json.load(open("some/report.json"))
  > print(report["enterprises"]["filter"], report["enterprises"]["read"], report["enterprises"]["used"])
  > print(report["options"]["enterprises"]["filter"])
  > rows = {r["code"]: int(r["enterprises"]) for r in csv.DictReader(open("some/districts.csv", encoding="utf-8-sig")) if r["code"]}
  > print(rows["310115"], sum(rows.values()), rows["310115"] <= len(fits))
  > EOF
  {'of': 20000, 'left': 663, 'left_out': 19337} 20000 20000
  {'district': '310115', 'founded': [2010.0, 2016.0], 'capital': [1000.0, None]}
  663 663 True
  $ gdalinfo some/heatmaps/all.tif | grep -E '^ +(filter|filter_left|points|title)='
    filter={"district":"310115","founded":[2010.0,2016.0],"capital":[1000.0,null]}
    filter_left=663 of 20000
    points=663
    title=The filter's enterprises
  $ ogrinfo -so some/atlas.gpkg enterprises | grep -E 'Feature Count|filter'
    filter={"district":"310115","founded":[2010.0,2016.0],"capital":[1000.0,null]}
    filter_left=663 of 20000
  Feature Count: 663

Any number of threads, the same bytes:

  $ geo atlas city/some.json --lang en --threads 1 --out one --quiet
  $ for file in districts.csv clusters.csv heatmaps/all.tif heatmap.png; do cmp some/$file one/$file; done

What cannot be asked for is named.

  $ project '{"district": "1"}' wrong
  $ geo atlas city/wrong.json --out wrong --quiet
  geo: city/wrong.json: enterprises.filter.district: no district has the code '1'
  [2]
  $ project '{"specialty": "no such"}' none
  $ geo atlas city/none.json --out wrong --quiet
  geo: city/none.json: enterprises.filter: none of 20000 enterprises passes; change it or leave it out
  [2]
  $ project '{"founded": [2010]}' half
  $ geo atlas city/half.json --out wrong --quiet
  geo: city/half.json: enterprises.filter.founded: must be two numbers, from and to; null is open
  [3]
