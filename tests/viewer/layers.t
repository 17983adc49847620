Every kind of layer can be put on either sheet, and what is off is not made (Mesa says what it is
asked wrongly, which would be in the output):

  $ export MESA_DEBUG=1
  $ cat > all.txt << EOF
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > state first.json
  > click layer/contours
  > click layer/hexagons
  > click layer/squares
  > click layer/choropleth
  > click layer/graticule
  > click layer/belts
  > click layer/sites
  > click layer/points
  > wait
  > state all.json
  > click sheet/plan
  > wait
  > state plan.json
  > click layer/density
  > wait
  > state both.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script all.txt --screenshot .
  $ cat > print.py << EOF
  > import json, sys
  > for name in sys.argv[2:]:
  >     state = json.load(open(name + ".json"))
  >     print(name, *(state[key] for key in sys.argv[1].split(",")))
  > EOF
  $ python3 print.py stack,trouble,missing_letters first all plan both
  first ['ground', 'density', 'districts', 'clusters', 'names'] {} []
  all ['ground', 'choropleth', 'density', 'squares', 'hexagons', 'contours', 'districts', 'graticule', 'belts', 'points', 'clusters', 'sites', 'names'] {} []
  plan ['ground', 'districts', 'belts', 'sites', 'names'] {} []
  both ['ground', 'density', 'districts', 'belts', 'sites', 'names'] {} []

A layer that takes long comes after the others, and is taken again from what is there:

  $ cat > slow.txt << EOF
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > click layer/hot_spots
  > wait
  > state on.json
  > shot on.png
  > click layer/hot_spots
  > wait
  > state off.json
  > shot off.png
  > key Ctrl+Z
  > wait
  > state again.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script slow.txt --screenshot .
  $ python3 print.py stack on off again
  on ['ground', 'density', 'hot_spots', 'districts', 'clusters', 'names']
  off ['ground', 'density', 'districts', 'clusters', 'names']
  again ['ground', 'density', 'hot_spots', 'districts', 'clusters', 'names']
  $ python3 $REPO/tests/viewer/compare.py on.png off.png 0.01 | sed 's/^[0-9.]*/X/'
  X of the pixels differ

The order changes by dragging, and comes back:

  $ cat > order.txt << EOF
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > drag row/names 0 140
  > wait
  > state dragged.json
  > key Ctrl+Z
  > wait
  > state undone.json
  > EOF
  $ geo-viewer --offscreen --size 1280 800 --script order.txt --screenshot .
  $ python3 print.py stack dragged undone
  dragged ['ground', 'density', 'names', 'districts', 'clusters']
  undone ['ground', 'density', 'districts', 'clusters', 'names']

Style: ramp, classes, size, statistic, opacity, a name of one's own; all can be undone:

  $ cat > style.txt << EOF
  > size 1280 1000
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > click layer/density
  > click layer/choropleth
  > click style/choropleth
  > wait
  > shot plain.png
  > click style/choropleth/ramp
  > frames 2
  > click "style/choropleth/ramp/Red-purple"
  > frames 2
  > click style/choropleth/reversed
  > click style/choropleth/column
  > frames 2
  > click style/choropleth/column/enterprises
  > frames 2
  > drag style/choropleth/classes 40 0
  > drag style/choropleth/opacity -20 0
  > click style/choropleth/name
  > frames 2
  > type Firms
  > key Enter
  > wait
  > shot styled.png
  > state styled.json
  > click style/choropleth/reset
  > wait
  > state reset.json
  > key Ctrl+Z
  > wait
  > state undone.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script style.txt --screenshot .
  $ python3 - << EOF
  > import json
  > styled, reset, undone = (json.load(open(n + ".json"))["style"] for n in ("styled", "reset", "undone"))
  > style = styled["choropleth"]
  > print({key: style[key] for key in ("ramp", "reversed", "column", "name")})
  > print(style["classes"] > 5, style["opacity"] < 1, reset, undone == styled)
  > EOF
  {'ramp': 'rdpu', 'reversed': True, 'column': 'enterprises', 'name': 'Firms'}
  True True {} True
  $ python3 $REPO/tests/viewer/compare.py plain.png styled.png 0.01 | sed 's/^[0-9.]*/X/'
  X of the pixels differ

