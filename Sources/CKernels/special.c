// Special functions: log Γ, its derivatives, and the inverse of erf, in double precision.
#include "include/ck_special.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

static const double pi = 3.14159265358979323846;

// lgamma writes the sign into a global; this one does not, and both C libraries have it, though C17 hides it.
extern double lgamma_r(double x, int *sign);

double ck_lgamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

// ψ(x) / (x - root) for x in [1, 2], as a polynomial in x - 1.5: interpolated at Chebyshev's points, off by at most 2e-17.
static const double quotient[] = {
    0.951055876031833,      -0.4236274212814605,    0.2405424842407742,     -0.14840492305390884,   0.09498872445494122,
    -0.061922133273064534,  0.04076083381242074,    -0.02697579675613825,   0.0179072524394512,     -0.011908218001568644,
    0.007926944646403797,   -0.005279964873257405,  0.003519006401502276,   -0.002345267632540769,  0.0015566317474486838,
    -0.0010376374098418604, 0.0007233266279287554,  -0.0004821990530566789, 0.0002272331660987376,  -0.00015148586836773365,
    0.00025968482126430747, -0.00017312261802727394};

static double digamma_between_1_and_2(double x) {
  // The root does not fit one double; near it the rest of its digits matter.
  const double distance = (x - 0x1.762d86356be3fp+0) - 0x1.b86a722197829p-54;
  double sum = 0;
  for (int k = (int)(sizeof quotient / sizeof *quotient) - 1; k >= 0; k--) sum = sum * (x - 1.5) + quotient[k];
  return distance * sum;
}

// B(2j) / 2j, with Bernoulli's numbers B.
static const double asymptotic[] = {0.08333333333333333, -0.008333333333333333, 0.003968253968253968, -0.004166666666666667,
                                    0.007575757575757576, -0.021092796092796094, 0.08333333333333333, -0.4432598039215686};

double ck_digamma(double x) {
  if (x == 0) return copysign(INFINITY, -x);
  if (x < 0) {
    // ψ(1 - x) - ψ(x) = π / tan(πx), where only the distance to the next whole number matters.
    if (x == -INFINITY || x == trunc(x)) return NAN;
    return ck_digamma(1 - x) - pi / tan(pi * (x - rint(x)));
  }
  if (x < 1) return digamma_between_1_and_2(x + 1) - 1 / x;
  if (x <= 2) return digamma_between_1_and_2(x);
  if (x < 10) {
    // ψ(x) = ψ(x - 1) + 1 / (x - 1); all added terms are positive, the smallest come first.
    double sum = 0;
    while (x > 2) x -= 1, sum += 1 / x;
    return digamma_between_1_and_2(x) + sum;
  }
  if (!(x < 1e17)) return log(x);
  const double z = 1 / (x * x);
  double sum = 0;
  for (int k = (int)(sizeof asymptotic / sizeof *asymptotic) - 1; k >= 0; k--) sum = (sum + asymptotic[k]) * z;
  return log(x) - 0.5 / x - sum;
}

// B(2j) / (2j)!
static const double euler_maclaurin[] = {0.08333333333333333,    -0.001388888888888889,  3.306878306878307e-05, -8.267195767195768e-07,
                                         2.08767569878681e-08,   -5.284190138687493e-10, 1.3382536530684679e-11, -3.3896802963225827e-13,
                                         8.586062056277845e-15,  -2.174868698558062e-16, 5.5090028283602295e-18, -1.3954464685812522e-19,
                                         3.534707039629467e-21};

// Hurwitz' ζ(s, q) = Σ (q + k)^-s for whole s > 1 and q > 0: the first terms one by one, the rest by Euler and Maclaurin.
static double hurwitz(double s, double q) {
  double sum = 0, a = q;
  for (double first = 12 + s / 2; a < first; a += 1) {
    const double term = pow(a, -s);
    sum += term;
    if (!(term > sum * 1e-18) || isinf(sum)) return sum;
  }
  const double power = pow(a, -s);
  double tail = power * a / (s - 1) + power / 2, factor = s * power / a;
  for (int j = 0; j < (int)(sizeof euler_maclaurin / sizeof *euler_maclaurin); j++) {
    const double term = euler_maclaurin[j] * factor;
    tail += term;
    if (!(fabs(term) > fabs(tail) * 1e-18)) break;
    factor *= (s + 2 * j + 1) * (s + 2 * j + 2) / (a * a);
  }
  return sum + tail;
}

double ck_polygamma(double n, double x) {
  if (!(n >= 0) || n != trunc(n)) return NAN;
  if (n == 0) return ck_digamma(x);
  if (x != x || x == -INFINITY) return NAN;
  const double s = n + 1;
  const int is_odd = fmod(n, 2) == 1;
  if (x == INFINITY) return is_odd ? 0.0 : -0.0;
  double zeta;
  if (x <= 0) {
    if (n == 1 && x == trunc(x)) {
      // A pole: like PyTorch, the large number that the rounded argument of the sine leads to.
      const double sine = sin(pi * x);
      return (pi * pi) / (sine * sine);
    }
    if (x == trunc(x)) return is_odd ? INFINITY : -INFINITY;
    if (n == 1) {
      const double sine = sin(pi * (x - rint(x)));
      return (pi / sine) * (pi / sine) - ck_polygamma(1, 1 - x);
    }
    // The terms below zero are those of another series of positive numbers, up to its end.
    const double below = -x, fraction = below - trunc(below);
    const double negative = hurwitz(s, fraction) - hurwitz(s, below + 1);
    zeta = hurwitz(s, 1 - fraction) + (is_odd ? negative : -negative);
  } else {
    zeta = hurwitz(s, x);
  }
  const double product = tgamma(s) * zeta;
  return is_odd ? product : -product;
}

float ck_polygammaf(float n, float x) {
  if (n == 1 && x <= 0 && x == truncf(x) && x > -INFINITY) {
    const float pi_f = (float)pi, sine = sinf(pi_f * x);
    return (pi_f * pi_f) / (sine * sine);
  }
  return (float)ck_polygamma(n, x);
}

double ck_erfinv(double x) {
  const double size = fabs(x);
  if (!(size < 1)) return size == 1 ? copysign(INFINITY, x) : NAN;
  if (size < 1e-9) return x * 0.88622692545275801365;  // √π / 2; the next term is x³
  // Winitzki's estimate, two digits; then steps of Halley's method, each of which makes three times as many, far out fewer.
  const double a = 0.147, w = log((1 - size) * (1 + size)), t = 2 / (pi * a) + w / 2;
  double y = sqrt(-w / a / (sqrt(t * t - w / a) + t));
  for (int step = 0; step < (size > 0.999 ? 3 : 2); step++) {
    // Far out, erf is too near to 1: what is left to 1 says more.
    const double off = size > 0.5 ? (1 - size) - erfc(y) : erf(y) - size;
    const double u = off / (1.12837916709551257390 * exp(-y * y));
    y -= u / (1 + y * u);
  }
  return copysign(y, x);
}
