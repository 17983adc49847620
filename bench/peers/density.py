#!/usr/bin/python3
"""Kernel density: ours beside programs that analysts use, on the same points, grid and kernel.

  cmake --build --preset dev --target density_on_file
  bench/peers/density.py [--points 1000000] [--bandwidth 1000] [--kernels epanechnikov quartic gaussian]
      [--only NAME ...] [--runs 2] [--limit 600] [--tool build/dev/bench/density_on_file]

Makes the points of the benchmarks, runs each program that is installed as a process of its own on one
thread (ours on two, too), `runs` rounds, and prints one table of the lower times. All packages are
Debian's, so the interpreter is /usr/bin/python3. Needs python3-numpy and time; for what else, see the
table. Columns:
  seconds  computing, without reading: wall time / processor time, which counts where other work runs.
           A program that does not tell (marked *): that of its process less that of the same on 100
           points, so without its start, but with its reading; below 0.2 s it drowns in the start
  process  the whole process: wall time / processor time
  error    relative, median and greatest, at pixels drawn with a fixed seed, each against the sum over
           all points at the very place where the program's file puts the pixel; pixels below a
           millionth of the greatest are left out
  ratio    seconds / those of ours on one thread with the same kernel, wall / processor
"""
import argparse
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Callable

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", QT_QPA_PLATFORM="offscreen")
import numpy as np  # noqa: E402

COLUMNS, ROWS, WEST, NORTH = 1280, 960, 300000.0, 3540000.0
WIDTH, HEIGHT = 120000.0, 140000.0  # of the points
PIXEL = max(WIDTH / COLUMNS, HEIGHT / ROWS)
EAST, SOUTH = WEST + COLUMNS * PIXEL, NORTH - ROWS * PIXEL
SAMPLES = 500
REPEATS = 3  # of what takes a fraction of a second, within its process; the least counts

# Standard deviation along an axis of a kernel of radius 1, and its value at distance u.
DEVIATION = {"epanechnikov": 1 / math.sqrt(6), "quartic": 1 / math.sqrt(8), "gaussian": 1}
CONSTANT = {"epanechnikov": 2 / math.pi, "quartic": 3 / math.pi, "gaussian": 1 / (2 * math.pi)}


def shape(kernel, u):
    if kernel == "gaussian":
        return np.exp(-0.5 * u * u)
    return np.maximum(0, 1 - u * u) ** {"epanechnikov": 1, "quartic": 2}[kernel]


# ---- Peers that are Python: run as "density.py --peer NAME KERNEL BANDWIDTH POINTS GRID"

def scipy_peer(points, kernel, h, fftconvolve):
    """Linear binning and fftconvolve; the Gaussian cut at 5.5 deviations."""
    u, v = (points[:, 0] - WEST) / PIXEL - 0.5, (NORTH - points[:, 1]) / PIXEL - 0.5
    i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    f, g = u - i, v - j
    bins = np.zeros((ROWS + 2) * (COLUMNS + 2))
    for di, dj, w in ((0, 0, (1 - f) * (1 - g)), (1, 0, f * (1 - g)), (0, 1, (1 - f) * g), (1, 1, f * g)):
        bins += np.bincount((j + dj + 1) * (COLUMNS + 2) + i + di + 1, weights=w, minlength=len(bins))
    reach = math.ceil(h / PIXEL * (5.5 if kernel == "gaussian" else 1))
    d = np.arange(-reach, reach + 1) * PIXEL / h
    image = shape(kernel, np.hypot(*np.meshgrid(d, d))) * CONSTANT[kernel] / (h / 1000) ** 2
    return fftconvolve(bins.reshape(ROWS + 2, -1)[1:-1, 1:-1], image, mode="same")


def sklearn_peer(points, kernel, h, KernelDensity):
    model = KernelDensity(bandwidth=h, kernel=kernel, algorithm="kd_tree").fit(points)
    x, y = WEST + (np.arange(COLUMNS) + 0.5) * PIXEL, NORTH - (np.arange(ROWS) + 0.5) * PIXEL
    pixels = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
    return 1e6 * len(points) * np.exp(model.score_samples(pixels))


