#!/usr/bin/env python3
"""Writes Sources/LanternPlot/Style/ColorMapTable.swift: matplotlib's colour maps as base 64 of their red, green and blue bytes.

Needs matplotlib. Maps that are straight lines between anchors are kept as their anchors; the others as 256 colours.
Usage: colormaps.py > Sources/LanternPlot/Style/ColorMapTable.swift
"""
import base64

import matplotlib
import numpy as np

FULL = ["viridis", "plasma", "inferno", "magma", "cividis", "turbo", "twilight", "jet", "hot", "coolwarm", "rainbow"]
ANCHORS = ["Greys", "Blues", "Greens", "Oranges", "Reds", "Purples", "YlOrRd", "YlOrBr", "YlGnBu", "YlGn", "BuGn", "BuPu", "GnBu", "OrRd",
           "PuBu", "PuRd", "RdPu", "RdBu", "RdYlBu", "RdYlGn", "Spectral", "PiYG", "PRGn", "BrBG", "PuOr", "RdGy", "bwr", "seismic",
           "spring", "summer", "autumn", "winter", "cool", "bone", "hsv", "copper", "pink", "ocean", "terrain"]
LISTED = ["tab10", "tab20", "Set1", "Set2", "Set3", "Paired", "Accent", "Dark2", "Pastel1"]


def encode(colors):
    return base64.b64encode(np.round(np.asarray(colors)[:, :3] * 255).astype(np.uint8).tobytes()).decode()


def straight(name):
    """The fewest evenly spaced anchors whose straight lines give the map, or None."""
    table = matplotlib.colormaps[name](np.arange(256))[:, :3]
    for count in (2, 3, 5, 6, 7, 9, 11, 12, 17):
        places = np.linspace(0, 255, count)
        exact = matplotlib.colormaps[name].resampled(count)(np.arange(count))[:, :3]
        anchors = np.round(exact * 255) / 255
        made = np.stack([np.interp(np.arange(256), places, anchors[:, c]) for c in range(3)], 1)
        if np.abs(made - table).max() < 1.01 / 255:
            return anchors
    return None


rows = []
for name in FULL:
    rows.append((name, "full", encode(matplotlib.colormaps[name](np.arange(256)))))
for name in ANCHORS:
    anchors = straight(name)
    if anchors is not None:
        rows.append((name, "line", encode(anchors)))
for name in LISTED:
    rows.append((name, "list", encode(matplotlib.colormaps[name].colors)))
print("// matplotlib's colour maps (facts; viridis and its relatives are CC0, the named brewer scales Apache 2.0 of Cynthia Brewer):")
print("// written by Scripts/goldens/colormaps.py.")
print()
print("extension ColorMap {")
print("  /// A line a map: name, kind (256 colours in full, anchors of straight lines, or colours by number), and their bytes in base 64.")
print('  static let table = """')
for name, kind, text in rows:
    print(f"    {name} {kind} \\")
    for start in range(0, len(text), 130):
        print("    " + text[start:start + 130] + ("\\" if start + 130 < len(text) else ""))
print('    """')
print("}")
