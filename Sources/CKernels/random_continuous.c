// random_continuous.c: NumPy's continuous distributions, over its legacy stream and over PCG64, bit for bit.
#include <math.h>

#include "random_internal.h"
#pragma STDC FP_CONTRACT OFF

static const double pi = 3.14159265358979323846;

double ck_draw_unit(ck_draws *d) { return d->modern ? ck_pcg64_double(d->modern) : ck_legacy_double(d->legacy); }

double ck_draw_normal(ck_draws *d) {
  if (d->modern) return ck_pcg64_normal(d->modern);
  double z;
  ck_legacy_normals(d->legacy, &z, 1, 0, 1);
  return z;
}

static double draw_exponential(ck_draws *d) {
  if (d->modern) return ck_pcg64_exponential(d->modern);
  return -log(1.0 - ck_legacy_double(d->legacy));
}

// Marsaglia and Tsang's method from shape 1 on, Ahrens and Dieter's below.
double ck_draw_gamma(ck_draws *d, double shape) {
  if (shape == 1) return draw_exponential(d);
  if (shape == 0) return 0;
  if (shape != shape) return shape;  // no comparison below would ever hold
  if (shape < 1) {
    for (;;) {
      double u = ck_draw_unit(d), v = draw_exponential(d);
      if (u <= 1.0 - shape) {
        double x = pow(u, 1.0 / shape);
        if (x <= v) return x;
      } else {
        double y = -log((1 - u) / shape), x = pow(1.0 - shape + shape * y, 1.0 / shape);
        if (x <= v + y) return x;
      }
    }
  }
  double b = shape - 1.0 / 3.0, c = 1.0 / sqrt(9 * b);
  for (;;) {
    double x, v;
    do {
      x = ck_draw_normal(d);
      v = 1.0 + c * x;
    } while (v <= 0);
    v = v * v * v;
    double u = ck_draw_unit(d);
    if (u < 1.0 - 0.0331 * (x * x) * (x * x)) return b * v;
    if (log(u) < 0.5 * x * x + b * (1.0 - v + log(v))) return b * v;
  }
}

float ck_pcg64_gamma_f(ck_pcg64 *g, float shape) {
  if (shape == 1) return ck_pcg64_exponential_f(g);
  if (shape == 0) return 0;
  if (shape != shape) return shape;
  if (shape < 1) {
    for (;;) {
      float u = ck_pcg64_float(g), v = ck_pcg64_exponential_f(g);
      if (u <= 1.0f - shape) {
        float x = powf(u, 1.0f / shape);
        if (x <= v) return x;
      } else {
        float y = -logf((1.0f - u) / shape), x = powf(1.0f - shape + shape * y, 1.0f / shape);
        if (x <= v + y) return x;
      }
    }
  }
  float b = shape - 1.0f / 3.0f, c = 1.0f / sqrtf(9.0f * b);
  for (;;) {
    float x, v;
    do {
      x = ck_pcg64_normal_f(g);
      v = 1.0f + c * x;
    } while (v <= 0);
    v = v * v * v;
    float u = ck_pcg64_float(g);
    if (u < 1.0f - 0.0331f * (x * x) * (x * x)) return b * v;
    if (logf(u) < 0.5f * x * x + b * (1.0f - v + logf(v))) return b * v;
  }
}

static double chi_square(ck_draws *d, double df) { return 2.0 * ck_draw_gamma(d, df / 2.0); }

// Jöhnk's method for small parameters, else a quotient of gammas.
double ck_draw_beta(ck_draws *d, double a, double b) {
  if (a > 1 || b > 1) {
    double x = ck_draw_gamma(d, a), y = ck_draw_gamma(d, b);
    return x / (x + y);
  }
  // Two parameters this small give 0 or 1; the loop below would hardly ever end.
  const double tiny = 3e-103;
  if (d->modern && a < tiny && b < tiny) return (a + b) * ck_draw_unit(d) < a;
  for (;;) {
    double u = ck_draw_unit(d), v = ck_draw_unit(d), x = pow(u, 1.0 / a), y = pow(v, 1.0 / b), sum = x + y;
    if (sum > 1 || (d->modern && u + v <= 0)) continue;
    if (sum > 0) return x / sum;
    double log_x = log(u) / a, log_y = log(v) / b, most = log_x > log_y ? log_x : log_y;
    log_x -= most;
    log_y -= most;
    return exp(log_x - log(exp(log_x) + exp(log_y)));
  }
}

