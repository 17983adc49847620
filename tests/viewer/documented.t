The pictures of docs/viewer.md are what the program shows, but for the smoothing of edges. They are
made anew as tests/viewer/documented.txt says.

  $ cp $REPO/data/shanghai/enterprises_synthetic.csv enterprises.csv
  $ geo-viewer --offscreen --lang en --size 1280 800 --script $REPO/tests/viewer/documented.txt --screenshot .
  $ for picture in viewer-heatmap viewer-plan viewer-import; do
  >   python3 $REPO/tests/viewer/compare.py $picture.png $REPO/docs/images/$picture.png 0.01
  > done
  alike
  alike
  alike

And the comparison can fail:

  $ python3 $REPO/tests/viewer/compare.py viewer-heatmap.png viewer-plan.png 0.01 | sed 's/^[0-9.]*/X/'
  X of the pixels differ
