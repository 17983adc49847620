#!/usr/bin/env python3
"""Compares two PNG files of 8 bits a channel: prints the share of pixels that differ by more than a little.

Drivers smooth edges differently, so pictures made on two machines are never the same bytes.
"""
import struct
import sys
import zlib


def pixels(path):
    data = open(path, "rb").read()
    at, body = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", data[at + 8:at + 18])
        if kind == b"IDAT":
            body += data[at + 8:at + 8 + size]
        at += size + 12
    channels = {2: 3, 6: 4}[colour]
    assert depth == 8, path
    raw, stride = zlib.decompress(body), width * channels
    rows, above = [], bytearray(stride)
    for r in range(height):
        method = raw[r * (stride + 1)]
        line = bytearray(raw[r * (stride + 1) + 1:(r + 1) * (stride + 1)])
        for i in range(stride):
            left = line[i - channels] if i >= channels else 0
            up = above[i]
            if method == 1:
                line[i] = (line[i] + left) & 255
            elif method == 2:
                line[i] = (line[i] + up) & 255
            elif method == 3:
                line[i] = (line[i] + (left + up) // 2) & 255
            elif method == 4:
                corner = above[i - channels] if i >= channels else 0
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
                line[i] = (line[i] + near[2]) & 255
        rows.append(bytes(line))
        above = line
    return width, height, channels, rows


def main(first, second, most):
    a, b = pixels(first), pixels(second)
    if a[:3] != b[:3]:
        sys.exit(f"{first} is {a[0]} x {a[1]}, {second} is {b[0]} x {b[1]}")
    channels, differ = a[2], 0
    for x, y in zip(a[3], b[3]):
        if x != y:
            differ += sum(any(abs(x[i + c] - y[i + c]) > 40 for c in range(channels))
                          for i in range(0, len(x), channels))
    share = differ / (a[0] * a[1])
    print("alike" if share <= float(most) else f"{share:.4f} of the pixels differ")


main(*sys.argv[1:4])
