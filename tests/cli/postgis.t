PostGIS: enterprises and districts from a database, results back into it. The server is this test's own.

  $ PG=$REPO/tests/support/postgis; MISSING=$($PG missing); [ -z "$MISSING" ] || { echo "$MISSING" >&2; exit 80; }
  $ HOST=$($PG start) && trap '$PG remove "$HOST"' EXIT
  $ DB="PG:host=$HOST user=postgres dbname=city"
  $ ask() { psql -X -q -h "$HOST" -U postgres -d city -At -F '|' -c "$1" 2>&1; }
  $ hide() { sed "s#$HOST#HOST#g"; }
  $ createdb -h $HOST -U postgres city && createdb -h $HOST -U postgres plain && ask 'create extension postgis'

Two districts, and firms with a geometry, in columns of a table in another schema, and in a view.

  $ ask "create table areas (id serial primary key, code text, 名称 text, shape geometry(MultiPolygon, 4326));
  >   insert into areas (code, 名称, shape) values
  >     ('w', '西区', st_multi(st_makeenvelope(121.0, 31.0, 121.1, 31.2, 4326))),
  >     ('e', '东区', st_multi(st_makeenvelope(121.1, 31.0, 121.2, 31.2, 4326)));
  >   create table firms (id int primary key, name text, field text, founded date, staff numeric, geom geometry(Point, 4326));
  >   insert into firms select i, '企业' || i, case when i % 3 = 0 then '芯片' else '机器人' end, date '2020-01-01' + i, i,
  >     st_setsrid(st_makepoint(121.051 + (i % 50) * 0.002, 31.1 + (i % 7) * 0.001), 4326) from generate_series(1, 700) i;
  >   create schema 登记; create table 登记.表 as select id, st_x(geom) as 经度, st_y(geom) as 纬度 from firms where id <= 20;
  >   create view chips as select * from firms where field = '芯片'"

What is there; a key is a column as any other.

  $ geo info "$DB" | grep -E '^(layer|  rows|  geometry|  position)|id:'
  layer areas
    rows      2
    geometry  multipolygon
      id: whole number
  layer chips
    rows      233
    geometry  point
      id: whole number
  layer firms
    rows      700
    geometry  point
      id: whole number
  layer 登记.表
    rows      20
    geometry  none
    position  x = 经度, y = 纬度 (named '经度' and '纬度')
      id: whole number
  $ geo info "$DB" --layer areas | grep -E 'extent|名称'
    extent    x 121.000000 to 121.200000, y 31.000000 to 31.200000
      name = 名称 (named '名称')
      名称: text, such as 西区

By table, by view, by columns, by query; a table in words that SQL reserves.

  $ rows() { geo density "$DB" "$@" --pixel 2000 --out rows 2>&1 | head -1 | hide; }
  $ rows --layer firms
  PG:host=HOST user=postgres dbname=city: 700 rows, 700 used, 0 rejected
  $ rows --layer public.firms
  PG:host=HOST user=postgres dbname=city: 700 rows, 700 used, 0 rejected
  $ rows --layer chips
  PG:host=HOST user=postgres dbname=city: 233 rows, 233 used, 0 rejected
  $ rows --layer 登记.表
  PG:host=HOST user=postgres dbname=city: 20 rows, 20 used, 0 rejected
  $ rows --query "WITH few AS (SELECT * FROM firms WHERE id <= 10) SELECT id, geom FROM few ORDER BY id -- ten"
  PG:host=HOST user=postgres dbname=city: 10 rows, 10 used, 0 rejected
  $ rows --query "SELECT f.id, st_x(f.geom) AS lon, st_y(f.geom) AS lat FROM firms f JOIN areas a ON st_contains(a.shape, f.geom) WHERE a.code = 'w'"
  PG:host=HOST user=postgres dbname=city: 350 rows, 350 used, 0 rejected
  $ ask 'create table "select" as select * from firms limit 3'; rows --layer select
  PG:host=HOST user=postgres dbname=city: 3 rows, 3 used, 0 rejected

