"""How long a small program takes from start to end, what it holds in memory, and how large it is: Lantern beside Python's libraries (W10).

    python3 Scripts/bench/startup.py [--python PYTHON] [--runs 10]

Lantern's program uses the core alone and is built by Scripts/static-build in a folder that goes afterwards. PYTHON may have torch and numpy.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = """import Lantern

print((Tensor.ones(3) + Tensor.ones(3)).sum())
"""
MANIFEST = """// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "startup", dependencies: [.package(name: "lantern", path: "%s")],
  targets: [.executableTarget(name: "startup", dependencies: [.product(name: "Lantern", package: "lantern")])])
"""
PEERS = {
    "numpy": 'import numpy as np; print(float((np.ones(3, "f") + np.ones(3, "f")).sum()))',
    "torch": "import torch; print(float((torch.ones(3) + torch.ones(3)).sum()))",
}


def measured(command, runs):
    """Seconds from start to end and MB of memory, the medians of some runs after a first one; nothing where the program fails."""
    walls, sizes = [], []
    for _ in range(runs + 1):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - start)
        sizes.append(usage.ru_maxrss / 1024)
        process.returncode = status
        if status:
            return None
    return statistics.median(walls[1:]), statistics.median(sizes[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--runs", type=int, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        package = pathlib.Path(folder)
        (package / "Sources" / "startup").mkdir(parents=True)
        (package / "Sources" / "startup" / "main.swift").write_text(PROGRAM)
        (package / "Package.swift").write_text(MANIFEST % ROOT)
        subprocess.run([ROOT / "Scripts" / "static-build", "--package-path", package, "startup"], check=True, stdout=sys.stderr)
        program = package / ".build" / "static" / "release" / "startup"
        rows = {"Lantern": measured([program], arguments.runs)}
        print(f"Lantern's program: {program.stat().st_size / 1e6:.2f} MB")
    rows |= {name: measured([arguments.python, "-c", code], arguments.runs) for name, code in PEERS.items()}
    for name, row in rows.items():
        print(f"{name}: {row[0] * 1e3:.1f} ms, {row[1]:.1f} MB resident" if row else f"{name}: not there")


if __name__ == "__main__":
    main()
