What cannot fit into memory is refused before it is taken, with what would be needed, what there is
and what to change. (A sanitizer needs more addresses than the limits here.)

  $ (ulimit -v 3000000; geo --version > /dev/null 2>&1) || exit 80
  $ FIRMS=$REPO/data/shanghai/enterprises_synthetic.csv
  $ AREAS=$REPO/data/shanghai/districts.geojson
  $ (ulimit -v 3000000; geo density $FIRMS --threads 2 --size 20000 20000 --out large)
  geo: density: a map of 20000 x 20000 pixels, with room for 2 such grids at once, needs 6.4 GB of memory; * (glob)
  [6]
  $ (ulimit -v 3000000; geo density $FIRMS --threads 2 --size 10000 10000 --specialty specialty --out large 2>&1) | sed 's/.*;/.../'
  ... give a smaller size (size, --size), or leave out by_specialty
  $ (ulimit -v 3000000; geo density $FIRMS --threads 2 --pixel 3 --time founded --time-breaks 2000,2010,2020 --out large 2>&1) | sed 's/.*;/.../'
  ... give larger pixels (pixel_m, --pixel), or leave out time
  $ (ulimit -v 3000000; geo density $FIRMS --threads 2 --pixel 20 --boundaries $AREAS --significance --simulations 9 --out large 2>&1) | sed 's/.*with room/with room/; s/needs.*of memory; [^;]*;/.../'
  with room for 23 such grids at once, ... give larger pixels (pixel_m, --pixel), or leave out significance
  $ ls

However little there is, it is an error and not a crash, and no file is half written.

  $ for kb in 260000 280000 310000 350000 390000 440000 500000 560000 620000 700000; do
  >   for threads in 1 2 4; do
  >     (ulimit -v $kb; timeout 60 geo density $FIRMS --boundaries $AREAS --size 1500 1500 --threads $threads --quiet --out little 2> said)
  >     code=$?
  >     case $code in 0) ;; 6) test ! -e little && grep -q '^geo: .*memory' said || { echo $kb $threads; cat said; ls little; } ;; *) echo $kb $threads: $code; cat said;; esac
  >     rm -rf little
  >   done
  > done
