// random_discrete.c: NumPy's discrete distributions, over its legacy stream and over PCG64, bit for bit.
#include <math.h>
#include <stdlib.h>

#include "random_internal.h"
#pragma STDC FP_CONTRACT OFF

// log(k!), for k below 126
static const double log_factorials[126] = {
    0.0, 0.0, 0.6931471805599453, 1.791759469228055, 3.1780538303479458, 4.787491742782046, 6.579251212010101,
    8.525161361065415, 10.60460290274525, 12.801827480081469, 15.104412573075516, 17.502307845873887,
    19.987214495661885, 22.552163853123425, 25.19122118273868, 27.89927138384089, 30.671860106080672, 33.50507345013689,
    36.39544520803305, 39.339884187199495, 42.335616460753485, 45.38013889847691, 48.47118135183523, 51.60667556776438,
    54.78472939811232, 58.00360522298052, 61.261701761002, 64.55753862700634, 67.88974313718154, 71.25703896716801,
    74.65823634883016, 78.0922235533153, 81.55795945611504, 85.05446701758152, 88.58082754219768, 92.1361756036871,
    95.7196945421432, 99.33061245478743, 102.96819861451381, 106.63176026064346, 110.32063971475739, 114.0342117814617,
    117.77188139974507, 121.53308151543864, 125.3172711493569, 129.12393363912722, 132.95257503561632,
    136.80272263732635, 140.67392364823425, 144.5657439463449, 148.47776695177302, 152.40959258449735,
    156.3608363030788, 160.3311282166309, 164.32011226319517, 168.32744544842765, 172.3527971391628, 176.39584840699735,
    180.45629141754378, 184.53382886144948, 188.6281734236716, 192.7390472878449, 196.86618167289, 201.00931639928152,
    205.1681994826412, 209.34258675253685, 213.53224149456327, 217.73693411395422, 221.95644181913033,
    226.1905483237276, 230.43904356577696, 234.70172344281826, 238.97838956183432, 243.2688490029827,
    247.57291409618688, 251.8904022097232, 256.22113555000954, 260.5649409718632, 264.9216497985528, 269.2910976510198,
    273.6731242856937, 278.0675734403661, 282.4742926876304, 286.893133295427, 291.3239500942703, 295.76660135076065,
    300.22094864701415, 304.6868567656687, 309.1641935801469, 313.65282994987905, 318.1526396202093, 322.66349912672615,
    327.1852877037752, 331.7178871969285, 336.26118197919845, 340.815058870799, 345.37940706226686, 349.95411804077025,
    354.5390855194408, 359.1342053695754, 363.73937555556347, 368.35449607240474, 372.979468885689, 377.61419787391867,
    382.25858877306, 386.91254912321756, 391.5759882173296, 396.24881705179155, 400.93094827891576, 405.6222961611449,
    410.32277652693733, 415.03230672824964, 419.7508055995447, 424.4781934182571, 429.21439186665157, 433.9593239950148,
    438.71291418612117, 443.47508812091894, 448.2457727453846, 453.0248962384961, 457.81238798127816, 462.6081785268749,
    467.4121995716082, 472.2243839269806, 477.04466549258564, 481.87297922988796,
};

static double log_factorial(int64_t k) {
  if (k < 126) return log_factorials[k];
  double x = (double)k;
  return (x + 0.5) * log(x) - x + (0.9189385332046728 + (1.0 / x) * (1 / 12.0 - 1 / (360.0 * x * x)));
}

// The logarithm of the gamma function, with NumPy's own rounding: Stirling's series from 7 on, and steps down to smaller numbers.
static double log_gamma(double x) {
  static const double series[10] = {8.333333333333333e-02, -2.777777777777778e-03, 7.936507936507937e-04, -5.952380952380952e-04,
                                    8.417508417508418e-04, -1.917526917526918e-03, 6.410256410256410e-03, -2.955065359477124e-02,
                                    1.796443723688307e-01, -1.39243221690590e+00};
  if (x == 1 || x == 2) return 0;
  int steps = x < 7 ? (int)(7 - x) : 0;
  double top = x + steps, inverse = (1.0 / top) * (1.0 / top), sum = series[9];
  for (int k = 8; k >= 0; k--) sum = sum * inverse + series[k];
  double result = sum / top + 0.5 * 1.8378770664093453 + (top - 0.5) * log(top) - top;
  for (int k = 0; k < steps; k++) {
    result -= log(top - 1.0);
    top -= 1.0;
  }
  return result;
}

