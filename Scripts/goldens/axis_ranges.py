#!/usr/bin/env python3
"""Writes matplotlib's limits, ticks and labels for random data ranges, as the axes of a figure show them.

Needs matplotlib. Usage: axis_ranges.py COUNT SEED > Tests/LanternPlotTests/Golden/ranges.tsv   (kept: 400, seed 7)
Columns: scale, axes width in inches, data low, data high, view low, view high, visible major ticks, their labels (separated by |), offset
text. The tests read another file with many more rows where LANTERN_PLOT_RANGES names one.
"""
import random
import re
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.transforms import _interval_contains_close


def data(rng):
    kind = rng.randrange(6)
    if kind == 0:
        a = rng.uniform(-10, 10)
        return a, a + 10 ** rng.uniform(-3, 3)
    if kind == 1:
        width = 10 ** rng.uniform(-9, 9)
        center = width * rng.uniform(-1e4, 1e4)
        return center - width / 2, center + width / 2
    if kind == 2:
        return 0.0, 10 ** rng.uniform(-12, 12)
    if kind == 3:
        a = rng.randrange(-1000, 1000)
        return float(a), float(a + rng.randrange(0, 500))
    if kind == 4:
        a = round(rng.uniform(-100, 100), rng.randrange(4))
        return a, round(a + rng.uniform(0, 50), rng.randrange(4))
    width = 10 ** rng.uniform(-5, 15)
    return -width * rng.random(), width * rng.random()


def row(figures, rng):
    scale = rng.choices(["linear", "log", "symlog"], [8, 2, 1])[0]
    width = rng.choice([1.0, 2.0, 3.2, 4.96, 8.0])
    if width not in figures:
        figure = plt.figure(figsize=(width, 2))
        axes = figure.add_axes((0, 0, 1, 1))
        figures[width] = (axes, axes.plot([0, 1], [0, 1])[0])
    axes, line = figures[width]
    low, high = sorted(data(rng))
    if scale == "log":
        low = 10 ** rng.uniform(-12, 12)
        high = low * 10 ** rng.uniform(0.05, 14)
    line.set_data([low, high], [0, 1])
    axes.set_xscale(scale)
    axes.relim()
    axes.autoscale(True)
    axes.autoscale_view()
    view = axes.get_xlim()
    axis = axes.xaxis
    places = axis.get_majorticklocs()
    labels = axis.major.formatter.format_ticks(places)
    transform = axis.get_transform()
    ends = transform.transform(view)
    shown = [(p, t) for p, t in zip(places, labels) if _interval_contains_close(ends, transform.transform(p))]
    texts = "|".join(re.sub(r"\\mathdefault\{(.*)\}\$", r"\1$", t) for _, t in shown)
    numbers = " ".join(repr(float(p)) for p, _ in shown)
    offset = axis.major.formatter.get_offset()
    return [scale, repr(width), repr(low), repr(high), repr(float(view[0])), repr(float(view[1])), numbers, texts, offset]


def main():
    count, rng, figures = int(sys.argv[1]), random.Random(int(sys.argv[2])), {}
    for _ in range(count):
        print("\t".join(row(figures, rng)))


if __name__ == "__main__":
    main()
