#!/usr/bin/env python3
"""Times calls on small arrays (W13) and classic programs (W14) in Lantern and in NumPy, in turns, and prints the ratios.

    pip install numpy          # into an environment of your own
    swift build -c release
    python3 Scripts/bench/small_arrays.py [--only W13] [--rounds 5]

The name of a workload is NumPy's spelling of it, so `lantern bench` decides what is timed. Each side's time is the fastest of its
samples over all rounds. With --checksums the sums are printed that `lantern bench` compares its results with.
"""
import argparse
import json
import os
import subprocess
import sys
import timeit

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


SAMPLE = 0.0005  # seconds: short enough that some samples are not interrupted


def operands():
    v, n = np.arange(10) / 2, np.arange(10)
    return {
        "np": np, "v": v, "w": v + 1, "n": n, "m": np.arange(12.0).reshape(3, 4), "r": np.array([1.0, 2, 3, 4]),
        "q": np.array([[2.0, 1, 0], [1, 3, 1], [0, 1, 4]]), "i": np.array([1, 3, 5]),
    }


# ---- the programs, as they stand in Examples/NumPy and in the tutorial -----------------------------------------------------------


def k_means(x, k, steps, rng):
    centers = rng.choice(x, k, replace=False)
    for _ in range(steps):
        label = ((x[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
        centers = np.stack([x[label == j].mean(axis=0) for j in range(k)])
    return centers


def compressed(image, rank):
    u, s, vh = np.linalg.svd(image, full_matrices=False)
    return np.dot(u[:, :rank] * s[:rank], vh[:rank])


def rings(n):
    y, x = np.mgrid[0:n, 0:n] / n
    return np.cos(40 * np.hypot(x, y)) / (1 + 5 * x * y)


def next_generation(world):
    n = sum(np.roll(world, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)) - world
    return ((n == 3) | ((n == 2) & (world == 1))).astype(np.uint8)


def regression(count):
    random = np.random.RandomState(100)
    x = np.linspace(-1, 1, count).reshape(count, 1)
    y = 3 * np.power(x, 2) + 2 + 0.2 * random.rand(x.size).reshape(count, 1)
    w, b = random.rand(1, 1), random.rand(1, 1)
    for _ in range(100):
        predicted = np.power(x, 2) * w + b
        loss = (0.5 * (predicted - y) ** 2).sum()
        w_grad = np.sum((predicted - y) * np.power(x, 2))
        b_grad = np.sum(predicted - y)
        w -= 0.01 * w_grad
        b -= 0.01 * b_grad
    return np.concatenate([w, b])


def first_arrays():
    random = np.random.RandomState(100)
    drawn = [random.rand(3), random.randn(2, 3), random.randint(0, 10, [2, 5]), random.permutation(8)]
    a = np.arange(12).reshape(3, 4)
    seen = [a.T, a[1:, ::2], a.sum(axis=0), a.mean(axis=1), a / 7, np.linspace(0, 1, 5), np.eye(3)]
    return np.stack([x.sum() for x in drawn + seen])


def clusters(count, width, k):
    x = np.random.default_rng(1).normal(0, 1, (count, width))
    return lambda: k_means(x, k, 10, np.random.default_rng(2))


def life(n):
    start = np.random.RandomState(3).randint(2, size=(n, n), dtype=np.uint8)

    def run():
        world = start
        for _ in range(10):
            world = next_generation(world)
        return world

    return run


PROGRAMS = {
    "k_means(20 points)": lambda: clusters(20, 2, 3),
    "k_means(5000 points)": lambda: clusters(5000, 8, 10),
    "compressed(8x8)": lambda: lambda: compressed(rings(8), 2),
    "compressed(256x256)": lambda: lambda: compressed(rings(256), 16),
    "next_generation(8x8)": lambda: life(8),
    "next_generation(32x32)": lambda: life(32),
    "next_generation(512x512)": lambda: life(512),
    "regression(10 points)": lambda: lambda: regression(10),
    "regression(100 points)": lambda: lambda: regression(100),
    "first_arrays()": lambda: first_arrays,
}


def checksum(group, statement):
    """A call's result, or the array it changed: the sum of elements times places; of a program the plain sum."""
    if group == "W14":
        return float(np.sum(PROGRAMS[statement]()()))
    names = operands()
    try:
        result = eval(statement, names)
    except SyntaxError:
        exec(statement, names)
        result = names[statement[0]]
    flat = np.ravel(result).astype(float)
    return float((flat * np.arange(1, len(flat) + 1)).sum())


def best(group, statement, seconds):
    """Nanoseconds of a call, microseconds of a program: the fastest sample."""
    if group == "W14":
        timer, scale = timeit.Timer("run()", globals={"run": PROGRAMS[statement]()}), 1e6
    else:
        names = operands()
        setup = "\n".join(f"{name} = names['{name}']" for name in names)  # as locals, which are quickest
        timer, scale = timeit.Timer(statement, setup, globals={"names": names}), 1e9
    once = min(timer.timeit(1) for _ in range(3))
    number = max(1, int(SAMPLE / max(once, 1e-9)))
    samples, spent = [], 0.0
    while spent < seconds or len(samples) < 3:
        samples.append(timer.timeit(number))
        spent += samples[-1]
    return min(samples) / number * scale


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="W13,W14")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--budget", type=float, default=0.1, help="seconds of samples a workload and round")
    parser.add_argument("--lantern", default=os.path.join(ROOT, ".build", "release", "lantern"))
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--checksums", help="print the checksums of the statements in this file, one a line")
    args = parser.parse_args()
    if args.checksums:
        for line in open(args.checksums):
            group, _, statement = line.rstrip("\n").partition("/")
            print(f"{checksum(group, statement)!r}\t{group}/{statement}")
        return
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", LANTERN_NUM_THREADS="1")
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":  # read when NumPy is loaded
        os.execve(sys.executable, [sys.executable] + sys.argv, environment)
    ours, theirs = {}, {}
    for number in range(args.rounds):
        command = [args.lantern, "bench", "--json", "--threads", "1", "--budget", str(args.budget)]
        command += ["--sample", str(SAMPLE), "--only", args.only]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, check=True)
        for row in map(json.loads, done.stdout.splitlines()):
            name = row["workload"]
            ours[name] = min(ours.get(name, np.inf), row["value"])
        for name in ours:
            theirs[name] = min(theirs.get(name, np.inf), best(*name.split("/", 1), args.budget))
        print(f"round {number + 1} of {args.rounds} done", file=sys.stderr)
    bar = "|" if args.markdown else ""
    print(f"{bar}{'call':38s}{bar} Lantern {bar}   NumPy {bar} ratio {bar}")
    if args.markdown:
        print("|---|---|---|---|")
    ratios = []
    for name in ours:
        ratio = theirs[name] / ours[name]
        ratios.append(ratio)
        group, text = name.split("/", 1)
        unit = "ns" if group == "W13" else "us"
        shown = f"`{text}`" if args.markdown else text
        shown = shown.replace("|", "\\|") if args.markdown else shown
        print(f"{bar}{shown:38s}{bar}{ours[name]:8.0f} {unit}{bar}{theirs[name]:8.0f} {unit}{bar}{ratio:6.2f}{bar}")
    ratios.sort()
    print(
        f"{len(ratios)} rows: {sum(r < 1 for r in ratios)} below 1, {sum(r >= 3 for r in ratios)} at 3 and above, "
        f"median {ratios[len(ratios) // 2]:.2f}. Fastest samples; a ratio above 1 says that Lantern is faster."
    )


if __name__ == "__main__":
    main()