// Hörmann's transformed rejection for means from 10 on, products of uniforms below.
int64_t ck_draw_poisson(ck_draws *d, double mean) {
  if (mean == 0) return 0;
  if (!(mean >= 10)) {
    double limit = exp(-mean), product = 1;
    for (int64_t k = 0;; k++) {
      product *= ck_draw_unit(d);
      if (!(product > limit)) return k;
    }
  }
  double root = sqrt(mean), log_mean = log(mean), b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
  double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), limit = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    double u = ck_draw_unit(d) - 0.5, v = ck_draw_unit(d), edge = 0.5 - fabs(u);
    int64_t k = (int64_t)floor((2 * a / edge + b) * u + mean + 0.43);
    if (edge >= 0.07 && v <= limit) return k;
    if (k < 0 || (edge < 0.013 && v > edge)) continue;
    double left = log(v) + log(inverse_alpha) - log(a / (edge * edge) + b);
    if (left <= -mean + (double)k * log_mean - log_gamma((double)(k + 1))) return k;
  }
}

// ---- binomial

// Adding up probabilities until they exceed a uniform number, for small means.
static int64_t binomial_by_sums(ck_draws *d, int64_t n, double p) {
  double q = 1.0 - p, none = exp((double)n * log(q)), mean = (double)n * p, most = mean + 10.0 * sqrt(mean * q + 1);
  int64_t bound = (int64_t)((double)n < most ? (double)n : most), k = 0;
  double term = none, u = ck_draw_unit(d);
  while (u > term) {
    if (++k > bound) {
      k = 0;
      term = none;
      u = ck_draw_unit(d);
    } else {
      u -= term;
      term = ((double)(n - k + 1) * p * term) / ((double)k * q);
    }
  }
  return k;
}

// A term of Stirling's series of a logarithm of a factorial.
static double stirling_tail(double x) {
  double square = x * x;
  return (13680. - (462. - (132. - (99. - 140. / square) / square) / square) / square) / x / 166320.;
}

// Kachitvichyanukul and Schmeiser's BTPE: a triangle, a parallelogram and two exponential tails around the mode.
static int64_t binomial_btpe(ck_draws *d, int64_t n, double p) {
  double r = p < 1.0 - p ? p : 1.0 - p, q = 1.0 - r, fm = (double)n * r + r;
  int64_t m = (int64_t)floor(fm), y;
  double p1 = floor(2.195 * sqrt((double)n * r * q) - 4.6 * q) + 0.5, xm = (double)m + 0.5, xl = xm - p1, xr = xm + p1;
  double c = 0.134 + 20.5 / (15.3 + (double)m), a = (fm - xl) / (fm - xl * r), left_rate = a * (1.0 + a / 2.0);
  a = (xr - fm) / (xr * q);
  double right_rate = a * (1.0 + a / 2.0), p2 = p1 * (1.0 + 2.0 * c), p3 = p2 + c / left_rate, p4 = p3 + c / right_rate;
  double variance = (double)n * r * q;
  for (;;) {
    double u = ck_draw_unit(d) * p4, v = ck_draw_unit(d);
    if (u <= p1) {  // the triangle needs no test
      y = (int64_t)floor(xm - p1 * v + u);
      break;
    }
    if (u <= p2) {
      double x = xl + (u - p1) / c;
      v = v * c + 1.0 - fabs((double)m - x + 0.5) / p1;
      if (v > 1) continue;
      y = (int64_t)floor(x);
    } else if (u <= p3) {
      y = (int64_t)floor(xl + log(v) / left_rate);
      if (y < 0 || v == 0) continue;
      v = v * (u - p2) * left_rate;
    } else {
      y = (int64_t)floor(xr - log(v) / right_rate);
      if (y > n || v == 0) continue;
      v = v * (u - p3) * right_rate;
    }
    int64_t distance = llabs(y - m);
    double k = (double)distance;
    if (distance <= 20 || !(k < variance / 2.0 - 1)) {  // near the mode or far out: the quotient of the probabilities themselves
      double s = r / q, step = s * (double)(n + 1), f = 1;
      for (int64_t i = m + 1; i <= y; i++) f *= step / (double)i - s;
      for (int64_t i = y + 1; i <= m; i++) f /= step / (double)i - s;
      if (v > f) continue;
      break;
    }
    double rho = (k / variance) * ((k * (k / 3.0 + 0.625) + 0.16666666666666666) / variance + 0.5), t = -k * k / (2 * variance);
    double log_v = log(v);
    if (log_v < t - rho) break;
    if (log_v > t + rho) continue;
    double x1 = (double)(y + 1), f1 = (double)(m + 1), z = (double)(n + 1 - m), w = (double)(n - y + 1);
    double bound = xm * log(f1 / x1) + ((double)(n - m) + 0.5) * log(z / w) + (double)(y - m) * log(w * r / (x1 * q)) + stirling_tail(f1)
                   + stirling_tail(z) + stirling_tail(x1) + stirling_tail(w);
    if (log_v > bound) continue;
    break;
  }
  return p > 0.5 ? n - y : y;
}

