#!/usr/bin/env python3
"""Draws the figures of Examples/Plots with matplotlib, under the same names. Usage: gallery.py FOLDER [name ...]"""
import datetime
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colors, ticker


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def one(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 9007199254740992

    def uniform(self, count):
        return np.array([self.one() for _ in range(count)])

    def normal(self, count):
        return np.array([sum((self.one() for _ in range(12)), -6.0) for _ in range(count)])


x = np.linspace(0, 10, 101)
FIGURES = {}


def figure(draw):
    FIGURES[draw.__name__.strip("_")] = draw
    return draw


@figure
def line():
    plt.plot(x, np.sin(x))


@figure
def formats():
    t = np.linspace(0, 5, 11)
    for i, f in enumerate(["r-", "g--", "b:", "k-.", "mo", "c^-", "ys--", "x"]):
        plt.plot(t, t + i, f, label=f)
    plt.legend()


@figure
def labels():
    plt.plot(x, np.sin(x), label="sine")
    plt.plot(x, np.cos(x), "--", label="cosine")
    plt.title("Two waves")
    plt.xlabel("time (s)")
    plt.ylabel("voltage (V)")
    plt.grid()
    plt.legend()


@figure
def markers():
    for i, m in enumerate([".", "o", "v", "^", "<", ">", "s", "p", "*", "h", "+", "x", "D", "d", "|", "_", "P", "X", "1", "8"]):
        plt.plot([i % 5], [i // 5], marker=m, markersize=12)


@figure
def logy():
    plt.semilogy(x, np.exp(x))
    plt.grid()


@figure
def loglog():
    t = np.linspace(1, 1000, 50)
    plt.loglog(t, 3 * t**1.5, "o-")


@figure
def symlog():
    t = np.linspace(-100, 100, 201)
    plt.plot(t, t**3)
    plt.yscale("symlog", linthresh=10)


@figure
def dates():
    days = [datetime.datetime(2024, 1, 1) + datetime.timedelta(days=i) for i in range(120)]
    plt.plot(days, np.sin(np.arange(120) / 10))
    plt.tick_params(axis="x", rotation=30)


@figure
def hours():
    plt.plot([datetime.datetime(2024, 1, 1) + datetime.timedelta(hours=i) for i in range(48)], np.cos(np.arange(48) / 5), ".-")


@figure
def math():
    plt.plot(x, x**2, label="$x^2$")
    plt.plot(x, 10 * np.sqrt(x), label=r"$10\sqrt{x}$")
    plt.title(r"$\alpha_i + \beta^2 = \frac{1}{2}\pi r^2$")
    plt.xlabel(r"$\lambda$ (nm)")
    plt.ylabel(r"$\Delta E / 10^{-3}$")
    plt.legend()


@figure
def offset():
    plt.plot([0, 1, 2, 3], [1e6 + 1, 1e6 + 3, 1e6 + 2, 1e6 + 4.5])


@figure
def tiny():
    plt.plot([0, 1e-7, 2e-7], [1e9, 4e9, 2e9])


@figure
def step():
    for i, w in enumerate(["pre", "mid", "post"]):
        plt.step([1, 2, 3, 4], np.array([1.0, 3, 2, 4]) + i, where=w)


@figure
def stem():
    t = np.linspace(0.1, 6.28, 41)
    plt.stem(t, np.exp(np.sin(t)))


@figure
def errorbar():
    plt.errorbar([1, 2, 3, 4, 5], [2, 3.5, 3, 5, 4.5], yerr=[0.3, 0.5, 0.2, 0.6, 0.4], xerr=0.2, fmt="o-", capsize=4, label="run")


@figure
def fill():
    plt.fill_between(x, np.sin(x), np.sin(x) + 1, alpha=0.3)
    plt.fill_between(x, np.cos(x) - 2, -2, where=np.cos(x) > 0, color="C3", alpha=0.5)


@figure
def reference():
    plt.plot(x, np.sin(x))
    plt.axhline(0, color="k", linewidth=0.8)
    plt.axvline(3, color="r", linestyle="--")
    plt.axvspan(5, 6, color="C1", alpha=0.3)
    plt.axhspan(-0.5, -0.25, color="0.7")
    plt.hlines([0.5, 0.8], 1, 4, colors="g")
    plt.vlines([7, 8, 9], 0, [0.5, 0.9, 0.3], colors="m")


@figure
def annotate():
    plt.plot(x, np.sin(x))
    plt.annotate("peak", xy=(1.57, 1), xytext=(3, 0.8), arrowprops={"arrowstyle": "->"})
    plt.annotate("trough", xy=(4.71, -1), xytext=(6, -0.8), arrowprops={"arrowstyle": "-|>"})
    plt.text(5, 0.3, "centred", ha="center", rotation=30)
    plt.text(0.02, 0.95, "corner", va="top", transform=plt.gca().transAxes)


@figure
def stack():
    plt.stackplot([0, 1, 2, 3, 4], [[1, 2, 3, 2, 1], [2, 1, 2, 3, 2], [1, 1, 2, 2, 3]])


@figure
def bar():
    plt.bar([1, 2, 3, 4], [3, 7, 2, 5])


@figure
def barnames():
    plt.bar(["cat", "dog", "bird"], [3, 5, 2], yerr=[0.5, 0.3, 0.4], capsize=5)
    plt.ylabel("count")


@figure
def barh():
    plt.barh(["one", "two", "three"], [4, 2, 6], color="C2", edgecolor="k")
    plt.barh(["one", "two", "three"], [1, 2, 1], left=[4, 2, 6])


@figure
def grouped():
    t = np.arange(3)
    plt.bar(t - 0.2, [5, 3, 4], width=0.4, label="before")
    plt.bar(t + 0.2, [4, 6, 5], width=0.4, label="after")
    plt.xticks([0, 1, 2], ["a", "b", "c"])
    plt.legend()


@figure
def pie():
    plt.pie([35, 25, 20, 15, 5], explode=[0, 0.1, 0, 0, 0], labels=list("abcde"), autopct="%.1f%%", startangle=90)


@figure
def donut():
    plt.pie([3, 2, 1], labels=["x", "y", "z"], wedgeprops={"width": 0.4, "edgecolor": "w"})


@figure
def scatter():
    r = Numbers(1)
    plt.scatter(r.uniform(50), r.uniform(50))


@figure
def bubbles():
    r = Numbers(2)
    a, b, s, c = (r.uniform(60) for _ in range(4))
    plt.scatter(a, b, s=400 * s, c=c, alpha=0.5)
    plt.colorbar()


@figure
def hist():
    plt.hist(Numbers(3).normal(1000), bins=30, edgecolor="k")


@figure
def histstep():
    r = Numbers(4)
    plt.hist(r.normal(500), bins=20, density=True, histtype="step", label="a")
    plt.hist(r.normal(500), bins=20, density=True, histtype="stepfilled", label="b", alpha=0.4)
    plt.legend()


@figure
def hist2d():
    r = Numbers(5)
    plt.hist2d(r.normal(2000), r.normal(2000), bins=30)
    plt.colorbar()


@figure
def boxplot():
    r = Numbers(6)
    plt.boxplot([r.normal(100), r.normal(80) * 2 + 1, r.normal(50)], tick_labels=["a", "b", "c"])


@figure
def boxnotch():
    r = Numbers(7)
    plt.boxplot([r.normal(100), r.normal(80)], orientation="horizontal", showmeans=True, patch_artist=True)


@figure
def violin():
    r = Numbers(8)
    plt.violinplot([r.normal(100), r.normal(80) * 2, r.normal(50)], showmeans=True, showmedians=True)


@figure
def imshow():
    plt.imshow(np.outer(np.arange(8), np.arange(10)))
    plt.colorbar(label="product")


@figure
def imagelarge():
    a, b = np.meshgrid(np.linspace(-3, 3, 300), np.linspace(-3, 3, 300))
    plt.imshow(np.exp(-a * a - b * b) * np.cos(4 * a), cmap="coolwarm", origin="lower", extent=(-3, 3, -3, 3))
    plt.colorbar()


@figure
def colour():
    side = np.arange(32) / 31
    plt.imshow(np.stack(np.broadcast_arrays(side[:, None], side[None, :], 0.5), -1))


@figure
def matshow():
    m = [[9, 1, 0], [2, 7, 1], [0, 1, 8]]
    plt.gca().matshow(m, cmap="Blues")
    for row in range(3):
        for column in range(3):
            plt.text(column, row, str(m[row][column]), ha="center", va="center")


@figure
def lognorm():
    side = np.linspace(0, 5, 40)
    plt.pcolormesh(side, side, 10 ** (side[None, :] - side[:, None]), cmap="plasma", norm=colors.LogNorm())
    plt.colorbar()


@figure
def twoslope():
    side = np.linspace(-2, 2, 30)
    plt.imshow(side[None, :] ** 3 + side[:, None], cmap="RdBu", norm=colors.TwoSlopeNorm(0, -4, 10))
    plt.colorbar()


@figure
def contour():
    side = np.linspace(-3, 3, 61)
    plt.contour(side, side, np.sin(side[None, :]) * np.cos(side[:, None]))
    plt.colorbar()


@figure
def contourblack():
    side = np.linspace(-3, 3, 61)
    plt.contour(side, side, side[None, :] ** 2 - side[:, None] ** 2, levels=[-4, -2, 0, 2, 4], colors="k")


@figure
def contourf():
    side = np.linspace(-3, 3, 61)
    a, b = np.meshgrid(side, side)
    plt.contourf(side, side, np.exp(-a * a - b * b) - np.exp(-((a - 1) ** 2) - (b - 1) ** 2), levels=12, cmap="viridis")
    plt.colorbar()


@figure
def quiver():
    side = np.linspace(-2, 2, 9)
    a, b = np.meshgrid(side, side)
    plt.quiver(a.ravel(), b.ravel(), -b.ravel(), a.ravel())


@figure
def coloredlines():
    for i in range(12):
        plt.plot(x, np.sin(x + i / 4) * (12 - i))


@figure
def shared():
    plt.close()
    _, grid = plt.subplots(2, 2, sharex=True, sharey=True)
    for i, axes in enumerate(grid.flat):
        axes.plot(x, np.sin(x) * (i + 1), f"C{i}")


@figure
def twin():
    plt.plot(x, np.exp(x / 3), "C0", label="left")
    plt.xlabel("t")
    plt.ylabel("exp", color="C0")
    right = plt.twinx()
    right.plot(x, np.sin(x), "C1")
    right.set_ylabel("sin", color="C1")


@figure
def tight():
    plt.close()
    fig, grid = plt.subplots(2, 2)
    for i, axes in enumerate(grid.flat):
        axes.plot(x, x * (i + 1) * 1000)
        axes.set_title(f"number {i}")
        axes.set_xlabel("across")
        axes.set_ylabel("up")
    fig.tight_layout()


@figure
def constrained():
    plt.close()
    fig, grid = plt.subplots(1, 2, figsize=(8, 3.5), layout="constrained")
    for i, axes in enumerate(grid):
        image = axes.imshow(np.arange(10)[:, None] + np.arange(10)[None, :] * (i + 1))
        axes.set_title(f"image {i}")
        fig.colorbar(image, ax=axes)
    fig.suptitle("both")


@figure
def dark():
    plt.close()
    with plt.style.context("dark_background"):
        plt.figure()
        plt.plot(x, np.sin(x), label="one")
        plt.plot(x, np.cos(x), label="two")
        plt.title("dark")
        plt.legend()
        plt.savefig(sys.argv[1] + "/dark.png")


@figure
def equal():
    a = np.linspace(0, 2 * np.pi, 100)
    plt.plot(2 * np.cos(a), np.sin(a))
    plt.axis("equal")


@figure
def spans():
    fig = plt.gcf()
    fig.add_subplot(2, 2, (1, 2)).plot([1, 3, 2])
    fig.add_subplot(2, 2, 3).bar([1, 2], [3, 4])
    fig.add_subplot(2, 2, 4).scatter([1, 2, 3], [3, 1, 2])
    fig.suptitle("three")


@figure
def percent():
    plt.plot([1, 2, 3, 4], [0.1, 0.4, 0.35, 0.9], "o--")
    plt.gca().yaxis.set_major_formatter(ticker.PercentFormatter(xmax=1))
    plt.minorticks_on()
    plt.legend(loc="lower right", title="empty")


def main():
    folder, wanted = sys.argv[1], sys.argv[2:]
    for name, draw in FIGURES.items():
        if wanted and name not in wanted:
            continue
        plt.close("all")
        plt.figure()
        draw()
        if name != "dark":
            plt.savefig(f"{folder}/{name}.png")


if __name__ == "__main__":
    main()
