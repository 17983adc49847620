More than a heatmap, on the embedded data.

  $ FIRMS=$REPO/data/shanghai/enterprises_synthetic.csv
  $ AREAS=$REPO/data/shanghai/districts.geojson
  $ density() { geo density $FIRMS --boundaries $AREAS --code code --pixel 1000 --quiet "$@"; }
  $ meta() { gdalinfo $1 | grep -E "^ *($2)=" | sed 's/^ *//'; }

A rule chooses the bandwidth, and the result says so.

  $ density --bandwidth scott --out rule
  $ meta rule/heatmaps/all.tif 'bandwidth_rule|bandwidth_m'
  bandwidth_m=7423.15070704\d+ (re)
  bandwidth_rule=scott
  $ density --bandwidth guess --out x
  geo: bandwidth "guess" is neither a length in metres nor a rule; give a number, or one of scott, silverman, arcgis, likelihood, least-squares, cronie-van-lieshout
  [2]
  $ density --bandwidth 12abc --out x
  geo: bandwidth "12abc" is neither a length in metres nor a rule; give a number, or one of scott, silverman, arcgis, likelihood, least-squares, cronie-van-lieshout
  [2]

A rule has no answer for metres that are none, and says where its best may be none: here, where many share a place.

  $ density --bandwidth nan --out x
  geo: bandwidth_m: nan is not possible; give metres, above 0 (1e-6 to 1e9)
  [2]
  $ density --bandwidth scott --bandwidth-across 500 --out x
  geo: --bandwidth-across: a bandwidth rule gives a round kernel; leave one out
  [2]
  $ (echo x,y; for i in 1 2 3 4 5 6 7 8; do echo "$((350000 + i % 4 * 100)),$((3450000 + i % 2 * 100))"; done) > twins.csv
  $ twins() { geo density twins.csv --crs EPSG:32651 --metric-crs EPSG:32651 --x x --y y "$@"; }
  $ twins --bandwidth likelihood --out limit | grep best
  * The best bandwidth by the rule likelihood was the least or greatest of all compared: there may be no best one; give metres.

  $ twins --bandwidth cronie-van-lieshout --bandwidth-evaluations 5 --out limit | grep boundaries
  * There are no boundaries: the rule cronie-van-lieshout took the box around the enterprises for the window.
  $ meta limit/heatmaps/all.tif 'bandwidth_(evaluated|seed)'
  bandwidth_evaluated=5
  bandwidth_seed=1
  $ twins --bandwidth-evaluations 5 --out x
  geo: --bandwidth-evaluations goes with a bandwidth rule
  [2]

Limits of classes ascend, whether a picture is drawn with them or not: a run ends before it writes anything.

  $ twins --breaks 5,1 --out x
  geo: breaks: number 2 (1) must be finite and above the one before it
  [2]
  $ density --breaks 1,1 --out x
  geo: breaks: number 2 (1) must be finite and above the one before it
  [2]
  $ test -e x
  [1]

Without boundaries the grid holds all of the kernels, the Gaussian's too.

  $ twins --kernel gaussian --bandwidth 500 --pixel 100 --unit per_pixel --out bell --quiet
  $ gdalinfo -stats bell/heatmaps/all.tif | grep -oE 'STATISTICS_MEAN=.*|Size is.*'
  Size is 59, 57
  STATISTICS_MEAN=0.00237882* (glob)
  $ twins --kernel gaussian --gaussian-reach 3 --bandwidth 500 --out reach --quiet && meta reach/heatmaps/all.tif reach_m
  reach_m=1500

