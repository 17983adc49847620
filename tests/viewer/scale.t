On a screen of twice the density everything is twice as large in pixels: the same layout, the same
map with as many signs on it, and as sharp as the screen is.

  $ cat > screen.txt << EOF
  > wait
  > click layer/points
  > wait
  > state NAME.json
  > shot NAME.png
  > EOF
  $ sed s/NAME/one/ screen.txt > one.txt
  $ sed s/NAME/two/ screen.txt > two.txt
  $ geo-viewer --offscreen --lang zh --size 1000 700 --script one.txt --screenshot .
  $ geo-viewer --offscreen --lang zh --size 2000 1400 --scale 2 --script two.txt --screenshot .
  $ gdalinfo two.png | grep 'Size is'
  Size is 2000, 1400
  $ python3 << EOF
  > import json
  > one, two = (json.load(open(name + ".json")) for name in ("one", "two"))
  > print(one["camera"]["units_per_px"] == 2 * two["camera"]["units_per_px"], one["signs"] == two["signs"] > 0)
  > a, b = one["widgets"], two["widgets"]
  > print(set(a) == set(b))
  > off = {name: max(abs(2 * x - y) for x, y in zip(a[name], b[name])) for name in a}
  > print([name for name in off if off[name] > 30])  # letters are fitted to pixels
  > print([name for name in ("map", "bandwidth", "layer/points", "row/names", "splitter/legend") if off[name] > 3])
  > EOF
  True True
  True
  []
  []
  $ gdal_translate -q -of PNG -outsize 50% 50% -r average two.png half.png
  $ python3 $REPO/tests/viewer/compare.py one.png half.png 0.1
  alike
  $ gdal_translate -q -of PNG -outsize 200% 200% -r bilinear half.png blurred.png
  $ python3 $REPO/tests/viewer/compare.py two.png blurred.png 0.02 | sed 's/^[0-9.]*/X/'
  X of the pixels differ