def python_peer(name, kernel, h, points_file, grid_file):
    points = np.fromfile(points_file).reshape(-1, 2)
    if name == "scipy":
        from scipy.signal import fftconvolve as tool
    else:
        from sklearn.neighbors import KernelDensity as tool
    for _ in range(REPEATS if name == "scipy" else 1):
        begin, busy = time.perf_counter(), time.process_time()
        grid = (scipy_peer if name == "scipy" else sklearn_peer)(points, kernel, float(h), tool)
        print(time.perf_counter() - begin, time.process_time() - busy)
    grid.tofile(grid_file)


SPATSTAT = """
suppressMessages(library(spatstat.explore)); a <- commandArgs(TRUE); n <- as.numeric
p <- matrix(readBin(a[3], "double", file.size(a[3]) / 8), nrow = 2)
x <- ppp(p[1, ], p[2, ], window = owin(n(a[5:6]), n(a[7:8])), check = FALSE)
t <- system.time(z <- density(x, sigma = n(a[2]), kernel = a[1], edge = FALSE, dimyx = n(a[9:10])))
cat(t[3], t[1] + t[2], "\n")
writeBin(as.vector(t(z$v[nrow(z$v):1, ])) * 1e6, a[4])
"""


# ---- How each program is called

@dataclass
class Case:
    """One set of points, in the files that the programs read."""
    tool: str
    folder: str
    count: int
    h: float

    def file(self, name):
        return os.path.join(self.folder, name)

    def make(self, shapefile, grass):
        os.mkdir(self.folder)
        call([self.tool, "points", self.count, self.file("points.bin"), self.file("points.csv")])
        if shapefile:
            call(["ogr2ogr", "-f", "ESRI Shapefile", self.file("points.shp"), self.file("points.csv"), "-a_srs",
                  "EPSG:32651", "-oo", "X_POSSIBLE_NAMES=x", "-oo", "Y_POSSIBLE_NAMES=y"])
        if grass:
            call(["grass", "-c", "EPSG:32651", "-e", self.file("grass")])
            call(self.grass("v.in.ascii", "-t", "input=" + self.file("points.csv"), "output=points",
                            "separator=comma", "skip=1"))
            call(self.grass("g.region", f"w={WEST!r}", f"e={EAST!r}", f"s={SOUTH!r}", f"n={NORTH!r}",
                            f"rows={ROWS}", f"cols={COLUMNS}"))

    def grass(self, *command):
        return ["grass", self.file("grass/PERMANENT"), "--exec", *command]

    def ours(self, command, kernel, threads):
        return [self.tool, command, kernel, self.h, self.file("points.bin"), self.file("grid.bin"), COLUMNS, ROWS,
                WEST, NORTH, PIXEL, threads, REPEATS if command == "ours" else 1]

    def python(self, name, kernel):
        return [sys.executable, __file__, "--peer", name, kernel, self.h, self.file("points.bin"), self.file("grid.bin")]

    def spatstat(self, kernel):
        return ["Rscript", "-e", SPATSTAT, kernel, repr(self.h * DEVIATION[kernel]), self.file("points.bin"),
                self.file("grid.bin"), WEST, EAST, SOUTH, NORTH, ROWS, COLUMNS]

    def v_kernel(self, kernel):
        return self.grass("v.kernel", "--overwrite", "--quiet", "input=points", "output=density",
                          f"radius={self.h}", "kernel=" + kernel)

    def qgis(self, kernel):  # the script qgis_process passes an option that its program refuses
        return ["qgis_process.bin", "run", "qgis:heatmapkerneldensityestimation", "--", f"RADIUS={self.h}",
                f"PIXEL_SIZE={PIXEL!r}", f"KERNEL={dict(quartic=0, epanechnikov=4)[kernel]}", "OUTPUT_VALUE=0",
                "INPUT=" + self.file("points.shp"), "OUTPUT=" + self.file("grid.tif")]

    def saga(self):
        return ["saga_cmd", "--flags=s", "grid_gridding", "6", "-POINTS", self.file("points.shp"), "-RADIUS", self.h,
                "-KERNEL", 0, "-TARGET_USER_SIZE", PIXEL, "-TARGET_USER_XMIN", WEST, "-TARGET_USER_XMAX", EAST,
                "-TARGET_USER_YMIN", SOUTH, "-TARGET_USER_YMAX", NORTH, "-TARGET_USER_FITS", 1,
                "-TARGET_OUT_GRID", self.file("grid.sdat")]

    def bare(self, _):  # as the others below: values per km2, west, north, pixel
        return np.fromfile(self.file("grid.bin")).reshape(ROWS, COLUMNS), WEST, NORTH, PIXEL

    def raster(self, name, scale):
        from osgeo import gdal
        gdal.UseExceptions()
        data = gdal.Open(self.file(name))
        west, pixel, _, north, _, _ = data.GetGeoTransform()
        band = data.GetRasterBand(1)
        values = band.ReadAsArray().astype(float)
        values[values == band.GetNoDataValue()] = 0
        return values * scale, west, north, pixel

    def grass_raster(self, _):
        call(self.grass("r.out.gdal", "--overwrite", "--quiet", "input=density", "output=" + self.file("grid.tif"),
                        "format=GTiff", "type=Float64"))
        return self.raster("grid.tif", 1e6)

    def qgis_raster(self, kernel):  # "raw" is the sum of shapes without the kernel's constant
        return self.raster("grid.tif", CONSTANT[kernel] * 1e6 / self.h**2)

    def saga_raster(self, _):  # counts in the pixel
        return self.raster("grid.sdat", 1e6 / PIXEL**2)


