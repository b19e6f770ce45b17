#!/usr/bin/env python3
"""Calls of NumPy's functions with the results of the real NumPy (2.4.6), for the tests of LanternNumPy.

    python3 Scripts/goldens/numpy_functions.py > Tests/LanternNumPyTests/Golden/numpy-functions.json

A case is [name, arguments, named arguments, result]. An array among the arguments is a recipe, "@dtype:shape:seed:kind:layout", which
the tests follow too (random numbers agree bit for bit). A result is a list of outputs [dtype, shape, v(iew) or c(opy), values], where
values are a digest of the bytes if they must agree exactly; or the text of an error.
"""
import itertools
import json
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")

BOOL, INTS, UINTS = ["bool"], ["int8", "int16", "int32", "int64"], ["uint8", "uint16", "uint32", "uint64"]
FLOATS, COMPLEX = ["float16", "float32", "float64"], ["complex64", "complex128"]
REAL = BOOL + INTS + UINTS + FLOATS
ALL = REAL + COMPLEX


class A:
    """An array by its recipe."""

    def __init__(self, dtype="float64", shape=(3, 4), seed=1, kind="u", layout="c"):
        self.recipe = f"@{dtype}:{','.join(map(str, shape))}:{seed}:{kind}:{layout}"
        shape = tuple(shape)
        if layout == "t":
            self.value = self.make(dtype, shape[::-1], seed, kind).T
        elif layout == "s":
            self.value = self.make(dtype, shape[:-1] + (2 * shape[-1],), seed, kind)[..., ::2]
        elif layout == "r":
            self.value = self.make(dtype, shape, seed, kind)[::-1]
        else:
            self.value = self.make(dtype, shape, seed, kind)

    def make(self, dtype, shape, seed, kind):
        d = np.dtype(dtype)
        count = int(np.prod(shape))
        draws = np.random.RandomState(seed).random_sample(2 * count)
        x = draws[:count]
        if d.kind == "c":
            a = (x * 10 - 5) + 1j * (draws[count:] * 10 - 5)
        elif d.kind == "b":
            a = x > 0.5
        elif kind == "p":
            a = np.floor(x * 9) + 1 if d.kind in "iu" else x * 4 + 0.1
        elif kind == "0":
            a = np.floor(x * 2) if d.kind in "iu" else x
        elif kind == "i" or d.kind == "i":
            a = np.floor(x * 20) - 10 if kind != "i" else np.floor(x * 7) - 3
            if d.kind == "u":
                a = a + 10
        elif d.kind == "u":
            a = np.floor(x * 20)
        else:
            a = x * 10 - 5
        if kind == "n" and d.kind == "f":
            a = np.where(np.floor(x * 1000) % 4 == 0, np.nan, a)
        if kind == "s":
            a = np.sort(a, axis=None)
        if kind == "x" and d.kind == "f":  # everything special
            special = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -1.0, 0.5])
            a = special[np.floor(x * 8).astype(int)]
        return a.astype(d).reshape(shape)


EXACT = set("""add subtract multiply divide true_divide floor_divide mod remainder fmod negative positive absolute abs fabs sign square reciprocal
heaviside maximum minimum gcd lcm copysign nextafter spacing ldexp sqrt floor ceil trunc fix rint round around clip nan_to_num modf frexp
divmod real imag conj conjugate where sum max min ptp cumsum cumprod sort partition take concatenate stack mean""".split())
LOOSE = set("linalg.lstsq linalg.pinv polyfit roots poly linalg.inv linalg.solve linalg.cond".split())
cases, seen = [], set()


def encode(v):
    if isinstance(v, A):
        return v.recipe
    if isinstance(v, (list, tuple)):
        return [encode(x) for x in v]
    if isinstance(v, float) and (not np.isfinite(v) or v == int(v)):  # JSON would make a whole number of it
        return "#" + str(v)
    if isinstance(v, type):
        return np.dtype(v).name
    return v


def evaluate(v):
    if isinstance(v, A):
        return v.value
    if isinstance(v, list):
        return [evaluate(x) for x in v]
    if isinstance(v, tuple):
        return tuple(evaluate(x) for x in v)
    return v


def digest(a):
    """FNV-1a of the bytes in row-major order; every NaN counts as the same."""
    a = np.ascontiguousarray(a)
    if a.dtype.kind == "f":
        a = np.where(np.isnan(a), np.array(np.nan, a.dtype), a)
        bits = a.view(f"u{a.dtype.itemsize}").copy()
        bits[np.isnan(a)] = np.array(np.nan, a.dtype).view(f"u{a.dtype.itemsize}") & ~np.array(1 << (a.dtype.itemsize * 8 - 1), f"u{a.dtype.itemsize}")
        a = bits
    h = 0xCBF29CE484222325
    for byte in a.tobytes():
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{h:016x}"


def number(x):
    x = float(x)
    if not np.isfinite(x):
        return "#" + str(x)
    return float(f"{x:.11g}") if abs(x) < 1e300 else x


def output(name, r, first, is_exact=True):
    if isinstance(r, (bool, str)) or r is None:
        return {"s": r}
    if isinstance(r, np.dtype):
        return {"s": r.name}
    a = np.asarray(r)
    shares = "v" if isinstance(first, np.ndarray) and a.size > 0 and np.may_share_memory(a, first) else "c"
    if a.dtype.kind in "biu" or (is_exact and name in EXACT and a.dtype.kind == "f"):
        payload = digest(a)
    elif a.dtype.kind == "c":
        payload = [number(x) for z in a.ravel() for x in (z.real, z.imag)]
    else:
        payload = [number(x) for x in a.ravel()]
    return [a.dtype.name, list(a.shape), shares, payload]


