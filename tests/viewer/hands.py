"""A person at geo-viewer's window: a real mouse, real keys and real drags on a display in memory.

    with Hands("project.json", "--lang", "en") as hands:
        hands.until("the map", lambda s: s["shown"] > 0)
        hands.click("sheet/plan")

The viewer's script `follow` writes what it shows, again and again; nothing here waits for a fixed
time, but for what is to be seen, and says what was missing after a minute.
"""
import json
import os
import subprocess
import sys
import time

PATIENCE = 60  # seconds: a machine may have much else to do


class Hands:
    def __init__(self, *arguments, size=(1440, 900)):
        self.size = size
        self.arguments = arguments

    def __enter__(self):
        shown, tell = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(tell), "-screen", "0", "%dx%dx24" % self.size, "-noreset"],
            pass_fds=[tell], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(tell)
        with os.fdopen(shown) as numbers:
            os.environ["DISPLAY"] = ":" + numbers.readline().strip()
        with open("follow.txt", "w") as script:
            script.write("follow now.json\n")
        self.viewer = subprocess.Popen(
            ["geo-viewer", *self.arguments, "--size", *map(str, self.size),
             "--script", "follow.txt", "--screenshot", "."])
        self.window = self.xdotool("search", "--sync", "--onlyvisible", "--name", "geo-viewer").split()[0]
        self.xdotool("windowfocus", "--sync", self.window)
        return self

    def __exit__(self, kind, error, where):
        self.viewer.terminate()
        self.viewer.wait()
        self.server.terminate()
        self.server.wait()

    def xdotool(self, *words):
        done = subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True,
                              timeout=PATIENCE)
        if done.returncode != 0:
            sys.exit("xdotool %s: %s" % (" ".join(map(str, words)), done.stderr))
        return done.stdout

    def state(self):
        try:
            with open("now.json", encoding="utf-8") as file:
                return json.load(file)
        except FileNotFoundError:
            return None

    def until(self, what, condition):
        """Waits until that holds of what is shown; gives what is shown then."""
        end = time.monotonic() + PATIENCE
        state = None
        while time.monotonic() < end:
            if self.viewer.poll() is not None:
                sys.exit("%s: geo-viewer has ended with %d" % (what, self.viewer.returncode))
            state = self.state()
            if state is not None and condition(state):
                return state
            time.sleep(0.03)
        kept = {k: v for k, v in (state or {}).items() if k != "widgets"}
        sys.exit("%s: not seen; there is %s" % (what, json.dumps(kept, ensure_ascii=False)))

    def frames(self, count=3):
        """Until so many frames more were drawn: what was done before has been seen."""
        start = self.until("a frame", lambda s: True)["frame"]
        return self.until("more frames", lambda s: s["frame"] >= start + count)

    def at(self, name):
        """The middle of a widget that has come to rest."""
        while True:
            first = self.until("the widget " + name, lambda s: name in s["widgets"])
            second = self.frames(2)
            if second["widgets"].get(name) == first["widgets"][name]:
                x, y, width, height = first["widgets"][name]
                return x + width / 2, y + height / 2

    def move(self, x, y):
        self.xdotool("mousemove", round(x), round(y))
        self.until("the mouse", lambda s: abs(s["mouse"][0] - x) < 2 and abs(s["mouse"][1] - y) < 2)
        self.frames(2)

    def press(self, x, y):
        self.move(x, y)
        for step in ("mousedown", "mouseup"):
            self.xdotool(step, 1)
            self.frames(2)

    def click(self, name):
        self.press(*self.at(name))

    def click_map(self, dx=0, dy=0):
        x, y = self.at("map")
        self.press(x + dx, y + dy)

    def key(self, *keys):
        """Keys that are held together."""
        for each in keys:
            self.xdotool("keydown", each)
        self.frames(2)
        for each in reversed(keys):
            self.xdotool("keyup", each)
        self.frames(2)

    def type(self, text):
        self.xdotool("type", "--delay", 20, text)
        self.frames(2)

    def drop(self, name, *files):
        """Drags files from a file manager onto a widget."""
        x, y = self.at(name)
        self.move(x, y)
        subprocess.run(["xdnd_source", self.window, str(round(x)), str(round(y)), *files], check=True)