static double noncentral_chi_square(ck_draws *d, double df, double noncentrality) {
  if (d->modern && noncentrality != noncentrality) return NAN;
  if (noncentrality == 0) return chi_square(d, df);
  if (df > 1) {
    double rest = chi_square(d, df - 1), n = ck_draw_normal(d) + sqrt(noncentrality);
    return rest + n * n;
  }
  int64_t i = ck_draw_poisson(d, noncentrality / 2.0);
  double x = chi_square(d, df + 2 * (double)i);
  return noncentrality != noncentrality ? NAN : x;
}

static double wald(ck_draws *d, double mean, double scale) {
  double x, y = ck_draw_normal(d);
  y = mean * y * y;
  if (d->modern) {
    double part = 1 + sqrt(1 + 4 * scale / y);
    x = mean * (1 - 2 / part);
  } else {
    x = mean + mean / (2 * scale) * (y - sqrt(4 * scale * y + y * y));
  }
  return ck_draw_unit(d) <= mean / (mean + x) ? x : mean * mean / x;
}

// Best and Fisher's method.
static double von_mises(ck_draws *d, double mu, double kappa) {
  if (kappa != kappa) return NAN;
  if (kappa < 1e-8) return pi * (2 * ck_draw_unit(d) - 1);
  double s;
  if (kappa < 1e-5) {
    s = 1.0 / kappa + kappa;
  } else if ((!d->modern && kappa < 1e150) || kappa <= 1e6) {
    double r = 1 + sqrt(1 + 4 * kappa * kappa), rho = (r - sqrt(2 * r)) / (2 * kappa);
    s = (1 + rho * rho) / (2 * rho);
  } else {  // a normal distribution, for all practical purposes
    double x = mu + sqrt(1.0 / kappa) * ck_draw_normal(d);
    if (x < -pi) x += 2 * pi;
    if (x > pi) x -= 2 * pi;
    return x;
  }
  double w;
  for (;;) {
    double z = cos(pi * ck_draw_unit(d));
    w = (1 + s * z) / (s + z);
    double y = kappa * (s - w), v = ck_draw_unit(d);
    if (y * (2 - y) - v >= 0 || log(y / v) + 1 - y >= 0) break;
  }
  double angle = acos(w);
  if (ck_draw_unit(d) < 0.5) angle = -angle;
  angle += mu;
  double turned = fmod(fabs(angle) + pi, 2 * pi) - pi;
  return angle < 0 ? -turned : turned;
}

static double triangular(ck_draws *d, double left, double mode, double right) {
  double base = right - left, to_mode = mode - left, u = ck_draw_unit(d);
  if (u <= to_mode / base) return left + sqrt(u * (to_mode * base));
  return right - sqrt((1.0 - u) * ((right - mode) * base));
}

static double laplace(ck_draws *d, double loc, double scale) {
  double u;
  do u = ck_draw_unit(d);
  while (u == 0);
  return u >= 0.5 ? loc - scale * log(2.0 - u - u) : loc + scale * log(u + u);
}

static double gumbel(ck_draws *d, double loc, double scale) {
  double u;
  do u = 1.0 - ck_draw_unit(d);
  while (u >= 1);
  return loc - scale * log(-log(u));
}

static double logistic(ck_draws *d, double loc, double scale) {
  double u;
  do u = ck_draw_unit(d);
  while (u == 0);
  return loc + scale * log(u / (1.0 - u));
}

