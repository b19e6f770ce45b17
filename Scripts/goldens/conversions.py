"""Golden conversions between all pairs of dtypes, made by the real PyTorch.

Usage: python Scripts/goldens/conversions.py > Tests/LanternTests/Golden/conversion-goldens.json

For each source dtype: the elements, and what they become in every other dtype, as the hexadecimal text of their memory. C++ leaves
open what becomes of a number that does not fit the target; PyTorch's scalar and vector loops then differ. Such elements, found by
converting alone, inside a long tensor and through strides, are listed under "open" and mean nothing.
"""

import json
import sys
import warnings

import numpy as np
import torch

warnings.simplefilter("ignore")

DTYPES = {
    "bool": torch.bool, "uint8": torch.uint8, "int8": torch.int8, "int16": torch.int16, "int32": torch.int32, "int64": torch.int64,
    "uint16": torch.uint16, "uint32": torch.uint32, "uint64": torch.uint64, "float16": torch.float16, "bfloat16": torch.bfloat16,
    "float32": torch.float32, "float64": torch.float64, "complex64": torch.complex64, "complex128": torch.complex128,
}

inf, nan = float("inf"), float("nan")
REAL = [
    0.0, -0.0, 0.5, -0.5, 0.9999, 1.0, -1.0, 1.5, 2.5, -2.5, 3.999, 127.0, 127.9, 128.0, -128.0, -129.0, 255.0, 255.9, 256.0, -255.0,
    300.7, 32767.0, 32768.0, -32768.0, -32769.0, 65504.0, 65519.9, 65520.0, 65535.0, 65536.0, 1e5, -1e5, 2147483647.0, 2147483648.0,
    -2147483648.0, -2147483649.0, 4294967295.0, 4294967296.0, 1e10, -1e10, 9007199254740993.0, 9.2e18, 2.0**63, -(2.0**63), 1.8e19,
    2.0**64, -1e19, 1e20, 3.4028234663852886e38, 3.4028235677973366e38, 1e39, -1e39, 1e300, 1e308, 5.9604644775390625e-08,
    2.9802322387695312e-08, 2.98023223876953125e-08 * 1.5, 6.103515625e-05, 6.1e-05, 1e-7, 1e-10, 1e-38, 1.401298464324817e-45,
    7.006492321624085e-46, 1e-46, 1e-310, 5e-324, 1.00048828125, 1.0009765625, 1.00390625, 1.01171875, 1.0000000596046448, 3.14159265358979,
    inf, -inf, nan,
]
WHOLE = [
    0, 1, -1, 2, 3, 100, 127, 128, -128, -129, 255, 256, 257, 259, 1000, 2049, 2051, 32767, 32768, -32768, -32769, 65504, 65519, 65520, 65535, 65536,
    16777217, 16777219, 33554435, 2**31 - 1, 2**31, -(2**31), 2**32 - 1, 2**32, 2**53 + 1, 2**53 + 3, 2**63 - 1, -(2**63), 2**63, 2**63 + 1025, 2**64 - 1,
]


def sources(name, dtype):
    if name == "bool":
        return torch.tensor([False, True])
    if dtype.is_complex:
        pairs = [complex(a, b) for a in [0.0, -0.0, 1.5, -2.5, 300.7, 1e5, 1e39, inf, nan] for b in [0.0, -1.25, inf, nan]]
        parts = [[p.real, p.imag] for p in pairs]
        return torch.view_as_complex(torch.tensor(parts, dtype=torch.float64)).to(dtype)
    if dtype.is_floating_point:
        return torch.tensor(REAL, dtype=torch.float64).to(dtype)
    info = torch.iinfo(dtype)
    values = sorted({v for v in WHOLE if info.min <= v <= info.max})
    return torch.from_numpy(np.array(values, dtype=name))


def hexadecimal(t):
    return [bytes(e).hex() for e in t.contiguous().view(torch.uint8).reshape(t.numel(), -1).numpy()]


def convert(x, dtype):
    """The results, and the positions where PyTorch's ways of converting differ."""
    alone = [hexadecimal(x[i : i + 1].clone().to(dtype))[0] for i in range(x.numel())]
    long = hexadecimal(torch.cat([x] * 40).to(dtype))
    spread = torch.stack([x, x], 1)[:, 0]
    strided = hexadecimal(spread.to(dtype))
    n = x.numel()
    different = [i for i in range(n) if {alone[i], strided[i], *long[i::n]} != {alone[i]}]
    return alone, different


result = {"torch": torch.__version__, "conversions": []}
for name, dtype in DTYPES.items():
    x = sources(name, dtype)
    entry = {"from": name, "elements": "".join(hexadecimal(x)), "to": {}, "open": {}}
    for target, to in DTYPES.items():
        bits, different = convert(x, to)
        entry["to"][target] = "".join(bits)
        if different:
            entry["open"][target] = different
    result["conversions"].append(entry)
json.dump(result, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
