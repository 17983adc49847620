#!/usr/bin/env python3
"""Checks that includes point down the layers, and that third parties stay where they belong."""
import pathlib
import re
import sys

# Each brace of docs/architecture.md is one level; modules of one level do not include each other.
LEVELS = [
    {"base", "core"},
    {"model"},
    {"geodesy", "topology", "io", "join", "density", "cluster", "stats", "classify", "registry", "scene", "select", "synth"},
    {"sheet"},
    {"atlas"},
]
# base is private and stands beside core and model: it may know both.
MAY = {"base": {"base", "core", "model"}, "core": {"core", "base"}}
THIRD_PARTIES = {  # a pattern of headers, and the files that may include them
    r"gdal|ogr|cpl_|gnm|vrt": r"libgeo/src/io/",
    r"geos": r"libgeo/src/base/geos\.(hpp|cpp)",
    r"proj": r"libgeo/src/geodesy/",
    r"tbb|oneapi": r"libgeo/src/base/parallel\.cpp",
    r"hwy": r"libgeo/src/(base|density|join|cluster)/",
    r"cairo|pango": r"libgeo/src/sheet/",
    r"fontconfig": r"(libgeo/src/sheet/|viewer/fonts\.cpp)",
    r"nlohmann": r"(libgeo/src/(base/json\.cpp|atlas/)|viewer/(script|files)/)",
    r"CLI/": r"(cli/|viewer/main\.cpp)",
    r"GLFW|EGL|epoxy/egl": r"viewer/window/",
    r"epoxy/gl": r"viewer/(gl|window)/",
    r"imgui": r"viewer/",
    r"backends/": r"viewer/(window/|fonts\.cpp)",
    r"stb/": r"viewer/window/",
}


def level(module):
    return next(i for i, modules in enumerate(LEVELS) if module in modules)


def allowed(module, other):
    if module in MAY:
        return other in MAY[module]
    return other == module or level(other) < level(module)


def faults(root):
    for path in (sorted(root.glob("libgeo/**/*.[ch]pp")) + sorted(root.glob("cli/*.[ch]pp")) +
                 sorted(root.glob("viewer/**/*.[ch]pp"))):
        name = path.relative_to(root).as_posix()
        found = re.match(r"libgeo/(?:include/geo|src)/(\w+)/", name)
        module = found.group(1) if found else None
        public = name.startswith("libgeo/include/")
        if module and not any(module in modules for modules in LEVELS):
            yield f"{name}: the module '{module}' has no layer; add it to tests/structure/layers.py"
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            include = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not include:
                continue
            header = include.group(2)
            ours = re.match(r"(?:geo/)?(\w+)/\w+\.hpp$", header) if include.group(1) == '"' else None
            if ours and module and not allowed(module, ours.group(1)):
                yield f"{name}:{number}: {module} must not include {header}"
            if public and include.group(1) == '"' and not header.startswith("geo/"):
                yield f"{name}:{number}: a public header includes the private {header}"
            for pattern, where in THIRD_PARTIES.items():
                if include.group(1) == "<" and re.match(pattern, header) and not re.match(where, name):
                    yield f"{name}:{number}: {header} belongs to {where}"
            if public and include.group(1) == "<" and ("/" in header or header.endswith((".h", ".hpp"))):
                yield f"{name}:{number}: a public header includes the third party {header}"


def main():
    root = pathlib.Path(sys.argv[1])
    found = list(faults(root))
    print("\n".join(found) if found else "layers: every include points down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