Opacity and the ramp of the density need nothing computed; the picture that is exported is the one
that is seen, with every layer:

  $ cat > export.txt << EOF
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > click layer/points
  > click layer/hexagons
  > click layer/graticule
  > wait
  > click export
  > frames 2
  > click export/png1
  > click export/go
  > wait
  > state exported.json
  > EOF
  $ geo-viewer --offscreen --lang zh --size 1280 800 --script export.txt --screenshot .
  $ python3 print.py message,stack exported
  exported  ['ground', 'density', 'hexagons', 'districts', 'graticule', 'points', 'clusters', 'names']
  $ gdalinfo geo-viewer-export/geo-viewer.png | grep -c 'Size is'
  1

Enterprises are numbers where they are dense, and themselves when one comes near:

  $ cat > points.txt << EOF
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > click layer/points
  > wait
  > state far.json
  > click style/points
  > frames 2
  > click style/points/grouped
  > wait
  > state dots.json
  > click style/points/grouped
  > hover-map 121.5998 31.2044
  > scroll 14
  > wait
  > state near.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script points.txt --screenshot .
  $ python3 -c "
  > import json
  > far, dots, near = (json.load(open(n + '.json'))['signs'] for n in ('far', 'dots', 'near'))
  > print(20 < far < 200, 5000 < dots <= 20000, 0 < near <= 1500)"
  True True True

A basemap is a file of one's own; one that cannot be used is told of, and the map stays:

  $ gdal_create -q -of GTiff -outsize 40 40 -bands 3 -burn 20 -burn 200 -burn 20 -a_srs EPSG:4326 -a_ullr 120.5 32.2 122.5 30.4 green.tif
  $ cat > basemap.txt << EOF
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > click layer/density
  > click layer/basemap
  > click style/basemap
  > wait
  > state asked.json
  > click style/basemap/file
  > frames 2
  > type green.tif
  > key Enter
  > wait
  > state green.json
  > shot green.png
  > click style/basemap/file
  > frames 2
  > type .no
  > key Enter
  > wait
  > state none.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script basemap.txt --screenshot .
  $ python3 print.py trouble asked green none
  asked {'basemap': 'Name a file below: a GeoTIFF or MBTiles.'}
  green {}
  none {'basemap': 'green.tif.no: is no picture that can be read; give a GeoTIFF or MBTiles'}
  $ python3 - << EOF
  > import subprocess
  > out = subprocess.run(["gdallocationinfo", "-valonly", "green.png", "690", "470"], capture_output=True, text=True)
  > print(out.stdout.split()[:3])
  > EOF
  ['20', '200', '20']

With a specialty chosen the statistic is that of the specialty, by the same table as the window shows:

  $ cat > specialty.txt << EOF
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > click layer/density
  > click layer/choropleth
  > click style/choropleth
  > wait
  > click style/choropleth/column
  > frames 2
  > click style/choropleth/column/share
  > wait
  > shot all.png
  > click specialty
  > frames 2
  > click specialty/智能芯片设计
  > wait
  > click style/choropleth/column
  > frames 2
  > click style/choropleth/column/location_quotient
  > wait
  > state quotient.json
  > shot quotient.png
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script specialty.txt --screenshot .
  $ python3 print.py trouble,specialty quotient
  quotient {} 智能芯片设计
  $ python3 $REPO/tests/viewer/compare.py all.png quotient.png 0.01 | sed 's/^[0-9.]*/X/'
  X of the pixels differ

