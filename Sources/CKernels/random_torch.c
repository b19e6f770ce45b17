// random_torch.c: the fills of PyTorch's CPU generator, except the normal ones.
#include <math.h>
#include <stdlib.h>

#include "random_internal.h"
#pragma STDC FP_CONTRACT OFF

// ---- uniform

enum { CHUNK = 1024 };

void ck_torch_fill_units(ck_mt19937 *engine, double *out, size_t count) {
  uint32_t draws[CHUNK];
  while (count > 0) {
    size_t n = count < CHUNK / 2 ? count : CHUNK / 2;
    ck_mt19937_fill_u32(engine, draws, 2 * n);
    for (size_t i = 0; i < n; i++) {
      uint64_t draw = (uint64_t)draws[2 * i] << 32 | draws[2 * i + 1];
      out[i] = (double)(int64_t)(draw & (((uint64_t)1 << 53) - 1)) * 0x1p-53;
    }
    out += n;
    count -= n;
  }
}

// v = x * range + from in one rounding; a value that rounds to the upper bound becomes the lower one.
CK_INLINE void uniform_body(ck_mt19937 *engine, enum ck_dtype dtype, void *out, size_t count, double from, double to) {
  if (dtype == CK_FLOAT64) {
    double *d = out, range = to - from;
    ck_torch_fill_units(engine, d, count);
    for (size_t i = 0; i < count; i++) {
      double v = __builtin_elementwise_fma(d[i], range, from);
      d[i] = v == to ? from : v;
    }
    return;
  }
  float a = (float)from, b = (float)to, range = b - a;
  uint32_t draws[CHUNK];
  for (size_t start = 0; start < count; start += CHUNK) {
    size_t n = count - start < CHUNK ? count - start : CHUNK;
    ck_mt19937_fill_u32(engine, draws, n);
    if (dtype == CK_FLOAT32) {
      float *f = (float *)out + start;
      for (size_t i = 0; i < n; i++) {
        float v = __builtin_elementwise_fma(ck_torch_unit_f(draws[i]), range, a);
        f[i] = v == b ? a : v;
      }
    } else {
      uint16_t *h = (uint16_t *)out + start;
      int is_f16 = dtype == CK_FLOAT16;
      uint16_t low = is_f16 ? ck_round_f16(a) : ck_round_bf16(a);
      float top = is_f16 ? ck_widen_f16(ck_round_f16(b)) : ck_widen_bf16(ck_round_bf16(b));
      for (size_t i = 0; i < n; i++) {
        float v = __builtin_elementwise_fma(ck_torch_unit_f(draws[i]), range, a);
        uint16_t r = is_f16 ? ck_round_f16(v) : ck_round_bf16(v);
        h[i] = (is_f16 ? ck_widen_f16(r) : ck_widen_bf16(r)) == top ? low : r;
      }
    }
  }
}

static void uniform_base(ck_mt19937 *engine, enum ck_dtype dtype, void *out, size_t count, double from, double to) {
  uniform_body(engine, dtype, out, count, from, to);
}

#if CK_RANDOM_X86
CK_TARGET_AVX2 static void uniform_avx2(ck_mt19937 *engine, enum ck_dtype dtype, void *out, size_t count, double from, double to) {
  uniform_body(engine, dtype, out, count, from, to);
}
#endif

void ck_torch_uniform(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double from, double to) {
#if CK_RANDOM_X86
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    uniform_avx2(&s->engine, dtype, out, count, from, to);
    return;
  }
#endif
  uniform_base(&s->engine, dtype, out, count, from, to);
}

// ---- distributions made of one double uniform an element

void ck_torch_exponential(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double lambda) {
  for (size_t i = 0; i < count; i++) ck_store_real(dtype, out, i, -1.0 / lambda * log1p(-ck_torch_unit(&s->engine)));
}

void ck_torch_geometric(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double p) {
  for (size_t i = 0; i < count; i++) ck_store_real(dtype, out, i, ceil(log(ck_torch_unit(&s->engine)) / log1p(-p)));
}

void ck_torch_cauchy(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double median, double sigma) {
  const double pi = 0x1.921fb54442d18p+1;
  for (size_t i = 0; i < count; i++) {
    ck_store_real(dtype, out, i, fma(sigma, tan(pi * (ck_torch_unit(&s->engine) - 0.5)), median));
  }
}

