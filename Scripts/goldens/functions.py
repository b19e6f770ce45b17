"""Values of functions of one number, to hold float64 results against.

  python Scripts/goldens/functions.py Tests/LanternCLITests/Golden/function-values.json

Arguments are float32 numbers all over the range and where functions are delicate. Values come from mpmath with 200 digits and are
rounded to float64 once. Parameters are those of the first sample of each operation. Needs mpmath.
"""

import json
import struct
import sys

import mpmath as mp

mp.mp.dps = 200


def float32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def erfinv(x):
    # mpmath's own loses digits near 1: solve with erfc there.
    if abs(x) < mp.mpf("0.9"):
        return mp.erfinv(x)
    tail = 1 - abs(x)
    guess = mp.sqrt(-mp.log(tail * mp.sqrt(mp.pi)))
    return mp.sign(x) * mp.findroot(lambda y: mp.log(mp.erfc(y)) - mp.log(tail), guess)


def gelu_tanh(x):
    return x / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3)))


def real(function, allowed=lambda x: True):
    return function, allowed


FUNCTIONS = {
    "reciprocal": real(lambda x: 1 / x, lambda x: x != 0),
    "exp": real(mp.exp),
    "exp2": real(lambda x: mp.mpf(2) ** x),
    "expm1": real(mp.expm1),
    "log": real(mp.log, lambda x: x > 0),
    "log2": real(lambda x: mp.log(x, 2), lambda x: x > 0),
    "log10": real(mp.log10, lambda x: x > 0),
    "log1p": real(mp.log1p, lambda x: x > -1),
    "sqrt": real(mp.sqrt, lambda x: x >= 0),
    "rsqrt": real(lambda x: 1 / mp.sqrt(x), lambda x: x > 0),
    "erf": real(mp.erf),
    "erfc": real(mp.erfc),
    "erfinv": real(erfinv, lambda x: abs(x) < 1),
    "lgamma": real(lambda x: mp.log(abs(mp.gamma(x))) if x < 1e5 else mp.loggamma(x), lambda x: x > 0 or x != mp.floor(x) and x > -1000),
    "digamma": real(mp.digamma, lambda x: x > 0 or x != mp.floor(x) and x > -1e5),
    "polygamma": real(lambda x: mp.polygamma(2, x), lambda x: x > 0 or x != mp.floor(x) and x > -9),
    "sin": real(mp.sin),
    "cos": real(mp.cos),
    "tan": real(mp.tan),
    "asin": real(mp.asin, lambda x: abs(x) <= 1),
    "acos": real(mp.acos, lambda x: abs(x) <= 1),
    "atan": real(mp.atan),
    "sinh": real(mp.sinh),
    "cosh": real(mp.cosh),
    "tanh": real(mp.tanh),
    "asinh": real(mp.asinh),
    "acosh": real(mp.acosh, lambda x: x >= 1),
    "atanh": real(mp.atanh, lambda x: abs(x) < 1),
    "logit": real(lambda x: mp.log(x / (1 - x)), lambda x: 0 < x < 1),
    "sigmoid": real(lambda x: 1 / (1 + mp.exp(-x))),
    "silu": real(lambda x: x / (1 + mp.exp(-x))),
    "mish": real(lambda x: x * mp.tanh(mp.log1p(mp.exp(x)))),
    "gelu": real(lambda x: x / 2 * mp.erfc(-x / mp.sqrt(2))),
    "gelu_tanh": real(gelu_tanh),
    "log_sigmoid": real(lambda x: -mp.log1p(mp.exp(-x))),
    "softsign": real(lambda x: x / (1 + abs(x))),
    "tanhshrink": real(lambda x: x - mp.tanh(x)),
}

MAGNITUDES = [1e-40, 1e-30, 1e-12, 1e-6, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.3, 0.34, 0.35, 0.41, 0.42, 0.5, 0.6, 0.7, 0.71, 0.9, 0.99, 0.9999]
MAGNITUDES += [1, 1.0001, 1.4, 1.42, 1.46, 1.5, 1.6, 2, 2.4, 2.42, 2.5, 3, 3.1415927, 3.5, 4.2, 5, 5.5, 6.3, 7.2, 8, 9.5, 10, 12.3, 17, 26.4]
MAGNITUDES += [33.5, 50, 71.3, 87.5, 88.5, 89.2, 100, 103.5, 150, 200.5, 355, 600.25, 1000.5, 1e4, 123456.7, 1e6, 1.6777216e7, 1e9, 1e12, 1e20, 2.2e28, 1e35]
EXTREME = mp.mpf(2) ** 1023


def main():
    out = {}
    for name, (function, allowed) in FUNCTIONS.items():
        rows = []
        for magnitude in MAGNITUDES:
            for x in (float32(magnitude), -float32(magnitude)):
                if not allowed(mp.mpf(x)):
                    continue
                if name in ("exp", "exp2", "expm1", "sinh", "cosh") and x > 700 or name in ("sigmoid", "silu", "mish", "gelu", "gelu_tanh", "log_sigmoid", "erfc", "exp", "exp2", "cosh", "sinh") and abs(x) > 600:
                    continue
                if name == "lgamma" and abs(x) > 1e30:
                    continue
                value = mp.re(function(mp.mpf(x)))
                if abs(value) < EXTREME and (value == 0 or abs(value) > mp.mpf(2) ** -500):  # float32 ends at 2^-149
                    rows.append([x, float(value)])
        out[name] = rows
        sys.stderr.write(f"{name}: {len(rows)}\n")
    with open(sys.argv[1], "w") as file:
        file.write("{\n" + ",\n".join(f'"{name}": {json.dumps(rows, separators=(",", ":"))}' for name, rows in out.items()) + "\n}\n")


main()
