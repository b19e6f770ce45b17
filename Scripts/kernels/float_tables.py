"""The tables in Sources/CKernels/float_tables.inc: polynomials of tanh, erf and the normal distribution on some intervals each.

  python Scripts/kernels/float_tables.py > Sources/CKernels/float_tables.inc

A value is c0 + d (c1 + d (c2 + ...)) with d the distance from the middle of its interval. Middles are chosen so that c0 is a float32 number to
a hundredth of its last digit; each coefficient is rounded before the next ones are fitted. Needs mpmath and numpy.
"""

import mpmath as mp
import numpy as np

mp.mp.prec = 120


def rounded(value):
    return mp.mpf(float(np.float32(float(value))))


def middle(function, low, high):
    """A float32 number near the middle whose value is nearly one too."""
    for k in range(16000):
        x = rounded((low + high) / 2 + (high - low) * (k if k % 2 else -k) / 40000)
        value = function(x)
        if abs(value - rounded(value)) < mp.mpf(float(np.spacing(np.float32(float(value))))) / 100:
            return x
    raise ValueError(f"no middle between {low} and {high}")


def row(function, low, high, degree):
    m = middle(function, low, high)
    nodes = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * k + 1) / 64) for k in range(32)]
    known = [rounded(function(m))]
    while len(known) <= degree:
        count, step = degree + 1 - len(known), len(known)
        a = mp.matrix(32, count)
        b = mp.matrix(32, 1)
        for i, x in enumerate(nodes):
            d = x - m
            for j in range(count):
                a[i, j] = d ** (j + step)
            b[i] = function(x) - mp.polyval(known[::-1], d)
        known.append(rounded(mp.lu_solve(a, b)[0]))
    tries = [low + (high - low) * k / 200 for k in range(201)]
    worst = max(abs(mp.polyval(known[::-1], x - m) / function(x) - 1) for x in tries)
    return [m] + known, worst


def table(name, comment, function, edges, degree):
    rows, errors = zip(*(row(function, mp.mpf(a), mp.mpf(b), degree) for a, b in zip(edges, edges[1:])))
    print(f"// {comment} Largest relative error: 2^{float(mp.log(max(errors), 2)):.1f}.")
    print(f"static const float {name}[{degree + 2}][{len(rows)}] = {{")
    for column in zip(*rows):
        text = [f"{float(c).hex()}f" for c in column]
        print("    {" + ",\n     ".join(", ".join(text[k : k + 4]) for k in range(0, len(rows), 4)) + "},")
    print("};")


print("// Middles, then coefficients, of some intervals each: written by Scripts/kernels/float_tables.py.")
# Four intervals to an octave, from 1/16 to 16; tanh rounds to 1 before that.
table("tanh_table", "tanh.", mp.tanh, [2.0**k * (1 + j / 4) for k in range(-4, 4) for j in range(4)] + [16], 6)
# erf rounds to 1 from 4 on.
table("erf_table", "erf.", mp.erf, [2.0**k * (1 + j / 4) for k in range(-4, 4) for j in range(4)] + [16], 6)
# Four to an octave of a + 1, from 1 to 16.
table(
    "normal_table", "e^(a^2 / 2) times the normal distribution function of -a.", lambda a: mp.erfc(a / mp.sqrt(2)) / 2 * mp.exp(a * a / 2),
    [2.0**k * (1 + j / 4) - 1 for k in range(4) for j in range(4)] + [15], 6)