@dataclass
class Peer:
    name: str
    packages: str  # the first one has the version
    kernels: str
    command: Callable  # (case, kernel)
    grid: Callable = Case.bare
    tells_seconds: bool = True
    parameter: Callable = lambda h, kernel: f"{'sigma' if kernel == 'gaussian' else 'radius'} {h:g} m"


PEERS = [
    Peer("ours, 1 thread", "", "epanechnikov quartic gaussian", lambda c, k: c.ours("ours", k, 1)),
    Peer("ours, 2 threads", "", "epanechnikov quartic gaussian", lambda c, k: c.ours("ours", k, 2)),
    Peer("SLAM, sweep_line.hpp", "", "epanechnikov", lambda c, k: c.ours("sweep", k, 1)),
    Peer("SciPy FFT", "python3-scipy", "epanechnikov quartic gaussian", lambda c, k: c.python("scipy", k)),
    Peer("scikit-learn", "python3-sklearn", "epanechnikov", lambda c, k: c.python("sklearn", k)),
    Peer("spatstat density.ppp", "r-cran-spatstat.explore", "epanechnikov quartic gaussian", Case.spatstat,
         parameter=lambda h, kernel: f"sigma {h * DEVIATION[kernel]:.6g} m"),
    Peer("GRASS v.kernel", "grass-core gdal-bin python3-gdal", "epanechnikov quartic",
         Case.v_kernel, Case.grass_raster, False),
    Peer("QGIS heatmap", "qgis qgis-providers gdal-bin python3-gdal", "epanechnikov quartic",
         Case.qgis, Case.qgis_raster, False),
    Peer("SAGA kernel density", "saga gdal-bin python3-gdal", "quartic",
         lambda c, k: c.saga(), Case.saga_raster, False),
]


# ---- Running and comparing

def call(command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


def version(package):
    """Of an installed package, without Debian's part; else empty."""
    done = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package],
                          capture_output=True, text=True)
    status, _, full = done.stdout.partition(" ")
    return full.split("+dfsg")[0].rsplit("-", 1)[0] if status == "installed" else ""


def launch(command, limit):
    """What it prints, why it failed, if it did, and wall seconds, processor seconds and peak MB."""
    with tempfile.NamedTemporaryFile("r") as log:
        done = subprocess.run(["/usr/bin/time", "-q", "-f", "%e %U %S %M", "-o", log.name, "timeout", "-k", "5",
                               str(limit), *map(str, command)], capture_output=True, text=True)
        wall, user, system, peak = map(float, log.read().split())
    failure = "" if done.returncode == 0 else f"over {limit:g} s" if done.returncode == 124 else \
        "failed: " + (done.stderr.strip().splitlines() or ["no message"])[-1]
    return done.stdout, failure, np.array([wall, user + system, peak / 1024])


