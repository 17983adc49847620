#!/usr/bin/env python3
"""Makes data/shanghai/districts.geojson from the map in the npm package echarts 4.9.0.

Fetches the package with npm into a temporary folder, checks it, decodes its map, and hands the
districts to the program partition_boundaries, which undoes GCJ-02 and makes them a partition. Needs
npm and Python's standard library; nobody who only uses the project needs to run it.

    cmake -S . -B build/prepare -DGEO_BUILD_PREPARE=ON && cmake --build build/prepare
    data/prepare/prepare_boundaries.py build/prepare/data/prepare/partition_boundaries
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = "echarts@4.9.0"
SHA512 = "+ugizgtJ+KmsJyyDPxaw2Br5FqzuBnyOWwcxPKO6y0gc5caYcfnEUIlNStx02necw8jmKmTafmpHhGo4XDtEIA=="
MAP = "package/map/json/province/shanghai.json"
TARGET = pathlib.Path(__file__).resolve().parent.parent / "shanghai"

# Name, code (GB/T 2260), English name, official land area in km2. The map calls the last one by its
# name of today but gives it no code: it was a county (310230) until 2016.
DISTRICTS = [
    ("黄浦区", "310101", "Huangpu", 20.46),
    ("徐汇区", "310104", "Xuhui", 54.76),
    ("长宁区", "310105", "Changning", 38.30),
    ("静安区", "310106", "Jing'an", 36.88),
    ("普陀区", "310107", "Putuo", 54.83),
    ("虹口区", "310109", "Hongkou", 23.48),
    ("杨浦区", "310110", "Yangpu", 60.73),
    ("闵行区", "310112", "Minhang", 370.75),
    ("宝山区", "310113", "Baoshan", 270.99),
    ("嘉定区", "310114", "Jiading", 464.20),
    ("浦东新区", "310115", "Pudong", 1210.41),
    ("金山区", "310116", "Jinshan", 586.05),
    ("松江区", "310117", "Songjiang", 605.64),
    ("青浦区", "310118", "Qingpu", 670.14),
    ("奉贤区", "310120", "Fengxian", 687.39),
    ("崇明区", "310151", "Chongming", 1185.49),
]

NOTICE = """\
districts.geojson

The boundaries derive from map/json/province/shanghai.json of the npm package echarts 4.9.0, which
carries this notice:

{notice}

It is used under the Apache License, Version 2.0 (LICENSE-echarts). The data was modified:
- decoded from the map's compressed form (UTF8Encoding) to degrees;
- converted from GCJ-02 to WGS84 by the exact inverse, vertex by vertex;
- invalid rings repaired, overlaps given to one district, gaps and slivers closed, so that the
  districts are a partition; vertices rounded to 7 decimals;
- districts given codes (Chongming, without one in the map, 310151), English names and official land
  areas.
"""


def fetch(folder):
    """The map, the licence and the notice of the package, after checking that it is the one we know."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    package = (folder / "echarts-4.9.0.tgz").read_bytes()
    if base64.b64encode(hashlib.sha512(package).digest()).decode() != SHA512:
        sys.exit(f"{PACKAGE}: the package is not the one whose checksum is pinned here; nothing was written")
    with tarfile.open(folder / "echarts-4.9.0.tgz") as archive:
        return [archive.extractfile(name).read().decode() for name in (MAP, "package/LICENSE", "package/NOTICE")]


def decode_ring(text, offset):
    """Undoes ECharts' UTF8Encoding: zig-zag differences in 1/1024 degree, one character each."""
    x, y = offset
    ring = []
    for i in range(0, len(text), 2):
        dx, dy = ord(text[i]) - 64, ord(text[i + 1]) - 64
        x += (dx >> 1) ^ -(dx & 1)
        y += (dy >> 1) ^ -(dy & 1)
        ring.append([x / 1024, y / 1024])
    return ring


def decode(feature):
    """Polygons of rings of positions in GCJ-02 degrees."""
    geometry = feature["geometry"]
    polygons, offsets = geometry["coordinates"], geometry["encodeOffsets"]
    if geometry["type"] == "Polygon":
        polygons, offsets = [polygons], [offsets]
    return [[decode_ring(*ring) for ring in zip(*polygon)] for polygon in zip(polygons, offsets)]


def degrees(value):
    """An integer of 1e-7 degrees as text."""
    return f"{value // 10**7}.{value % 10**7:07d}".rstrip("0").rstrip(".")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        text, licence, notice = fetch(folder)
        drawn = {feature["properties"]["name"]: decode(feature) for feature in json.loads(text)["features"]}
        if drawn.keys() != {district[0] for district in DISTRICTS}:
            sys.exit("the districts of the map are not those listed here")
        raw = [{"code": code, "land_area_km2": area, "polygons": drawn[name]}
               for name, code, _, area in DISTRICTS]
        (folder / "gcj02.json").write_text(json.dumps(raw))
        subprocess.run([sys.argv[1], folder / "gcj02.json", folder / "partition.json"], check=True)
        partition = json.loads((folder / "partition.json").read_text())

    lines = []
    for name, code, name_en, area in DISTRICTS:
        properties = json.dumps(
            {"code": code, "name": name, "name_en": name_en, "land_area_km2": area},
            ensure_ascii=False, separators=(",", ":"))
        coordinates = ",".join(
            "[" + ",".join("[" + ",".join(f"[{degrees(x)},{degrees(y)}]" for x, y in ring) + "]"
                           for ring in polygon) + "]" for polygon in partition[code])
        lines.append(f'{{"type":"Feature","properties":{properties},'
                     f'"geometry":{{"type":"MultiPolygon","coordinates":[{coordinates}]}}}}')
    (TARGET / "districts.geojson").write_text(
        '{"type":"FeatureCollection","name":"shanghai_districts",\n'
        '"source":"npm package echarts 4.9.0, map/json/province/shanghai.json; modified, see NOTICE",\n'
        '"licence":"Apache-2.0",\n"features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
    (TARGET / "LICENSE-echarts").write_text(licence, encoding="utf-8")
    (TARGET / "NOTICE").write_text(NOTICE.format(notice=notice.strip()), encoding="utf-8")


if __name__ == "__main__":
    main()
