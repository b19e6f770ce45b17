"""Texts that PyTorch and NumPy print for arrays, as goldens for Lantern's printing.

  python Scripts/goldens/printing.py Tests/LanternTests/Golden/print-goldens.jsonl
  python Scripts/goldens/printing.py --random 20000 --seed 7 random.jsonl

The first writes the chosen cases and a few random ones, always the same. The second writes random arrays of all types,
shapes and magnitudes under random print options; `lantern conformance --printing random.jsonl` replays them.

One JSON object a line: `lib` (torch or numpy), `kind` for numpy (repr, str, scalar_repr, scalar_str), `dtype`, `shape`,
`values` in row-major order (nan and infinities as strings, complex numbers as pairs), `requires_grad`, `text`, and where they
apply `grad_fn`, `parameter` and `options` (the arguments of set_printoptions, and `default_dtype`).
Needs torch (2.13 or newer) and numpy (2.4 or newer).
"""

import argparse
import json
import math
import warnings

import numpy as np
import torch

NAN, INF = math.nan, math.inf
TORCH_FLOATS = (torch.float32, torch.float64, torch.float16, torch.bfloat16)
TORCH_INTS = (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.uint16, torch.uint32, torch.uint64)
NUMPY_FLOATS = (np.float32, np.float64, np.float16)
NUMPY_INTS = (np.uint8, np.int8, np.int16, np.int32, np.int64, np.uint16, np.uint32, np.uint64)


def encode(value):
    """A number as JSON can hold it."""
    if isinstance(value, complex):
        return [encode(value.real), encode(value.imag)]
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    return value


class Goldens:
    """Records in the order they were added, each once."""

    def __init__(self):
        self.lines = {}

    def _add(self, record):
        self.lines[json.dumps(record)] = None

    def tensor(self, tensor, **options):
        default_dtype = options.get("default_dtype")
        try:
            if default_dtype:
                torch.set_default_dtype(getattr(torch, default_dtype))
            torch.set_printoptions(**{k: v for k, v in options.items() if k != "default_dtype"})
            text = repr(tensor)
        finally:
            torch.set_printoptions(profile="default")
            torch.set_default_dtype(torch.float32)
        record = {
            "lib": "torch",
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "values": [encode(v) for v in tensor.detach().flatten().tolist()],
            "requires_grad": tensor.requires_grad,
            "text": text,
        }
        if tensor.grad_fn is not None:
            record["grad_fn"] = type(tensor.grad_fn).__name__
        if isinstance(tensor, torch.nn.Parameter):
            record["parameter"] = True
        if options:
            record["options"] = options
        self._add(record)

    def array(self, array, kinds=("repr",), **options):
        array = np.asarray(array)
        for kind in kinds:
            with np.printoptions(**options):
                text = repr(array) if kind == "repr" else str(array)
            self._numpy(kind, array, text, options)

    def scalar(self, scalar):
        self._numpy("scalar_repr", scalar, repr(scalar), {})
        self._numpy("scalar_str", scalar, str(scalar), {})

    def _numpy(self, kind, array, text, options):
        record = {
            "lib": "numpy",
            "kind": kind,
            "dtype": array.dtype.name,
            "shape": list(array.shape),
            "values": [encode(v) for v in array.ravel().tolist()],
            "requires_grad": False,
            "text": text,
        }
        if options:
            record["options"] = options
        self._add(record)

    def write(self, path):
        with open(path, "w") as file:
            file.writelines(line + "\n" for line in self.lines)
        print(f"{len(self.lines)} records in {path}")