The same firms from the database and from a file give the same grid.

  $ ask "select id, st_x(geom) as lon, st_y(geom) as lat from firms order by id" | sed '1i id|lon|lat' > firms.csv
  $ geo density firms.csv --pixel 1000 --out file --quiet && geo density "$DB" --query "select * from firms order by id" --pixel 1000 --out database --quiet
  $ gdalinfo -checksum file/heatmaps/all.tif | grep Checksum > a; gdalinfo -checksum database/heatmaps/all.tif | grep Checksum > b; cmp a b

A query only reads.

  $ rows --query "DELETE FROM firms"
  geo: PG:host=HOST user=postgres dbname=city: query: cannot be run (ERROR: syntax error at or near "FROM" *) (glob)
  $ rows --query "SELECT 1) AS a; DELETE FROM firms; SELECT * FROM (SELECT 2"
  geo: PG:host=HOST user=postgres dbname=city: query: cannot be run (ERROR: *) (glob)
  $ ask "create function purge() returns int language sql as 'delete from firms; select 1'"; rows --query "SELECT purge() AS lon, 1 AS lat FROM firms"
  geo: PG:host=HOST user=postgres dbname=city: query: * cannot execute DELETE in a read-only transaction * (glob)
  $ ask "select count(*) from firms"
  700

One line says what is wrong.

  $ rows --layer plan
  geo: PG:host=HOST user=postgres dbname=city: there is no layer 'plan'; there are: areas, chips, firms, select, 登记.表
  $ rows
  geo: PG:host=HOST user=postgres dbname=city: holds several layers; choose one: areas, chips, firms, select, 登记.表
  $ rows --layer firms --query "SELECT 1"
  geo: PG:host=HOST user=postgres dbname=city: give a layer or a query, not both
  $ rows --layer areas
  geo: PG:host=HOST user=postgres dbname=city: layer 'areas': holds polygons, not points; * (glob)
  $ geo info "PG:host=$HOST user=postgres dbname=nowhere" 2>&1 | hide
  geo: PG:host=HOST user=postgres dbname=nowhere: the database cannot be read (PQconnectdb failed. * database "nowhere" does not exist) (glob)
  $ geo info "PG:host=/nowhere user=postgres" 2>&1
  geo: PG:host=/nowhere user=postgres: the database cannot be read (PQconnectdb failed. * No such file or directory *) (glob)
  [3]
  $ geo info "postgresql://planner:secret-1@localhost/city"
  geo: PG:...: the connection string is a URI; write it as PG:host=... dbname=... user=..., and put values with spaces between '
  [2]

A starting project finds the tables, and keeps no password.

  $ geo init "$DB password=secret-1" "$DB password=secret-1" --out init.json --quiet; grep -c secret-1 init.json
  0
  [1]
  $ grep -E '"(file|layer)"' init.json | hide
      "file": "PG:host=HOST user=postgres dbname=city",  // run with --allow-remote; a password belongs into ~/.pgpass
      "layer": "areas",  // of several
      "file": "PG:host=HOST user=postgres dbname=city",  // run with --allow-remote; a password belongs into ~/.pgpass
      "layer": "firms",  // of several
  $ geo atlas init.json --out init --allow-remote | head -1 | hide
  PG:host=HOST user=postgres dbname=city: 700 rows, 700 used, 0 rejected

