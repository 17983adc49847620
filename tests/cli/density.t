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
  geo: bandwidth rule "guess" is not known; use one of scott, silverman, arcgis, likelihood, least-squares, cronie-van-lieshout
  [2]

An ellipse; an adaptive bandwidth; a unit.

  $ density --bandwidth 4000 --bandwidth-across 1500 --azimuth 45 --out ellipse
  $ meta ellipse/heatmaps/all.tif 'bandwidth_m|bandwidth_across_m|azimuth_deg'
  azimuth_deg=45
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
  $ density --edge-correction uniform --time founded --time-breaks 2000,2010 --out x
  geo: density: slices of time are plain densities; leave out the adaptive bandwidth and the edge correction* (glob)
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
  $ density --bandwidth 3000 --time founded --time-breaks 2000,2010,2030 --cumulative --out time
  $ meta time/heatmaps/time_01.tif 'time_to|points|title'
  points=1404
  time_to=2010
  title=before 2010
  $ meta time/heatmaps/time_02.tif 'points'
  points=20000

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
