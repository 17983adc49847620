Random movements, clicks, keys and letters end nothing. (10,000 of them under AddressSanitizer are
for a developer's patience: the same script with monkey 10000 on the preset asan.) Mesa says here
what it is asked wrongly, which would be in the output.

  $ export MESA_DEBUG=1
  $ cat > monkey.txt << EOF
  > wait
  > size 900 700
  > frames 2
  > monkey 250 11
  > key Escape
  > wait
  > state end.json
  > EOF
  $ geo-viewer --offscreen --lang zh --size 800 600 --script monkey.txt --screenshot .
  $ python3 -c "import json; print(len(json.load(open('end.json'))['stack']) > 0)"
  True

A benchmark prints a line for each section, and paints nothing while only the mouse moves over the
interface:

  $ cat > bench.txt << EOF
  > wait
  > bench interface
  > hover sheet/plan
  > frames 5
  > bench pan
  > drag map 60 20
  > bench end
  > frames 3
  > EOF
  $ geo-viewer --offscreen --benchmark --size 800 600 --script bench.txt --screenshot . > bench.out
  $ sed -e 's/after [0-9.]* s/after X s/' -e 's/  *[0-9]*[.][0-9]/ X/g' bench.out
  *, 800 x 600 (glob)
  first picture after X s
  section                   frames paintings   p50 ms   p95 ms   max ms  cpu: p50 ms   p95 ms
  interface                      6         0 X X X X X
  pan                           11         9 X X X X X
  $ geo-viewer --benchmark 2>&1 | cut -c 1-40
  geo-viewer: --benchmark requires --scrip