A project of them; it needs its user's word, and a password shows nowhere.

  $ ask "create role guarded login password 'secret-1'; grant select on all tables in schema public to guarded; grant create on database city to guarded"
  $ IN="PG:host=$HOST user=guarded password='secret-1' dbname=city"
  $ project() { printf '{"version":1,"boundaries":{"file":"%s","layer":"areas","code":"code","name":"名称"},"enterprises":{"file":"%s","query":"SELECT * FROM firms ORDER BY id","id":"id","name":"name","specialty":"field","weight":"staff"},"clusters":{"min_points":5},"density":{"bandwidth_m":2000,"pixel_m":500},"output":{"pictures":false%s}}' "$IN" "$IN" "$1" > p.json; }
  $ project ''; geo atlas p.json --out refused 2>&1 | hide
  geo: p.json: boundaries.file: 'PG:host=HOST user=guarded dbname=city' is a database; run with --allow-remote if you trust this project file
  $ printf '{"version":1,"boundaries":{"file":"firms.csv","query":"SELECT 1"},"enterprises":{"file":"firms.csv"}}' > q.json; geo atlas q.json --out refused
  geo: q.json: boundaries.query: may name what it likes; run with --allow-remote if you trust this project file
  [3]
  $ project ",\"database\":\"$IN\",\"database_schema\":\"成果\""; geo atlas p.json --out out --allow-remote --threads 2 > log.txt; sed -n '/Written/,$p' log.txt
  Written to out
    districts.csv
    specialties.csv
    clusters.csv
    duplicates.csv
    rejects.csv
    heatmaps/all.tif
    heatmaps/specialty_01.tif
    heatmaps/specialty_02.tif
    atlas.gpkg
    report.json
    table 成果.districts
    table 成果.clusters
    table 成果.enterprises
    table 成果.specialties
    table 成果.heatmaps
  $ cat log.txt out/*.csv out/report.json | grep -c secret-1; strings out/atlas.gpkg out/heatmaps/*.tif | grep -c secret-1; ask "select count(*) from pg_description where description like '%secret-1%'"
  0
  0
  0
  $ for wrong in "password=secret-1" "password=secret-1 two"; do for option in "--database" "--out x --database"; do geo atlas p.json --allow-remote $option "PG:host=$HOST user=guarded $wrong dbname=nowhere" --database-schema x 2>&1 | hide; done; done | grep -c secret-1
  0
  [1]

What stands there: the same as in the files, of the right types, with geometry, index and comments.

  $ ask 'select code, name_zh, enterprises, rank_by_count, pg_typeof(rank_by_count), round(st_area(geom)::numeric / 1e6) from 成果.districts order by fid'
  w|西区|350|1|bigint|212
  e|东区|350|1|bigint|212
  $ cut -d, -f1,4 out/districts.csv | sed -n 2,3p
  w,350
  e,350
  $ ask 'select count(*), count(distinct id), count(cluster), sum(weight), min(st_srid(geom)), count(*) filter (where district_code is null) from 成果.enterprises'
  700|700|700|245350|32651|0
  $ ask "select name, unit, kernel, bandwidth_m, pixel_m, pixels_with_data, round(minimum::numeric, 3), round((integral - 245350)::numeric / 245350, 2), abs(mean - sum / pixels_with_data) < 1e-9 from 成果.heatmaps order by fid limit 1"
  all|weight/km2|quartic|2000|500|*|0.000|0.00|t (glob)
  $ gdalinfo -stats out/heatmaps/all.tif | grep -E 'STATISTICS_(MAX|MIN)' | sed 's/.*=//' > stats; ask "select maximum from 成果.heatmaps where name = 'all'" >> stats; awk 'NR == 1 {m = $1} NR == 3 {d = ($1 - m) / m; print (d < 1e-6 && d > -1e-6)}' stats
  1
  $ ask "select split_part(obj_description('成果.clusters'::regclass), chr(10), 1), col_description('成果.districts'::regclass, 8), (select count(*) from pg_indexes where schemaname = '成果' and indexdef like '%gist%')"
  geo results: Clusters|占全部权重比重 / Share of the whole weight|4
  $ ogrinfo -ro -so "$DB schemas=成果" clusters | grep -E 'Geometry:|PROJCRS'
  Geometry: Multi Polygon
  PROJCRS["WGS 84 / UTM zone 51N",

A database without PostGIS is told before anything is computed.

  $ geo atlas p.json --out other --allow-remote --database "PG:host=$HOST user=postgres dbname=plain" 2>&1 | hide; ls other 2>&1
  geo: PG:host=HOST user=postgres dbname=plain: the database has no PostGIS; have CREATE EXTENSION postgis run in it, or choose another database
  ls: cannot access 'other': No such file or directory
  [2]

Once more: our own tables are replaced, those that are not written again go, what is not ours stays.

  $ ask 'create table 成果.notes as select 1 as one'
  $ project ",\"database\":\"$IN\",\"database_schema\":\"成果\""; sed -i 's/"clusters":{"min_points":5}/"clusters":false/' p.json; geo atlas p.json --out out --allow-remote --quiet
  $ ask "select table_name from information_schema.tables where table_schema = '成果' order by 1"
  districts
  enterprises
  heatmaps
  notes
  specialties
  $ ask 'drop table 成果.districts; create view 成果.districts as select 1 as mine'; geo atlas p.json --out other --allow-remote 2>&1 | hide; ls other 2>&1
  geo: PG:host=HOST user=guarded dbname=city: 成果.districts is there and was not written by geo; rename it or choose another schema
  ls: cannot access 'other': No such file or directory
  [2]
  $ ask 'drop view 成果.districts; create view readers as select * from 成果.enterprises'; geo atlas p.json --out other --allow-remote 2>&1 | hide; ls other 2>&1; ask 'drop view readers; select count(*) from 成果.enterprises'
  geo: PG:host=HOST user=guarded dbname=city: cannot be written; nothing in the database is changed (ERROR: cannot drop table "成果".enterprises because other objects depend on it DETAIL: view readers depends on table "成果".enterprises HINT: Use DROP ... CASCADE to drop the dependent objects too.)
  ls: cannot access 'other': No such file or directory
  700

A database that is lost in the middle: one line, and nothing half-written.

  $ rows --query "SELECT id, geom, CASE WHEN id = 650 THEN pg_terminate_backend(pg_backend_pid()) END FROM firms ORDER BY id"
  geo: PG:host=HOST user=postgres dbname=city: query: cannot be read beyond feature 500 (FATAL: terminating connection due to administrator command * (glob)
  $ ask "create function lose() returns event_trigger language plpgsql as 'begin if (select count(*) from pg_event_trigger_ddl_commands() where object_identity like ''%heatmaps'') > 0 then perform pg_terminate_backend(pg_backend_pid()); end if; end'; create event trigger lose on ddl_command_end when tag in ('CREATE TABLE') execute function lose()"
  $ geo atlas p.json --out other --allow-remote > stdout.txt 2> stderr.txt; echo "exit $?"; wc -l < stderr.txt; hide < stderr.txt; cat stdout.txt; ls other 2>&1
  exit 4
  1
  geo: PG:host=HOST user=guarded dbname=city: *.heatmaps cannot be written; nothing in the database is changed (FATAL: terminating connection due to administrator command * (glob)
  ls: cannot access 'other': No such file or directory
  [2]
  $ ask "drop event trigger lose; select table_name from information_schema.tables where table_schema = '成果' order by 1"
  enterprises
  heatmaps
  notes
  specialties

The server goes while rows come: a thousandth of a second for each, half a minute in all.

  $ geo density "$DB" --query "SELECT id, geom, pg_sleep(0.001)::text FROM firms CROSS JOIN generate_series(1, 50)" --out other > stdout.txt 2> stderr.txt & sleep 0.1
  $ for i in $(seq 100); do [ "$(ask "select count(*) from pg_stat_activity where query like 'FETCH%' and state = 'active'")" = 0 ] || break; sleep 0.1; done
  $ $PG stop "$HOST" immediate; wait %1; echo "exit $?"; wc -l < stderr.txt; hide < stderr.txt; ls other 2>&1
  exit 3
  1
  geo: PG:host=HOST user=postgres dbname=city: query: cannot be * (glob)
  ls: cannot access 'other': No such file or directory
  [2]