int64_t ck_draw_binomial(ck_draws *d, int64_t n, double p) {
  if (d->modern && (n == 0 || p == 0)) return 0;
  if (p <= 0.5) return p * (double)n <= 30 ? binomial_by_sums(d, n, p) : binomial_btpe(d, n, p);
  double q = 1.0 - p;
  return n - (q * (double)n <= 30 ? binomial_by_sums(d, n, q) : binomial_btpe(d, n, q));
}

void ck_draw_multinomial(ck_draws *d, int64_t n, const double *p, size_t length, int64_t *out) {
  double rest = 1;
  int64_t left = n;
  for (size_t j = 0; j < length; j++) out[j] = 0;
  // The multinomial of both streams is made of the newer binomial, which takes no number from the stream when there is no choice.
  for (size_t j = 0; j + 1 < length; j++) {
    double share = p[j] / rest;
    out[j] = left == 0 || share == 0 ? 0 : ck_draw_binomial(d, left, share);
    left -= out[j];
    if (left <= 0) break;
    rest -= p[j];
  }
  if (left > 0 && length > 0) out[length - 1] = left;
}

// ---- hypergeometric

static uint64_t interval(ck_draws *d, uint64_t most) {
  uint64_t mask = ck_mask_above(most), v;
  if (most == 0) return 0;
  if (most <= UINT32_MAX) {
    do v = ck_pcg64_u32(d->modern) & mask;
    while (v > most);
  } else {
    do v = ck_pcg64_u64(d->modern) & mask;
    while (v > most);
  }
  return v;
}

static int64_t at_most(int64_t a, int64_t b) { return a < b ? a : b; }

// One ball after the other.
static int64_t hypergeometric_by_balls(ck_draws *d, int64_t good, int64_t bad, int64_t sample) {
  int64_t total = good + bad, wanted = sample > total / 2 ? total - sample : sample, balls = total, left = good;
  while (wanted > 0 && left > 0 && balls > left) {
    balls--;
    if ((int64_t)interval(d, (uint64_t)balls) < left) left--;
    wanted--;
  }
  if (balls == left) left -= wanted;
  return sample > total / 2 ? left : good - left;
}

static int64_t hypergeometric_by_balls_legacy(ck_draws *d, int64_t good, int64_t bad, int64_t sample) {
  int64_t rest = bad + good - sample, k = sample;
  double fewer = (double)at_most(bad, good), y = fewer;
  while (y > 0) {
    y -= (double)(int64_t)floor(ck_draw_unit(d) + y / (double)(rest + k));
    if (--k == 0) break;
  }
  int64_t z = (int64_t)(fewer - y);
  return good > bad ? sample - z : z;
}

// Stadlober's ratio of uniforms.
static int64_t hypergeometric_hrua(ck_draws *d, int64_t good, int64_t bad, int64_t sample) {
  const double d1 = 1.7155277699214135, d2 = 0.8989161620588988;  // 2 sqrt(2/e) and 3 - 2 sqrt(3/e)
  int64_t all = good + bad, fewer = at_most(good, bad), more = good + bad - fewer, m = at_most(sample, all - sample);
  double share = (double)fewer / (double)all, other = d->modern ? (double)more / (double)all : 1.0 - share, mean, scale;
  if (d->modern) {
    mean = (double)m * share + 0.5;
    scale = sqrt((double)(all - m) * (double)m * share * other / (double)(all - 1) + 0.5);
  } else {
    mean = (double)m * share + 0.5;
    scale = sqrt((double)(all - m) * (double)sample * share * other / (double)(all - 1) + 0.5);
  }
  double height = d1 * scale + d2;
  int64_t mode = (int64_t)floor((double)(m + 1) * (double)(fewer + 1) / (double)(all + 2)), k;
  double (*factorial)(int64_t) = log_factorial;
#define LOG_FACTORIALS(k)                                                                                                  \
  (d->modern ? factorial(k) + factorial(fewer - (k)) + factorial(m - (k)) + factorial(more - m + (k))                      \
             : log_gamma((double)((k) + 1)) + log_gamma((double)(fewer - (k) + 1)) + log_gamma((double)(m - (k) + 1))      \
                   + log_gamma((double)(more - m + (k) + 1)))
  double top = LOG_FACTORIALS(mode), support = (double)at_most(m, fewer) + 1.0, far = floor(mean + 16 * scale);
  double bound = support < far ? support : far;
  for (;;) {
    double u = ck_draw_unit(d), v = ck_draw_unit(d), x = mean + height * (v - 0.5) / u;
    if (x < 0 || x >= bound) continue;
    k = (int64_t)floor(x);
    double t = top - (LOG_FACTORIALS(k));
    if (u * (4.0 - u) - 3.0 <= t) break;
    if (u * (u - t) >= 1) continue;
    if (2.0 * log(u) <= t) break;
  }
#undef LOG_FACTORIALS
  if (good > bad) k = m - k;
  return m < sample ? good - k : k;
}

