"""Counts the instructions of one operation, one step, and compares them with the budgets in instructions.json.

    python3 Scripts/bench/instructions.py PROGRAM            fail where more than 3 % above the budget
    python3 Scripts/bench/instructions.py PROGRAM --write    make the counts the new budgets

PROGRAM is a release build of `lantern`. Instructions are counted by valgrind, in the difference of a long and a short run, on one thread,
with the same hashes in every run and with AVX2, which valgrind knows: unlike times they hardly differ from run to run. They do depend on the
compiler, the C library and the processor (which of the library's routines are chosen), so budgets bind only where all three are those that
they were made with; elsewhere the counts are only printed. Where valgrind is missing or fails, that is said and nothing is checked.
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
# Seconds that one run under valgrind may take.
PATIENCE = 600


class Unmeasurable(Exception):
    """Nothing can be counted here; the reason."""


def without_debug_info(program, folder):
    """A copy that valgrind can read: it gives up at debugging information it doesn't know."""
    copy = os.path.join(folder, "lantern")
    done = subprocess.run(["strip", "--strip-debug", "-o", copy, program], capture_output=True, text=True)
    if done.returncode:
        raise Unmeasurable(f"strip failed: {done.stderr.strip()}")
    return copy


def collected(program, workload, runs):
    environment = dict(os.environ, LANTERN_NUM_THREADS="1", LANTERN_ISA="avx2", SWIFT_DETERMINISTIC_HASHING="1")
    runtime = swift_runtime()
    if runtime:  # programs look for the libraries beside themselves, or beside the compiler
        environment["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, [runtime, environment.get("LD_LIBRARY_PATH")]))
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "bench", "--only", workload, "--runs", str(runs)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Unmeasurable(f"{workload} took valgrind more than {PATIENCE} s") from None
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found:
        raise Unmeasurable(f"valgrind failed on {workload} with status {done.returncode}:\n{done.stderr.strip()[-500:]}")
    return int(found[1])


def counts(program):
    return {name: round((collected(program, name, 6) - collected(program, name, 2)) / 4 / steps, 1) for name, steps in WORKLOADS.items()}


@functools.cache
def swift_runtime():
    done = subprocess.run(["swiftc", "-print-target-info"], capture_output=True, text=True)
    paths = json.loads(done.stdout)["paths"]["runtimeLibraryPaths"] if done.returncode == 0 else []
    return paths[0] if paths else None


def processor():
    """The processor's make and model, as far as the system tells."""
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.machine()
    fields = dict(re.findall(r"^([^\t:]+)\s*: (.+)$", text.split("\n\n")[0], re.MULTILINE))
    parts = [fields.get("model name")] + [f"{key} {fields[key]}" for key in ("cpu family", "model", "stepping") if key in fields]
    return " ".join(filter(None, parts)) or platform.machine()


def here():
    """What the counts depend on besides the program's own sources."""
    version = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    swift = re.search(r"Swift version (\S+)", version)
    return {"Swift": swift[1] if swift else "unknown", "C library": " ".join(platform.libc_ver()).strip(), "processor": processor()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    for tool in ("valgrind", "strip", "swiftc"):
        if not shutil.which(tool):
            print(f"skipped: there is no {tool}")
            return
    if not arguments.write and not BUDGETS.exists():
        print(f"skipped: there is no {BUDGETS.name}")
        return
    machine = here()
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = counts(without_debug_info(arguments.program, folder))
    except Unmeasurable as reason:
        print(f"skipped: {reason}")
        return
    if arguments.write:
        BUDGETS.write_text(json.dumps({"made with": machine, "instructions": found}, indent=2) + "\n")
    budgets = json.loads(BUDGETS.read_text())
    over = []
    for name, count in found.items():
        budget = budgets["instructions"].get(name)
        if budget is None:
            print(f"{name}: {count} instructions, no budget")
            continue
        over += [name] if count > budget * (1 + SLACK) else []
        print(f"{name}: {count} instructions, {100 * (count / budget - 1):+.1f} % of the budget {budget}")
    other = {key: value for key, value in budgets["made with"].items() if machine.get(key) != value}
    if other:
        print("only to look at: " + ", ".join(f"{key} is {machine.get(key)} here and {value} in the budgets" for key, value in other.items()))
    elif over:
        sys.exit(f"more than {100 * SLACK:.0f} % above the budget: {', '.join(over)}")


if __name__ == "__main__":
    main()
