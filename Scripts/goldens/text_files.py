#!/usr/bin/env python3
"""Writes Tests/LanternIOTests/Golden/text-files.json: what NumPy reads from texts, and the texts that it writes.

Usage: text_files.py  (needs NumPy; the tests that read the result do not)
"""
import base64
import io
import json
import sys
import warnings
from pathlib import Path

import numpy as np

warnings.simplefilter("ignore")


def array(a: np.ndarray) -> dict:
    # Every NaN the same: which bits it has is nobody's business.
    if a.dtype.kind == "f":
        a = np.where(np.isnan(a), np.array(np.nan, a.dtype), a)
    return {"dtype": a.dtype.name, "shape": list(a.shape), "elements": base64.b64encode(a.tobytes("C")).decode()}


reads = []


def read(function: str, text: str, **options):
    dtype = options.get("dtype", float)
    call = dict(options)
    if dtype is not None:
        call["dtype"] = np.dtype(dtype)
    try:
        result = getattr(np, function)(io.StringIO(text, newline=None), **call)
    except Exception:
        result = None
    entry = {"function": function, "text": text, "options": {k: v for k, v in options.items() if k != "dtype"}}
    entry["dtype"] = None if dtype is None else np.dtype(dtype).name
    if result is None:
        entry["error"] = True
    elif result.dtype.names:
        entry["columns"] = [{"name": n, "array": array(np.atleast_1d(result[n]))} for n in result.dtype.names]
    else:
        entry["array"] = array(result)
    reads.append(entry)


T = "1 2 3\n4 5 6\n"
for text, options in [
    (T, {}), (T, {"usecols": [0, 2]}), (T, {"usecols": [-1, 0]}), (T, {"usecols": [1]}), (T, {"usecols": [5]}), (T, {"skiprows": 1}),
    (T, {"max_rows": 1}), (T, {"max_rows": 0}), (T, {"unpack": True}), (T, {"ndmin": 2}), ("1 2\n", {}), ("1 2\n", {"ndmin": 1}),
    ("1 2\n", {"ndmin": 2}), ("1\n2\n", {}), ("1\n2\n", {"ndmin": 2}), ("7\n", {}), ("7\n", {"ndmin": 1}), ("7\n", {"ndmin": 2}),
    ("", {}), ("", {"usecols": [0, 1]}), ("# only\n\n", {"ndmin": 2}), ("1,2\n3,4\n", {"delimiter": ","}), (" 1 , 2 \n3,4", {"delimiter": ","}),
    ("1,,2\n", {"delimiter": ","}), ("1,2\n\n3,4\n", {"delimiter": ","}), ("1,2\n   \n3,4\n", {"delimiter": ","}), ("1;2\n", {"delimiter": ";"}),
    ("1\t2\n3\t4\n", {"delimiter": "\t"}), ("1 2 # c\n#x\n3 4#\n", {}), ("1 2%3\n4 5//6\n", {"comments": ["%", "//"]}), ("1 2\n3\n", {}),
    ("1 2\n3 4 5\n", {}), ("1 2 3\n4 5\n", {"usecols": [0, 1]}), ("1 2 3\n4 5\n", {"usecols": [0, -1]}), ("1 x\n", {}), ("1 .\n", {}),
    ("1 0x10\n", {}), ("1_0\n", {}), ("1e\n", {}), ("1e400 -1e400 1e-400 -1e-400\n", {}), (".5 5. -.5e1 +3 1E+05 1e-05\n", {}),
    ("inf -inf +inf nan NaN INF Infinity -infinity\n", {}), ("1 2\r\n3 4\r\n", {}), ("1 2\r3 4", {}), ("a\n\n1\n", {"skiprows": 1}),
    ("0.1 0.2 0.3 0.30000000000000004 1.7976931348623157e308 4.9e-324 2.2250738585072011e-308\n", {}),
    ("123456789012345678901234567890 9007199254740993 0.1000000000000000055511151231257827021181583404541015625\n", {}),
    ('"1","2"\n"3",4\n', {"delimiter": ",", "quotechar": '"'}), ("1,'2,3',4\n", {"delimiter": ",", "quotechar": "'", "usecols": [0, 2]}),
    ("1 \n2 \n", {"delimiter": " "}), ("1  2\n", {"delimiter": " "}), ("  1   2  \n", {}), ("1\x0b2\x0c3\n", {}),
]:
    read("loadtxt", text, **options)
for dtype in ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "bool"]:
    for text in ["1 0 +7\n", "-1 2\n", "127 -128\n", "128\n", "255 0\n", "256\n", "-129\n", "1.0\n", "1e2\n", "65536\n", "-2147483648 2147483647\n",
                 "18446744073709551615\n", "18446744073709551616\n", "-9223372036854775808 9223372036854775807\n", "9223372036854775808\n", "x\n",
                 "True\n", "0 2 -3\n"]:
        read("loadtxt", text, dtype=dtype)
for dtype in ["float32", "float16"]:
    read("loadtxt", "0.1 1e30 -65504 nan 1e-8 1e39\n", dtype=dtype)
for text in ["1+2j (3-4j) 5j -6 (7) -8j\n", "1+2i\n", "1+j\n", "nan+infj 1e5+2e-3j\n", "(1+2j\n", "()\n", "1 j\n"]:
    read("loadtxt", text, dtype="complex128")
read("loadtxt", "( 1+2j ),( 3 )\n", dtype="complex64", delimiter=",")

