#!/usr/bin/python3
"""Reading delimited text: ours beside what analysts use, on the same file.

  cmake --build --preset dev --target reading_on_file geo_cli
  bench/peers/reading.py [--rows 1000000] [--runs 3] [--only NAME ...] [--build build/dev]

Writes enterprises with `geo synth` (into $TMPDIR, removed at the end), has each program that is installed
read longitude, latitude, specialty and employees of every row into memory, and prints one table. Each is a
process of its own; the file is in the page cache. Columns:
  seconds  the whole process: wall time / processor time (user and system), each the least of `runs`. On a
           machine where other work runs, the processor's counts
  MB/s     of text, by wall time / by processor time
  peak MB  the most memory the process had
  bytes a row  the same less that of a file of 1000 rows, by row
All packages are Debian's, so the interpreter is /usr/bin/python3.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

PYTHON_CSV = """
import array, csv, sys
x, y, w, codes, names = array.array('d'), array.array('d'), array.array('d'), array.array('L'), {}
with open(sys.argv[1], encoding='utf-8-sig', newline='') as file:
    reader = csv.reader(file)
    header = next(reader)
    i, j, k, l = (header.index(name) for name in ('lon', 'lat', 'employees', 'specialty'))
    for row in reader:
        x.append(float(row[i]))
        y.append(float(row[j]))
        w.append(float(row[k]))
        codes.append(names.setdefault(row[l], len(names)))
print(len(x), sum(w))
"""
PANDAS = """
import sys, pandas
table = pandas.read_csv(sys.argv[1], usecols=['lon', 'lat', 'employees', 'specialty'],
                        dtype={'specialty': 'category'}, encoding='utf-8-sig')
print(len(table), table['employees'].sum())
"""
FREAD = """
suppressMessages(library(data.table))
setDTthreads(as.integer(commandArgs(TRUE)[2]))
table <- fread(commandArgs(TRUE)[1], select = c("lon", "lat", "employees", "specialty"), encoding = "UTF-8",
               stringsAsFactors = TRUE, showProgress = FALSE)
cat(nrow(table), sum(table$employees), "\\n")
"""


def programs(build, boundaries):
    tool = f"{build}/bench/reading_on_file"
    r = ["Rscript", "--vanilla", "-e", FREAD]
    return [
        ("ours, 1 thread", "", lambda f: [tool, f, "1"]),
        ("ours, 2 threads", "", lambda f: [tool, f, "2"]),
        ("ours and the join, 2 threads", "", lambda f: [tool, f, "2", boundaries]),
        ("ours and the join, batches of 1 M, 2 threads", "", lambda f: [tool, f, "2", boundaries, "1000000"]),
        ("data.table fread, 1 thread", "r-cran-data.table", lambda f: r + [f, "1"]),
        ("data.table fread, 2 threads", "r-cran-data.table", lambda f: r + [f, "2"]),
        ("pandas read_csv (C engine)", "python3-pandas", lambda f: [sys.executable, "-c", PANDAS, f]),
        ("Python csv", "", lambda f: [sys.executable, "-c", PYTHON_CSV, f]),
        # Goes through all rows and their geometries; keeps nothing.
        ("GDAL ogrinfo -so", "gdal-bin", lambda f: [
            "ogrinfo", "-ro", "-so", "-al", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat",
            "-oo", "AUTODETECT_TYPE=NO", f]),
        # As an analyst would get it into GIS: writes, too.
        ("GDAL ogr2ogr to FlatGeobuf", "gdal-bin", lambda f: [
            "ogr2ogr", "-f", "FlatGeobuf", "-lco", "SPATIAL_INDEX=NO", "-select", "specialty,employees",
            "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4326", f + ".fgb", f]),
    ]


def version(package):
    if not package:
        return "-"
    done = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package],
                          capture_output=True, text=True)
    status, _, number = done.stdout.partition(" ")
    return number if done.returncode == 0 and status == "installed" else ""


def run(command):
    """Wall time, processor time and peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(said.strip().splitlines()[-1] if said.strip() else f"exit code {child.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="words of the programs' names")
    parser.add_argument("--build", default="build/dev")
    options = parser.parse_args()
    data = pathlib.Path(__file__).resolve().parents[2] / "data" / "shanghai"
    with tempfile.TemporaryDirectory() as folder:
        file, small = f"{folder}/firms.csv", f"{folder}/small.csv"
        for path, rows in ((file, options.rows), (small, 1000)):
            subprocess.run([f"{options.build}/bin/geo", "synth", data / "synth.json", "--count", str(rows),
                            "--out", path, "--quiet"], check=True)
        megabytes = os.path.getsize(file) / 1e6
        print(f"{options.rows} rows, {megabytes:.0f} MB\n")
        print("| program | version | seconds | MB/s | peak MB | bytes a row |\n| --- | --- | --- | --- | --- | --- |")
        for name, package, command in programs(options.build, str(data / "districts.geojson")):
            if options.only and not any(word in name for word in options.only):
                continue
            number = version(package)
            if not number:
                print(f"| {name} | not installed: apt-get install {package} | | | | |", flush=True)
                continue
            try:
                base = run(command(small))
                runs = []
                for _ in range(options.runs):
                    pathlib.Path(file + ".fgb").unlink(missing_ok=True)
                    pathlib.Path(small + ".fgb").unlink(missing_ok=True)
                    runs.append(run(command(file)))
            except (RuntimeError, OSError) as error:
                print(f"| {name} | {number} | {error} | | | |", flush=True)
                continue
            wall, cpu, peak = (min(column) for column in zip(*runs))
            print(f"| {name} | {number} | {wall:.2f} / {cpu:.2f} | {megabytes / wall:.0f} / {megabytes / cpu:.0f} "
                  f"| {peak:.0f} | {(peak - base[2]) * 1e6 / options.rows:.0f} |", flush=True)


if __name__ == "__main__":
    main()