# What cannot be compared as it is, made comparable: signs of vectors, orders of eigenvalues.
POST = {
    "linalg.svd": lambda r: [np.abs(r[0][..., :r[1].shape[-1]]), r[1], np.abs(r[2][..., :r[1].shape[-1], :])],
    "linalg.eigh": lambda r: [r[0], np.abs(r[1])],
    "linalg.eig": lambda r: [np.sort_complex(r[0]) if r[0].dtype.kind == "c" else np.sort(r[0])],
    "linalg.eigvals": lambda r: [np.sort_complex(r) if r.dtype.kind == "c" else np.sort(r)],
    "linalg.lstsq": lambda r: [r[0], r[1], np.array(int(r[2])), r[3]],
    "roots": lambda r: [np.sort_complex(r)],
    "meshgrid": list, "unique_values": lambda r: [np.sort(r)], "finfo": lambda r: [float(r.eps), float(r.max), float(r.tiny), int(r.bits)],
    "iinfo": lambda r: [int(r.min), str(r.max), int(r.bits)],
    "broadcast_shapes": lambda r: [np.array(r, int)],
    "gradient": lambda r: list(r) if isinstance(r, (tuple, list)) else [r],
    "poly": lambda r: [r],
}
CHANGES = set("put place putmask copyto fill_diagonal put_along_axis".split())


def add(name, *args, **named):
    key = json.dumps([name, encode(args), {k: encode(v) for k, v in named.items()}])
    if key in seen:
        return
    seen.add(key)
    values, keys = [evaluate(a) for a in args], {k: evaluate(v) for k, v in named.items()}
    f = np
    for part in name.split("."):
        f = getattr(f, part)
    try:
        if name in CHANGES:
            values[0] = values[0].copy()
            f(*values, **keys)
            r = [values[0]]
        else:
            r = f(*values, **keys)
            r = POST[name](r) if name in POST else list(r) if isinstance(r, (tuple, list)) else [r]
        first = None if name in CHANGES or not values else values[0]
        is_exact = "initial" not in named and not (isinstance(first, np.ndarray) and first.dtype.kind == "c" and name in ("abs", "absolute"))
        result = [output(name, x, first, is_exact) for x in r]
    except Exception as e:  # the text is the golden
        result = "E " + str(e)
    cases.append([*json.loads(key), result])


def ufuncs():
    both = "add subtract multiply divide floor_divide mod fmod power maximum minimum equal not_equal less less_equal greater greater_equal " \
           "logical_and logical_or logical_xor true_divide remainder fmax fmin".split()
    for name in both:
        for d in REAL:
            add(name, A(d, (2, 5), 3), A(d, (5,), 4, "p"))
        for a, b in [("int8", "uint8"), ("int64", "float32"), ("uint64", "int64"), ("float16", "float32"), ("bool", "int16"), ("int32", "float16")]:
            add(name, A(a, (4,), 5), A(b, (4,), 6, "p"))
        add(name, A("int16", (4,), 5), 3), add(name, A("float32", (4,), 5), 2.5), add(name, A("int16", (4,), 5), 2.5), add(name, 2, A("uint8", (4,), 5, "p"))
        add(name, A("float64", (3, 4), 5, "x", "t"), A("float64", (3, 4), 7, "x"))
        add(name, A("float64", (3, 4), 5), A("float64", (4, 4), 7))
    for name in "add subtract multiply divide equal not_equal logical_and power".split():
        for d in COMPLEX:
            add(name, A(d, (2, 3), 3), A(d, (3,), 4))
        add(name, A("complex64", (3,), 3), A("float64", (3,), 4)), add(name, A("complex64", (3,), 3), 2)
    for name in "arctan2 hypot copysign logaddexp logaddexp2 heaviside float_power nextafter".split():
        for d in REAL:
            add(name, A(d, (2, 5), 3), A(d, (5,), 4, "p"))
        add(name, A("float64", (12,), 5, "x"), A("float64", (12,), 7, "x"))
    for name in "bitwise_and bitwise_or bitwise_xor left_shift right_shift gcd lcm".split():
        for d in BOOL + INTS + UINTS + ["float32"]:
            add(name, A(d, (2, 5), 3, "p" if "shift" in name else "u"), A(d, (5,), 4, "0" if "shift" in name else "p"))
    for d in INTS:
        add("ldexp", A("float32", (5,), 3), A(d, (5,), 4))
    one = "negative positive absolute abs fabs sign square reciprocal sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos " \
          "arctan sinh cosh tanh arcsinh arccosh arctanh degrees radians rad2deg deg2rad floor ceil trunc fix rint sinc isnan isinf isfinite " \
          "signbit logical_not spacing".split()
    for name in one:
        kind = {"arcsin": "0", "arccos": "0", "arctanh": "0", "reciprocal": "p", "arccosh": "p"}.get(name, "u")
        for d in REAL:
            if name == "spacing" and d not in FLOATS:
                continue
            add(name, A(d, (2, 4), 3, kind))
        add(name, A("float64", (3, 4), 5, "x")), add(name, A("float64", (3, 4), 5, kind, "t")), add(name, A("float32", (4, 3), 5, kind, "s"))
        if name not in ("cbrt", "fabs", "floor", "ceil", "trunc", "fix", "rint", "degrees", "radians", "rad2deg", "deg2rad", "signbit", "spacing"):
            for d in COMPLEX:
                add(name, A(d, (4,), 3))
    for name in ("invert", "bitwise_not", "bitwise_invert", "bitwise_count"):
        for d in BOOL + INTS + UINTS + ["float64"]:
            add(name, A(d, (6,), 3))
    for name in ("add", "multiply", "maximum", "less"):
        add(name, A("float64", (3, 4), 1), A("float64", (4,), 2), out=A("float64", (3, 4), 3))
        add(name, A("float64", (3, 4), 1), A("float64", (4,), 2), out=A("float64", (3, 4), 3), where=A("bool", (3, 4), 4))
        add(name, A("int64", (3, 4), 1), A("int64", (4,), 2), out=A("float32", (3, 4), 3), where=A("bool", (4,), 4))
        add(name, A("float64", (3,), 1), A("float64", (3,), 2), out=A("int64", (3,), 3))
        add(name, A("float64", (3,), 1), 1, out=A("float64", (2,), 3))
        add(name, A("int32", (3,), 1), 1, out=A("int32", (2, 3), 3))
    for name in ("sqrt", "exp", "negative"):
        add(name, A("float64", (3, 4), 1, "p"), out=A("float64", (3, 4), 3), where=A("bool", (3, 4), 4))
        add(name, A("int32", (3, 4), 1, "p"), dtype="float32")
    for name in ("divmod",):
        for d in INTS + UINTS + FLOATS:
            add(name, A(d, (5,), 3), A(d, (5,), 4, "p"))
    for name in ("modf", "frexp", "isposinf", "isneginf"):
        for d in FLOATS + ["int32"] if name in ("modf", "frexp") else FLOATS:
            add(name, A(d, (6,), 3)), add(name, A(d, (6,), 4, "x"))
    for d in FLOATS + ["int32", "complex128"]:
        add("nan_to_num", A(d, (9,), 4, "x")), add("nan_to_num", A(d, (9,), 4, "x"), nan=1.5, posinf=7.0, neginf=-7.0)
    for name in "real imag conj conjugate angle iscomplex isreal".split():
        for d in ["int16", "float32", "float64"] + COMPLEX:
            add(name, A(d, (2, 3), 3))
    add("angle", A("complex128", (4,), 3), deg=True)
    for name in ("iscomplexobj", "isrealobj"):
        add(name, A("float32")), add(name, A("complex64"))
    for d in REAL + COMPLEX:
        for n in (0, 1, -1, 3):
            add("round", A(d, (5,), 3), n)
        add("around", A(d, (5,), 3), 2)
    for d in INTS + UINTS + FLOATS:
        add("clip", A(d, (2, 5), 3), 1, 4), add("clip", A(d, (2, 5), 3), None, 3), add("clip", A(d, (5,), 3), 2, None)
        add("clip", A(d, (2, 5), 3), A(d, (5,), 4, "0"), A(d, (5,), 4, "p"))
    for d in ALL:
        add("where", A("bool", (3, 4), 2), A(d, (3, 4), 3), A(d, (4,), 4)), add("where", A("bool", (4,), 2), A(d, (4,), 3), 1)
    add("where", A("bool", (3, 4), 2)), add("where", A("int32", (3, 4), 2, "0"), 1.5, A("float32", (4,), 3)), add("where", A("bool", (3,), 2), 1, 2)
    for a, b in itertools.product(["int32", "float32", "float64"], repeat=2):
        add("isclose", A(a, (6,), 3), A(b, (6,), 3)), add("allclose", A(a, (6,), 3), A(b, (6,), 3))
    add("isclose", A("float64", (12,), 3, "x"), A("float64", (12,), 4, "x")), add("isclose", A("float64", (12,), 3, "x"), A("float64", (12,), 3, "x"), equal_nan=True)
    add("allclose", A("float64", (3,), 3), A("float64", (3,), 4), atol=20.0), add("allclose", A("float64", (3,), 3), A("float64", (3,), 4), rtol=1e-9)
    for name in ("array_equal", "array_equiv"):
        add(name, A(), A()), add(name, A(), A(seed=2)), add(name, A("float64", (3,)), A("float64", (2, 3))), add(name, A("int32", (1,)), A("int64", (3,)))
        add(name, A("float64", (3,)), A("float64", (2,)))


