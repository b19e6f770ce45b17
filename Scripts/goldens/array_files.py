#!/usr/bin/env python3
"""Writes Tests/LanternIOTests/Golden/array-files.json: files as NumPy writes them, with the elements that they hold.

Usage: array_files.py  (needs NumPy; the tests that read the result do not)
"""
import base64
import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.lib import format as npy

rng = np.random.default_rng(5)


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def little(a: np.ndarray) -> bytes:
    return a.astype(a.dtype.newbyteorder("<")).tobytes("C")


def file(a: np.ndarray, version=None) -> bytes:
    out = io.BytesIO()
    npy.write_array(out, a, version=version, allow_pickle=False)
    return out.getvalue()


def case(name: str, a: np.ndarray, version=None, canonical=True) -> dict:
    # canonical: what a writer of the same array makes of it must be the same bytes.
    return {
        "name": name,
        "dtype": a.dtype.name,
        "shape": list(a.shape),
        "fortran": bool(a.flags.f_contiguous and not a.flags.c_contiguous),
        "canonical": canonical,
        "elements": text(little(a)),
        "file": text(file(a, version)),
    }


def numbers(dtype: str, shape) -> np.ndarray:
    kind = np.dtype(dtype)
    if kind == bool:
        return rng.integers(0, 2, shape).astype(bool)
    if kind.kind in "iu":
        info = np.iinfo(kind)
        return rng.integers(info.min, info.max, shape, dtype=kind, endpoint=True)
    values = rng.standard_normal(shape)
    if kind.kind == "c":
        values = values + 1j * rng.standard_normal(shape)
    return np.asarray(values).astype(kind)


dtypes = ["bool", "uint8", "int8", "int16", "int32", "int64", "uint16", "uint32", "uint64"]
dtypes += ["float16", "float32", "float64", "complex64", "complex128"]
arrays = []
for d in dtypes:
    arrays.append(case(f"{d} rows", numbers(d, (2, 3))))
    arrays.append(case(f"{d} columns", np.asfortranarray(numbers(d, (3, 2, 2)))))
    arrays.append(case(f"{d} number", numbers(d, ())))
    arrays.append(case(f"{d} empty", numbers(d, (0, 3))))
    big = np.dtype(d).newbyteorder(">")
    columns = np.asfortranarray(numbers(d, (2, 3)).astype(big))
    arrays.append(case(f"{d} big-endian", numbers(d, (5,)).astype(big), canonical=big.itemsize == 1))
    arrays.append(case(f"{d} big-endian columns", columns, canonical=big.itemsize == 1))
for version in [(2, 0), (3, 0)]:
    arrays.append(case(f"version {version[0]}", numbers("float32", (4,)), version, canonical=False))
arrays.append(case("long axis", np.zeros(12345, np.uint8)))
arrays.append(case("many axes", numbers("int16", (1, 2, 1, 1, 2, 1, 1, 1, 2, 1))))
arrays.append(case("special", np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, 1.7976931348623157e308])))

refused = []
for name, a in {
    "text": np.array(["a", "bc"]),
    "bytes": np.array([b"a", b"bc"]),
    "record": np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
    "raw": np.zeros(2, "V3"),
    "date": np.array(["2026-01-01"], "M8[D]"),
    "long double": np.zeros(2, np.longdouble),
}.items():
    refused.append({"name": name, "descr": str(npy.dtype_to_descr(a.dtype)), "file": text(file(a))})
out = io.BytesIO()
npy.write_array(out, np.array([{}, None], dtype=object), allow_pickle=True)
refused.append({"name": "object", "descr": "|O", "file": text(out.getvalue())})

content = {"weight": numbers("float32", (3, 4)), "bias": numbers("int64", (2,)), "é": np.array(True)}
archives = []
for name, write in [("stored", np.savez), ("compressed", np.savez_compressed)]:
    out = io.BytesIO()
    write(out, **{k: content[k] for k in sorted(content)})
    archives.append({"name": name, "file": text(out.getvalue())})


class Unseekable(io.RawIOBase):
    """Makes zipfile put sizes behind the data."""

    def __init__(self):
        self.parts = []

    def writable(self):
        return True

    def write(self, b):
        self.parts.append(bytes(b))
        return len(b)


for name, method in [("stored, descriptors", zipfile.ZIP_STORED), ("compressed, descriptors", zipfile.ZIP_DEFLATED)]:
    for wide in [True, False]:
        out = Unseekable()
        with zipfile.ZipFile(out, "w", method) as z:
            for key in sorted(content):
                with z.open(f"{key}.npy", "w", force_zip64=wide) as f:
                    npy.write_array(f, content[key])
        archives.append({"name": f"{name}, zip64 {wide}", "file": text(b"".join(out.parts))})
out = io.BytesIO()
with zipfile.ZipFile(out, "w") as z:
    for key in sorted(content):
        z.writestr(f"{key}.npy", file(content[key]))
    z.comment = b"a comment PK\x05\x06 that looks like an end"
archives.append({"name": "comment", "file": text(out.getvalue())})

golden = {
    "numpy": np.__version__,
    "arrays": arrays,
    "refused": refused,
    "content": [case(k, content[k]) for k in sorted(content)],
    "archives": archives,
}
path = Path(__file__).resolve().parents[2] / "Tests/LanternIOTests/Golden/array-files.json"
path.write_text(json.dumps(golden, indent=0, ensure_ascii=False) + "\n")
print(f"{len(arrays)} arrays, {len(archives)} archives", file=sys.stderr)
