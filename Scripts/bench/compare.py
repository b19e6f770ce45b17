#!/usr/bin/env python3
"""Runs Lantern, PyTorch and NumPy alternately on the same workloads and prints medians and ratios.

    pip install torch numpy          # into an environment of your own
    swift build -c release
    python3 Scripts/bench/compare.py [--only W1,W2] [--threads 1] [--rounds 5]

Machines are noisy, so every round runs each library once and the ratio is taken between medians over the rounds.
"""
import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
from sizes import is_rate, value  # noqa: E402


def sample(run, seconds):
    """The fastest and the median of samples of at least 20 ms each, in seconds of one run."""
    run()
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
        samples.append(elapsed / repetitions)
    return min(samples), statistics.median(samples)


def limits():
    """What the machine can do, by limits.c; nothing where no C compiler is found."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "limits")
        for compiler in ("clang", "cc"):
            try:
                subprocess.run([compiler, "-O3", "-march=native", os.path.join(HERE, "limits.c"), "-o", program], check=True, capture_output=True)
                return json.loads(subprocess.run([program], check=True, capture_output=True, text=True).stdout)
            except (OSError, subprocess.CalledProcessError, ValueError):
                continue
    return {}


def limit_of(name, machine):
    """The value of a workload that nothing on this machine can beat with one thread."""
    if not machine:
        return None
    if name.startswith(("W5/mm_f32", "W5/bmm", "W6/")):
        return machine["fma_f32_gflops"]
    if name == "W5/mm_f64_1024":
        return machine["fma_f64_gflops"]
    if name.startswith("W5/skinny"):
        return machine["read_gb_s"] / 2
    if name.startswith(("W4/sum", "W4/argmax")):
        return 4 / machine["read_gb_s"]
    if name in ("W3/add/1e7", "W3/chain5/1e7"):
        return (12 if "add" in name else 16) / machine["triad_gb_s"]
    if name.startswith(("W4/cumsum", "W11/transpose", "W11/cat", "W3/exp/1e7", "W3/tanh/1e7", "W3/gelu/1e7")):
        return 8 / machine["triad_gb_s"]
    return None


PEERS = ["torch", "numpy"]


def chosen(name, only):
    return not only or any(name == o or name.startswith(o + "/") for o in only)


def run_peer(lib, args):
    """Child process: prints one JSON object a workload."""
    sys.path.insert(0, HERE)
    made = importlib.import_module("peer_" + lib).workloads(args.threads)
    if "W9/gpt_train" in made and chosen("W12/gpt_train_rss", args.only):  # first, while nothing else lies in memory
        grown = growth(made["W9/gpt_train"])
        print(json.dumps({"lib": lib, "workload": "W12/gpt_train_rss", "value": grown, "median": grown}), flush=True)
    for name, make in made.items():
        if chosen(name, args.only):
            best, median = sample(make(), args.budget)
            print(json.dumps({"lib": lib, "workload": name, "value": value(name, best), "median": value(name, median)}), flush=True)


def growth(make):
    """How much more memory than before two steps take at their peak, after two that fill the caches, in MB."""

    def status(key):
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith(key))

    idle, step = status("VmRSS"), make()
    step(), step()
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    step(), step()
    return round(status("VmHWM") - idle)


def collect(command, environment):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    if done.returncode:
        return None, (done.stderr.strip().splitlines() or ["failed"])[-1]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    groups = ",".join(f"W{k}" for k in range(1, 13))  # small_arrays.py has the others
    parser.add_argument("--only", default=groups, type=lambda text: [t for t in text.split(",") if t])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--budget", type=float, default=0.4, help="seconds of samples a workload and round")
    parser.add_argument("--lantern", default=os.path.join(ROOT, ".build", "release", "lantern"))
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/performance.md")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        return run_peer(args.peer, args)

    environment = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    environment.update(OMP_NUM_THREADS=str(args.threads), OPENBLAS_NUM_THREADS=str(args.threads), LANTERN_NUM_THREADS=str(args.threads))
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

    machine = limits() if args.threads == 1 else {}
    if machine:
        print("the machine, one thread: " + ", ".join(f"{k} {v}" for k, v in machine.items()))
    heads = ["workload", "Lantern", *(head for lib in PEERS for head in (lib, "ratio")), "limit"]
    rows = []
    for name, libs in medians.items():
        if "lantern" not in libs:
            continue
        ours = statistics.median(libs["lantern"])
        row = [name, f"{ours:.4g}"]
        for lib in PEERS:
            theirs = statistics.median(libs[lib]) if lib in libs else None
            ratio = (ours / theirs if is_rate(name) else theirs / ours) if theirs else None
            row += [f"{theirs:.4g}", f"{ratio:.2f}"] if theirs else ["-", "-"]
        limit = limit_of(name, machine)
        rows.append(row + [f"{limit:.3g}" if limit else "-"])
    if args.markdown:
        print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
        print("\n".join("| " + " | ".join(row) + " |" for row in rows))
    else:
        for row in [heads] + rows:
            print(f"{row[0]:28s}" + "".join(f" {cell:>10s}" for cell in row[1:]))
    print("Medians; a ratio above 1 says that Lantern is faster.")


if __name__ == "__main__":
    main()