def reductions():
    shapes = [((3, 4), [None, 0, 1, -1, [0, 1]]), ((2, 3, 4), [None, 1, [0, 2], [-1, 0]])]
    for name in "sum prod mean var std max min ptp any all amax amin count_nonzero".split():
        for d in ALL:
            if d in COMPLEX and name in ("max", "min", "ptp", "amax", "amin"):
                continue
            for shape, axes in shapes:
                for axis in axes:
                    add(name, A(d, shape, 3, "0" if name in ("any", "all", "prod") and d != "bool" else "u"), axis=tuple(axis) if isinstance(axis, list) else axis)
        add(name, A("float64", (3, 4), 3), axis=1, keepdims=True), add(name, A("float64", (2, 3, 4), 3), axis=(0, 2), keepdims=True)
        add(name, A("float32", (3, 4), 3, "u", "t"), axis=0), add(name, A("int16", (3, 4), 3, "u", "s"), axis=0), add(name, A("float64", (5,), 3, "x"))
        add(name, A("float64", (0, 3)), axis=0), add(name, A("float64", (0, 3)), axis=1), add(name, A("float64", (0,)))
        add(name, A("float64", (3, 4)), axis=2), add(name, A("float64", (3, 4)), axis=(0, 0)), add(name, A("float64", ()))
    for name in "sum prod".split():
        for d in ("int8", "float32", "float64"):
            add(name, A(d, (3, 4), 3, "0"), axis=0, initial=2), add(name, A(d, (3, 4), 3, "p"), where=A("bool", (3, 4), 2), axis=1)
            add(name, A(d, (3, 4), 3, "p"), dtype="float64"), add(name, A(d, (3, 4), 3, "p"), dtype="int32")
    for name in "max min".split():
        add(name, A("float64", (3, 4), 3), axis=0, initial=2.0), add(name, A("int32", (3, 4), 3), where=A("bool", (3, 4), 2), axis=1, initial=1)
        add(name, A("int32", (3, 4), 3), where=A("bool", (3, 4), 2)), add(name, A("float64", (0, 3)), axis=0, initial=1.0)
    for name in "mean var std".split():
        add(name, A("float64", (3, 4), 3), where=A("bool", (3, 4), 5), axis=1), add(name, A("float32", (3, 4), 3), where=A("bool", (3, 4), 5))
        add(name, A("int32", (3, 4), 3), dtype="float32")
    for name in ("var", "std"):
        for d in ("int32", "float32", "float64", "complex128"):
            add(name, A(d, (3, 4), 3), axis=1, ddof=1), add(name, A(d, (1,), 3), ddof=1)
    for name in ("any", "all"):
        add(name, A("bool", (3, 4), 3), axis=0, where=A("bool", (3, 4), 5))
    for name in ("argmax", "argmin", "nanargmax", "nanargmin"):
        for d in REAL:
            for axis in (None, 0, 1):
                add(name, A(d, (3, 4), 3), axis=axis)
        add(name, A("float64", (3, 4), 3, "n"), axis=1, keepdims=True), add(name, A("float64", (8,), 3, "x")), add(name, A("float64", (0,)))
    for name in ("cumsum", "cumprod", "nancumsum", "nancumprod"):
        for d in ALL:
            for axis in (None, 0, -1):
                add(name, A(d, (3, 4), 3, "0"), axis=axis)
        add(name, A("int8", (5,), 3), dtype="float32"), add(name, A("float64", (3, 4), 3, "n"), axis=0), add(name, A("float64", (3, 4), 3, "u", "t"), axis=1)
    for name in ("cumulative_sum", "cumulative_prod"):
        add(name, A("int32", (4,), 3)), add(name, A("float64", (3, 4), 3), axis=1, include_initial=True), add(name, A("float64", (3, 4), 3))
    for name in "nansum nanprod nanmean nanvar nanstd nanmax nanmin nanmedian".split():
        for d in FLOATS + ["int32"]:
            for axis in (None, 0, 1):
                add(name, A(d, (4, 5), 3, "n"), axis=axis)
        add(name, A("float64", (2, 3, 4), 3, "n"), axis=(0, 2), keepdims=True), add(name, A("float64", (5,), 3, "x"))
    for name in ("nanvar", "nanstd"):
        add(name, A("float64", (4, 5), 3, "n"), axis=1, ddof=1)