Close up a basemap is read as fine as the screen: stripes of 10 m that the whole map cannot show are
black and white there. At rest nothing is painted.

  $ python3 - << EOF
  > rows = bytes((255 if (x // 5) % 2 else 0) for x in range(2000)) * 2000
  > open("stripes.pgm", "wb").write(b"P5 2000 2000 255 " + rows)
  > EOF
  $ gdal_translate -q -a_srs EPSG:4326 -a_ullr 121.45 31.25 121.49 31.21 stripes.pgm stripes.tif
  $ cat > basemap.txt << EOF
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > click layer/density
  > click layer/names
  > click layer/districts
  > click layer/clusters
  > click layer/basemap
  > click style/basemap
  > wait
  > click style/basemap/file
  > frames 2
  > type stripes.tif
  > key Enter
  > wait
  > EOF
  $ cat > close.txt << EOF
  > wait
  > $(cat basemap.txt)
  > state far.json
  > hover-map 121.47 31.23
  > frames 1
  > scroll 13
  > wait
  > state middle.json
  > scroll 13
  > wait
  > state close.json
  > shot close.png
  > pause 1
  > state rest.json
  > drag map 300 0
  > wait
  > state moved.json
  > shot moved.png
  > click whole
  > wait
  > state back.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script close.txt --screenshot .
  $ python3 - << EOF
  > import json, subprocess
  > states = {n: json.load(open(n + ".json")) for n in ("far", "middle", "close", "rest", "moved", "back")}
  > print({n: s["closer_basemap"] for n, s in states.items()})
  > print(states["close"]["paintings"] == states["rest"]["paintings"], [n for n in states if states[n]["trouble"]])
  > for name in "close", "moved":
  >     out = subprocess.run(["gdal_translate", "-q", "-of", "XYZ", "-srcwin", "620", "400", "60", "1", name + ".png", "/vsistdout/"], capture_output=True, text=True)
  >     greys = [int(line.split()[2]) for line in out.stdout.split("\n") if line]
  >     print(name, min(greys) < 30, max(greys) > 225)
  > EOF
  {'far': False, 'middle': True, 'close': True, 'rest': True, 'moved': True, 'back': True}
  True []
  close True True
  moved True True

A layer's own name stands in the legend, too, with the number or unit that belongs there; undone, it
is gone:

  $ cat > names.txt << EOF
  > wait
  > click panel/filter
  > frames 2
  > click panel/heatmap
  > frames 2
  > click style/clusters
  > frames 2
  > click style/clusters/name
  > type Parks
  > frames 2
  > state named.json
  > key Escape
  > frames 2
  > key Ctrl+Z
  > frames 2
  > state unnamed.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script names.txt --screenshot .
  $ python3 print.py legend named unnamed
  named ['Density (enterprises/km²)', 'Parks (27)', 'District boundary']
  unnamed ['Density (enterprises/km²)', 'Clusters of enterprises (27)', 'District boundary']

The statistic of the districts follows the filter, and says whose it is:

  $ cat > followed.txt << EOF
  > wait
  > click layer/density
  > click layer/choropleth
  > wait
  > shot everyone.png
  > click filter/text
  > frames 2
  > type xinpian
  > wait
  > shot few.png
  > state few.json
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script followed.txt --screenshot .
  $ for name in everyone few; do
  >   gdal_translate -q -of PNG -srcwin 240 80 600 490 $name.png $name-map.png
  > done
  $ python3 $REPO/tests/viewer/compare.py everyone-map.png few-map.png 0.01 | sed 's/^[0-9.]*/X/'
  X of the pixels differ
  $ python3 print.py legend few
  few ['Density (1/km²)', 'District boundary']

Of two maps side by side both have the basemap as fine as the screen:

  $ cat > pair.txt << EOF
  > wait
  > click compare
  > frames 2
  > click compare/specialty
  > frames 2
  > click compare/specialty/智能芯片设计
  > frames 2
  > click compare/sides
  > wait
  > key Escape
  > frames 2
  > $(cat basemap.txt)
  > hover-map 121.47 31.23
  > frames 1
  > scroll 13
  > wait
  > scroll 14
  > wait
  > state pair.json
  > shot pair.png
  > EOF
  $ geo-viewer --offscreen --lang en --size 1280 800 --script pair.txt --screenshot .
  $ python3 - << EOF
  > import json, subprocess
  > state = json.load(open("pair.json"))
  > print(state["closer_basemap"], state["second"]["closer_basemap"])
  > for name in "map", "second":
  >     x, y, width, height = state["widgets"][name]
  >     strip = [x + width // 2 - 30, y + height // 2, 60, 1]
  >     out = subprocess.run(["gdal_translate", "-q", "-of", "XYZ", "-srcwin", *map(str, strip), "pair.png", "/vsistdout/"], capture_output=True, text=True)
  >     greys = [int(line.split()[2]) for line in out.stdout.splitlines()]
  >     print(name, min(greys) < 30, max(greys) > 225)
  > EOF
  True True
  map True True
  second True True

A grid that is wider than any texture of a graphics card is on the map like a coarse one:

  $ cp -r $REPO/data/shanghai project
  $ sed 's/"pixel_m": 200/"size": [17000, 800]/; s/"by_specialty": true/"by_specialty": false/' project/atlas.json > project/wide.json
  $ printf 'wait\nshot coarse.png\nopen project/wide.json\nwait\nshot wide.png\nclick layer/density\nwait\nshot without.png\n' > wide.txt
  $ geo-viewer project/atlas.json --offscreen --lang en --size 1280 800 --script wide.txt --screenshot .
  $ python3 $REPO/tests/viewer/compare.py coarse.png wide.png 0.01
  alike
  $ python3 $REPO/tests/viewer/compare.py coarse.png without.png 0.01 | sed 's/^[0-9.]*/X/'
  X of the pixels differ
