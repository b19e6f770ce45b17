#!/usr/bin/env python3
"""Writes Sources/LanternPlot/Text/FontMetricsTable.swift: the advance widths of DejaVu Sans.

Needs fontTools. Usage: font_metrics.py [DejaVuSans.ttf] > Sources/LanternPlot/Text/FontMetricsTable.swift
Without an argument the copy inside an installed matplotlib is read.
"""
import sys

from fontTools.ttLib import TTFont

# Inclusive ranges of code points; a missing glyph inside a range becomes 0 and is measured as the fallback width.
RANGES = [
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1, Latin Extended-A
    (0x370, 0x3FF),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x2010, 0x2026),  # dashes, quotes, bullet, ellipsis
    (0x2030, 0x2037),  # per mille, primes
    (0x2070, 0x208E),  # superscripts and subscripts
    (0x20AC, 0x20AC),  # euro
    (0x2190, 0x2199),  # arrows
    (0x2200, 0x222B),  # mathematical operators, minus, infinity, integral
    (0x2243, 0x226B),  # relations
]


def main():
    if len(sys.argv) > 1:
        path = sys.argv[1]
    else:
        import matplotlib

        path = matplotlib.get_data_path() + "/fonts/ttf/DejaVuSans.ttf"
    font = TTFont(path)
    cmap, hmtx, os2 = font.getBestCmap(), font["hmtx"], font["OS/2"]
    out = [
        "// Advance widths of DejaVu Sans in units of 1/%d em; written by Scripts/goldens/font_metrics.py." % font["head"].unitsPerEm,
        "",
        "extension FontMetrics {",
        "  static let unitsPerEm = %d" % font["head"].unitsPerEm,
        "  static let ascentUnits = %d" % os2.sTypoAscender,
        "  static let descentUnits = %d" % -os2.sTypoDescender,
        "  static let lineGapUnits = %d" % os2.sTypoLineGap,
        "",
        "  /// Runs of consecutive code points: the first one, and the advances from there on; 0 where the font has no glyph.",
        "  static let runs: [(first: UInt32, advances: [UInt16])] = [",
    ]
    for first, last in RANGES:
        widths = [str(hmtx[cmap[c]][0]) if c in cmap else "0" for c in range(first, last + 1)]
        lines, line = [], ""
        for w in widths:
            piece = w + ", "
            if len(line) + len(piece) > 130:
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
        out.append("    (")
        out.append("      0x%X," % first)
        out.append("      [")
        out += ["        " + l for l in lines]
        out.append("      ]")
        out.append("    ),")
    out += ["  ]", "}"]
    print("\n".join(out))


if __name__ == "__main__":
    main()
