#!/usr/bin/env python3
"""Our Gaussian density beside the usual fast one: linear binning and scipy.signal.fftconvolve.

Makes points as in density_bench.cpp (200 Gaussian centres and 10 % uniform in 120 x 140 km), runs
both programs in turn on one thread, and prints the times and the errors of both against the
definition at pixels drawn with a fixed seed. Needs python3-numpy and python3-scipy.

  gaussian_scipy.py --ours build/dev/bench/density_on_file [--points 1000000] [--bandwidth 1000]
      [--size 1280 960] [--runs 7] [--file points.bin]
"""
import argparse
import os
import subprocess
import tempfile
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np  # noqa: E402
from scipy.signal import fftconvolve  # noqa: E402

WIDTH, HEIGHT, WEST, SOUTH = 120000.0, 140000.0, 300000.0, 3400000.0


def city(n):
    draw = np.random.default_rng(20240607)
    centres = draw.uniform(size=(200, 2)) * (WIDTH, HEIGHT)
    sigmas = draw.uniform(300, 5000, 200)
    parts = []
    while sum(map(len, parts)) < n:
        k = draw.integers(0, 200, n)
        clumped = centres[k] + sigmas[k, None] * draw.normal(size=(n, 2))
        even = draw.uniform(size=(n, 2)) * (WIDTH, HEIGHT)
        points = np.where(draw.uniform(size=(n, 1)) < 0.1, even, clumped)
        parts.append(points[((points >= 0) & (points <= (WIDTH, HEIGHT))).all(axis=1)])
    return np.concatenate(parts)[:n] + (WEST, SOUTH)


def scipy_density(points, columns, rows, north, pixel, bandwidth):
    """Per km2. Bins outside the frame are left out, as the points lie in it."""
    deviation = bandwidth / pixel
    u = (points[:, 0] - WEST) / pixel - 0.5
    v = (north - points[:, 1]) / pixel - 0.5
    i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    f, g = u - i, v - j
    bins = np.zeros((rows + 2) * (columns + 2))
    for di, dj, w in ((0, 0, (1 - f) * (1 - g)), (1, 0, f * (1 - g)), (0, 1, (1 - f) * g), (1, 1, f * g)):
        at = (j + dj + 1) * (columns + 2) + i + di + 1
        bins += np.bincount(at, weights=w, minlength=len(bins))
    bins = bins.reshape(rows + 2, columns + 2)[1:-1, 1:-1]
    reach = int(np.ceil(5.5 * deviation))
    d = np.arange(-reach, reach + 1)
    line = np.exp(-0.5 * (d / deviation) ** 2)
    kernel = np.outer(line, line) / (2 * np.pi * (bandwidth / 1000) ** 2)
    return fftconvolve(bins, kernel, mode="same")


def brute(points, x, y, bandwidth):
    square = ((points[:, 0] - x) ** 2 + (points[:, 1] - y) ** 2) / bandwidth**2
    return np.exp(-0.5 * square).sum() / (2 * np.pi * (bandwidth / 1000) ** 2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True)
    parser.add_argument("--points", type=int, default=1000000)
    parser.add_argument("--bandwidth", type=float, default=1000)
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 960))
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--file", help="points as pairs of doubles, instead of made ones")
    options = parser.parse_args()
    points = np.fromfile(options.file).reshape(-1, 2) if options.file else city(options.points)
    columns, rows = options.size
    pixel = max(WIDTH / columns, HEIGHT / rows)
    north = SOUTH + HEIGHT

    with tempfile.TemporaryDirectory() as folder:
        points_file, grid_file = folder + "/points.bin", folder + "/grid.bin"
        points.astype("<f8").tofile(points_file)
        ours, theirs = [], []
        for _ in range(options.runs):  # in turn: the machine's load changes
            start = time.perf_counter()
            scipy_grid = scipy_density(points, columns, rows, north, pixel, options.bandwidth)
            theirs.append(time.perf_counter() - start)
            out = subprocess.run(
                [options.ours, points_file, str(columns), str(rows), repr(WEST), repr(north), repr(pixel),
                 repr(options.bandwidth), "gaussian", "1", "3", grid_file],
                check=True, capture_output=True, text=True).stdout
            ours.append(min(map(float, out.split())))
        our_grid = np.fromfile(grid_file).reshape(rows, columns)

    draw = np.random.default_rng(1)
    pixels = [(draw.integers(rows), draw.integers(columns)) for _ in range(200)]
    greatest = our_grid.max()
    print(f"{len(points)} points, {columns} x {rows}, {options.bandwidth} m, 1 thread, {options.runs} runs")
    for name, grid, times in (("ours", our_grid, ours), ("SciPy", scipy_grid, theirs)):
        relative = absolute = 0.0
        for row, column in pixels:
            truth = brute(points, WEST + (column + 0.5) * pixel, north - (row + 0.5) * pixel, options.bandwidth)
            error = abs(grid[row, column] - truth)
            absolute = max(absolute, error / greatest)
            if truth > 1e-6 * greatest:
                relative = max(relative, error / truth)
        print(f"{name:6} least {1e3 * min(times):7.1f} ms, median {1e3 * np.median(times):7.1f} ms; greatest error "
              f"{relative:.1e} of the value (above 1e-6 of the greatest), {absolute:.1e} of the greatest; "
              f"least value {grid.min():.1e}")
    print(f"ratio: {min(theirs) / min(ours):.1f} of the least times, {np.median(theirs) / np.median(ours):.1f} of the medians")


if __name__ == "__main__":
    main()