def errors(case, kernel, values, west, north, pixel):
    draw = np.random.default_rng(1)
    at = np.stack([WEST + WIDTH * draw.uniform(size=SAMPLES), NORTH - HEIGHT * draw.uniform(size=SAMPLES)])
    column, row = ((at[0] - west) / pixel).astype(int), ((north - at[1]) / pixel).astype(int)
    places = np.stack([west + (column + 0.5) * pixel, north - (row + 0.5) * pixel], -1)
    places.tofile(case.file("places.bin"))
    call([case.tool, "at", kernel, case.h, *map(case.file, ("points.bin", "truth.bin", "places.bin"))])
    truth = np.fromfile(case.file("truth.bin"))
    told = truth > 1e-6 * truth.max()
    error = np.abs(values[row, column] - truth)[told] / truth[told]
    return f"{np.median(error):.1e}", f"{error.max():.1e}"


def pair(figures):
    return " / ".join(f"{f:.3g}" for f in figures)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=1000000)
    parser.add_argument("--bandwidth", type=float, default=1000, help="metres: radius, the Gaussian's deviation")
    parser.add_argument("--kernels", nargs="+", default=list(CONSTANT), choices=list(CONSTANT))
    parser.add_argument("--only", nargs="+", help="programs whose names contain one of these")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=600, help="seconds for each process")
    parser.add_argument("--tool", default=os.path.dirname(__file__) + "/../../build/dev/bench/density_on_file")
    parser.add_argument("--peer", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return python_peer(*options.peer)
    ours = call([options.tool, "version"]).strip()

    wanted = [(k, p) for k in options.kernels for p in PEERS if k in p.kernels.split() and
              (not options.only or any(o.lower() in p.name.lower() for o in options.only))]
    missing = {p.name: [q for q in p.packages.split() if not version(q)] for _, p in wanted}
    there = [p.packages.split()[0] for _, p in wanted if p.packages and not missing[p.name]]
    runs, failure, error = defaultdict(list), {}, {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_RUNTIME_DIR=folder)  # GRASS and QGIS write settings
        case = Case(options.tool, folder + "/all", options.points, options.bandwidth)
        few = Case(options.tool, folder + "/few", 100, options.bandwidth)
        for c in (case, few):
            c.make("qgis" in there or "saga" in there, "grass-core" in there)
        for kernel, peer in wanted * options.runs:
            key = kernel, peer.name
            if missing[peer.name] or failure.get(key):
                continue
            print(f"{time.strftime('%T')} load {os.getloadavg()[0]:.1f}: {peer.name}, {kernel}", file=sys.stderr)
            start = 0 if peer.tells_seconds else launch(peer.command(few, kernel), options.limit)[2]
            for name in ("grid.bin", "grid.tif", "grid.sdat"):
                pathlib.Path(case.file(name)).unlink(missing_ok=True)
            out, failure[key], process = launch(peer.command(case, kernel), options.limit)
            if failure[key]:
                continue
            told = process - start
            if peer.tells_seconds:
                told = np.min([list(map(float, line.split())) for line in out.splitlines()], axis=0)
            runs[key].append([*told[:2], *process])
            if key not in error:
                error[key] = errors(case, kernel, *peer.grid(case, kernel))

    print(f"{options.points} points, {COLUMNS} x {ROWS} pixels of {PIXEL:.6g} m, the lower of {options.runs} runs\n")
    print("| kernel | program | version | bandwidth | seconds | process, s | peak MB | median error | greatest | ratio |\n"
          + "| --- " * 10 + "|")
    base = {}
    for kernel, peer in wanted:
        key = kernel, peer.name
        figures = [failure.get(key) or "not installed: apt-get install " + " ".join(missing[peer.name])] + [""] * 5
        if not missing[peer.name] and not failure[key]:
            best = np.min(runs[key], axis=0)
            told = best[:2]
            if peer is PEERS[0]:
                base[kernel] = told
            known = peer.tells_seconds or told.min() > 0.2
            figures = [(pair(told) if known else "below 0.2") + "*" * (not peer.tells_seconds), pair(best[2:4]),
                       f"{best[4]:.0f}", *error[key], pair(told / base[kernel]) if known and kernel in base else ""]
        print("|", " | ".join([kernel, peer.name, version(peer.packages.split()[0]) if peer.packages else ours,
                               peer.parameter(options.bandwidth, kernel), *figures]), "|")


if __name__ == "__main__":
    main()