# Rows of numbers on either side of every decision: integral, fixed or scientific, and how wide.
ROWS = [
    [1.0, 2.0, 3.0], [1.5, 2.0, 3.0], [0.1, 0.2, 0.3], [0.0, 0.0], [-0.0, 0.0], [1.0, NAN], [1.0, INF], [1.5, NAN],
    [1.5, -INF], [NAN, NAN], [INF, -INF], [1000.0, 1.0], [1001.0, 1.0], [1000.1, 1.0], [1e-3, 1.0], [1e-3, 1.001],
    [1e-4, 1e-3], [1e-4, 0.1], [1e8, 1.0], [1e8, 1e8], [1e9, 1e9], [99999999.0, 1e8], [1e-5, 0.0], [1e5, -1e5],
    [123456.0, 0.5], [0.5, -100.25, 3.0], [1e10, NAN, 0.0], [1e-10, INF], [-1.0, -22.0, -333.0], [1.23456789, -9.87654321],
    [5.0], [1e38, 1e-38], [0.99999, 1.0], [0.99995, 0.5], [9.99995], [99.99996, 1.0], [0.0, 1e-3, 2e-3],
    [10.0, 20.0, 30.0], [100000.0, 2.0], [1e3, 1e6], [2.5, 1e3],
]
INT_ROWS = [[1, 2, 3], [-1, 20, 300], [10**12, 1], [0]]
COMPLEX_ROWS = [
    [1 + 2j, 3 - 4j], [0.5 + 0.25j, -1e-5j], [1e5 + 1j, 1 + 1j], [0j, 1j], [complex(NAN, 1), complex(1, INF)], [1.5 - 0.5j],
    [complex(-0.0, -0.0), complex(-INF, NAN)],
]
EMPTY_SHAPES = [(0,), (0, 3), (3, 0), (2, 0, 3), (0, 0)]
SHAPES = [(2, 3), (3, 2), (1, 1), (2, 1, 3), (2, 3, 4), (2, 2, 2, 2), (1, 2, 3, 1, 2), (5, 1), (1, 20), (2, 30), (3, 1, 1)]
BIG_SHAPES = [(40, 40), (1001, 1), (2, 600), (4, 3, 100), (11, 11, 11)]


def torch_cases(out):
    tensor = torch.tensor
    for value in (0.0, -0.0, 1.0, -1.0, 0.5, 3.14159, 100.0, 1000.5, 1e-4, 9.9e-5, 1e-5, 1e8, 1.0001e8, 123456789.0,
                  99999.9999, 0.1, 1 / 3, 1e20, 1e-20, NAN, INF, -INF, 12345.678, 0.00012345, 65504.0, -273.15):
        out.tensor(tensor(value))
        out.tensor(tensor(value, dtype=torch.float64))
    for value in (0, 7, -7, 10**9, -(2**63), 2**63 - 1, True, False, 1 + 2j, -0.5 - 1e-5j, 0j, complex(NAN, -INF)):
        out.tensor(tensor(value))
    for dtype in TORCH_FLOATS[2:] + TORCH_INTS:
        out.tensor(tensor(3, dtype=dtype))
        out.tensor(tensor([1, 2, 100], dtype=dtype))
    out.tensor(tensor([2**64 - 1, 0], dtype=torch.uint64))
    for row in ROWS:
        for dtype in TORCH_FLOATS[:2] if len(row) > 1 and row[0] >= 1e5 else TORCH_FLOATS:
            out.tensor(tensor(row, dtype=dtype))
    for row in INT_ROWS:
        out.tensor(tensor(row))
    for row in COMPLEX_ROWS:
        out.tensor(tensor(row))
        out.tensor(tensor(row, dtype=torch.complex128))
    for row in ([True, False], [True, True], [[True, False], [False, True]]):
        out.tensor(tensor(row))
    for shape in EMPTY_SHAPES:
        for dtype in (torch.float32, torch.int64, torch.float64, torch.bool, torch.int32, torch.complex64):
            out.tensor(torch.empty(shape, dtype=dtype))
    out.tensor(torch.empty(0, requires_grad=True))
    out.tensor(torch.empty(2, 0, requires_grad=True))


def torch_layouts(out):
    for count in (5, 10, 11, 12, 13, 20, 25, 26, 27, 50, 100, 999, 1000, 1001, 1500):
        out.tensor(torch.arange(count))
    for count in (9, 10, 11, 12, 30, 100):
        out.tensor(torch.arange(count, dtype=torch.float32))
        out.tensor(torch.linspace(0, 1, count))
        out.tensor(torch.arange(count, dtype=torch.int32))
        out.tensor(torch.arange(count, dtype=torch.float64) * 0.25)
    for shape in SHAPES:
        flat = torch.arange(math.prod(shape))
        for values in (flat, flat.float() / 7, flat.double() - 3, flat % 2 == 0):
            out.tensor(values.view(shape))
    for shape in BIG_SHAPES + [(7, 150), (1, 1001)]:
        flat = torch.arange(math.prod(shape))
        out.tensor(flat.view(shape))
        out.tensor(flat.view(shape).float() * 0.5)