def statistics():
    methods = "inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen weibull linear median_unbiased " \
              "normal_unbiased lower higher midpoint nearest".split()
    for d in REAL:
        for axis in (None, 0, 1):
            add("median", A(d, (3, 4), 3), axis=axis)
        if d != "bool":
            add("percentile", A(d, (3, 4), 3), 30), add("quantile", A(d, (3, 5), 3), [0.1, 0.5, 0.8], axis=1)
    add("median", A("float64", (2, 3, 4), 3), axis=(0, 2), keepdims=True), add("median", A("float64", (3, 4), 3, "n"), axis=0), add("median", A("float64", (0,)))
    for m in methods:
        for n in (1, 4, 7):
            for q in ([0, 10, 25, 50, 62.5, 75, 100],):
                add("percentile", A("float64", (n,), n), q, method=m)
        add("quantile", A("int64", (3, 4), 3), 0.4, axis=0, method=m), add("nanquantile", A("float64", (6,), 3, "n"), 0.3, method=m)
    add("percentile", A("float64", (5,)), 101), add("quantile", A("float64", (5,)), -0.5), add("percentile", A("float64", (2, 3, 4)), [25, 50], axis=(0, 2))
    add("percentile", A("float64", (3, 4)), 25, axis=1, keepdims=True), add("nanpercentile", A("float64", (4, 5), 3, "n"), [20, 70], axis=1)
    add("quantile", A("float64", (3, 4), 3, "n"), 0.5, axis=1)
    for d in ("int32", "float32", "float64"):
        add("average", A(d, (3, 4), 3)), add("average", A(d, (3, 4), 3), axis=1, weights=A("float64", (4,), 4, "p")), add("average", A(d, (3, 4), 3), weights=A("float64", (3, 4), 4, "p"))
        add("average", A(d, (3, 4), 3), axis=0, weights=A("int32", (3, 4), 4, "p"), keepdims=True)
        for kw in ({}, {"rowvar": False}, {"bias": True}, {"ddof": 2}, {"aweights": A("float64", (4,), 5, "p")}, {"fweights": A("int64", (4,), 5, "p")},
                   {"aweights": A("float64", (4,), 5, "p"), "fweights": A("int64", (4,), 6, "p")}):
            if "rowvar" not in kw or not any("weights" in k for k in kw):
                add("cov", A(d, (3, 4), 3), **kw)
        add("cov", A(d, (4,), 3), A(d, (4,), 4)), add("cov", A(d, (4,), 3)), add("corrcoef", A(d, (3, 4), 3)), add("corrcoef", A(d, (4,), 3), A(d, (4,), 4))
        add("corrcoef", A(d, (3, 4), 3), rowvar=False)
        for mode in ("full", "same", "valid"):
            for n, m in ((5, 3), (3, 5), (4, 4), (6, 2), (1, 4)):
                add("convolve", A(d, (n,), 3), A(d, (m,), 4), mode=mode), add("correlate", A(d, (n,), 3), A(d, (m,), 4), mode=mode)
    add("cov", A("complex128", (2, 4), 3)), add("correlate", A("complex128", (4,), 3), A("complex128", (3,), 4)), add("average", A("float64", (2,)), weights=A("float64", (3,)))
    add("convolve", A("float64", (0,)), A("float64", (2,)))
    for d in BOOL + INTS + UINTS:
        add("bincount", A(d, (9,), 3, "p")), add("bincount", A(d, (9,), 3, "p"), minlength=12)
    add("bincount", A("int64", (9,), 3, "p"), A("float64", (9,), 4)), add("bincount", A("int64", (9,), 3)), add("bincount", A("float64", (9,), 3)), add("bincount", A("int64", (0,)))
    for d in ("int32", "float32", "float64"):
        for bins in (1, 4, 10, [-3.0, 0.0, 1.0, 4.5], "auto", "sqrt", "sturges", "rice", "scott", "fd", "doane"):
            add("histogram", A(d, (40,), 3), bins=bins)
        add("histogram", A(d, (5, 8), 3), bins=5, range=(-2.0, 3.0)), add("histogram", A(d, (40,), 3), bins=5, density=True)
        add("histogram", A(d, (40,), 3), bins=5, weights=A("float64", (40,), 4)), add("histogram_bin_edges", A(d, (40,), 3), bins=7)
        add("histogram2d", A(d, (40,), 3), A(d, (40,), 4), bins=4), add("histogram2d", A(d, (40,), 3), A(d, (40,), 4), bins=3, density=True)
        add("digitize", A(d, (6,), 3), A(d, (5,), 4, "s")), add("digitize", A(d, (6,), 3), A(d, (5,), 4, "s"), right=True)
    add("histogram", A("float64", (5,)), bins=0), add("histogram", A("float64", (5,)), bins=[2.0, 1.0]), add("histogram", A("float64", (0,)), bins=3)
    add("histogram", A("float64", (5,), 1, "x")), add("digitize", A("float64", (3,)), A("float64", (4,)))


