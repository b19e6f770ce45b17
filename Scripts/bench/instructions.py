"""Counts the instructions of one operation, one step, and compares them with the budgets in instructions.json.

    python3 Scripts/bench/instructions.py PROGRAM            fail where more than 3 % above the budget
    python3 Scripts/bench/instructions.py PROGRAM --write    make the counts the new budgets

PROGRAM is a release build of `lantern`. Instructions are counted by valgrind, in the difference of a long and a short run, on one thread and
with AVX2, which valgrind knows: unlike times they hardly differ from run to run. They do depend on the compiler and the C library, so
budgets bind only where those are the ones that they were made with.
"""

import argparse
import functools
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

BUDGETS = pathlib.Path(__file__).with_suffix(".json")
# How many operations or steps one run of a workload has.
WORKLOADS = {"W1/seed_regression": 800, "W2/add1": 1000, "W2/add1_grad": 1000, "W2/chain10_fwdbwd": 1000, "W2/chain10_bwd": 1000}
SLACK = 0.03


def without_debug_info(program, folder):
    """A copy that valgrind can read: it gives up at debugging information it doesn't know."""
    copy = os.path.join(folder, "lantern")
    subprocess.run(["strip", "--strip-debug", "-o", copy, program], check=True)
    return copy


def collected(program, workload, runs):
    environment = dict(os.environ, LANTERN_NUM_THREADS="1", LANTERN_ISA="avx2", SWIFT_DETERMINISTIC_HASHING="1")
    runtime = swift_runtime()
    if runtime:  # programs look for the libraries beside themselves, or beside the compiler
        environment["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, [runtime, environment.get("LD_LIBRARY_PATH")]))
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "bench", "--only", workload, "--runs", str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"{workload}: {done.stderr.strip()[-500:]}")
    return int(found[1])


def counts(program):
    return {name: round((collected(program, name, 6) - collected(program, name, 2)) / 4 / steps, 1) for name, steps in WORKLOADS.items()}


@functools.cache
def swift_runtime():
    done = subprocess.run(["swiftc", "-print-target-info"], capture_output=True, text=True)
    paths = json.loads(done.stdout)["paths"]["runtimeLibraryPaths"] if done.returncode == 0 else []
    return paths[0] if paths else None


def made_with():
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    return f"{re.search(r'Swift version [^ ]+', swift)[0]}, {' '.join(platform.libc_ver())}, {platform.machine()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    for tool in ("valgrind", "strip", "swiftc"):
        if not shutil.which(tool):
            print(f"skipped: there is no {tool}")
            return
    here = made_with()
    if not arguments.write and not BUDGETS.exists():
        print(f"skipped: there is no {BUDGETS.name}")
        return
    with tempfile.TemporaryDirectory() as folder:
        found = counts(without_debug_info(arguments.program, folder))
    if arguments.write:
        BUDGETS.write_text(json.dumps({"made with": here, "instructions": found}, indent=2) + "\n")
    budgets = json.loads(BUDGETS.read_text())
    binding = budgets["made with"] == here
    over = []
    for name, count in found.items():
        budget = budgets["instructions"][name]
        over += [name] if count > budget * (1 + SLACK) else []
        print(f"{name}: {count} instructions, {100 * (count / budget - 1):+.1f} % of the budget {budget}")
    if not binding:
        print(f"skipped: only to look at: the budgets were made with {budgets['made with']}, this is {here}")
    elif over:
        sys.exit(f"more than {100 * SLACK:.0f} % above the budget: {', '.join(over)}")


if __name__ == "__main__":
    main()