void ck_torch_bernoulli(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, double p) {
  double units[CHUNK];
  for (size_t start = 0; start < count; start += CHUNK) {
    size_t n = count - start < CHUNK ? count - start : CHUNK;
    ck_torch_fill_units(&s->engine, units, n);
    for (size_t i = 0; i < n; i++) ck_store_integer(dtype, out, start + i, units[i] < p);
  }
}

void ck_torch_bernoulli_each(ck_mt_stream *s, enum ck_dtype dtype, void *out, enum ck_dtype p_dtype, const void *p, size_t count) {
  for (size_t i = 0; i < count; i++) {
    int hit;
    if (p_dtype == CK_FLOAT64) {
      hit = ck_torch_unit(&s->engine) < ((const double *)p)[i];
    } else {
      float q = p_dtype == CK_FLOAT16    ? ck_widen_f16(((const ck_f16 *)p)[i])
                : p_dtype == CK_BFLOAT16 ? ck_widen_bf16(((const ck_bf16 *)p)[i])
                                         : ((const float *)p)[i];
      hit = ck_torch_unit_f(ck_mt19937_u32(&s->engine)) < q;
    }
    ck_store_integer(dtype, out, i, hit);
  }
}

// ---- integers

void ck_torch_integers(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count, uint64_t range, int64_t base) {
  if (range == 0) {
    for (size_t i = 0; i < count; i++) ck_store_integer(dtype, out, i, (int64_t)ck_mt19937_u64(&s->engine));
  } else if (range >= (uint64_t)1 << 28) {
    for (size_t i = 0; i < count; i++) {
      ck_store_integer(dtype, out, i, (int64_t)(ck_mt19937_u64(&s->engine) % range + (uint64_t)base));
    }
  } else {
    uint32_t small = (uint32_t)range;
    for (size_t i = 0; i < count; i++) ck_store_integer(dtype, out, i, (int64_t)(ck_mt19937_u32(&s->engine) % small) + base);
  }
}

void ck_torch_full_range(ck_mt_stream *s, enum ck_dtype dtype, void *out, size_t count) {
  static const uint64_t modulus[] = {
      [CK_BOOL] = 2, [CK_UINT8] = 1 << 8, [CK_INT8] = 1 << 7, [CK_INT16] = 1 << 15, [CK_INT32] = 1u << 31,
      [CK_INT64] = (uint64_t)1 << 63, [CK_UINT16] = 1 << 16, [CK_UINT32] = (uint64_t)1 << 32, [CK_UINT64] = 0,
      [CK_FLOAT16] = (1 << 11) + 1, [CK_BFLOAT16] = (1 << 8) + 1, [CK_FLOAT32] = (1 << 24) + 1,
      [CK_FLOAT64] = ((uint64_t)1 << 53) + 1,
  };
  uint64_t m = modulus[dtype];
  int wide = dtype == CK_INT64 || dtype == CK_UINT64 || dtype == CK_FLOAT64;
  for (size_t i = 0; i < count; i++) {
    uint64_t draw = wide ? ck_mt19937_u64(&s->engine) : ck_mt19937_u32(&s->engine);
    ck_store_integer(dtype, out, i, (int64_t)(m == 0 ? draw : draw % m));
  }
}

void ck_torch_permutation(ck_mt_stream *s, int64_t *out, size_t count) {
  // From this size on 32-bit draws would be too uneven, and PyTorch turns to 64-bit ones and the inside-out shuffle.
  const size_t wide_from = UINT32_MAX / 20;
  if (count < wide_from) {
    for (size_t i = 0; i < count; i++) out[i] = (int64_t)i;
    for (size_t i = 0; i + 1 < count; i++) {
      size_t j = i + ck_mt19937_u32(&s->engine) % (uint32_t)(count - i);
      int64_t t = out[i];
      out[i] = out[j];
      out[j] = t;
    }
    return;
  }
  for (size_t i = 0; i < count; i++) {
    size_t j = ck_mt19937_u64(&s->engine) % (i + 1);
    out[i] = (int64_t)i;
    out[i] = out[j];
    out[j] = (int64_t)i;
  }
}

void ck_torch_store_integers(enum ck_dtype dtype, void *out, const int64_t *values, size_t count) {
  for (size_t i = 0; i < count; i++) ck_store_integer(dtype, out, i, values[i]);
}