An ellipse; an adaptive bandwidth; a unit.

  $ density --bandwidth 4000 --bandwidth-across 1500 --azimuth 22.5 --out ellipse
  $ meta ellipse/heatmaps/all.tif 'bandwidth_m|bandwidth_across_m|azimuth_deg'
  azimuth_deg=22.5
  bandwidth_across_m=1500
  bandwidth_m=4000
  $ density --bandwidth 3000 --adaptive abramson --out adaptive
  $ meta adaptive/heatmaps/all.tif 'adaptive|largest_factor|pilot_kernel'
  adaptive=abramson
  largest_factor=5
  pilot_kernel=quartic
  $ density --adaptive neighbours --neighbours 100 --out neighbours
  $ meta neighbours/heatmaps/all.tif 'adaptive|neighbours'
  adaptive=knn
  neighbours=100
  $ density --adaptive neighbours --neighbours 5 --smallest-bandwidth 2000 --largest-bandwidth 2500 --out clipped
  $ meta clipped/heatmaps/all.tif '(smallest|largest)_(m|bandwidth_m)'
  largest_bandwidth_m=2500
  largest_m=2500
  smallest_bandwidth_m=2000
  smallest_m=2000
  $ density --adaptive abramson --bandwidth 2000 --smallest-factor 0.9 --largest-factor 1.5 --pilot 3000 --out clipped
  $ meta clipped/heatmaps/all.tif '(smallest|largest|pilot)_(factor|bandwidth_m)'
  largest_bandwidth_m=3000
  largest_factor=1.5
  pilot_bandwidth_m=3000
  smallest_bandwidth_m=1800
  smallest_factor=0.9
  $ twins --adaptive neighbours --neighbours 8 --out few | grep farthest
  * Some sets of enterprises have no neighbour number 8: there the bandwidth is the distance to the farthest of them.
  $ twins --adaptive neighbours --neighbours 7 --out few | grep farthest
  [1]
  $ meta few/heatmaps/all.tif neighbours
  neighbours=7
  $ density --adaptive neighbours --pilot 500 --out x
  geo: --pilot goes with --adaptive abramson
  [2]
  $ density --adaptive abramson --neighbours 9 --out x
  geo: --neighbours goes with --adaptive neighbours
  [2]
  $ density --adaptive abramson --pilot -5 --out x
  geo: --pilot: '-5' is not possible; give 1e-06 to 1e+09 (see geo --help)
  [2]
  $ density --bandwidth 5000 --unit per_pixel --out counts
  $ gdalinfo counts/heatmaps/all.tif | grep 'Unit Type'
    Unit Type: 1/pixel

Nothing leaks over the boundaries: outside there is no data.

  $ density --bandwidth 3000 --edge-correction diggle --out diggle
  $ meta diggle/heatmaps/all.tif 'edge_correction|points_outside|points'
  edge_correction=diggle
  points=19967
  points_outside=33
  $ density --bandwidth 3000 --mask --out mask
  $ for f in rule mask diggle; do gdalinfo -stats $f/heatmaps/all.tif | grep VALID_PERCENT; done
      STATISTICS_VALID_PERCENT=100
      STATISTICS_VALID_PERCENT=50.* (glob)
      STATISTICS_VALID_PERCENT=50.* (glob)
  $ geo density $FIRMS --mask --out x
  geo: density: a mask needs boundaries
  [2]
  $ density --adaptive abramson --edge-correction uniform --out x
  geo: density: an adaptive bandwidth and an edge correction do not go together; leave one out
  [2]

  $ density --adaptive abramson --specialty specialty --relative --out x
  geo: density: an adaptive bandwidth goes neither with relative densities nor with significance* (glob)
  [2]
  $ density --adaptive abramson --time founded --time-breaks 2000,2010 --out x
  geo: density: slices of time have one bandwidth; leave out the adaptive one
  [2]

Bands by share of mass, bins, slices of time.

  $ density --bandwidth 3000 --contour-shares 0.5,0.9 --bins 3000 --bin-shape square --out shapes
  $ ogrinfo -q shapes/atlas.gpkg | grep -oE '(density_bands|bins) .*'
  density_bands (Multi Polygon)
  bins (Multi Polygon)
  $ ogrinfo -q shapes/atlas.gpkg -sql 'select sum(count) as n, min(data_status) as status from bins' | grep =
    n (Integer) = 20000
    status (String) = SYNTHETIC
  $ ogrinfo -q shapes/atlas.gpkg density_bands | grep -c 'area_km2'
  2
  $ ogrinfo -al -so shapes/atlas.gpkg density_bands | grep -E '^  unit='
    unit=1/km2
  $ density --bandwidth 3000 --contour-quantiles 0.9,0.5 --contour-lines --bins 3000 --bin-columns employees --out shapes
  $ ogrinfo -q shapes/atlas.gpkg -sql 'select sum(sum_employees) as n, sum(missing_employees) as missing from bins' | grep =
    n (Real) = 629629
    missing (Integer) = 0
  $ for layer in density_bands density_bands_lines; do ogrinfo -al -so shapes/atlas.gpkg $layer | grep -E '^Geometry:|unit='; done
    unit=1/km2
  Geometry: Multi Polygon
    unit=1/km2
  Geometry: Line String
  $ density --contour-lines --out x
  geo: --contour-lines needs --contours, --contour-shares or --contour-quantiles
  [2]
  $ density --bins nan --out x
  geo: --bins: 'nan' is not possible; give 1e-06 to 1e+09 (see geo --help)
  [2]

