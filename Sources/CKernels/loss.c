// The negative logarithm of the likelihood of classes, and its derivative.
#include "include/ck_loss.h"

#include <string.h>

#include "include/ck_dtype.h"

#pragma STDC FP_CONTRACT OFF

int ck_classes_valid(const struct ck_classes *c, int64_t *wrong) {
  const ptrdiff_t count = c->outer * c->inner;
  for (ptrdiff_t i = 0; i < count; i++) {
    const int64_t t = c->target[i];
    if (t == c->ignored || (t >= 0 && t < c->classes)) continue;
    *wrong = t;
    return 0;
  }
  return 1;
}

static double weight_of(const struct ck_classes *c, int64_t t) {
  if (!c->weight) return 1;
  return c->dtype == CK_FLOAT64 ? ((const double *)c->weight)[t] : (double)((const float *)c->weight)[t];
}

double ck_classes_weight(const struct ck_classes *c) {
  const ptrdiff_t count = c->outer * c->inner;
  double sum = 0;
  for (ptrdiff_t i = 0; i < count; i++)
    if (c->target[i] != c->ignored) sum += weight_of(c, c->target[i]);
  return sum;
}

#define LOSS(T, S)                                                                                                         \
  static double nll_##S(const struct ck_classes *c, const T *x, T *loss) {                                                 \
    double sum = 0;                                                                                                        \
    for (ptrdiff_t o = 0; o < c->outer; o++)                                                                               \
      for (ptrdiff_t i = 0; i < c->inner; i++) {                                                                           \
        const int64_t t = c->target[o * c->inner + i];                                                                     \
        const T v = t == c->ignored ? 0 : -(T)weight_of(c, t) * x[(o * c->classes + t) * c->inner + i];                    \
        loss[o * c->inner + i] = v;                                                                                        \
        sum += (double)v;                                                                                                  \
      }                                                                                                                    \
    return sum;                                                                                                            \
  }                                                                                                                        \
  static void nll_gradient_##S(const struct ck_classes *c, const T *g, int g_is_single, double scale, T *out) {            \
    memset(out, 0, (size_t)(c->outer * c->classes * c->inner) * sizeof *out);                                              \
    for (ptrdiff_t o = 0; o < c->outer; o++)                                                                               \
      for (ptrdiff_t i = 0; i < c->inner; i++) {                                                                           \
        const int64_t t = c->target[o * c->inner + i];                                                                     \
        if (t == c->ignored) continue;                                                                                     \
        out[(o * c->classes + t) * c->inner + i] = (T)(-weight_of(c, t) * scale * (double)g[g_is_single ? 0 : o * c->inner + i]); \
      }                                                                                                                    \
  }
LOSS(float, f32)
LOSS(double, f64)

double ck_nll(const struct ck_classes *c, const void *scores, void *loss) {
  return c->dtype == CK_FLOAT64 ? nll_f64(c, scores, loss) : nll_f32(c, scores, loss);
}

void ck_nll_gradient(const struct ck_classes *c, const void *g, int g_is_single, double scale, void *gradient) {
  if (c->dtype == CK_FLOAT64) nll_gradient_f64(c, g, g_is_single, scale, gradient);
  else nll_gradient_f32(c, g, g_is_single, scale, gradient);
}