static double draw(enum ck_real_distribution kind, ck_draws *d, double a, double b, double c) {
  switch (kind) {
    case CK_DIST_UNIFORM: return a + (b - a) * ck_draw_unit(d);
    case CK_DIST_NORMAL: return a + b * ck_draw_normal(d);
    case CK_DIST_EXPONENTIAL: return a * draw_exponential(d);
    case CK_DIST_GAMMA: return b * ck_draw_gamma(d, a);
    case CK_DIST_STANDARD_GAMMA: return ck_draw_gamma(d, a);
    case CK_DIST_BETA: return ck_draw_beta(d, a, b);
    case CK_DIST_CHISQUARE: return chi_square(d, a);
    case CK_DIST_NONCENTRAL_CHISQUARE: return noncentral_chi_square(d, a, b);
    case CK_DIST_F: {
      double above = chi_square(d, a) * b, below = chi_square(d, b) * a;
      return above / below;
    }
    case CK_DIST_NONCENTRAL_F: {
      double above = noncentral_chi_square(d, a, c) * b, below = chi_square(d, b) * a;
      return above / below;
    }
    case CK_DIST_STANDARD_T: {
      double z = ck_draw_normal(d), g = ck_draw_gamma(d, a / 2);
      return sqrt(a / 2) * z / sqrt(g);
    }
    case CK_DIST_STANDARD_CAUCHY: {
      double above = ck_draw_normal(d), below = ck_draw_normal(d);
      return above / below;
    }
    case CK_DIST_LOGNORMAL: return exp(a + b * ck_draw_normal(d));
    case CK_DIST_LAPLACE: return laplace(d, a, b);
    case CK_DIST_LOGISTIC: return logistic(d, a, b);
    case CK_DIST_GUMBEL: return gumbel(d, a, b);
    case CK_DIST_WEIBULL: return a == 0 ? 0 : pow(draw_exponential(d), 1.0 / a);
    case CK_DIST_PARETO: return d->modern ? expm1(draw_exponential(d) / a) : exp(draw_exponential(d) / a) - 1;
    case CK_DIST_POWER:
      return d->modern ? pow(-expm1(-draw_exponential(d)), 1.0 / a) : pow(1 - exp(-draw_exponential(d)), 1.0 / a);
    case CK_DIST_RAYLEIGH:
      return d->modern ? a * sqrt(2.0 * draw_exponential(d)) : a * sqrt(-2.0 * log1p(-ck_draw_unit(d)));
    case CK_DIST_TRIANGULAR: return triangular(d, a, b, c);
    case CK_DIST_VONMISES: return von_mises(d, a, b);
    case CK_DIST_WALD: return wald(d, a, b);
  }
  return NAN;
}

void ck_draw_reals(enum ck_real_distribution kind, ck_draws *d, const double *const parameters[3], const ptrdiff_t steps[3], double *out,
                   size_t count) {
  const double *a = parameters[0], *b = parameters[1], *c = parameters[2];
  for (size_t i = 0; i < count; i++, a += steps[0], b += steps[1], c += steps[2]) out[i] = draw(kind, d, *a, *b, *c);
}

void ck_draw_dirichlet(ck_draws *d, const double *alpha, size_t length, double *out, size_t rows) {
  double largest = 0;
  for (size_t j = 0; j < length; j++) largest = alpha[j] > largest ? alpha[j] : largest;
  for (size_t i = 0; i < rows; i++, out += length) {
    if (d->modern && largest < 0.1) {  // sums of such gammas underflow: break a stick with betas instead
      double left = 1, rest = 0;
      for (size_t j = 0; j < length; j++) rest += alpha[j];
      size_t j = 0;
      for (; j + 1 < length; j++) {
        rest = 0;
        for (size_t k = length; k-- > j + 1;) rest += alpha[k];
        double share = rest == 0 && alpha[j] == 0 ? 0 : ck_draw_beta(d, alpha[j], rest);
        out[j] = left * share;
        left *= 1 - share;
        if (rest == 0) {
          for (size_t k = j + 1; k < length; k++) out[k] = 0;
          break;
        }
      }
      if (j + 1 == length) out[j] = left;
      continue;
    }
    double sum = 0;
    for (size_t j = 0; j < length; j++) {
      out[j] = ck_draw_gamma(d, alpha[j]);
      sum += out[j];
    }
    double inverse = 1 / sum;
    for (size_t j = 0; j < length; j++) out[j] *= inverse;
  }
}