// ---- multinomial

CK_INLINE double load_weight(enum ck_dtype dtype, const void *p, size_t i) {
  switch (dtype) {
    case CK_FLOAT64: return ((const double *)p)[i];
    case CK_FLOAT32: return ((const float *)p)[i];
    case CK_FLOAT16: return ck_widen_f16(((const ck_f16 *)p)[i]);
    default: return ck_widen_bf16(((const ck_bf16 *)p)[i]);
  }
}

int ck_torch_are_probabilities(enum ck_dtype dtype, const void *p, size_t count) {
  for (size_t i = 0; i < count; i++) {
    double v = load_weight(dtype, p, i);
    if (!(v >= 0 && v <= 1)) return 0;
  }
  return 1;
}

int ck_torch_weight_fault(enum ck_dtype dtype, const void *weights, size_t rows, size_t categories) {
  for (size_t r = 0; r < rows; r++) {
    double sum = 0;
    for (size_t c = 0; c < categories; c++) {
      double w = load_weight(dtype, weights, r * categories + c);
      if (!(w >= 0)) return 1;
      if (isinf(w)) return 2;
      sum += w;
    }
    if (sum == 0) return 3;
  }
  return 0;
}

// Rounds to the dtype and back.
CK_INLINE double as_dtype(enum ck_dtype dtype, double v) {
  switch (dtype) {
    case CK_FLOAT64: return v;
    case CK_FLOAT32: return (float)v;
    case CK_FLOAT16: return ck_widen_f16(ck_round_f16((float)v));
    default: return ck_widen_bf16(ck_round_bf16((float)v));
  }
}

typedef struct scored {
  double score;
  size_t index;
} scored;

// Descending; NaN counts as the largest, as in PyTorch's topk.
static int by_score(const void *a, const void *b) {
  const scored *x = a, *y = b;
  int x_nan = x->score != x->score, y_nan = y->score != y->score;
  if (x_nan != y_nan) return x_nan ? -1 : 1;
  if (x->score > y->score) return -1;
  if (x->score < y->score) return 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

// The exponential race: divide every weight by an exponential number; the k largest quotients win.
static int multinomial_race(ck_mt_stream *s, enum ck_dtype dtype, const void *weights, size_t rows, size_t categories,
                            size_t samples, int64_t *out) {
  scored *race = malloc(categories * sizeof *race);
  if (!race) return -1;
  for (size_t r = 0; r < rows; r++) {
    for (size_t c = 0; c < categories; c++) {
      double q = as_dtype(dtype, -1.0 * log1p(-ck_torch_unit(&s->engine))), w = load_weight(dtype, weights, r * categories + c);
      double quotient = dtype == CK_FLOAT64 ? w / q : (double)((float)w / (float)q);
      race[c] = (scored){as_dtype(dtype, quotient), c};
    }
    qsort(race, categories, sizeof *race, by_score);
    for (size_t k = 0; k < samples; k++) out[r * samples + k] = (int64_t)race[k].index;
  }
  free(race);
  return 0;
}

int ck_torch_multinomial(ck_mt_stream *s, enum ck_dtype dtype, const void *weights, size_t rows, size_t categories,
                         size_t samples, int replacement, int64_t *out) {
  if (rows == 0) return 0;
  if (!replacement || samples == 1) return multinomial_race(s, dtype, weights, rows, categories, samples, out);
  double *cumulative = malloc(categories * sizeof *cumulative);
  if (!cumulative) return -1;
  for (size_t r = 0; r < rows; r++) {
    double sum = 0;
    for (size_t c = 0; c < categories; c++) {
      double w = load_weight(dtype, weights, r * categories + c);
      cumulative[c] = sum = dtype == CK_FLOAT64 ? sum + w : (double)((float)sum + (float)w);
    }
    for (size_t c = 0; c < categories; c++) {
      cumulative[c] = dtype == CK_FLOAT64 ? cumulative[c] / sum : (double)((float)cumulative[c] / (float)sum);
    }
    cumulative[categories - 1] = 1;
    for (size_t k = 0; k < samples; k++) {
      double u = ck_torch_unit(&s->engine);
      size_t low = 0, high = categories;
      while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cumulative[middle] < u) low = middle + 1;
        else high = middle;
      }
      out[r * samples + k] = (int64_t)low;
    }
  }
  free(cumulative);
  return 0;
}