def torch_suffixes(out):
    x = torch.ones(2, 2, requires_grad=True)
    y = x + 2
    z = y * y * 3
    derived = (x, y, z, z.mean(), x.sum(), x.t(), x @ x, x.exp(), x.view(4), x[0], x.relu(), torch.cat([x, x]), x / 3, x - 1,
               -x, x**2, x.sigmoid(), x.sum(0), x.max(), x.unsqueeze(0), x.expand(2, 2, 2), x.clone(), x.softmax(0))
    for result in derived:
        out.tensor(result)
    out.tensor(torch.nn.Parameter(torch.ones(3)))
    out.tensor(torch.nn.Parameter(torch.arange(4.0).view(2, 2) / 3))
    out.tensor(torch.tensor(1.0, requires_grad=True) * 2)
    out.tensor(torch.arange(1.0, 30.0, requires_grad=True))
    # Rows of every length bring the suffixes to every column.
    for count in range(1, 14):
        out.tensor(torch.full((count,), 1.5, requires_grad=True))
        out.tensor(torch.full((count,), 1.5, dtype=torch.float64, requires_grad=True) * 1)


def torch_options(out):
    choices = ({"precision": 2}, {"precision": 8}, {"precision": 0}, {"sci_mode": True}, {"sci_mode": False}, {"linewidth": 40},
               {"edgeitems": 2, "threshold": 5}, {"edgeitems": 0, "threshold": 5}, {"edgeitems": 0}, {"profile": "short"},
               {"profile": "full"}, {"default_dtype": "float64"})
    for options in choices:
        for values in (torch.arange(12.0) / 7, torch.tensor([1e-6, 1.0, 1e5]), torch.arange(20),
                       torch.tensor([1.5], dtype=torch.float64), torch.tensor([1.5 + 1j], dtype=torch.complex128),
                       torch.arange(24.0).view(4, 6), torch.tensor(2.5)):
            out.tensor(values, **options)


def numpy_cases(out):
    both = ("repr", "str")
    rows = ROWS + [[1e6, 1.0], [999999.0, 1.0], [1e-4], [1e-4, 1.0], [0.1 + 0.2], [1 / 3], [123456789.123], [1e16, 1.0],
                   [1.0, 2.5, -3.75], [1e5, 1.5], [1.123456789, 2.0], [1e-9, 1.0], [7.1, 1.2345679e-05]]
    for row in rows:
        out.array(np.array(row), both)
        out.array(np.array(row, dtype=np.float32))
        if max(map(abs, row)) < 6e4:
            out.array(np.array(row, dtype=np.float16))
    for row in INT_ROWS + COMPLEX_ROWS + [[True, False]]:
        out.array(np.array(row), both)
    for dtype in NUMPY_INTS:
        out.array(np.array([1, 2, 100], dtype=dtype))
    out.array(np.array([2**64 - 1, 0], dtype=np.uint64), both)
    out.array(np.array([1 + 2j, 0.1 - 1e-7j], dtype=np.complex64), both)
    for shape in EMPTY_SHAPES:
        for dtype in (np.float64, np.int64, np.float32, np.bool_):
            out.array(np.empty(shape, dtype), both)
    for value in (0.0, -0.0, 1.0, 0.1, 1e16, 1e15, 1e-4, 9e-5, 1 / 3, NAN, INF, -INF, 123456789.1, 1e100):
        out.array(np.array(value), both)
        out.scalar(np.float64(value))
    for value in (0.0, 1.0, 0.1, 1e6, 999999.0, 1e-4, 1 / 3, 16777216.0, NAN):
        out.scalar(np.float32(value))
    for value in (1.0, 0.1, 1e3, 999.0, 4112.0, 65504.0):
        out.scalar(np.float16(value))
    for value in (np.int64(5), np.int32(-3), np.True_, np.False_, np.complex128(1 + 2j), np.complex64(1.5 - 2j), np.complex128(2j),
                  np.complex128(complex(NAN, -INF)), np.uint64(2**64 - 1)):
        out.scalar(value)


