A real window, a real mouse and real keys, on a display in memory:

  $ export XDG_STATE_HOME=$PWD/state XDG_CONFIG_HOME=$PWD/config
  $ export DISPLAY=:$((200 + $$ % 500))
  $ Xvfb $DISPLAY -screen 0 1440x900x24 -noreset > xvfb.log 2>&1 &
  $ XVFB=$!
  $ for i in $(seq 50); do xdotool getmouselocation > mouse.log 2>&1 && break; sleep 0.1; done
  $ cat > show.txt << EOF
  > wait
  > state first.json
  > pause 5
  > state last.json
  > shot last.png
  > EOF
  $ geo-viewer --size 1440 900 --lang en --script show.txt --screenshot . &
  $ VIEWER=$!
  $ for i in $(seq 300); do test -s first.json && break; sleep 0.1; done
  $ timeout 20 xdotool search --sync --onlyvisible --name geo-viewer windowfocus --sync
  $ xdotool mousemove 780 440 sleep 0.3 click 1 sleep 0.5 keydown 2 sleep 0.5 keyup 2
  $ wait $VIEWER
  $ python3 -c "
  > import json
  > first, last = (json.load(open(name + '.json')) for name in ('first', 'last'))
  > print(first['district'] == '', last['district'] != '', first['sheet'], last['sheet'])"
  True True heatmap plan
  $ kill $XVFB