def manipulation():
    for d in ("int32", "float64", "bool", "complex64"):
        a, v, cube = A(d, (3, 4), 3), A(d, (5,), 3), A(d, (2, 3, 4), 3)
        for s in ((4, 3), (2, 6), (12,), (-1,), (2, -1), (3, 2, 2), (5, 2), (-1, -1)):
            add("reshape", a, s)
        add("reshape", A(d, (3, 4), 3, "u", "t"), (4, 3)), add("reshape", A(d, (3, 4), 3, "u", "t"), (12,)), add("reshape", A(d, (3, 4), 3, "u", "s"), (3, 2, 2))
        for x in (a, v, cube, A(d, (3, 4), 3, "u", "t"), A(d, (3, 4), 3, "u", "r")):
            add("transpose", x), add("ravel", x), add("copy", x), add("squeeze", x), add("flip", x), add("ascontiguousarray", x)
            add("atleast_1d", x), add("atleast_2d", x), add("atleast_3d", x), add("unstack", x)
        add("transpose", cube, (1, 2, 0)), add("transpose", cube, (0, 0, 1)), add("permute_dims", cube, (2, 0, 1)), add("matrix_transpose", cube), add("matrix_transpose", v)
        add("swapaxes", cube, 0, -1), add("swapaxes", cube, 0, 3), add("squeeze", A(d, (1, 3, 1)), axis=0), add("squeeze", A(d, (1, 3, 1)), axis=(0, 2)), add("squeeze", A(d, (1, 3, 1)), axis=1)
        for p, q in ((0, 2), (2, 0), (-1, 0), ((0, 1), (2, 0)), ((0, 1), (1,)), (3, 0)):
            add("moveaxis", cube, p, q)
        for p, q in ((0, 3), (2, 0), (1, 2), (2, 5)):
            add("rollaxis", cube, p, q)
        for axis in (0, 1, 2, -1, (0, 2), 5):
            add("expand_dims", a, axis)
        add("broadcast_to", v, (3, 5)), add("broadcast_to", a, (2, 3, 4)), add("broadcast_to", a, (4,)), add("broadcast_to", a, (3, 5)), add("broadcast_to", A(d, (3, 1)), (3, 4))
        add("broadcast_arrays", A(d, (3, 1)), A(d, (4,))), add("broadcast_arrays", A(d, (3,)), A(d, (4,)))
        for axis in (None, 0, 1, (0, 1)):
            add("flip", a, axis=axis)
        add("fliplr", a), add("flipud", a), add("fliplr", v)
        for k in range(-1, 4):
            add("rot90", a, k), add("rot90", cube, k, (1, 2))
        for s, axis in ((2, None), (-1, 0), (1, 1), ((1, 2), (0, 1)), (5, (0, 1)), (0, 0), (100, 1)):
            add("roll", a, s, axis=axis)
        for r in (2, (2,), (2, 3), (2, 1, 2), 0, (0, 2)):
            add("tile", a, r), add("tile", v, r)
        add("repeat", a, 2), add("repeat", a, 2, axis=1), add("repeat", a, [1, 0, 2], axis=0), add("repeat", a, [1, 2], axis=0), add("repeat", a, -1)
        for s in ((2, 3), (4, 5), (30,), (0,), (2, 2, 2)):
            add("resize", a, s)
        for axis in (0, 1, -1, None):
            add("concatenate", [a, A(d, (3, 4), 4)], axis=axis)
        add("concatenate", [a, A(d, (2, 4), 4)]), add("concatenate", [a, A(d, (2, 4), 4)], axis=1), add("concatenate", [a, v]), add("concatenate", [])
        add("concatenate", [a, A("float32", (3, 4), 4)]), add("concat", [v, v]), add("concatenate", [v, A("int8", (2,))], dtype="float64")
        for axis in (0, 1, 2, -1, 3):
            add("stack", [a, A(d, (3, 4), 4)], axis=axis)
        add("stack", [a, v]), add("stack", [])
        for name in ("vstack", "hstack", "dstack", "column_stack"):
            add(name, [v, A(d, (5,), 4)]), add(name, [a, A(d, (3, 4), 4)]), add(name, [cube, cube]), add(name, [a, v])
        add("block", [[a, A(d, (3, 2), 4)], [A(d, (1, 4), 4), A(d, (1, 2), 5)]]), add("block", [v, v])
        for name in ("split", "array_split"):
            add(name, A(d, (6, 2)), 3), add(name, A(d, (6, 2)), 2, axis=1), add(name, A(d, (6, 2)), 4), add(name, A(d, (6, 2)), [1, 4]), add(name, A(d, (6, 2)), [2, 9, -1])
        add("array_split", A(d, (7,)), 3), add("array_split", A(d, (7,)), 0), add("hsplit", a, 2), add("hsplit", v, [2]), add("vsplit", A(d, (4, 2)), 2), add("vsplit", v, 1)
        add("dsplit", cube, 2), add("dsplit", a, 2), add("unstack", cube, axis=1)
        add("append", a, A(d, (3, 1), 4), axis=1), add("append", a, 1), add("append", v, A(d, (2,), 4)), add("append", a, v, axis=0)
        add("insert", v, 2, 1), add("insert", v, [1, 3], A(d, (2,), 4)), add("insert", a, 1, A(d, (4,), 4), axis=0), add("insert", a, 1, A(d, (3,), 4), axis=1)
        add("insert", a, [0, 2], 1, axis=1), add("insert", v, 9, 1), add("insert", v, -1, 1), add("insert", a, 5, 1)
        add("delete", v, 2), add("delete", v, [0, -1]), add("delete", a, 1, axis=0), add("delete", a, [0, 2], axis=1), add("delete", a, 3), add("delete", v, 7)
        for mode in ("constant", "edge", "reflect", "symmetric", "wrap", "maximum", "minimum", "mean", "linear_ramp", "median"):
            if d in ("bool", "complex64") and mode in ("maximum", "minimum", "mean", "linear_ramp", "median"):
                continue
            add("pad", a, 2, mode=mode), add("pad", v, [[2, 3]], mode=mode), add("pad", a, [[1, 0], [0, 6]], mode=mode)
        add("pad", v, [[1, 2]], mode="constant", constant_values=3), add("pad", a, -1)
        add("trim_zeros", A(d, (8,), 6, "i")), add("trim_zeros", A(d, (8,), 6, "0"), "f"), add("trim_zeros", A(d, (8,), 6, "0"), "b")


