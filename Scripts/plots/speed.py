#!/usr/bin/env python3
"""Times the figures of `plot-gallery speed` with matplotlib. Needs matplotlib. Usage: speed.py"""
import io
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np


def best(draw, count):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        figure, axes = plt.subplots()
        draw(axes)
        figure.savefig(io.BytesIO(), format="png")
        plt.close(figure)
        times.append(time.perf_counter() - start)
    return min(times)


x = np.linspace(0, 10, 1000)
print("line", best(lambda axes: axes.plot(x, np.sin(x)), 15) * 1000, "ms")
rng = np.random.default_rng(1)
a, b, c = rng.random(10**6), rng.random(10**6), rng.random(10**6)
print("scatter", best(lambda axes: axes.scatter(a, b), 2), "s")
print("scatter alpha", best(lambda axes: axes.scatter(a, b, alpha=0.3), 2), "s")
print("scatter colours", best(lambda axes: axes.scatter(a, b, s=4, c=c), 1), "s")
print("line 10^6", best(lambda axes: axes.plot(np.sort(a), b), 2), "s")
