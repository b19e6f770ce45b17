#!/usr/bin/env python3
"""Writes Tests/LanternPlotTests/Golden/ticks.tsv: matplotlib's ticks, labels and limits on many ranges.

Needs matplotlib. Usage: ticks.py > Tests/LanternPlotTests/Golden/ticks.tsv
Columns of a `linear` or `log` row: kind, bins, low, high, ticks, labels, offset text (labels are those inside the range).
Columns of a `view` row: kind, scale, data low, data high, view low, view high.
"""
import math
import random

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator, ScalarFormatter


def numbers(values):
    return " ".join(repr(float(v)) for v in values)


def linear_row(axis, low, high, bins):
    axis.axes.set_xlim(0, 1)
    axis.set_view_interval(low, high, ignore=True)
    locator = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10])
    locator.set_axis(axis)
    ticks = locator()
    formatter = ScalarFormatter()
    formatter.set_axis(axis)
    labels = formatter.format_ticks(ticks)
    slack = (high - low) * 1e-10
    shown = [text for tick, text in zip(ticks, labels) if low - slack <= tick <= high + slack]
    return ["linear", str(bins), repr(low), repr(high), numbers(ticks), " ".join(shown), formatter.get_offset()]


def log_row(axis, low, high, bins):
    axis.set_view_interval(low, high, ignore=True)
    locator = LogLocator(numticks=bins)
    locator.set_axis(axis)
    return ["log", str(bins), repr(low), repr(high), numbers(locator()), "", ""]


def view_row(scale, low, high):
    figure, axes = plt.subplots()
    axes.plot([low, high], [0, 1])
    axes.set_xscale(scale)
    view = axes.get_xlim()
    plt.close(figure)
    return ["view", scale, repr(low), repr(high), repr(float(view[0])), repr(float(view[1]))]


def main():
    rng = random.Random(20)
    rows = []
    figure, axes = plt.subplots()
    fixed = [
        (-0.0185, 0.3885), (1e6, 1e6 + 3), (0.0, 1.0), (-1.0, 1.0), (2.0, 6.0), (0.0, 1e-9), (-1e-12, 1e-12), (0.0, 1e300),
        (-1e15, 1e15), (123456.0, 123457.0), (-123456.7, -123455.2), (0.99999, 1.00001), (1e-5, 9e-5), (0.0, 999999.0),
        (0.0, 1e6), (0.0, 1e7), (99.0, 101.0), (9999.0, 10001.0), (0.1, 0.30000000000000004), (-0.055, 0.055),
    ]
    for low, high in fixed:
        for bins in (9, 4, 1):
            rows.append(linear_row(axes.xaxis, low, high, bins))
    for _ in range(300):
        width = 10 ** rng.uniform(-12, 12)
        center = rng.choice([0, 0, 1, 1, rng.uniform(1, 1e4)]) * width * rng.uniform(-1, 1) * rng.choice([1, 1, 10, 1000])
        rows.append(linear_row(axes.xaxis, center - width / 2, center + width / 2, rng.choice([1, 2, 3, 5, 7, 9, 9, 9])))
    for _ in range(60):
        exponent = rng.uniform(-20, 15)
        low = 10 ** exponent
        high = 10 ** (exponent + rng.uniform(0.1, 30))
        rows.append(log_row(axes.xaxis, low, high, rng.choice([2, 4, 9])))
    data = [(0.0, 1.0), (5.0, 5.0), (0.0, 0.0), (-3.0, -3.0), (1e-320, 2e-320), (1e300, 1.5e300), (-1e-300, 1e-300), (1.0, 1.0 + 1e-15)]
    for low, high in data + [tuple(sorted((rng.uniform(-9, 9), rng.uniform(-9, 9)))) for _ in range(10)]:
        rows.append(view_row("linear", low, high))
    for low, high in [(1.0, 1000.0), (0.01, 5.0), (3.0, 3.0), (10.0, 10.0), (1e-8, 1e12)]:
        rows.append(view_row("log", low, high))
    print("\n".join("\t".join(row) for row in rows))


if __name__ == "__main__":
    main()