Words, and numbers with a unit, where a number is due.

  $ for option in "--bins 3km" "--class-count 1.5" "--pixel 50m" "--breaks 1,few" "--bandwidth-evaluations -3" "--significance --seed -1"; do geo density $FIRMS --boundaries $AREAS --out x $option; done
  geo: --bins: '3km' is not a number; give 1e-06 to 1e+09 (see geo --help)
  geo: --class-count: '1.5' is not a whole number; give 1 to 12 (see geo --help)
  geo: --pixel: '50m' is not a number (see geo --help)
  geo: --breaks: 'few' is not a number (see geo --help)
  geo: --bandwidth-evaluations: '-3' is not a whole number from 0 on; give 1 to 1000000000 (see geo --help)
  geo: --seed: '-1' is not a whole number from 0 on (see geo --help)
  [2]
  $ geo density $FIRMS --boundaries $AREAS --code code --pixel 1000 --contours 1e9 --out high | grep bands
  * No area is at or above a level of the contours, so there are no density bands.
  $ density --bandwidth 3000 --time founded --time-breaks 2000,2010,2030 --cumulative --out time
  $ meta time/heatmaps/time_01.tif 'time_to|points|title'
  points=1404
  time_to=2010
  title=before 2010
  $ meta time/heatmaps/time_02.tif 'points'
  points=20000

Nor do they leak over the boundaries: the slices of all years are the density of all.

  $ density --bandwidth 3000 --edge-correction uniform --time founded --time-breaks 1900,2010,2100 --cumulative --out inside
  $ for name in time_01 time_02; do meta inside/heatmaps/$name.tif 'edge_correction|points|points_outside|time_to'; done
  edge_correction=uniform
  points=1400
  points_outside=4
  time_to=2010
  edge_correction=uniform
  points=19967
  points_outside=33
  time_to=2100
  $ for name in time_02 all; do gdalinfo -stats inside/heatmaps/$name.tif | grep -oE 'STATISTICS_(MAXIMUM|MEAN)=[0-9]+\.[0-9]{4}'; done | sort | uniq -c | grep -c '2 STAT'
  2

Specialties against all, and what is more than chance.

  $ density --bandwidth 4000 --specialty specialty --relative --significance --simulations 19 --out test
  $ ls test/heatmaps | sed 's/_[0-9]*\.tif//; s/\.tif//' | sort | uniq -c | sed 's/^ *//'
  1 all
  10 log_risk
  1 p_all
  10 p_specialty
  10 share
  10 specialty
  $ meta test/heatmaps/p_specialty_01.tif 'null_hypothesis|simulations|seed'
  null_hypothesis=random labelling
  seed=1
  simulations=19
  $ ogrinfo -q test/atlas.gpkg | grep -c hot_spots
  11

The envelopes, the other global test, both kinds of spots; a level that so few simulations cannot reach.

  $ geo density $FIRMS --boundaries $AREAS --code code --pixel 2000 --bandwidth 4000 --significance --simulations 9 --envelope --rank 2 --global-test studentised --alternative two-sided --level 0.1 --lang en --out both | grep -E 'simul|lower|upper'
  * Too few simulations: no p-value is below 0.2, so nothing can be significant; give more.
    heatmaps/lower_all.tif
    heatmaps/upper_all.tif
  $ meta both/heatmaps/upper_all.tif 'measure|rank|title'
  measure=upper_envelope
  rank=2
  title=All enterprises: upper envelope of simulations
  $ meta both/heatmaps/p_all.tif global_test
  global_test=studentised
  $ ogrinfo -al -so both/atlas.gpkg hot_spots | grep IDENTIFIER
    IDENTIFIER=All enterprises: significant hot and cold spots, p ≤ 0.1
  $ density --significance --global-test no --out x
  geo: global test "no" is not known; use maximum or studentised
  [2]
  $ ogrinfo -q -al test/atlas.gpkg hot_spots | grep -E 'band|upper' | grep String
    band (String) = ≤ 0.05

