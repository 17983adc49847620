Specialties by rules.

  $ RULES=$REPO/data/shanghai/specialty_rules.csv
  $ SAMPLE=$REPO/data/shanghai/specialty_sample.csv
  $ geo classify $SAMPLE --rules $RULES --code-column code --text-column scope --name-column name --out out.csv | tail -3
    105  none
    20  more than one
  Written: out.csv
  $ head -2 out.csv | tail -1
  1,上海澄弧微电子有限公司,智能芯片设计,2,智能芯片设计 2,SYNTHETIC (esc)

An explanation names rules, words and what excluded them.

  $ cat > rules.csv <<'R'
  > specialty,code,keywords,weight,exclude
  > chips,6520,,1,
  > chips,,chip+design|develop,1.5,snack
  > R
  $ printf 'code;scope\n6520;chip design, chip snack design\n1;chip snack design\n' > firms.csv
  $ geo classify firms.csv --rules rules.csv --code-column code --text-column scope --explain 1
  chips: rule 1, weight 1: counts
    code 6520 fits
  chips: rule 2, weight 1.5: counts
    chip+design|develop
      in: chip design
    chip+design|develop
      in: chip snack design
      excluded by snack
  scores: chips 2.5
  given: chips 2.5
  $ geo classify firms.csv --rules rules.csv --code-column code --text-column scope --explain 2
  chips: rule 2, weight 1.5: does not count
    chip+design|develop
      in: chip snack design
      excluded by snack
  scores: none
  given: none

Precision and recall.

  $ geo classify --rules $RULES --evaluate $SAMPLE --lang en | grep -E '^(tuning|held_out|second_tuning|fresh|[*])' | tr -s ' '
  tuning
  * 58 58 58 100.0 100.0
  held_out
  * 56 58 56 96.6 100.0
  second_tuning
  * 46 46 45 97.8 97.8
  fresh
  * 20 9 9 100.0 45.0

Errors.

  $ echo 'chips,C39,,1,' >> rules.csv
  $ geo classify firms.csv --rules rules.csv --code-column code
  geo: rules.csv: row 3, column 'code': 'C39' is no prefix of a GB/T 4754 code; give 1 to 4 digits
  [3]
  $ geo classify --rules $RULES
  geo: give FILE, or --evaluate SAMPLE
  [2]
  $ geo classify firms.csv --rules $RULES
  geo: give --code-column, --text-column or --name-column
  [2]
  $ geo classify firms.csv --rules $RULES --text-column nothing 2>&1 | sed 's/;.*//'
  geo: firms.csv: there is no column 'nothing' (re)

The coordinate system guessed by the districts that rows state.

  $ geo stats firms.csv --crs guess
  geo: --boundaries is required (see geo --help)
  [2]
  $ geo stats firms.csv --boundaries $REPO/data/shanghai/districts.geojson --crs guess
  geo: --crs guess needs --district and --boundaries
  [2]
Firms within 150 m of a border in GCJ-02, which lies 0.00457 degrees east and 0.00197 south of WGS84 there: only when read as GCJ-02 are they in their districts.

  $ printf '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"adcode":310115,"name":"东区"},"geometry":{"type":"Polygon","coordinates":[[[121.5,31.0],[121.8,31.0],[121.8,31.4],[121.5,31.4],[121.5,31.0]]]}},{"type":"Feature","properties":{"adcode":310104,"name":"西区"},"geometry":{"type":"Polygon","coordinates":[[[121.2,31.0],[121.5,31.0],[121.5,31.4],[121.2,31.4],[121.2,31.0]]]}}]}' > border.geojson
  $ awk 'BEGIN {print "name,lon,lat,区县"; for (i = 0; i < 100; i++) {east = i % 2; printf "%d,%.6f,%.6f,%s\n", i, 121.5 + (east ? 1 : -1) * (0.0002 + i * 0.00001) + 0.00457, 31.2 + i * 0.0001 - 0.00197, east ? "东区" : "西区"}}' > gcj.csv
  $ geo stats gcj.csv --boundaries border.geojson --district 区县 --crs guess --lang en --out guessed | sed '/^$/,$d'
  gcj.csv: 100 rows, 100 used, 0 rejected
  * The coordinates of the enterprises are taken as GCJ-02, a guess: of 100 rows lie in the district they state: WGS84 50.0 %, GCJ-02 100.0 %, BD-09 50.0 %.
  * The boundaries' codes are taken from the field 'adcode', names from 'name': a guess; --code and --name override it.
  $ printf '{"version":1,"boundaries":{"file":"border.geojson","code":"adcode","name":"name"},"enterprises":{"file":"gcj.csv","crs":"guess","district":"区县"},"density":false,"clusters":false,"output":{"pictures":false,"geopackage":false}}' > p.json
  $ geo atlas p.json --out project --quiet; cmp project/districts.csv guessed/districts.csv; cut -d, -f1,4 project/districts.csv
  \xef\xbb\xbfcode,enterprises (esc)
  310115,50
  310104,50
  ,0
  ,100
  $ python3 -c "import json; g = json.load(open('project/report.json'))['enterprises']['crs_guess']; print(g['chosen'], g['rows'], g['agree'])"
  GCJ-02 100 {'WGS84': 50, 'GCJ-02': 100, 'BD-09': 50}
  $ sed 's/"guess"/"WGS84"/' p.json > wrong.json; geo atlas wrong.json --out wrong | grep -c '50 of 100 rows that state a district lie elsewhere'
  1
