A real window, a real mouse and real keys, on a display in memory:

  $ export XDG_STATE_HOME=$PWD/state XDG_CONFIG_HOME=$PWD/config
  $ export DISPLAY=:$((200 + $$ % 500))
  $ Xvfb $DISPLAY -screen 0 1440x900x24 -noreset > xvfb.log 2>&1 &
  $ XVFB=$!
  $ for i in $(seq 50); do xdotool getmouselocation > mouse.log 2>&1 && break; sleep 0.1; done
  $ cat > show.txt << EOF
  > wait
  > state first.json
  > pause 8
  > state last.json
  > shot last.png
  > EOF
  $ geo-viewer --size 1440 900 --lang en --script show.txt --screenshot . &
  $ VIEWER=$!
  $ for i in $(seq 300); do test -s first.json && break; sleep 0.1; done
  $ timeout 20 xdotool search --sync --onlyvisible --name geo-viewer windowfocus --sync
  $ at() { python3 -c "
  > import json, sys
  > x, y, width, height = json.load(open('first.json'))['widgets'][sys.argv[1]]
  > print(x + width // 2, y + height // 2)" "$1"; }

The bandwidth is dragged, a district is taken in the table, the wheel turns over the map, and a
key shows the plan:

  $ xdotool mousemove $(at bandwidth) sleep 0.3 mousedown 1 sleep 0.3 mousemove_relative 40 0 sleep 0.3 mouseup 1 sleep 0.3
  $ xdotool mousemove $(at districts/310105) sleep 0.3 click 1 sleep 0.3
  $ xdotool mousemove $(at map) sleep 0.3 click 4 sleep 0.3 click 4 sleep 0.3
  $ xdotool keydown 2 sleep 0.3 keyup 2
  $ wait $VIEWER
  $ python3 -c "
  > import json
  > first, last = (json.load(open(name + '.json')) for name in ('first', 'last'))
  > print(last['bandwidth_m'] > first['bandwidth_m'], repr(first['district']), last['district'])
  > print(last['camera']['units_per_px'] < first['camera']['units_per_px'], first['sheet'], last['sheet'])
  > print(last['message'] == '')"
  True '' 310105
  True heatmap plan
  True

  $ kill $XVFB; wait $XVFB 2> gone.log

On a small screen the window is no larger than the screen:

  $ Xvfb $DISPLAY -screen 0 1024x640x24 -noreset > xvfb.log 2>&1 &
  $ XVFB=$!
  $ for i in $(seq 50); do xdotool getmouselocation > mouse.log 2>&1 && break; sleep 0.1; done
  $ printf 'wait\nshot small.png\n' > small.txt
  $ mkdir without
  $ geo-viewer --lang en --size 1440 900 --script small.txt --screenshot .
  $ gdalinfo small.png | grep Size
  Size is 1024, 640
  $ kill $XVFB; wait $XVFB 2> gone.log

A picture of the window is what is drawn without one:

  $ geo-viewer --offscreen --lang en --size 1024 640 --script small.txt --screenshot without
  $ python3 $REPO/tests/viewer/compare.py small.png without/small.png 0.01
  alike

The very first frames, too, which no screen has shown yet, are there and not black: the ground of the
interface in two corners.

  $ Xvfb $DISPLAY -screen 0 1024x640x24 -noreset > xvfb.log 2>&1 &
  $ XVFB=$!
  $ for i in $(seq 50); do xdotool getmouselocation > mouse.log 2>&1 && break; sleep 0.1; done
  $ printf 'shot first.png\nshot second.png\n' > first.txt
  $ for i in 1 2 3; do
  >   geo-viewer --lang en --size 1024 640 --script first.txt --screenshot .
  >   for name in first second; do
  >     printf '3 3\n3 637\n' | gdallocationinfo -valonly $name.png | tr '\n' ' '; echo
  >   done
  > done
  250 250 247 250 250 247 
  250 250 247 250 250 247 
  250 250 247 250 250 247 
  250 250 247 250 250 247 
  250 250 247 250 250 247 
  250 250 247 250 250 247 

Whatever a script does there, wherever the real mouse is, it does without a window, too:

  $ cat > same.txt << EOF
  > wait
  > drag map 120 60
  > wait
  > drag bandwidth 30 0
  > wait
  > key 2
  > wait
  > click-map 121.52 31.22
  > wait
  > frames 3
  > scroll 2
  > wait
  > state same.json
  > EOF
  $ xdotool mousemove 500 300
  $ for folder in . without; do
  >   where=$(test $folder = . || echo --offscreen)
  >   geo-viewer $where --lang en --size 1024 640 --script same.txt --screenshot $folder
  > done
  $ python3 -c "
  > import json
  > seen, unseen = (json.load(open(name)) for name in ('same.json', 'without/same.json'))
  > for key in 'sheet', 'bandwidth_m', 'district', 'camera', 'widgets': print(key, seen[key] == unseen[key])
  > print(seen['bandwidth_m'] != 3000, seen['district'])"
  sheet True
  bandwidth_m True
  district True
  camera True
  widgets True
  True 310115
  $ kill $XVFB; wait $XVFB 2> gone.log
