#!/usr/bin/env python3
"""Runs Lantern, PyTorch and NumPy alternately on the same workloads and prints medians and ratios.

    pip install torch numpy          # into an environment of your own
    swift build -c release
    python3 Scripts/bench/compare.py [--only W1,W2] [--threads 1] [--rounds 5]

Machines are noisy, so every round runs each library once and the ratio is taken between medians over the rounds.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def sample(run, steps, scale, seconds):
    """The fastest and the median of samples of at least 20 ms each."""
    start = time.perf_counter()
    run()
    once = time.perf_counter() - start
    repetitions = max(1, int(0.02 / max(once, 1e-9)))
    samples, spent = [], 0.0
    while spent < seconds or len(samples) < 5:
        start = time.perf_counter()
        for _ in range(repetitions):
            run()
        elapsed = time.perf_counter() - start
        spent += elapsed
        samples.append(elapsed / repetitions / steps * scale)
    return min(samples), statistics.median(samples)


def torch_workloads(threads):
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    x = torch.linspace(-1, 1, 100).unsqueeze(1)
    y = 3 * x.pow(2) + 2 + 0.2 * torch.rand(x.size())

    def regression():
        w = torch.rand(1, 1, requires_grad=True)
        b = torch.rand(1, 1, requires_grad=True)
        for _ in range(800):
            loss = (0.5 * (x.pow(2).mm(w) + b - y) ** 2).sum()
            loss.backward()
            with torch.no_grad():
                w.sub_(0.01 * w.grad)
                b.sub_(0.01 * b.grad)
                w.grad.zero_()
                b.grad.zero_()

    def adds(tracked):
        p, q = torch.tensor([1.0], requires_grad=tracked), torch.tensor([2.0])

        def run():
            for _ in range(1000):
                p + q

        return run

    leaf, half, two = torch.tensor([1.0], requires_grad=True), torch.tensor([0.5]), torch.tensor([2.0])

    def chain():
        out = leaf
        for _ in range(5):
            out = out * half
            out = out + two
        return out

    kept = chain()

    def forward_backward():
        for _ in range(100):
            chain().backward()

    def backward():
        for _ in range(100):
            kept.backward(retain_graph=True)

    return {
        "W1/seed_regression": (regression, 800, 1e6),
        "W2/add1": (adds(False), 1000, 1e9),
        "W2/add1_grad": (adds(True), 1000, 1e9),
        "W2/chain10_fwdbwd": (forward_backward, 1000, 1e9),
        "W2/chain10_bwd": (backward, 1000, 1e9),
    }


def numpy_workloads(threads):
    import numpy as np

    rng = np.random.default_rng(0)
    x = np.linspace(-1, 1, 100, dtype=np.float32)[:, None]
    y = (3 * x**2 + 2 + 0.2 * rng.random((100, 1))).astype(np.float32)

    def regression():
        w, b = rng.random((1, 1), dtype=np.float32), rng.random((1, 1), dtype=np.float32)
        for _ in range(800):
            error = np.power(x, 2) * w + b - y
            (0.5 * error**2).sum()
            w -= 0.01 * (error * np.power(x, 2)).sum()
            b -= 0.01 * error.sum()

    p, q = np.array([1.0], dtype=np.float32), np.array([2.0], dtype=np.float32)

    def add():
        for _ in range(1000):
            p + q

    return {"W1/seed_regression": (regression, 800, 1e6), "W2/add1": (add, 1000, 1e9)}


PEERS = {"torch": torch_workloads, "numpy": numpy_workloads}


def chosen(name, only):
    return not only or any(name == o or name.startswith(o + "/") for o in only)


def run_peer(lib, args):
    """Child process: prints one JSON object a workload."""
    for name, (run, steps, scale) in PEERS[lib](args.threads).items():
        if chosen(name, args.only):
            best, median = sample(run, steps, scale, args.budget)
            print(json.dumps({"lib": lib, "workload": name, "value": best, "median": median}), flush=True)


def collect(command, environment):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    if done.returncode:
        return None, (done.stderr.strip().splitlines() or ["failed"])[-1]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", type=lambda text: [t for t in text.split(",") if t])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--budget", type=float, default=0.4, help="seconds of samples a workload and round")
    parser.add_argument("--lantern", default=os.path.join(ROOT, ".build", "release", "lantern"))
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        return run_peer(args.peer, args)

    environment = dict(os.environ, OMP_NUM_THREADS=str(args.threads), OPENBLAS_NUM_THREADS=str(args.threads))
    only = ["--only", ",".join(args.only)] if args.only else []
    common = ["--threads", str(args.threads), "--budget", str(args.budget)] + only
    commands = {"lantern": [args.lantern, "bench", "--json"] + common}
    for lib in PEERS:
        commands[lib] = [sys.executable, os.path.abspath(__file__), "--peer", lib] + common
    medians = {}
    for round_number in range(args.rounds):
        for lib, command in list(commands.items()):
            rows, problem = collect(command, environment)
            if rows is None:
                print(f"{lib}: left out ({problem})", file=sys.stderr)
                del commands[lib]
                continue
            for row in rows:
                medians.setdefault(row["workload"], {}).setdefault(lib, []).append(row["median"])
        print(f"round {round_number + 1} of {args.rounds} done", file=sys.stderr)

    print(f"{'workload':22s} {'Lantern':>10s}" + "".join(f" {lib:>10s} {'ratio':>7s}" for lib in PEERS) + "   (medians)")
    for name, libs in medians.items():
        if "lantern" not in libs:
            continue
        ours = statistics.median(libs["lantern"])
        line = f"{name:22s} {ours:10.4g}"
        for lib in PEERS:
            theirs = statistics.median(libs[lib]) if lib in libs else None
            line += f" {theirs:10.4g} {theirs / ours:6.1f}x" if theirs else f" {'-':>10s} {'-':>7s}"
        print(line)


if __name__ == "__main__":
    main()
