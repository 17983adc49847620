A registry as offices send it: cut and wrong codes, repetitions, rows without a position.

  $ cat > firms.csv <<'R'
  > 企业名称,统一社会信用代码,经度,纬度,区县,专业方向,注册资本（万元）
  > 徐汇甲公司,914403001922038216,121.44123,31.19123,徐汇区,智能芯片设计,1亿2000万
  > 徐汇乙公司,9.14403E+17,121.44234,31.19123,徐汇,智能芯片设计,20
  > 徐汇丙公司,914403001922038000,121.44345,31.19123,徐汇,智能芯片设计,many
  > 徐汇丁公司,914403001922038217,121.44456,31.19123,徐汇,量子通信,5
  > 徐汇甲 公司,,121.441231,31.19123,徐汇,智能芯片设计,10
  > 闵行甲公司,9144030071526726xg,121.38123,31.11123,闵行区,智能芯片设计,5
  > 闵行乙公司,９１４４０３００７１５２６７２６ＸＧ,121.38234,31.11123,闵行区,智能芯片设计,5
  > 闵行丙公司,31011500012345,,,闵行区,智能芯片设计,5
  > 闵行丁公司,,0,0,上海市闵行区,智能识别,5
  > 无处公司,,,,何处,,5
  > 浦东甲公司,91330100799655058B,121.54123,31.22123,南汇,,7
  > 浦东乙公司,91330100799655058O,121.55123,31.22123,徐汇,,7
  > 海上公司,,125.12345,31,,,1
  > 合计,,,,,,100
  > R
  $ project() {
  >   printf '{"version": 1, "plan": "%s/plan.json", "sites": "%s/sites.json", "boundaries": {"file": "%s/districts.geojson", "code": "code", "name": "name", "name_en": "name_en", "aliases": "%s/district_names.csv"}, "enterprises": {"file": "%s", "id": "统一社会信用代码", "name": "企业名称", "district": "区县", "specialty": "专业方向", "weight": "注册资本"%s}}' $DATA $DATA $DATA $DATA "$1" "$2"
  > }
  $ DATA=$REPO/data/shanghai
  $ project firms.csv > p.json

Everything is read, joined and checked; nothing is computed. 7: usable with warnings.

  $ geo check p.json --out out
  *districts.geojson: 16 rows, 16 used, 0 rejected (glob)
  firms.csv: 14 rows, 9 used, 2 by district, 3 rejected
    1  coordinate missing
    1  total row
    1  weight not a number
    1 cell  credit code: character not allowed
    1 cell  credit code: digits lost
    1 cell  credit code: not 18 characters
    1 cell  credit code: wrong check digit
  assumption: East belt: the plan states no width; the corridor's half width of 5.0 km is our assumption.
  note: The coordinates of the enterprises are read as WGS 84; of 8 rows lie in the district they state: WGS84 * %, GCJ-02 * %, BD-09 * %. (glob)
  warning: 2 of 13 rows of enterprises could not be used (rejects.csv).
  warning: 4 of 8 credit codes are not sound (rejects.csv); their rows are used.
  note: 3 rows have no credit code.
  warning: 2 rows repeat another (by code 1, by name and place 1; duplicates.csv): all of them count.
  warning: 2 enterprises without a usable position count for the district they state (by_district.csv); they are on no map, in no cluster and in no corridor.
  note: 3 enterprises have no specialty.
  warning: 1 enterprise has a specialty that the plan does not list: 量子通信 (1). (esc)
  note: 1 row states '南汇区': merged into Pudong in 2009. (esc)
  warning: 1 of 8 rows that state a district lie elsewhere (district_mismatch.csv); they count where they lie.
  warning: 1 enterprise lies in no district; it counts for the whole, not for a district.
  Written to out
    duplicates.csv
    by_district.csv
    district_matrix.csv
    district_mismatch.csv
    rejects.csv
    report.json
  Verdict: usable with warnings
  [7]
  $ cut -d, -f1-4,6 out/rejects.csv | tail -n +2
  firms.csv,3,注册资本,many,weight not a number (esc)
  firms.csv,10,经度,,coordinate missing (esc)
  firms.csv,14,企业名称,合计,total row (esc)
  firms.csv,2,统一社会信用代码,9.14403E+17,credit code: digits lost (esc)
  firms.csv,4,统一社会信用代码,914403001922038217,credit code: wrong check digit (esc)
  firms.csv,8,统一社会信用代码,31011500012345,credit code: not 18 characters (esc)
  firms.csv,12,统一社会信用代码,91330100799655058O,credit code: character not allowed (esc)
  $ cut -d, -f1,2,4,6 out/duplicates.csv | tail -n +2
  5,1,name and place,yes
  7,6,credit code,yes
  $ cut -d, -f1-3 out/by_district.csv | tail -n +2
  8,闵行区,310112 (esc)
  9,上海市闵行区,310112 (esc)

