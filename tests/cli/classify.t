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