def selecting():
    for d in ("int16", "float64", "bool"):
        a, v = A(d, (3, 4), 3), A(d, (6,), 3)
        add("take", a, [0, 5, -1]), add("take", a, [[0, 1], [2, 0]], axis=1), add("take", a, 1, axis=0), add("take", v, [9]), add("take", v, [9, -9], mode="wrap")
        add("take", v, [9, -9], mode="clip"), add("take_along_axis", a, A("int64", (3, 2), 4, "0"), axis=1), add("take_along_axis", a, A("int64", (1, 4), 4, "0"), axis=0)
        add("take_along_axis", a, A("int64", (2,), 4, "0"), axis=0), add("put_along_axis", a, A("int64", (3, 1), 4, "0"), 1, axis=1)
        add("put", a, [0, 5, -1], [1, 2]), add("put", a, [20], 1), add("put", a, [20, -30], [1, 0], mode="wrap"), add("put", a, [20, -30], [1, 0], mode="clip")
        add("place", a, A("bool", (3, 4), 5), [1, 0]), add("putmask", a, A("bool", (3, 4), 5), A(d, (12,), 6)), add("putmask", a, A("bool", (3, 4), 5), [1, 0])
        add("copyto", a, A(d, (4,), 6)), add("copyto", a, 1, where=A("bool", (4,), 5)), add("copyto", a, A(d, (5,), 6))
        add("choose", A("int64", (4,), 3, "0"), [A(d, (4,), 4), A(d, (4,), 5)]), add("choose", A("int64", (4,), 3, "p"), [A(d, (4,), 4), A(d, (4,), 5)])
        add("choose", A("int64", (4,), 3, "p"), [A(d, (4,), 4), A(d, (4,), 5)], mode="clip"), add("choose", A("int64", (4,), 3, "p"), [A(d, (4,), 4), A(d, (4,), 5)], mode="wrap")
        add("compress", [True, False, True], a, axis=0), add("compress", [True, False, True], a), add("extract", A("bool", (3, 4), 5), a)
        add("select", [A("bool", (4,), 3), A("bool", (4,), 4)], [A(d, (4,), 5), A(d, (4,), 6)])
        add("nonzero", a), add("flatnonzero", a), add("argwhere", a), add("argwhere", A(d, (), 3)), add("count_nonzero", a, axis=1), add("nonzero", A(d, ()))
        add("diagonal", a), add("diagonal", a, 1), add("diagonal", a, -2), add("diagonal", A(d, (2, 3, 4), 3), 0, 1, 2), add("diagonal", v), add("diagonal", a, 7)
        add("diag", a), add("diag", a, k=1), add("diag", v, k=-1), add("diag", v), add("diagflat", a, 1), add("fill_diagonal", A(d, (3, 3)), 1), add("fill_diagonal", A(d, (5, 2)), 1, wrap=True)
        for k in (-1, 0, 1, 5):
            add("tril", a, k=k), add("triu", a, k=k), add("tril", v, k=k), add("triu", A(d, (2, 3, 3), 3), k=k)
    for n, m, k in ((3, None, 0), (3, 4, 1), (4, 2, -1), (0, None, 0)):
        add("tri", n, m, k), add("tril_indices", n, k=k, m=m), add("triu_indices", n, k=k, m=m), add("eye", n, m, k=k)
    add("tri", 3, dtype="int8"), add("identity", 3), add("diag_indices", 3), add("diag_indices", 2, 3)
    for i in (3, [3, 7], [[0, 11], [5, 6]], [12]):
        add("unravel_index", i, (3, 4))
    add("ravel_multi_index", [A("int64", (3,), 3, "0"), A("int64", (3,), 4, "0")], (3, 4)), add("ravel_multi_index", [A("int64", (3,), 3, "p"), A("int64", (3,), 4, "p")], (3, 4))
    add("ravel_multi_index", [A("int64", (3,), 3, "p"), A("int64", (3,), 4, "p")], (3, 4), mode="clip"), add("ix_", A("int64", (2,), 3), A("bool", (4,), 4))
    for kw in ({}, {"indexing": "ij"}, {"sparse": True}, {"indexing": "zz"}):
        add("meshgrid", A("float64", (3,), 1), A("int32", (4,), 2), **kw), add("meshgrid", A("float64", (3,), 1), A("int32", (4,), 2), A("bool", (2,), 2), **kw)
    add("indices", (2, 3)), add("indices", (2, 3, 2)), add("broadcast_shapes", (3, 1), (4,)), add("broadcast_shapes", (3,), (4,))
    for d in REAL + COMPLEX:
        for axis in (0, 1, -1, None):
            add("sort", A(d, (4, 5), 3), axis=axis)
        if d != "bool":
            add("argsort", A(d, (4, 5), 3), axis=1, kind="stable")
        add("unique", A(d, (4, 5), 3)), add("partition", A(d, (1,), 3), 0)
    for d in ("int32", "float64"):
        add("sort", A(d, (6,), 3, "n")), add("sort", A(d, (3, 4), 3, "u", "t"), axis=0), add("argsort", A(d, (6,), 3, "n"), kind="stable"), add("sort", A(d, (3,)), axis=2)
        add("partition", A(d, (5,)), 7), add("lexsort", [A(d, (6,), 3, "i"), A(d, (6,), 4, "i")]), add("lexsort", [A(d, (3, 4), 3, "i"), A(d, (3, 4), 4, "i")])
        for side in ("left", "right"):
            add("searchsorted", A(d, (6,), 3, "s"), A(d, (2, 3), 4), side=side), add("searchsorted", A(d, (6,), 3, "s"), 0, side=side)
        add("searchsorted", A(d, (6,), 3), A(d, (3,), 4), sorter=A("int64", (6,), 3, "0")), add("searchsorted", A(d, (2, 3)), 1)
    for d in ("int8", "uint64", "float32", "float64", "bool"):
        x, y = A(d, (3, 4), 3, "i"), A(d, (6,), 4, "i")
        add("unique_counts", x), add("unique_inverse", x), add("unique_all", x), add("unique_values", x), add("union1d", x, y), add("intersect1d", x, y), add("setdiff1d", x, y)
        add("setxor1d", x, y), add("isin", x, y), add("isin", x, y, invert=True), add("unique", A(d, (6, 2), 4, "0"), axis=0), add("unique", A(d, (2, 6), 4, "0"), axis=1)
    add("unique", A("float64", (8,), 3, "n")), add("unique", A("int32", (0,))), add("isin", A("int32", (3,)), []), add("union1d", A("int8", (4,)), A("float32", (3,)))
    for o in ("big", "little"):
        add("packbits", A("bool", (13,), 3), bitorder=o), add("packbits", A("bool", (3, 9), 3), axis=1, bitorder=o), add("unpackbits", A("uint8", (3,), 3), bitorder=o)
        add("unpackbits", A("uint8", (2, 3), 3), axis=0, bitorder=o), add("unpackbits", A("uint8", (3,), 3), count=10, bitorder=o)


