#!/usr/bin/env python3
"""Cases for the tests of LanternNumPy, made by the real NumPy (2.4.6).

    python3 Scripts/goldens/numpy_cases.py > Tests/LanternNumPyTests/Golden/numpy-cases.json
"""
import itertools
import json
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
DTYPES = ["bool", "uint8", "int8", "int16", "int32", "int64", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128"]
REAL = DTYPES[:12]


def digest(a):
    """FNV-1a of the bytes in row-major order."""
    h = 0xCBF29CE484222325
    for byte in np.ascontiguousarray(a).tobytes():
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{h:016x}"


def attempt(f):
    try:
        return f()
    except Exception as e:  # the text is the golden
        return "error: " + str(e)


def promotion():
    pairs = [[a, b, str(np.concatenate([np.zeros(1, a), np.zeros(1, b)]).dtype)] for a in DTYPES for b in DTYPES]
    weak = []
    for d in REAL:
        x = np.array([1, 2], d)
        for text, number in (("true", True), ("3", 3), ("2.5", 2.5)):
            for op in ("add", "divide", "power", "less", "maximum"):
                f = getattr(np, op)
                weak.append([d, text, op, attempt(lambda: repr(f(x, number))), attempt(lambda: repr(f(number, x)))])
    return {"pairs": pairs, "weak": weak}


def elementwise():
    left, right = [1, 2, 0, 7, 100], [3, 1, 2, 4, 90]
    ops = ["add", "subtract", "multiply", "divide", "power", "floor_divide", "remainder", "maximum", "minimum", "less", "equal"]
    cases = []
    pairs = [(a, a) for a in REAL] + [("uint8", "int8"), ("int64", "uint64"), ("int32", "float32"), ("int16", "float16"), ("bool", "int8"),
                                      ("bool", "float32"), ("uint16", "int16"), ("float32", "float64"), ("uint32", "int32")]
    for a, b in pairs:
        x, y = np.array(left).astype(a), np.array(right).astype(b)
        for op in ops:
            cases.append([a, b, op, attempt(lambda: repr(getattr(np, op)(x, y)))])
    signed = []
    for d in ("int8", "int64", "float32", "float64"):
        x, y = np.array([7, -7, 7, -7, 6, -6], d), np.array([3, 3, -3, -3, -3, 0], d)
        for op in ("floor_divide", "remainder", "divide"):
            signed.append([d, op, repr(getattr(np, op)(x, y))])
    unary = []
    for d in REAL:
        x = np.array([0, 1, 4, 2], d)
        for op in ("sqrt", "absolute", "sign", "square", "floor", "negative"):
            unary.append([d, op, attempt(lambda: repr(getattr(np, op)(x)))])
    return {"pairs": cases, "signed": signed, "unary": unary}


def build(parts):
    index = []
    for p in parts:
        if p[0] == "i":
            index.append(p[1])
        elif p[0] == "s":
            index.append(slice(*p[1:]))
        elif p[0] == "e":
            index.append(...)
        elif p[0] == "n":
            index.append(None)
        else:
            index.append(np.array(p[1]))
    return tuple(index)


def indexing():
    rng = np.random.RandomState(3)
    a = np.arange(60).reshape(3, 4, 5)
    cases = []

    def one(kinds):
        k = rng.choice(kinds)
        bound = lambda: None if rng.rand() < 0.4 else int(rng.randint(-7, 8))
        if k == "i":
            return ["i", int(rng.randint(-4, 4))]
        if k == "s":
            return ["s", bound(), bound(), int(rng.choice([1, 1, 2, 3, -1, -1, -2, -3]))]
        if k == "a":
            shape = [(2,), (1,), (3,), (2, 1)][rng.randint(4)]
            return ["a", rng.randint(-3, 3, shape).tolist()]
        return [k]

    def add(parts):
        r = attempt(lambda: a[build(parts)])
        if isinstance(r, str):
            cases.append({"index": parts, "error": r[7:]})
        else:
            case = {"index": parts, "shape": list(np.shape(r)), "values": np.ravel(r).tolist()}
            if not any(p[0] in "am" for p in parts) and np.ndim(r) and r.size:
                case["strides"] = [s for s, n in zip(r.strides, r.shape) if n > 1]
            cases.append(case)

    for _ in range(110):
        parts = [one(["i", "s", "s", "s", "n", "e"]) for _ in range(rng.randint(1, 5))]
        add(parts)
    for _ in range(60):
        add([one(["i", "s", "a", "a", "e", "n"]) for _ in range(rng.randint(1, 4))])
    add([["m", (a % 3 == 0).tolist()]])
    add([["m", [True, False, True]]])
    add([["m", [True, False, True]], ["i", 1]])
    add([["s", None, None, -1], ["m", [True, False, True, True]]])
    add([["m", [True, False]]])
    add([["a", [0, 1]], ["m", [True, False, True, False]]])
    add([["m", (a[:, :, 0] > 20).tolist()], ["s", None, None, -2]])
    return cases


def views(a):
    yield "whole", a
    yield "T", a.T
    yield "swap", a.transpose(1, 0, 2)
    yield "apart", a[:, ::2, ::2]
    yield "back", a[::-1, :, ::-1]
    yield "part", a[1:, 3:20]


def reductions():
    cases = []
    for dtype, shape in (("float64", (30, 41, 22)), ("float32", (30, 41, 22)), ("float16", (6, 30, 11)), ("int32", (5, 30, 11)),
                         ("bool", (5, 30, 11)), ("float64", (3, 20, 1500))):
        rand = np.random.RandomState(7).rand(*shape)
        a = (rand > 0.5) if dtype == "bool" else (rand * 100 - 50).astype(dtype)
        for name, v in views(a):
            for op in ("sum", "mean", "var", "max", "argmin", "cumsum", "prod", "any"):
                if op == "prod" and dtype != "int32" or op == "cumsum" and (dtype == "float16" or name == "whole"):
                    continue
                if op == "var" and dtype in ("bool", "float16"):
                    continue
                axes = [None, 0, 1, 2, -1] if op in ("argmin", "cumsum", "any") else [None, 0, 2, [0, 1], [0, 2], [1, 2]]
                for axis in axes:
                    # Sums over more elements than NumPy's buffer holds, along axes that do not follow each other evenly, depend on how
                    # its iterator fills the buffer.
                    inner = v.shape[1] * v.shape[2] * (v.shape[0] if axis is None else 1)
                    if op in ("sum", "mean", "var") and name in ("apart", "back", "part") and axis in (None, [1, 2]) and inner > 8192:
                        continue
                    keep = op != "cumsum" and name == "T"
                    kw = {"keepdims": True} if keep else {}
                    r = getattr(v, op)(axis=tuple(axis) if isinstance(axis, list) else axis, **kw)
                    cases.append([dtype, list(shape), name, op, axis, keep, str(np.asarray(r).dtype), list(np.shape(r)), digest(r)])
    return cases


def sums():
    """Sums of vectors of every length around the borders of the pairwise scheme, and of long ones."""
    x = np.random.RandomState(11).rand(100003)
    cases = []
    for n in list(range(0, 20)) + [127, 128, 129, 130, 135, 136, 255, 256, 257, 1000, 8191, 8192, 8193, 65536, 100003]:
        for step in (1, 3, -1):
            v = x[:n][::step]
            cases.append([n, step, float(v.sum()).hex(), float(v.astype("float32").sum()).hex()])
    return cases


def broadcasting():
    cases = []
    for a, b in itertools.product([(), (1,), (3,), (2, 3), (2, 1), (1, 3), (4, 1, 3), (0,), (2, 0), (2, 4)], repeat=2):
        r = attempt(lambda: list((np.zeros(a) + np.zeros(b)).shape))
        cases.append([list(a), list(b), r])
    return cases


def ranges():
    cases = []
    for a, b, n, end in ((0, 1, 5, True), (-1, 1, 100, True), (0.1, 0.7, 7, True), (1, 10, 4, False), (5, 5, 3, True), (0, 1, 1, True),
                         (0, 1, 0, True), (3, -2, 11, True), (0, 5e-324, 3, True), (1e308, -1e307, 9, True)):
        cases.append(["linspace", a, b, n, end, digest(np.linspace(a, b, n, endpoint=end))])
    for a, b, c in ((0, 1, 0.1), (1, 2, 0.1), (0.5, 9.5, 1), (10, 0, -0.7), (-3, 3, 0.3), (0, 1, 2.5)):
        cases.append(["arange", float(a), float(b), float(c), False, digest(np.arange(float(a), float(b), float(c)))])
    return cases


def randoms():
    r = {}
    np.random.seed(5)
    m = np.arange(12).reshape(4, 3)
    for name, f in {
        "rand": lambda: np.random.rand(2, 2), "randn": lambda: np.random.randn(3), "randint": lambda: np.random.randint(-5, 5, (2, 3)),
        "randint8": lambda: np.random.randint(200, size=4, dtype=np.uint8), "uniform": lambda: np.random.uniform(-1, 2, 3),
        "normal": lambda: np.random.normal(1, 2, (1, 2)), "exponential": lambda: np.random.exponential(2.0, 2),
        "permutation": lambda: np.random.permutation(6), "rows": lambda: np.random.permutation(m),
        "choice": lambda: np.random.choice(10, 4), "distinct": lambda: np.random.choice(10, 4, replace=False),
        "weighted": lambda: np.random.choice(np.array([10, 20, 30]), (2, 2), p=[0.2, 0.3, 0.5]), "sample": lambda: np.random.random_sample(2),
    }.items():
        r[name] = repr(f())
    x = m.copy()
    np.random.shuffle(x)
    r["shuffle"] = repr(x)
    g = np.random.default_rng(5)
    for name, f in {
        "random": lambda: g.random((2, 2)), "floats": lambda: g.random(3, dtype=np.float32), "standard_normal": lambda: g.standard_normal(3),
        "normal": lambda: g.normal(1, 2, 2), "uniform": lambda: g.uniform(-1, 2, 2), "integers": lambda: g.integers(-5, 5, (2, 3)),
        "endpoint": lambda: g.integers(3, size=6, endpoint=True), "exponential": lambda: g.exponential(2.0, 2),
        "permutation": lambda: g.permutation(6), "rows": lambda: g.permutation(m), "choice": lambda: g.choice(10, 4),
        "distinct": lambda: g.choice(np.array([1.5, 2.5, 3.5, 4.5]), 3, replace=False),
    }.items():
        r["g." + name] = repr(f())
    x = m.copy()
    g.shuffle(x)
    r["g.shuffle"] = repr(x)
    return r


json.dump({"promotion": promotion(), "elementwise": elementwise(), "indexing": indexing(), "reductions": reductions(), "sums": sums(),
           "broadcasting": broadcasting(), "ranges": ranges(), "randoms": randoms()}, sys.stdout, separators=(",", ":"))
