#!/usr/bin/env python3
"""Writes Sources/LanternPlot/Text/KerningTable.swift: the pairs of ASCII characters DejaVu Sans sets closer or wider.

Needs matplotlib (whose copy of the font is read) and fontTools. Usage: kerning.py > Sources/LanternPlot/Text/KerningTable.swift
"""
import matplotlib
from fontTools.ttLib import TTFont

font = TTFont(matplotlib.get_data_path() + "/fonts/ttf/DejaVuSans.ttf")
cmap = font.getBestCmap()
characters = {cmap[code]: code for code in range(0x21, 0x7F)}
rows = {}
for table in font["kern"].kernTables:
    for (first, second), units in table.kernTable.items():
        if first in characters and second in characters:
            rows.setdefault(characters[first], {}).setdefault(units, []).append(characters[second])
print("// How much closer pairs of ASCII characters stand in DejaVu Sans, in units of 1/2048 em; written by Scripts/goldens/kerning.py.")
print()
print("extension FontMetrics {")
print("  /// One line a first character: the character, then for each distance its second characters and the distance.")
print('  static let kerningTable = #"""')
for first in sorted(rows):
    groups = " ".join("".join(map(chr, sorted(seconds))) + " " + str(units) for units, seconds in sorted(rows[first].items()))
    print("    " + chr(first) + " " + groups)
print('    """#')
print("}")
