#!/usr/bin/env python3
"""Compares two folders of PNG files of the same names: the root mean square difference of each pair, and sheets to look at.

Needs numpy and pillow. Usage: compare.py OURS THEIRS SHEETS [limit]; fails where a pair differs by more than the limit (12).
On the sheets stand ours, theirs and the difference side by side.
"""
import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw


def main():
    ours, theirs, sheets = map(pathlib.Path, sys.argv[1:4])
    limit = float(sys.argv[4]) if len(sys.argv) > 4 else 12
    sheets.mkdir(parents=True, exist_ok=True)
    rows, worst = [], []
    for path in sorted(theirs.glob("*.png")):
        mine = ours / path.name
        if not mine.exists():
            print(f"{path.stem}: missing")
            worst.append(path.stem)
            continue
        a, b = (Image.open(p).convert("RGB") for p in (mine, path))
        if a.size != b.size:
            print(f"{path.stem}: sizes {a.size} and {b.size}")
            worst.append(path.stem)
            continue
        x, y = np.asarray(a, float), np.asarray(b, float)
        rms = np.sqrt(((x - y) ** 2).mean())
        if rms > limit:
            worst.append(path.stem)
        print(f"{path.stem:14} {rms:6.2f}")
        rows.append((path.stem, rms, a, b, Image.fromarray((255 - np.abs(x - y)).astype(np.uint8))))
    for start in range(0, len(rows), 4):
        part = rows[start:start + 4]
        sheet = Image.new("RGB", (3 * 480, 380 * len(part)), "white")
        draw = ImageDraw.Draw(sheet)
        for i, (name, rms, *images) in enumerate(part):
            draw.text((10, 380 * i + 4), f"{name} {rms:.2f}: ours, theirs, difference", fill="red")
            for j, image in enumerate(images):
                image = image.copy()
                image.thumbnail((476, 356))
                sheet.paste(image, (480 * j, 380 * i + 20))
        sheet.save(sheets / f"sheet{start // 4:02}.png")
    values = [r[1] for r in rows]
    print(f"{len(rows)} pairs, mean {np.mean(values):.2f}, largest {max(values):.2f}; over {limit}: {worst}")
    return bool(worst)


if __name__ == "__main__":
    sys.exit(main())