def linear_algebra():
    for d in REAL + COMPLEX:
        for p, q in (((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((2, 2, 3), (3, 4)), ((2, 3), (2, 3))):
            add("dot", A(d, p, 3), A(d, q, 4)), add("matmul", A(d, p, 3), A(d, q, 4))
        add("inner", A(d, (2, 3), 3), A(d, (4, 3), 4)), add("outer", A(d, (2,), 3), A(d, (3,), 4)), add("vdot", A(d, (2, 3), 3), A(d, (6,), 4))
        add("tensordot", A(d, (2, 3, 4), 3), A(d, (3, 4, 2), 4)), add("tensordot", A(d, (2, 3), 3), A(d, (3, 2), 4), axes=1), add("tensordot", A(d, (2, 3), 3), A(d, (3, 2), 4), axes=0)
        add("einsum", "ij,jk->ik", A(d, (2, 3), 3), A(d, (3, 4), 4)), add("einsum", "ii->i", A(d, (3, 3), 3)), add("einsum", "ij->", A(d, (2, 3), 3)), add("einsum", "i,j", A(d, (2,), 3), A(d, (3,), 4))
        add("trace", A(d, (3, 4), 3)), add("kron", A(d, (2, 2), 3), A(d, (3,), 4)), add("vecdot", A(d, (2, 3), 3), A(d, (3,), 4))
        if d != "bool":
            add("cross", A(d, (3,), 3), A(d, (3,), 4)), add("cross", A(d, (2, 3), 3), A(d, (3,), 4))
    add("dot", A("float64", (2, 3)), A("float64", (2, 3))), add("dot", 2, A("int32", (3,))), add("dot", A("int32", (2, 3)), A("float32", (3,))), add("matmul", A("float64", ()), A("float64", (2,)))
    add("inner", A("float64", (2, 3)), A("float64", (2,))), add("tensordot", A("float64", (2, 3)), A("float64", (2, 3)), axes=1), add("tensordot", A("float64", (2, 3, 4)), A("float64", (4, 3)), axes=([1, 2], [1, 0]))
    add("einsum", "...ij,...jk->...ik", A("float64", (2, 2, 3)), A("float64", (3, 2))), add("einsum", "ij,ij->j", A("float64", (3, 2)), A("float64", (3, 2), 4)), add("trace", A("float64", (2, 3, 3)), 1, 1, 2)
    add("kron", A("float64", (2, 3)), A("float64", (2, 2))), add("matvec", A("float64", (2, 3)), A("float64", (3,), 4)), add("vecmat", A("float64", (3,)), A("float64", (3, 2), 4))
    add("cross", A("float64", (4,)), A("float64", (3,)))
    for d in ("int32", "float32", "float64", "complex64", "complex128", "float16"):
        sq, tall, wide, batch = A(d, (3, 3), 3), A(d, (4, 3), 3), A(d, (2, 4), 3), A(d, (2, 3, 3), 3)
        for x in (sq, batch):
            for f in "inv det slogdet eig eigvals matrix_rank pinv svd svdvals qr".split():
                if f in ("eig", "eigvals") and x is batch:
                    continue
                add("linalg." + f, x)
            add("linalg.eigvalsh", x), add("linalg.cond", x)
        for x in (tall, wide):
            for f in "svd svdvals qr pinv matrix_rank cond inv det".split():
                add("linalg." + f, x)
            add("linalg.svd", x, full_matrices=False), add("linalg.qr", x, mode="complete"), add("linalg.qr", x, mode="r")
        add("linalg.eigh", A(d, (2, 2), 5)), add("linalg.eigvalsh", sq, "U")
        for k in (-2, -1, 0, 1, 2, 3, 5):
            add("linalg.matrix_power", sq, k)
        add("linalg.solve", sq, A(d, (3,), 4)), add("linalg.solve", sq, A(d, (3, 2), 4)), add("linalg.solve", batch, A(d, (2, 3, 2), 4)), add("linalg.solve", sq, A(d, (4,), 4)), add("linalg.solve", tall, A(d, (4,), 4))
        add("linalg.lstsq", tall, A(d, (4,), 4)), add("linalg.lstsq", tall, A(d, (4, 2), 4)), add("linalg.lstsq", wide, A(d, (2,), 4)), add("linalg.multi_dot", [wide, tall, sq])
        for x in (A(d, (5,), 3), tall, A(d, (2, 3, 4), 3)):
            add("linalg.norm", x)
            for o in (1, 2, -1, 0, 3, -2, float("inf"), -float("inf")):
                if isinstance(o, float) or o in (1, 2, -1, -2) or len(x.value.shape) == 1:
                    add("linalg.norm", x, o)
            add("linalg.vector_norm", x), add("linalg.norm", x, axis=-1)
        add("linalg.norm", tall, "fro"), add("linalg.norm", tall, "nuc"), add("linalg.norm", tall, 2, axis=(0, 1), keepdims=True), add("linalg.matrix_norm", A(d, (2, 3, 4), 3)), add("linalg.norm", tall, 1, axis=0, keepdims=True)
        add("linalg.cond", sq, 1), add("linalg.cond", sq, "fro"), add("linalg.tensorsolve", A(d, (2, 3, 6), 3), A(d, (2, 3), 4)), add("linalg.tensorinv", A(d, (2, 3, 6), 3), ind=2)
    add("linalg.cholesky", A("float64", (2, 2))), add("linalg.inv", A("float64", (2, 2), 3, "0")), add("linalg.inv", A("int64", (2, 2), 7, "0")), add("linalg.norm", A("float64", (5,)), "fro"), add("linalg.inv", A("float64", (3,)))


def transforms():
    for d in ("int32", "float32", "float64", "complex64", "complex128"):
        for f in "fft ifft rfft irfft hfft ihfft".split():
            for n in (None, 4, 7):
                add("fft." + f, A(d, (6,), 3), n=n)
            add("fft." + f, A(d, (3, 4), 3), axis=0), add("fft." + f, A(d, (5,), 3), norm="ortho"), add("fft." + f, A(d, (5,), 3), norm="forward")
        for f in "fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn".split():
            add("fft." + f, A(d, (3, 4), 3)), add("fft." + f, A(d, (2, 3, 4), 3), axes=(0, 1)), add("fft." + f, A(d, (3, 4), 3), s=(4, 6), axes=(0, 1))
    add("fft.fft", A("float64", (4,)), n=0)
    for n in (1, 4, 7):
        add("fft.fftfreq", n), add("fft.fftfreq", n, 0.1), add("fft.rfftfreq", n), add("fft.rfftfreq", n, 0.25)
    for f in ("fft.fftshift", "fft.ifftshift"):
        add(f, A("float64", (5,))), add(f, A("int32", (3, 4))), add(f, A("int32", (3, 4)), axes=1)
    for d in ("int32", "float32", "float64"):
        x, y = A(d, (6,), 3), A(d, (6,), 4)
        for k in (0, 1, 2, 3):
            add("polyfit", x, y, k), add("polyder", A(d, (4,), 3), k), add("polyint", A(d, (4,), 3), k), add("vander", A(d, (4,), 3), k + 1)
        add("polyfit", x, A(d, (6, 2), 5), 2), add("polyfit", x, y, 1, w=A("float64", (6,), 5, "p")), add("polyfit", x, A(d, (5,)), 1)
        add("polyval", A(d, (3,), 3), A(d, (2, 3), 4)), add("polyval", A(d, (3,), 3), 2), add("poly", A(d, (3,), 3)), add("roots", A(d, (4,), 3)), add("roots", A(d, (5,), 3, "i"))
        add("polyadd", A(d, (3,), 3), A(d, (5,), 4)), add("polysub", A(d, (3,), 3), A(d, (5,), 4)), add("polymul", A(d, (3,), 3), A(d, (4,), 4)), add("polydiv", A(d, (5,), 3), A(d, (3,), 4)), add("polydiv", A(d, (2,), 3), A(d, (3,), 4))
        add("vander", A(d, (4,), 3)), add("vander", A(d, (4,), 3), increasing=True)
        for n in (0, 1, 2, 5):
            add("diff", x, n=n)
        add("diff", A(d, (3, 4), 3), axis=0), add("diff", x, prepend=0), add("diff", A(d, (3, 4), 3), append=A(d, (3, 1), 4)), add("ediff1d", A(d, (3, 4), 3)), add("ediff1d", x, to_end=A(d, (2,), 4), to_begin=A(d, (1,), 5))
        add("gradient", x), add("gradient", A(d, (4, 5), 3)), add("gradient", A(d, (4, 5), 3), axis=1), add("gradient", x, 2.0), add("gradient", x, edge_order=2), add("gradient", x, A("float64", (6,), 9, "s")), add("gradient", x, A("float64", (6,), 9, "s"), edge_order=2)
        add("gradient", A(d, (1,))), add("trapezoid", x), add("trapezoid", A(d, (3, 4), 3), dx=0.5, axis=0), add("trapezoid", x, A("float64", (6,), 9, "s")), add("unwrap", x), add("unwrap", A(d, (3, 4), 3), axis=0)
        add("unwrap", x, period=4), add("interp", A("float64", (2, 4), 3), A(d, (6,), 4, "s"), y), add("interp", 0.3, A("float64", (6,), 4, "s"), y), add("interp", A("float64", (9,), 3), A("float64", (6,), 4, "s"), y, left=-9.0, right=9.0)
        add("interp", A("float64", (9,), 3), A("float64", (6,), 4), y, period=4.0), add("i0", A(d, (6,), 3)), add("sinc", x)
    add("diff", A("bool", (6,), 3)), add("diff", A("float64", ())), add("interp", 1.0, A("float64", (3,)), A("float64", (4,)))
    for f in ("hanning", "hamming", "blackman", "bartlett"):
        for n in (0, 1, 2, 7, 8):
            add(f, n)
    for n, b in ((1, 2.0), (5, 8.6), (8, 0.0), (12, 14.0)):
        add("kaiser", n, b)


def creation_and_types():
    for d in ALL:
        add("zeros", (2, 3), dtype=d), add("ones", 4, dtype=d), add("full", (2, 2), 1, dtype=d), add("zeros_like", A(d)), add("ones_like", A(d)), add("full_like", A(d), 1), add("eye", 3, dtype=d)
        add("arange", 5, dtype=d) if d != "bool" else None
    add("full", 3, 2.5), add("full", 3, 2), add("full", 3, True), add("zeros", -1), add("arange", 2, 9), add("arange", 2, 9, 3), add("arange", 0.0, 1.0, 0.1), add("arange", 5, 0, -2), add("arange", 1, 2, 0), add("arange", 5.0)
    for n in (0, 1, 2, 5, 50):
        add("linspace", 0, 1, n), add("linspace", -2.5, 7.25, n, endpoint=False), add("logspace", 0, 2, n), add("geomspace", 1, 1000, n), add("geomspace", -2, -32, n)
    add("linspace", 0, 10, 4, dtype="int64"), add("logspace", 0, 3, 4, base=2.0), add("geomspace", 0, 2, 3), add("linspace", 0, 1, -1), add("geomspace", 1, 256, 9, endpoint=False)
    for a, b in itertools.product(ALL, repeat=2):
        add("promote_types", a, b), add("can_cast", a, b), add("can_cast", a, b, casting="same_kind")
    for d in FLOATS + COMPLEX:
        add("finfo", d)
    for d in INTS + UINTS:
        add("iinfo", d)
    for v in (0, 255, 256, -1, -129, 70000, 2**40, 1.5, 1e10, 1e300, True):
        add("min_scalar_type", v)
    add("result_type", A("int8"), 3), add("result_type", A("int8"), A("uint8")), add("result_type", A("float32"), 3.0), add("result_type", A("int32"), 2.5)


for part in (ufuncs, reductions, statistics, manipulation, selecting, linear_algebra, transforms, creation_and_types):
    part()
print("[")
print(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
print("]")
print(len(cases), "cases of", len({c[0] for c in cases}), "functions", file=sys.stderr)