def numpy_layouts(out):
    both = ("repr", "str")
    for count in (5, 10, 20, 25, 26, 27, 50, 100, 1000, 1001, 1500):
        out.array(np.arange(count), both)
    for count in (9, 11, 30, 100):
        out.array(np.linspace(0, 1, count), both)
        out.array(np.arange(count, dtype=np.float32) / 4)
    for shape in SHAPES:
        flat = np.arange(math.prod(shape)).reshape(shape)
        out.array(flat)
        out.array(flat / 7, both)
        out.array(flat % 2 == 0)
    for shape in BIG_SHAPES:
        flat = np.arange(math.prod(shape)).reshape(shape)
        out.array(flat)
        out.array(flat * 0.5, ("str",))
    choices = ({"precision": 3}, {"precision": 0}, {"floatmode": "fixed"}, {"floatmode": "unique"}, {"floatmode": "maxprec_equal"},
               {"suppress": True}, {"sign": "+"}, {"sign": " "}, {"linewidth": 40}, {"threshold": 5, "edgeitems": 2},
               {"threshold": 5, "edgeitems": 0}, {"nanstr": "missing", "infstr": "oo"})
    for options in choices:
        for values in (np.arange(12.0) / 7, np.array([1e-6, 1.0, 1e5]), np.arange(-3, 20), np.array([0.1, -NAN, -INF]),
                       np.array([1.5, -2j]), np.array([0.5, 0.25], dtype=np.float32), np.arange(24.0).reshape(4, 6)):
            out.array(values, both, **options)


