"""The numbers in Sources/CKernels/wide_math.h: polynomials with their errors, and the bits of 2/pi.

  python Scripts/kernels/wide_math.py

Each polynomial interpolates at Chebyshev nodes, which is close to the best that its degree allows. Errors are relative to the whole
function that the polynomial is a part of, in powers of two; rounding to float32 is at 2^-24. Needs mpmath.
"""

import mpmath as mp

mp.mp.prec = 400


def polynomial(name, function, low, high, terms, weight):
    """Prints the coefficients, lowest first; `weight` turns an error of the polynomial into one of the result."""
    nodes = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * k + 1) / (2 * terms)) for k in range(terms)]
    powers = mp.matrix(terms, terms)
    for i, x in enumerate(nodes):
        for j in range(terms):
            powers[i, j] = x**j
    solved = mp.lu_solve(powers, mp.matrix([function(x) for x in nodes]))
    coefficients = [mp.mpf(float(c)) for c in solved]
    worst = mp.mpf(0)
    for k in range(1, 2001):
        x = low + (high - low) * k / 2001  # never 0, where the functions are ratios of zeros
        error = mp.polyval(coefficients[::-1], x) - function(x)
        worst = max(worst, abs(error * weight(x)))
    print(f"{name}: error 2^{float(mp.log(worst, 2)):.1f}")
    print("  " + ", ".join(repr(float(c)) for c in coefficients))


def odd(function):
    """(f(s) / s - 1) / s^2 as a function of s^2."""

    def rest(z):
        s = mp.sqrt(z)
        return (function(s) / s - 1) / z

    return rest


def exponential_rest(r):
    return (mp.expm1(r) - r) / r**2 if abs(r) > 1e-30 else mp.mpf(1) / 2  # the middle node is 0 but for rounding


def erfc_tail(t):
    x = 3 * (1 / t - 1)
    return mp.erfc(x) * mp.exp(x * x) / t


def normal_tail(t):
    a = 4 * (1 / t - 1)
    return mp.erfc(a / mp.sqrt(2)) / 2 * mp.exp(a * a / 2) / t


def pieces(k):
    """2/pi without its bits above 2^(2 - k), in 28 bits, 28 bits and the rest."""
    rest, top = 2 / mp.pi, min(0, 2 - k)
    rest = mp.fmod(rest, mp.mpf(2) ** top)
    cut = []
    for bits in (28, 56):
        unit = mp.mpf(2) ** (top - bits)
        cut.append(mp.floor(rest / unit) * unit)
        rest -= cut[-1]
    return cut + [rest]


half_log2, slack = mp.log(2) / 2, mp.mpf("1.001")
log_end = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * slack
angle_end = (mp.pi / 4) ** 2 * slack
tangent_end = (mp.sqrt(2) - 1) ** 2 * slack
polynomial("(e^r - 1 - r) / r^2", exponential_rest, -half_log2 * slack, half_log2 * slack, 7, lambda r: r)
polynomial("(atanh(s) / s - 1) / s^2 in s^2", odd(mp.atanh), mp.mpf(0), log_end, 5, lambda z: z)
polynomial("(sin(r) / r - 1) / r^2 in r^2", odd(mp.sin), mp.mpf(0), angle_end, 4, lambda z: z)
polynomial(
    "(cos(r) - 1 + r^2 / 2) / r^4 in r^2", lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2, mp.mpf(0), angle_end, 4,
    lambda z: z * z / mp.cos(mp.sqrt(z)))
polynomial("(asin(s) / s - 1) / s^2 in s^2", odd(mp.asin), mp.mpf(0), mp.mpf("0.25"), 8, lambda z: z)
polynomial("(atan(t) / t - 1) / t^2 in t^2", odd(mp.atan), mp.mpf(0), tangent_end, 7, lambda z: z)
polynomial(
    "erf(x) / x in x^2", lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z), mp.mpf(0), mp.mpf(1), 9, lambda z: mp.sqrt(z) / mp.erf(mp.sqrt(z)))
polynomial(
    "erfc(a) exp(a^2) / t in t = 3 / (3 + a)", erfc_tail, 1 / (1 + mp.mpf("10.2") / 3), 1 / (1 + mp.mpf("0.99") / 3), 12,
    lambda t: 1 / erfc_tail(t))
polynomial("Q(a) exp(a^2 / 2) / t in t = 4 / (4 + a)", normal_tail, 4 / mp.mpf("18.5"), mp.mpf(1), 12, lambda t: 1 / normal_tail(t))
print("2/pi:")
for k in range(105):
    print("    {" + ", ".join(float(piece).hex() for piece in pieces(k)) + "},")