The boundaries that significance needs do not cut a relative density; an edge correction holds for it, too, and so does what chose the bandwidth. A specialty that lies outside as a whole has no risk, and does not stop the others.

  $ meta test/heatmaps/share_01.tif 'edge_correction|window_km2'
  $ density --bandwidth scott --specialty specialty --relative --edge-correction diggle --out corrected
  $ for name in share log_risk; do meta corrected/heatmaps/${name}_01.tif 'edge_correction|points_outside|bandwidth_rule'; done
  bandwidth_rule=scott
  edge_correction=diggle
  points_outside=33
  bandwidth_rule=scott
  edge_correction=diggle
  points_outside=33
  $ printf 'lon,lat,field\n121.47,31.23,a\n121.48,31.23,b\n120.10,31.20,far\n' > far.csv
  $ geo density far.csv --boundaries $AREAS --code code --pixel 1000 --specialty field --relative --edge-correction uniform --out far --lang en | grep risk
  * far: all or none of the enterprises that count are of it, so it has no log relative risk.
    heatmaps/log_risk_01.tif
    heatmaps/log_risk_02.tif

Weights are what counts: where all others weigh nothing there is no risk, whatever sums in another order round to.

  $ awk 'BEGIN { OFS = ","; print "lon,lat,field,w"; for (i = 0; i < 3000; ++i) print 121.3 + i % 60 / 200, 31.1 + i / 15000, i % 3 ? "a" : "none", i % 3 ? 0.1 + i % 7 / 100 : 0 }' > weights.csv
  $ geo density weights.csv --boundaries $AREAS --code code --pixel 1000 --specialty field --weight w --relative --out weights --lang en | grep risk
  * a: all or none of the enterprises that count are of it, so it has no log relative risk.
  * none: all or none of the enterprises that count are of it, so it has no log relative risk.
  $ density --relative --out x
  geo: density: a relative density compares specialties; name their column
  [2]

Parts add up to the whole; parts made differently do not.

  $ (head -1 $FIRMS; sed 1d $FIRMS | head -8000) > one.csv; (head -1 $FIRMS; sed 1d $FIRMS | tail -12000) > two.csv
  $ for part in one two; do geo density $part.csv --boundaries $AREAS --code code --pixel 1000 --bandwidth 3000 --quiet --out $part; done
  $ density --bandwidth 3000 --out whole
  $ geo add one/heatmaps/all.tif two/heatmaps/all.tif --out sum.tif
  Written: sum.tif
  $ meta sum.tif 'points|weight_sum|data_status'
  data_status=SYNTHETIC
  points=20000
  weight_sum=20000
  $ for f in sum.tif whole/heatmaps/all.tif; do gdalinfo -stats $f | grep -oE 'STATISTICS_M(AXIMUM|EAN)=[0-9]+\.[0-9]{4}'; done | sort | uniq -c | sed 's/^ *//'
  2 STATISTICS_MAXIMUM=\d+\.\d{4} (re)
  2 STATISTICS_MEAN=\d+\.\d{4} (re)
  $ geo add one/heatmaps/all.tif rule/heatmaps/all.tif --out x.tif
  geo: rule/heatmaps/all.tif: density: parts that differ in bandwidth_m (3000 and 7423.*) do not add up; make them with the same options (glob)
  [2]
  $ geo add one/heatmaps/all.tif $AREAS --out x.tif
  geo: */districts.geojson: is not a raster that can be read*; give a GeoTIFF (glob)
  [3]
  $ ls x x.tif
  ls: cannot access 'x': No such file or directory
  ls: cannot access 'x.tif': No such file or directory
  [2]

The same from a project file, with any number of threads; the legend's classes are data.

  $ cat > p.json <<P
  > {"version": 1, "metric_crs": "EPSG:32651",
  >  "boundaries": {"file": "$AREAS", "code": "code"},
  >  "enterprises": {"file": "$FIRMS", "crs": "WGS84", "specialty": "specialty"},
  >  "density": {"kernel": "epanechnikov", "bandwidth_m": "silverman", "pixel_m": 1000, "mask": true,
  >    "relative": {"least_points": 3}, "significance": {"simulations": 9, "alternative": "two-sided", "level": 0.2},
  >    "contours": {"quantiles": [0.5, 0.9]}, "bins": {"size_m": 4000}, "by_specialty": false,
  >    "time": {"column": "founded", "breaks": [2010, 2015, 2018]}},
  >  "clusters": false,
  >  "output": {"picture_width_px": 600, "legend": {"classification": "jenks", "classes": 5}}}
  > P
  $ for n in 1 7; do geo atlas p.json --out run$n --threads $n --quiet; (cd run$n; find . -type f ! -name report.json | LC_ALL=C sort | xargs sha256sum) > $n.sha; done
  $ cmp 1.sha 7.sha && wc -l < 1.sha
  29
  $ /usr/bin/python3 -c "import json; r=json.load(open('run1/report.json')); print(len(r['legend_breaks']), r['options']['output']['legend'])"
  5 {'classification': 'jenks', 'classes': 5}