int64_t ck_draw_hypergeometric(ck_draws *d, int64_t good, int64_t bad, int64_t sample) {
  if (d->modern) {
    return sample >= 10 && sample <= good + bad - 10 ? hypergeometric_hrua(d, good, bad, sample)
                                                     : hypergeometric_by_balls(d, good, bad, sample);
  }
  if (sample > 10) return hypergeometric_hrua(d, good, bad, sample);
  return sample > 0 ? hypergeometric_by_balls_legacy(d, good, bad, sample) : 0;
}

void ck_draw_multivariate_hypergeometric(ck_draws *d, const int64_t *colors, size_t length, int64_t sample, int64_t *out) {
  int64_t total = 0;
  for (size_t j = 0; j < length; j++) {
    total += colors[j];
    out[j] = 0;
  }
  if (total == 0 || sample == 0) return;
  int turned = sample > total / 2;
  int64_t left = turned ? total - sample : sample, rest = total;
  for (size_t j = 0; left > 0 && j + 1 < length; j++) {
    rest -= colors[j];
    out[j] = ck_draw_hypergeometric(d, colors[j], rest, left);
    left -= out[j];
  }
  if (left > 0) out[length - 1] = left;
  for (size_t j = 0; turned && j < length; j++) out[j] = colors[j] - out[j];
}

// ---- others

static int64_t geometric(ck_draws *d, double p) {
  if (p >= 0.333333333333333333333333) {
    int64_t k = 1;
    double sum = p, term = p, q = 1.0 - p, u = ck_draw_unit(d);
    while (u > sum) {
      term *= q;
      sum += term;
      k++;
    }
    return k;
  }
  double z;
  if (d->modern) {
    z = ceil(-ck_pcg64_exponential(d->modern) / log1p(-p));
  } else {
    z = ceil(log(1.0 - ck_draw_unit(d)) / log(1.0 - p));
  }
  return z >= 9.223372036854776e+18 ? INT64_MAX : (int64_t)z;
}

static int64_t zipf(ck_draws *d, double a) {
  if (d->modern && a >= 1025) return 1;
  double less = a - 1.0, b = pow(2.0, less), smallest = d->modern ? pow((double)INT64_MAX, -less) : 0;
  for (;;) {
    double u = ck_draw_unit(d);
    u = d->modern ? u * smallest + (1.0 - u) : 1.0 - u;
    double v = ck_draw_unit(d), x = floor(pow(u, -1.0 / less));
    if (x > (double)INT64_MAX || x < 1) continue;
    double t = pow(1.0 + 1.0 / x, less);
    if (v * x * (t - 1.0) / (b - 1.0) <= t / b) return x >= 9.223372036854776e+18 ? INT64_MAX : (int64_t)x;
  }
}

static int64_t log_series(ck_draws *d, double p) {
  double r = d->modern ? log1p(-p) : log(1.0 - p);
  for (;;) {
    double v = ck_draw_unit(d);
    if (v >= p) return 1;
    double u = ck_draw_unit(d), q = d->modern ? -expm1(r * u) : 1.0 - exp(r * u);
    if (v <= q * q) {
      double k = floor(1 + log(v) / log(q));
      if (k < 1 || v == 0) continue;
      return (int64_t)k;
    }
    return v >= q ? 1 : 2;
  }
}

static int64_t draw(enum ck_count_distribution kind, ck_draws *d, double a, double b, const int64_t *n) {
  switch (kind) {
    case CK_DIST_POISSON: return ck_draw_poisson(d, a);
    case CK_DIST_BINOMIAL: return ck_draw_binomial(d, n[0], a);
    case CK_DIST_NEGATIVE_BINOMIAL: {
      double mean = (1 - b) / b * ck_draw_gamma(d, a);
      return ck_draw_poisson(d, mean);
    }
    case CK_DIST_GEOMETRIC: return geometric(d, a);
    case CK_DIST_ZIPF: return zipf(d, a);
    case CK_DIST_LOGSERIES: return log_series(d, a);
    case CK_DIST_HYPERGEOMETRIC: return ck_draw_hypergeometric(d, n[0], n[1], n[2]);
  }
  return 0;
}

void ck_draw_counts(enum ck_count_distribution kind, ck_draws *d, const double *const reals[2], const ptrdiff_t real_steps[2],
                    const int64_t *const wholes[3], const ptrdiff_t whole_steps[3], int64_t *out, size_t count) {
  for (ptrdiff_t i = 0; i < (ptrdiff_t)count; i++) {
    int64_t n[3];
    for (int k = 0; k < 3; k++) n[k] = wholes[k][i * whole_steps[k]];
    out[i] = draw(kind, d, reals[0][i * real_steps[0]], reals[1][i * real_steps[1]], n);
  }
}
