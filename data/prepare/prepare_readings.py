#!/usr/bin/env python3
"""Makes data/readings/characters.csv: the most usual reading of each Chinese character, as ICU's
transliteration Han-Latin has it (uconv, of Debian's icu-devtools), without tones, ü as v."""
import collections
import pathlib
import subprocess
import unicodedata

characters = [chr(c) for c in range(0x4E00, 0xA000)]
read = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Han-Latin; Lower; NFD"],
                      input="\n".join(characters), capture_output=True, text=True, check=True)
by_reading = collections.defaultdict(str)
for character, reading in zip(characters, read.stdout.split("\n"), strict=True):
    plain = "".join(c for c in reading.replace("u\u0308", "v") if not unicodedata.combining(c))
    if plain.isascii() and plain.isalpha():
        by_reading[plain] += character
with open(pathlib.Path(__file__).parents[1] / "readings/characters.csv", "w", encoding="utf-8",
          newline="") as out:
    out.write("reading,characters\n")
    for reading in sorted(by_reading):
        out.write(f"{reading},{by_reading[reading]}\n")
