// Functions of float32 numbers, computed in double precision: without branches, so that loops over them vectorise, and with relative errors
// below 2^-34 (the normal distribution: 2^-31), so that rounding to float32 gives the nearest number in all but one of some thousand (hundred)
// cases, and else its neighbour.
// Arguments are float32 numbers or lie in their range. Polynomials interpolate at Chebyshev nodes: Scripts/kernels/wide_math.py.
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma clang fp contract(fast)  // products and sums in one step where the processor has it

#define WIDE static inline __attribute__((always_inline)) double

static inline __attribute__((always_inline)) uint64_t wide_bits(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
WIDE wide_from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
#define WIDE_SIGN 0x8000000000000000u
WIDE wide_fabs(double x) { return __builtin_fabs(x); }
WIDE wide_copysign(double x, double y) { return __builtin_copysign(x, y); }
WIDE wide_sqrt(double x) { return __builtin_elementwise_sqrt(x); }

// Adding and subtracting this rounds to a whole number, which then also stands in the lowest bits of the sum.
#define WIDE_ROUNDER 0x1.8p52

// Exponentials. x = n log 2 + r with |r| <= log(2)/2, and e^x = 2^n e^r.

WIDE wide_power_of_two(double sum) { return wide_from_bits((wide_bits(sum) << 52) + 0x3ff0000000000000u); }  // sum = n + WIDE_ROUNDER
WIDE wide_expm1_near_0(double r) {
  double q = 2.485969439475207e-05;
  q = q * r + 0.00019899390183679232;
  q = q * r + 0.001388885390994504;
  q = q * r + 0.008333298344023092;
  q = q * r + 0.041666666719295684;
  q = q * r + 0.1666666671931248;
  q = q * r + 0.5;
  return r + r * r * q;
}
// e^x is 0 or infinite in float32 well inside these bounds. A NaN passes through.
WIDE wide_bounded(double x) { return x < -200 ? -200 : x > 200 ? 200 : x; }
WIDE wide_exp_bounded(double v) {
  double x = wide_bounded(v), sum = x * 1.4426950408889634 + WIDE_ROUNDER;
  double scale = wide_power_of_two(sum);
  return scale + scale * wide_expm1_near_0(x - (sum - WIDE_ROUNDER) * 0.6931471805599453);
}
WIDE wide_expm1_bounded(double v) {
  double x = wide_bounded(v), sum = x * 1.4426950408889634 + WIDE_ROUNDER;
  double scale = wide_power_of_two(sum);
  return scale * wide_expm1_near_0(x - (sum - WIDE_ROUNDER) * 0.6931471805599453) + (scale - 1);
}
// 0 and infinity where the result is so, since more may be computed with it.
WIDE wide_exp(double x) {
  double e = wide_exp_bounded(x);
  return x < -200 ? 0 : x > 200 ? INFINITY : e;
}
WIDE wide_exp2(double v) {
  double x = wide_bounded(v), sum = x + WIDE_ROUNDER;
  double scale = wide_power_of_two(sum);
  double e = scale + scale * wide_expm1_near_0((x - (sum - WIDE_ROUNDER)) * 0.6931471805599453);
  return v < -200 ? 0 : v > 200 ? INFINITY : e;
}
WIDE wide_expm1(double x) {
  double e = wide_expm1_bounded(x);
  return x == 0 ? x : x > 200 ? INFINITY : e;
}
WIDE wide_sinh(double x) {
  double t = wide_expm1_bounded(wide_fabs(x));
  return wide_copysign(0.5 * (t + t / (t + 1)), x);
}
WIDE wide_cosh(double x) {
  double e = wide_exp_bounded(wide_fabs(x));
  return 0.5 * (e + 1 / e);
}
WIDE wide_tanh(double x) {
  double t = wide_expm1_bounded(2 * wide_fabs(x));
  return wide_copysign(t / (t + 2), x);
}

// Logarithms. x = 2^e m with m between sqrt(1/2) and sqrt(2); log m = 2 atanh(s) with s = (m - 1) / (m + 1).

// 2 atanh(numerator / denominator), |s| <= 0.172.
WIDE wide_log_of_ratio(double numerator, double denominator) {
  double s = numerator / denominator, z = s * s;
  double q = 0.09681942493316599;
  q = q * z + 0.11095668714032891;
  q = q * z + 0.14285877767516472;
  q = q * z + 0.19999999396220844;
  q = q * z + 0.3333333333368934;
  return 2 * s + 2 * s * z * q;
}
// The exponent e, and m through a pointer.
WIDE wide_split(double x, double *m) {
  uint64_t shifted = wide_bits(x) - 0x3fe6a09e667f3bcdu;  // the bits of sqrt(1/2)
  uint64_t exponent = (shifted + (1024ull << 52)) >> 52;  // e + 1024
  *m = wide_from_bits(wide_bits(x) - ((exponent - 1024) << 52));
  return wide_from_bits(exponent | 0x4330000000000000u) - (0x1p52 + 1024);
}
// What logarithms give for the arguments that have no exponent.
WIDE wide_log_edges(double x, double log) { return x > 0 ? (x == INFINITY ? x : log) : x == 0 ? -INFINITY : NAN; }

WIDE wide_log(double x) {
  double m, e = wide_split(x, &m);
  return wide_log_edges(x, e * 0.6931471805599453 + wide_log_of_ratio(m - 1, m + 1));
}
WIDE wide_log2(double x) {
  double m, e = wide_split(x, &m);
  return wide_log_edges(x, e + 1.4426950408889634 * wide_log_of_ratio(m - 1, m + 1));
}
WIDE wide_log10(double x) {
  double m, e = wide_split(x, &m);
  return wide_log_edges(x, e * 0.30102999566398120 + 0.43429448190325183 * wide_log_of_ratio(m - 1, m + 1));
}
WIDE wide_log1p(double x) {
  double u = 1 + x, m, e = wide_split(u, &m);
  // Near 0 the numerator is x itself, exact where u is rounded.
  double log = e * 0.6931471805599453 + wide_log_of_ratio(e == 0 ? x : m - 1, m + 1);
  return x == 0 ? x : wide_log_edges(u, log);
}
WIDE wide_asinh(double x) {
  double a = wide_fabs(x), square = a * a;
  // sqrt(1 + a^2) - 1 without cancellation. For huge x the square is still finite here.
  double log = wide_log1p(a + square / (1 + wide_sqrt(1 + square)));
  return a == INFINITY ? x : wide_copysign(log, x);
}
WIDE wide_acosh(double x) {
  double t = x - 1, log = wide_log1p(t + wide_sqrt(t * (x + 1)));
  return x < 1 ? NAN : log;
}
WIDE wide_atanh(double x) {
  double a = wide_fabs(x);
  return wide_copysign(0.5 * wide_log1p(2 * a / (1 - a)), x);
}

// Sine and cosine. x = (n + f) pi/2 with |f| <= 1/2, by a product of x with as many bits of 2/pi as matter: bits that give multiples of
// four quadrants are left out, and the rest is cut into pieces whose products with the 24 bits of x are exact.

// Row k: 2/pi without its bits above 2^(2 - k), for numbers that are multiples of 2^k.
static const double wide_two_over_pi[105][3] = {
    {0x1.45f306c000000p-1, 0x1.c9c882a000000p-29, 0x1.4fe13abe8fa9ap-59},
    {0x1.45f306c000000p-1, 0x1.c9c882a000000p-29, 0x1.4fe13abe8fa9ap-59},
    {0x1.45f306c000000p-1, 0x1.c9c882a000000p-29, 0x1.4fe13abe8fa9ap-59},
    {0x1.17cc1b4000000p-3, 0x1.9391054000000p-30, 0x1.4fe13abe8fa9ap-59},
    {0x1.17cc1b6000000p-3, 0x1.27220a8000000p-31, 0x1.4fe13abe8fa9ap-59},
    {0x1.7cc1b70000000p-7, 0x1.3910548000000p-34, 0x1.3f84eafa3ea6ap-61},
    {0x1.7cc1b70000000p-7, 0x1.3910548000000p-34, 0x1.3f84eafa3ea6ap-61},
    {0x1.7cc1b70000000p-7, 0x1.391054a000000p-34, 0x1.fc2757d1f534ep-64},
    {0x1.7cc1b72000000p-7, 0x1.c882a50000000p-37, 0x1.fc2757d1f534ep-64},
    {0x1.f306dc8000000p-9, 0x1.c882a50000000p-37, 0x1.fc2757d1f534ep-64},
    {0x1.f306dc8000000p-9, 0x1.c882a52000000p-37, 0x1.f84eafa3ea69cp-65},
    {0x1.e60db92000000p-10, 0x1.91054a6000000p-38, 0x1.f09d5f47d4d37p-66},
    {0x1.cc1b726000000p-11, 0x1.220a94e000000p-39, 0x1.e13abe8fa9a6fp-67},
    {0x1.9836e4e000000p-12, 0x1.1054a78000000p-42, 0x1.c2757d1f534dep-68},
    {0x1.306dc9c000000p-13, 0x1.1054a7c000000p-42, 0x1.84eafa3ea69bcp-69},
    {0x1.836e4e0000000p-16, 0x1.1054a7e000000p-42, 0x1.09d5f47d4d377p-70},
    {0x1.836e4e4000000p-16, 0x1.054a7f0000000p-46, 0x1.3abe8fa9a6ee0p-75},
    {0x1.836e4e4000000p-16, 0x1.054a7f0000000p-46, 0x1.3abe8fa9a6ee0p-75},
    {0x1.06dc9c8000000p-17, 0x1.054a7f0000000p-46, 0x1.3abe8fa9a6ee0p-75},
    {0x1.b727200000000p-23, 0x1.054a7f0000000p-46, 0x1.3abe8fa9a6ee0p-75},
    {0x1.b727220000000p-23, 0x1.529fc00000000p-52, 0x1.3abe8fa9a6ee0p-75},
    {0x1.b727220000000p-23, 0x1.529fc20000000p-52, 0x1.d5f47d4d37703p-78},
    {0x1.b727220000000p-23, 0x1.529fc20000000p-52, 0x1.d5f47d4d37703p-78},
    {0x1.b727220000000p-23, 0x1.529fc20000000p-52, 0x1.d5f47d4d37703p-78},
    {0x1.b727220000000p-23, 0x1.529fc24000000p-52, 0x1.abe8fa9a6ee07p-79},
    {0x1.6e4e440000000p-24, 0x1.529fc26000000p-52, 0x1.57d1f534ddc0ep-80},
    {0x1.b939104000000p-26, 0x1.4a7f09c000000p-54, 0x1.5f47d4d377037p-82},
    {0x1.b939104000000p-26, 0x1.4a7f09c000000p-54, 0x1.5f47d4d377037p-82},
    {0x1.727220a000000p-27, 0x1.29fc274000000p-56, 0x1.7d1f534ddc0dbp-84},
    {0x1.c9c8828000000p-29, 0x1.29fc274000000p-56, 0x1.7d1f534ddc0dbp-84},
    {0x1.c9c882a000000p-29, 0x1.4fe13a8000000p-59, 0x1.f47d4d377036ep-86},
    {0x1.9391054000000p-30, 0x1.4fe13a8000000p-59, 0x1.f47d4d377036ep-86},
    {0x1.27220a8000000p-31, 0x1.4fe13aa000000p-59, 0x1.e8fa9a6ee06dbp-87},
    {0x1.3910548000000p-34, 0x1.3f84eac000000p-61, 0x1.d1f534ddc0db6p-88},
    {0x1.3910548000000p-34, 0x1.3f84eae000000p-61, 0x1.a3ea69bb81b6cp-89},
    {0x1.391054a000000p-34, 0x1.fc27578000000p-64, 0x1.47d4d377036d9p-90},
    {0x1.c882a50000000p-37, 0x1.fc2757c000000p-64, 0x1.1f534ddc0db63p-92},
    {0x1.c882a50000000p-37, 0x1.fc2757c000000p-64, 0x1.1f534ddc0db63p-92},
    {0x1.c882a52000000p-37, 0x1.f84eafa000000p-65, 0x1.f534ddc0db629p-96},
    {0x1.91054a6000000p-38, 0x1.f09d5f4000000p-66, 0x1.f534ddc0db629p-96},
    {0x1.220a94e000000p-39, 0x1.e13abe8000000p-67, 0x1.f534ddc0db629p-96},
    {0x1.1054a78000000p-42, 0x1.c2757d0000000p-68, 0x1.f534ddc0db629p-96},
    {0x1.1054a7c000000p-42, 0x1.84eafa2000000p-69, 0x1.ea69bb81b6c53p-97},
    {0x1.1054a7e000000p-42, 0x1.09d5f46000000p-70, 0x1.d4d377036d8a5p-98},
    {0x1.054a7f0000000p-46, 0x1.3abe8e0000000p-75, 0x1.a9a6ee06db14bp-99},
    {0x1.054a7f0000000p-46, 0x1.3abe8f0000000p-75, 0x1.534ddc0db6296p-100},
    {0x1.054a7f0000000p-46, 0x1.3abe8f8000000p-75, 0x1.4d377036d8a56p-102},
    {0x1.054a7f0000000p-46, 0x1.3abe8f8000000p-75, 0x1.4d377036d8a56p-102},
    {0x1.529fc00000000p-52, 0x1.3abe8fa000000p-75, 0x1.34ddc0db6295ap-104},
    {0x1.529fc20000000p-52, 0x1.d5f47d0000000p-78, 0x1.34ddc0db6295ap-104},
    {0x1.529fc20000000p-52, 0x1.d5f47d4000000p-78, 0x1.a6ee06db14acdp-107},
    {0x1.529fc20000000p-52, 0x1.d5f47d4000000p-78, 0x1.a6ee06db14acdp-107},
    {0x1.529fc24000000p-52, 0x1.abe8fa8000000p-79, 0x1.a6ee06db14acdp-107},
    {0x1.529fc26000000p-52, 0x1.57d1f52000000p-80, 0x1.4ddc0db629599p-108},
    {0x1.4a7f09c000000p-54, 0x1.5f47d4c000000p-82, 0x1.377036d8a5665p-110},
    {0x1.4a7f09c000000p-54, 0x1.5f47d4c000000p-82, 0x1.377036d8a5665p-110},
    {0x1.29fc274000000p-56, 0x1.7d1f534000000p-84, 0x1.bb81b6c52b328p-113},
    {0x1.29fc274000000p-56, 0x1.7d1f534000000p-84, 0x1.bb81b6c52b328p-113},
    {0x1.4fe13a8000000p-59, 0x1.f47d4d0000000p-86, 0x1.bb81b6c52b328p-113},
    {0x1.4fe13a8000000p-59, 0x1.f47d4d2000000p-86, 0x1.77036d8a5664fp-114},
    {0x1.4fe13aa000000p-59, 0x1.e8fa9a6000000p-87, 0x1.dc0db6295993cp-116},
    {0x1.3f84eac000000p-61, 0x1.d1f534c000000p-88, 0x1.dc0db6295993cp-116},
    {0x1.3f84eae000000p-61, 0x1.a3ea69a000000p-89, 0x1.b81b6c52b3279p-117},
    {0x1.fc27578000000p-64, 0x1.47d4d36000000p-90, 0x1.7036d8a5664f1p-118},
    {0x1.fc2757c000000p-64, 0x1.1f534dc000000p-92, 0x1.c0db6295993c4p-120},
    {0x1.fc2757c000000p-64, 0x1.1f534dc000000p-92, 0x1.c0db6295993c4p-120},
    {0x1.f84eafa000000p-65, 0x1.f534dd0000000p-96, 0x1.81b6c52b32788p-121},
    {0x1.f09d5f4000000p-66, 0x1.f534dd8000000p-96, 0x1.036d8a5664f11p-122},
    {0x1.e13abe8000000p-67, 0x1.f534ddc000000p-96, 0x1.b6c52b3278872p-129},
    {0x1.c2757d0000000p-68, 0x1.f534ddc000000p-96, 0x1.b6c52b3278872p-129},
    {0x1.84eafa2000000p-69, 0x1.ea69bb8000000p-97, 0x1.b6c52b3278872p-129},
    {0x1.09d5f46000000p-70, 0x1.d4d3770000000p-98, 0x1.b6c52b3278872p-129},
    {0x1.3abe8e0000000p-75, 0x1.a9a6ee0000000p-99, 0x1.b6c52b3278872p-129},
    {0x1.3abe8f0000000p-75, 0x1.534ddc0000000p-100, 0x1.b6c52b3278872p-129},
    {0x1.3abe8f8000000p-75, 0x1.4d37700000000p-102, 0x1.b6c52b3278872p-129},
    {0x1.3abe8f8000000p-75, 0x1.4d37702000000p-102, 0x1.6d8a5664f10e4p-130},
    {0x1.3abe8fa000000p-75, 0x1.34ddc0c000000p-104, 0x1.b6295993c4390p-132},
    {0x1.d5f47d0000000p-78, 0x1.34ddc0c000000p-104, 0x1.b6295993c4390p-132},
    {0x1.d5f47d4000000p-78, 0x1.a6ee068000000p-107, 0x1.6c52b32788721p-133},
    {0x1.d5f47d4000000p-78, 0x1.a6ee06c000000p-107, 0x1.b14acc9e21c82p-135},
    {0x1.abe8fa8000000p-79, 0x1.a6ee06c000000p-107, 0x1.b14acc9e21c82p-135},
    {0x1.57d1f52000000p-80, 0x1.4ddc0da000000p-108, 0x1.6295993c43904p-136},
    {0x1.5f47d4c000000p-82, 0x1.377036c000000p-110, 0x1.8a5664f10e410p-138},
    {0x1.5f47d4c000000p-82, 0x1.377036c000000p-110, 0x1.8a5664f10e410p-138},
    {0x1.7d1f534000000p-84, 0x1.bb81b68000000p-113, 0x1.14acc9e21c821p-139},
    {0x1.7d1f534000000p-84, 0x1.bb81b6c000000p-113, 0x1.4acc9e21c8210p-143},
    {0x1.f47d4d0000000p-86, 0x1.bb81b6c000000p-113, 0x1.4acc9e21c8210p-143},
    {0x1.f47d4d2000000p-86, 0x1.77036d8000000p-114, 0x1.4acc9e21c8210p-143},
    {0x1.e8fa9a6000000p-87, 0x1.dc0db60000000p-116, 0x1.4acc9e21c8210p-143},
    {0x1.d1f534c000000p-88, 0x1.dc0db62000000p-116, 0x1.2b32788720840p-145},
    {0x1.a3ea69a000000p-89, 0x1.b81b6c4000000p-117, 0x1.2b32788720840p-145},
    {0x1.47d4d36000000p-90, 0x1.7036d8a000000p-118, 0x1.5993c439041fep-148},
    {0x1.1f534dc000000p-92, 0x1.c0db628000000p-120, 0x1.5993c439041fep-148},
    {0x1.1f534dc000000p-92, 0x1.c0db628000000p-120, 0x1.5993c439041fep-148},
    {0x1.f534dd0000000p-96, 0x1.81b6c52000000p-121, 0x1.664f10e4107f9p-150},
    {0x1.f534dd8000000p-96, 0x1.036d8a4000000p-122, 0x1.664f10e4107f9p-150},
    {0x1.f534ddc000000p-96, 0x1.b6c5280000000p-129, 0x1.993c439041fe5p-152},
    {0x1.f534ddc000000p-96, 0x1.b6c5280000000p-129, 0x1.993c439041fe5p-152},
    {0x1.ea69bb8000000p-97, 0x1.b6c52a0000000p-129, 0x1.3278872083fcap-153},
    {0x1.d4d3770000000p-98, 0x1.b6c52b0000000p-129, 0x1.93c439041fe51p-156},
    {0x1.a9a6ee0000000p-99, 0x1.b6c52b0000000p-129, 0x1.93c439041fe51p-156},
    {0x1.534ddc0000000p-100, 0x1.b6c52b0000000p-129, 0x1.93c439041fe51p-156},
    {0x1.4d37700000000p-102, 0x1.b6c52b2000000p-129, 0x1.278872083fca3p-157},
    {0x1.4d37702000000p-102, 0x1.6d8a566000000p-130, 0x1.3c439041fe516p-160},
    {0x1.34ddc0c000000p-104, 0x1.b629598000000p-132, 0x1.3c439041fe516p-160}};
// n + WIDE_ROUNDER, and f pi/2 through a pointer. `small`: whether |x| < 2^24 is known, so that nothing needs looking up.
WIDE wide_quadrant(double x, int small, double *angle) {
  int64_t exponent = (int64_t)((wide_bits(x) >> 52) & 0x7ff) - (1023 + 23);
  exponent = exponent < 0 ? 0 : exponent > 104 ? 104 : exponent;
  const double *pieces = wide_two_over_pi[small ? 0 : exponent];
  double high = x * pieces[0], middle = x * pieces[1], sum = high + middle + WIDE_ROUNDER;
  *angle = ((high - (sum - WIDE_ROUNDER)) + middle + x * pieces[2]) * 1.5707963267948966;
  return sum;
}
// The sine and cosine of an angle of at most pi/4.
WIDE wide_sin_near_0(double r) {
  double z = r * r, q = 2.724962008007533e-06;
  q = q * z - 0.00019840084376422702;
  q = q * z + 0.008333331870341349;
  q = q * z - 0.16666666663844049;
  return r + r * z * q;
}
WIDE wide_cos_near_0(double r) {
  double z = r * r, q = -2.730070403808665e-07;
  q = q * z + 2.480059840835012e-05;
  q = q * z - 0.0013888887668370663;
  q = q * z + 0.041666666664311826;
  return 1 - 0.5 * z + z * z * q;
}
WIDE wide_sin_of(double x, int small) {
  double r;
  uint64_t n = wide_bits(wide_quadrant(x, small, &r));
  double y = n & 1 ? wide_cos_near_0(r) : wide_sin_near_0(r);
  return x == 0 ? x : wide_from_bits(wide_bits(y) ^ (n << 62 & WIDE_SIGN));
}
WIDE wide_cos_of(double x, int small) {
  double r;
  uint64_t n = wide_bits(wide_quadrant(x, small, &r));
  double y = n & 1 ? wide_sin_near_0(r) : wide_cos_near_0(r);
  return wide_from_bits(wide_bits(y) ^ ((n + 1) << 62 & WIDE_SIGN));
}
WIDE wide_tan_of(double x, int small) {
  double r;
  uint64_t n = wide_bits(wide_quadrant(x, small, &r));
  double s = wide_sin_near_0(r), c = wide_cos_near_0(r);
  return x == 0 ? x : n & 1 ? -c / s : s / c;
}
// Loops over these say by `wide_small` whether all numbers of their row are below 2^24: a constant, so that each case has its own loop.
#define wide_sin(x) wide_sin_of(x, wide_small)
#define wide_cos(x) wide_cos_of(x, wide_small)
#define wide_tan(x) wide_tan_of(x, wide_small)

// Arcs.

// asin(s) for 0 <= s <= 1/2, z = s^2.
WIDE wide_asin_near_0(double s, double z) {
  double q = 0.02930523970533579;
  q = q * z + 0.0054431851027481075;
  q = q * z + 0.019306260869368045;
  q = q * z + 0.022132443623426794;
  q = q * z + 0.030397634130580702;
  q = q * z + 0.044642358484883196;
  q = q * z + 0.07500000598829049;
  q = q * z + 0.16666666665495086;
  return s + s * z * q;
}
// Above 1/2: asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2)).
WIDE wide_asin(double x) {
  double a = wide_fabs(x), z = a > 0.5 ? 0.5 * (1 - a) : a * a, arc = wide_asin_near_0(a > 0.5 ? wide_sqrt(z) : a, z);
  return wide_copysign(a > 0.5 ? 1.5707963267948966 - 2 * arc : arc, x);
}
WIDE wide_acos(double x) {
  double a = wide_fabs(x), z = a > 0.5 ? 0.5 * (1 - a) : a * a, arc = wide_asin_near_0(a > 0.5 ? wide_sqrt(z) : a, z);
  double far = x < 0 ? 3.141592653589793 - 2 * arc : 2 * arc;
  return a > 0.5 ? far : 1.5707963267948966 - wide_copysign(arc, x);
}
// Three ranges: around 0, around 1 with atan(x) = pi/4 + atan((x - 1) / (x + 1)), and around infinity with pi/2 - atan(1 / x).

// atan(t) for |t| <= sqrt(2) - 1.
WIDE wide_atan_near_0(double t) {
  double z = t * t, q = -0.040413140264706375;
  q = q * z + 0.07134420201218257;
  q = q * z - 0.09028824015576213;
  q = q * z + 0.11107482298859685;
  q = q * z - 0.14285612049555613;
  q = q * z + 0.19999998911296413;
  q = q * z - 0.33333333331428355;
  return t + t * z * q;
}
// atan(a / b) for a, b >= 0.
WIDE wide_atan_of_ratio(double a, double b) {
  int steep = a > 2.414213562373095 * b, shallow = a <= 0.41421356237309503 * b;
  double numerator = steep ? -b : shallow ? a : a - b;
  double denominator = steep ? a : shallow ? b : a + b;
  double offset = steep ? 1.5707963267948966 : shallow ? 0 : 0.7853981633974483;
  double arc = offset + wide_atan_near_0(numerator / denominator);
  // Equal ones may be 0 or infinite, and have no ratio.
  return a != b ? arc : a == 0 ? 0 : 0.7853981633974483;
}
WIDE wide_atan(double x) { return wide_copysign(wide_atan_of_ratio(wide_fabs(x), 1), x); }
WIDE wide_atan2(double y, double x) {
  double arc = wide_atan_of_ratio(wide_fabs(y), wide_fabs(x));
  return wide_copysign(wide_copysign(1, x) < 0 ? 3.141592653589793 - arc : arc, y);
}
WIDE wide_hypot(double x, double y) {
  double length = wide_sqrt(x * x + y * y);
  return wide_fabs(x) == INFINITY || wide_fabs(y) == INFINITY ? INFINITY : length;
}

// Error functions.

// erf(x) for |x| <= 1.
WIDE wide_erf_near_0(double x) {
  double z = x * x, q = 1.058938064107502e-06;
  q = q * z - 1.3909340021874599e-05;
  q = q * z + 0.0001195656256820733;
  q = q * z - 0.0008542637997087229;
  q = q * z + 0.005223783477189248;
  q = q * z - 0.026866133235095593;
  q = q * z + 0.11283791308604582;
  q = q * z - 0.3761263888963531;
  q = q * z + 1.1283791670946768;
  return x * q;
}
// erfc(a) for a >= 1: exp(-a^2) t p(t) with t = 3 / (3 + a).
WIDE wide_erfc_tail(double a) {
  double t = 3 / (3 + a), q = -0.015690590270115302;
  q = q * t + 0.11857975920517246;
  q = q * t - 0.3305501649957068;
  q = q * t + 0.4306101968540369;
  q = q * t - 0.3319862412328994;
  q = q * t + 0.2627544943531673;
  q = q * t + 0.009082618016496251;
  q = q * t + 0.15086961249260586;
  q = q * t + 0.15202440243799092;
  q = q * t + 0.17822716628982702;
  q = q * t + 0.18801587764630304;
  q = q * t + 0.18806483818948172;
  return wide_exp(-a * a) * t * q;
}
WIDE wide_erf(double x) {
  double a = wide_fabs(x);
  return a > 1 ? wide_copysign(1 - wide_erfc_tail(a), x) : wide_erf_near_0(x);
}
WIDE wide_erfc(double x) {
  double a = wide_fabs(x), tail = wide_erfc_tail(a);
  return a > 1 ? (x < 0 ? 2 - tail : tail) : 1 - wide_erf_near_0(x);
}
// The normal distribution function, and e^(-x^2 / 2) for those who want it. Below 0, as far as it goes: Q(a) = exp(-a^2 / 2) t p(t) with a = |x| and
// t = 4 / (4 + a), to 2^-31.
WIDE wide_normal(double x, double *bell) {
  double e = wide_exp(x * x * -0.5), t = 4 / (4 + wide_fabs(x)), q = -0.007300412122753893;
  q = q * t + 0.035675780771364074;
  q = q * t - 0.049917553570889964;
  q = q * t - 0.016750335972677284;
  q = q * t + 0.07956498055899405;
  q = q * t - 0.05567790543803374;
  q = q * t + 0.09174581214097417;
  q = q * t + 0.04451262252093612;
  q = q * t + 0.08588943389652826;
  q = q * t + 0.09271621728230987;
  q = q * t + 0.099808778417448;
  q = q * t + 0.0997325814602126;
  double tail = e * t * q;
  if (bell) *bell = e;
  return x > 0 ? 1 - tail : tail;
}

// Whether all numbers of a row are below 2^24.
static inline __attribute__((always_inline)) int wide_all_small(size_t n, const float *a) {
  int large = 0;
  for (size_t i = 0; i < n; i++) large |= !(__builtin_fabsf(a[i]) < 0x1p24f);
  return !large;
}

#pragma clang fp contract(off)