for text, options in [
    ("1,,3\n4,x,6\n", {"delimiter": ","}), ("1 2\n3\n", {}), ("1 2\n3\n4 5\n", {"invalid_raise": False}), ("1 2\n3 4\n5 6\n", {"skip_header": 1}),
    ("1 2\n3 4\n5 6\n", {"skip_footer": 1}), ("1 2\n3 4\n5 6\n", {"skip_header": 1, "skip_footer": 1}), ("1 2\n3 4\n", {"max_rows": 1}),
    ("1,N/A,3\n", {"delimiter": ",", "missing_values": ["N/A"], "filling_values": -9}), ("1,,3\n", {"delimiter": ",", "filling_values": 7.5}),
    ("", {}), ("1 2 3\n4 5 6\n", {"usecols": [0, 2]}), ("1 2 3\n4 5 6\n", {"usecols": [-1]}), ("1 2 3\n", {"unpack": True}), (T, {"unpack": True}),
    ("1 2#c\n#d\n\n3 4\n", {}), ("1\t\t2\n", {"delimiter": "\t"}), ("1 nan inf\n", {}), (T, {"ndmin": 2}), ("5\n", {}), ("1,x\n", {"delimiter": ",", "loose": False}),
]:
    read("genfromtxt", text, **options)
for text in ["1,x,-3\n", "1,,2\n", "1,nan,2\n"]:
    read("genfromtxt", text, dtype="int64", delimiter=",")
read("genfromtxt", "True false 1\n", dtype="bool")
for dtype in [None, "float64"]:
    for text, options in [
        ("a b\n1 2\n3 4.5\n", {"names": True}), ("#a b\n1 2\n3 4\n", {"names": True}), ("a,b\n1,2.5\n3,\n", {"names": True, "delimiter": ","}),
        ("a b,c-d!,\n1,2,3\n", {"names": True, "delimiter": ","}), ("1 2\n3 4\n", {"names": ["x", "y"]}), ("x\nx y\n1 2\n", {"names": True, "skip_header": 1}),
        ("x,x,y\n1,2,3\n", {"names": True, "delimiter": ","}), ("a,b,c\n1,2,3\n4,5,6\n", {"names": True, "delimiter": ",", "usecols": [0, 2]}),
        ("t,v\nTrue,1+2j\nFalse,3\n", {"names": True, "delimiter": ","}),
    ]:
        read("genfromtxt", text, dtype=dtype, **options)

writes = []


def write(a, **options):
    a = np.asarray(a)
    out = io.StringIO()
    entry = {"array": array(a), "options": options}
    try:
        np.savetxt(out, a, **options)
        entry["text"] = out.getvalue()
    except Exception:
        entry["error"] = True
    writes.append(entry)


ints, floats = np.arange(6).reshape(2, 3) * 37 - 90, np.array([[0.0, -0.0, 1.5], [1e22, 1e-5, 123456789.125]])
write(np.arange(3.0))
write(floats)
write(ints)
for fmt in ["%d", "%i", "%5d", "%-5d|", "%05d", "%+d", "% d", "%.3d", "%+08d", "%s", "%g", "%.2f", "%e", "%x"]:
    write(ints, fmt=fmt)
write(np.abs(ints), fmt="%x %#o %#X")
for fmt in ["%.3f", "%10.3f", "%-10.3f|", "%010.3f", "%+.2e", "%E", "%g", "%G", "%#g", "%.3g", "%.0f", "%#.0f", "%.0e", "%d", "%s", "%.10g", "%5.1f%%", "%%%f"]:
    write(floats, fmt=fmt)
write(np.array([1e16, 1e15, 123456789012345678, 1e-4, 1e-5, 0.1, 5e-324, 1.7976931348623157e308]), fmt="%s")
write(np.array([np.nan, np.inf, -np.inf]), fmt="%8.2f")
write(np.array([np.nan, np.inf, -np.inf]), fmt="%08.2f")
write(np.array([np.nan]), fmt="%d")
write(np.array([[1.5, 2]]), fmt=["%d", "%.2f"], delimiter=",")
write(np.array([[1.5, 2]]), fmt=["%d"])
write(np.array([[1.5, 2]]), fmt="%d;%5.1f", header="a\nb", footer="z", newline="\r\n")
write(np.array([[1.5, 2]]), fmt="%d %d %d")
write(np.array([1.5]), fmt="abc")
write(np.array([1.5]), fmt="%q")
write(floats, header="h", comments="")
write(np.array([1 + 2j, 3 - 4j]))
write(np.array([[1 + 2j, -3 - 4.5j]]), fmt="%.2e")
write(np.array([[1 + 2j, -3 - 4.5j]]), fmt="%8.2f")
write(np.array([[1 + 2j, 3]]), fmt="%.2e %.3e %.1f %d")
write(np.array([True, False]))
write(np.array([True, False]), fmt="%d")
write(np.array([True, False]), fmt="%s")
write(np.array(3.0))
write(np.zeros((2, 2, 2)))
write(np.zeros((0, 3)))
write(np.array([2**63 + 5], "uint64"), fmt="%d")
write(np.array([1.0], "float32") / 3)
write(np.array([1.0], "float32") / 3, fmt="%s")
write(np.array([0.1], "float16"), fmt="%s")

path = Path(__file__).resolve().parents[2] / "Tests/LanternIOTests/Golden/text-files.json"
path.write_text(json.dumps({"numpy": np.__version__, "reads": reads, "writes": writes}, indent=0) + "\n")
print(f"{len(reads)} reads, {len(writes)} writes", file=sys.stderr)