class Random:
    """Random arrays that meet the formatters' decisions often."""

    def __init__(self, seed):
        self.rng = np.random.RandomState(seed)

    def shape(self):
        rng = self.rng
        kind = rng.choice(["0-d", "1-d", "2-d", "3-d", "4-d", "long", "wide", "big", "empty"],
                          p=[0.07, 0.25, 0.22, 0.12, 0.05, 0.12, 0.06, 0.05, 0.06])
        if kind == "long":
            shape = [rng.randint(12, 200)]
        elif kind == "wide":
            shape = [rng.randint(1, 4), rng.randint(12, 60)]
        elif kind == "big":
            shapes = [(1001,), (2000,), (40, 40), (7, 200), (6, 7, 30), (3, 400), (10, 10, 11), (1001, 1), (2, 2, 300)]
            shape = shapes[rng.randint(len(shapes))]
        elif kind == "empty":
            shape = list(rng.randint(0, 4, rng.randint(1, 4)))
            shape[rng.randint(len(shape))] = 0
        else:
            rank = int(kind[0])
            shape = rng.randint(1, (2, 12, 7, 5, 4)[rank], rank)
        return tuple(int(size) for size in shape)

    def reals(self, count):
        rng = self.rng
        single = [0.0, -0.0, 1.0, 0.5, 1e-4, 1e8, 1e-5, 999.0, 1000.0, 1001.0, 0.1, 99999999.0, 100000001.0, 1e6, 1e3, 1e5, 65504.0, 1e7]
        families = (
            lambda: rng.randn(count),
            lambda: rng.randn(count) * 10.0 ** rng.randint(-8, 9),
            lambda: rng.randint(-50, 50, count).astype(float),
            lambda: rng.randint(-50, 50, count) * 10.0 ** rng.randint(0, 9),
            lambda: rng.randn(count) * 10.0 ** rng.randint(-6, 6, count),
            lambda: np.round(rng.randn(count) * 10, rng.randint(0, 4)),
            lambda: rng.rand(count),
            lambda: np.full(count, rng.choice(single)),
            lambda: rng.choice([1e-4, 1e-3, 0.1, 0.1001, 1.0, -1.0, 0.0], count),
            lambda: rng.choice([1.0, 1000.0, 1001.0, 0.5], count),
            lambda: np.arange(count) * 0.25,
            lambda: np.arange(count).astype(float),
            lambda: np.exp(rng.uniform(-80, 80, count)),
            lambda: rng.rand(count) * 1e-3,
            lambda: 2.0 ** rng.randint(-20, 20, count),
            lambda: 2.0 ** rng.randint(-1074, 1024, count),
            lambda: rng.randint(0, 2**64, count, dtype=np.uint64).view(np.float64),
        )
        values = np.array(families[rng.randint(len(families))](), dtype=np.float64)
        if count and rng.rand() < 0.2:
            for special in (NAN, INF, -INF, 0.0, -0.0):
                if rng.rand() < 0.5:
                    values[rng.randint(count)] = special
        return values

    def array(self, dtype, shape):
        """An array of a NumPy type."""
        rng, dtype = self.rng, np.dtype(dtype)
        count = math.prod(shape)
        with np.errstate(all="ignore"):
            if dtype == np.bool_:
                values = rng.rand(count) < 0.5
            elif dtype.kind in "iu":
                limits = np.iinfo(dtype)
                if rng.rand() < 0.3:
                    values = rng.randint(limits.min, limits.max, count, dtype=dtype)
                else:
                    values = rng.randint(0 if limits.min == 0 else -99, 100, count).astype(dtype)
            elif dtype.kind == "c":
                values = np.empty(count, np.complex128)
                values.real, values.imag = self.reals(count), self.reals(count)
                values = values.astype(dtype)
            else:
                values = self.reals(count).astype(dtype)
        return values.reshape(shape)

    def common_options(self):
        rng, options = self.rng, {}
        if rng.rand() < 0.5:
            options["precision"] = int(rng.randint(0, 12))
        if rng.rand() < 0.3:
            options["threshold"] = int(rng.randint(0, 60))
        if rng.rand() < 0.3:
            options["edgeitems"] = int(rng.randint(0, 5))
        if rng.rand() < 0.3:
            options["linewidth"] = int(rng.randint(8, 140))
        return options

    def tensor_record(self, out):
        rng = self.rng
        dtypes = TORCH_FLOATS * 2 + TORCH_INTS + (torch.bool, torch.complex64, torch.complex128)
        dtype = dtypes[rng.randint(len(dtypes))]
        shape = self.shape()
        if dtype == torch.bfloat16:
            tensor = torch.from_numpy(self.array(np.float64, shape)).to(dtype)
        else:
            tensor = torch.from_numpy(self.array(str(dtype).removeprefix("torch."), shape))
        options = {}
        if rng.rand() < 0.25:
            options = self.common_options()
            if rng.rand() < 0.3:
                options["sci_mode"] = bool(rng.rand() < 0.5)
            if rng.rand() < 0.2:
                options["profile"] = str(rng.choice(["short", "full"]))
            if rng.rand() < 0.3:
                options["default_dtype"] = "float64"
        if (dtype.is_floating_point or dtype.is_complex) and rng.rand() < 0.3:
            tensor.requires_grad_()
            if rng.rand() < 0.6:
                tensor = tensor * 1
            elif rng.rand() < 0.3:
                tensor = torch.nn.Parameter(tensor.detach())
        out.tensor(tensor, **options)

    def array_record(self, out):
        rng = self.rng
        dtypes = NUMPY_FLOATS * 3 + NUMPY_INTS + (np.bool_, np.complex64, np.complex128)
        array = self.array(dtypes[rng.randint(len(dtypes))], self.shape())
        kind = rng.choice(["repr", "str", "scalar"], p=[0.5, 0.3, 0.2])
        if kind == "scalar" and array.size:
            return out.scalar(array.ravel()[0])
        options = {}
        if rng.rand() < 0.3:
            options = self.common_options()
            if rng.rand() < 0.4:
                options["floatmode"] = str(rng.choice(["fixed", "unique", "maxprec", "maxprec_equal"]))
            if rng.rand() < 0.3:
                options["suppress"] = True
            if rng.rand() < 0.4:
                options["sign"] = str(rng.choice(["+", "-", " "]))
            if rng.rand() < 0.2:
                options["nanstr"], options["infstr"] = "missing", "oo"
        out.array(array, ("str",) if kind == "str" else ("repr",), **options)

    def write(self, out, count):
        for _ in range(count // 2):
            self.tensor_record(out)
            self.array_record(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output")
    parser.add_argument("--random", type=int, default=0, metavar="N", help="write about N random records instead of the chosen ones")
    parser.add_argument("--seed", type=int, default=20261123)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    out = Goldens()
    if arguments.random:
        Random(arguments.seed).write(out, arguments.random)
    else:
        for cases in (torch_cases, torch_layouts, torch_suffixes, torch_options, numpy_cases, numpy_layouts):
            cases(out)
        Random(arguments.seed).write(out, 40)
    out.write(arguments.output)


if __name__ == "__main__":
    main()
