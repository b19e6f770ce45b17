#!/usr/bin/env python3
"""Writes Sources/CKernels/decimal_powers.inc: the leading 128 bits of 5^q for q = -342...308.

They are rounded down for q >= 0 and up for q < 0, as the algorithm of Eisel and Lemire ("Number parsing at a gigabyte per second") needs
them. Exact integers throughout.
"""
from pathlib import Path

LOWEST, HIGHEST = -342, 308


def leading(q: int) -> int:
    power = 5 ** abs(q)
    if q >= 0:
        shift = power.bit_length() - 128
        return power >> shift if shift >= 0 else power << -shift
    # 2^b / 5^-q with exactly 128 bits, rounded up.
    b = power.bit_length() + 127
    value = (1 << b) // power + 1
    return value if value >> 128 == 0 else value >> 1


entries = []
for q in range(LOWEST, HIGHEST + 1):
    value = leading(q)
    assert value.bit_length() == 128, q
    entries.append(f"{{0x{value >> 64:016x}, 0x{value & (1 << 64) - 1:016x}}}")
lines = [", ".join(entries[i : i + 3]) + "," for i in range(0, len(entries), 3)]
path = Path(__file__).resolve().parents[2] / "Sources/CKernels/decimal_powers.inc"
path.write_text(f"// The leading 128 bits of 5^q for q = {LOWEST}...{HIGHEST}; written by Scripts/kernels/decimal_powers.py.\n" + "\n".join(lines) + "\n")