In Chinese, and silently.

  $ geo check p.json --lang zh | tail -n +2 | grep -E '行，用|信用代码|重复|结论'
  firms.csv: 14 行，用 9，按区计 2，剔除 3 (esc)
    1 个单元格  信用代码：含不允许的字符 (esc)
    1 个单元格  信用代码：位数丢失 (esc)
    1 个单元格  信用代码：不是 18 位 (esc)
    1 个单元格  信用代码：校验码不符 (esc)
  警告：8 个信用代码中有 4 个不合格（rejects.csv），所在行仍被采用。 (esc)
  说明：3 行没有信用代码。 (esc)
  警告：2 行与其他行重复（代码相同 1，名称和位置相同 1；duplicates.csv）：仍全部计入。 (esc)
  结论：可用，但有警告 (esc)
  $ geo check p.json --quiet
  [7]

The run says the same, and counts those without a position.

  $ geo atlas p.json --out run | head -8
  firms.csv: 14 rows, 9 used, 2 by district, 3 rejected
    1  coordinate missing
    1  total row
    1  weight not a number
    1 cell  credit code: character not allowed
    1 cell  credit code: digits lost
    1 cell  credit code: not 18 characters
    1 cell  credit code: wrong check digit
  $ cmp out/rejects.csv run/rejects.csv && cmp out/duplicates.csv run/duplicates.csv && cmp out/by_district.csv run/by_district.csv
  $ python3 - <<'P'
  > import csv, json
  > report = json.load(open('run/report.json'))
  > rows = report['enterprises']
  > print(rows['read'], rows['used'] + rows['by_district'] + rows['rejected'])
  > print(rows['bad_cells'])
  > print(rows['duplicates'], rows['credit_codes'])
  > print(report['verdict'], [f['kind'] for f in report['findings'] if f['severity'] == 'warning'])
  > table = {row[0] or row[2]: row for row in csv.reader(open('run/districts.csv', encoding='utf-8-sig'))}
  > head = table.pop('code')
  > for row in (table['310112'], table['All']):
  >     print(dict(zip(head, row))['enterprises'], dict(zip(head, row))['unlocated'], dict(zip(head, row))['weight'])
  > same = json.load(open('out/report.json'))
  > print(same['findings'][1:] == report['findings'], same['enterprises'] == rows)
  > P
  14 14
  {'credit code: character not allowed': 1, 'credit code: digits lost': 1, 'credit code: not 18 characters': 1, 'credit code: wrong check digit': 1}
  {'by_code': 1, 'by_name_and_place': 1, 'rejected': False} {'column': '统一社会信用代码', 'good': 4, 'missing': 3, 'bad': 4} (esc)
  usable with warnings ['rejected_rows', 'credit_codes', 'duplicates', 'by_district', 'unknown_specialties', 'other_district', 'outside']
  4 2 20
  11 2 12070
  True True

The project decides what becomes of repetitions and of rows without a position.

  $ project firms.csv ', "duplicates": "drop", "unlocated": "reject", "credit_code": false' > q.json
  $ geo check q.json | sed -n 2,8p
  firms.csv: 14 rows, 7 used, 7 rejected
    2  coordinate missing
    1  coordinates are (0, 0)
    1  duplicate: id
    1  duplicate: name and place
    1  total row
    1  weight not a number

A clean sheet is OK: 0.

  $ head -2 firms.csv > good.csv; tail -4 firms.csv | head -1 >> good.csv
  $ sed -i 's/,南汇,,/,浦东,智能芯片设计,/' good.csv
  $ project good.csv > good.json
  $ geo check good.json
  *districts.geojson: 16 rows, 16 used, 0 rejected (glob)
  good.csv: 2 rows, 2 used, 0 rejected
  assumption: * (glob)
  note: The coordinates of the enterprises are read as WGS 84; of 2 rows lie in the district they state: WGS84 100.0 %, GCJ-02 100.0 %, BD-09 100.0 %.
  Verdict: OK

What cannot be used: 3.

  $ sed 's/,121\./,131./' good.csv > far.csv; project far.csv > far.json
  $ geo check far.json | tail -3
  error: 2 of 2 rows that state a district lie elsewhere (district_mismatch.csv); they count where they lie.
  error: 2 enterprises lie in no district; they count for the whole, not for a district.
  Verdict: not usable
  $ geo check far.json --quiet
  [3]
  $ project none.csv > none.json; geo check none.json
  Verdict: not usable
  geo: none.json: enterprises.file: there is no file 'none.csv'; check the path
  [3]
  $ printf '企业名称,统一社会信用代码,经度,纬度,区县,专业方向,注册资本\n甲,,,,徐汇,,1\n' > no.csv; project no.csv > no.json; geo check no.json
  Verdict: not usable
  geo: no.csv: none of the 1 rows can be used; the first was rejected for: coordinate missing (column '经度'); give the position; no coordinate system is given, so they were taken for degrees of WGS84 (esc)
  [3]

Codes that a spreadsheet keeps as numbers.

  $ printf '企业名称,统一社会信用代码,经度,纬度\n甲,914403001922038216,121.44123,31.19123\n' > codes.csv
  $ printf '"String","Real","Real","Real"\n' > codes.csvt; ogr2ogr -f XLSX codes.xlsx codes.csv
  $ printf '{"version": 1, "boundaries": {"file": "%s/districts.geojson"}, "enterprises": {"file": "codes.xlsx", "id": "统一社会信用代码"}}' $DATA > codes.json
  $ geo check codes.json | sed -n 3,4p
    1 cell  credit code: digits lost
  warning: 1 of 1 credit codes are not sound (rejects.csv); their rows are used.
