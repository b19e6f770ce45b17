// Matrix products of halves: blocks of A and B are widened to float, multiplied there, and C is rounded once at the end.
#include "ck_gemm.h"
#include "ck_isa.h"
#include "ck_pool.h"
#include "gemm_bf16.h"
#include "gemm_internal.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
  TILE = 256,   // rows and columns of C in a chunk, at most
  DEPTH = 256,  // of a block along k
  PARALLEL_PRODUCTS = 1 << 18,
};

static float float_from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint32_t bits_of_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static float float_from_bf16(ck_bf16 half) { return float_from_bits((uint32_t)half << 16); }

static ck_bf16 bf16_from_float(float value) {
  const uint32_t bits = bits_of_float(value);
  if ((bits & 0x7fffffff) > 0x7f800000) return (ck_bf16)(bits >> 16 | 0x40);  // a quiet NaN stays one when cut
  return (ck_bf16)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static float float_from_f16(ck_f16 half) {
  const uint32_t sign = (uint32_t)(half & 0x8000) << 16, magnitude = half & 0x7fff;
  if (magnitude >= 0x7c00) return float_from_bits(sign | 0x7f800000 | (magnitude & 0x3ff) << 13 | (magnitude > 0x7c00 ? 0x400000 : 0));
  if (magnitude >= 0x400) return float_from_bits(sign | ((magnitude << 13) + (112u << 23)));
  const float value = (float)magnitude * 0x1p-24f;  // zero or subnormal
  return sign ? -value : value;
}

static ck_f16 f16_from_float(float value) {
  const uint32_t bits = bits_of_float(value), sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return (ck_f16)(sign | 0x7e00 | (magnitude >> 13 & 0x3ff));
  if (magnitude >= 0x477ff000) return (ck_f16)(sign | 0x7c00);  // rounds to infinity from 65520 on
  if (magnitude < 0x38800000) {
    // Below the smallest normal half: adding 0.5 makes the float's last place the subnormals' spacing, and rounds to even.
    const uint32_t rounded = bits_of_float(float_from_bits(magnitude) + 0.5f);
    return (ck_f16)(sign | (rounded - 0x3f000000));
  }
  return (ck_f16)(sign | ((magnitude - (112u << 23) + 0xfff + (magnitude >> 13 & 1)) >> 13));
}

static void widen_bf16(long count, const ck_bf16 *from, long stride, float *to) {
  if (stride == 1)
    for (long i = 0; i < count; i++) to[i] = float_from_bf16(from[i]);
  else
    for (long i = 0; i < count; i++) to[i] = float_from_bf16(from[i * stride]);
}

#if defined(__x86_64__)
__attribute__((target("avx2,f16c"))) static long widen_f16_by_eight(long count, const ck_f16 *from, float *to) {
  long i = 0;
  for (; i + 8 <= count; i += 8) _mm256_storeu_ps(to + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(from + i))));
  return i;
}
#endif

static void widen_f16(long count, const ck_f16 *from, long stride, float *to) {
  long i = 0;
#if defined(__x86_64__)
  if (stride == 1 && ck_isa() >= CK_ISA_AVX2) i = widen_f16_by_eight(count, from, to);
#endif
  for (; i < count; i++) to[i] = float_from_f16(from[i * stride]);
}

// H is the element type, S its name here. A block is widened in the direction in which it is contiguous.
#define HALF_PRODUCT(S, H, SHORTCUT)                                                                                          \
  struct product_##S {                                                                                                        \
    long m, n, k, row_chunks, rows, columns;                                                                                  \
    float alpha, beta;                                                                                                        \
    const H *a, *b;                                                                                                           \
    H *c;                                                                                                                     \
    long a_rs, a_cs, b_rs, b_cs, c_rs, c_cs;                                                                                  \
  };                                                                                                                          \
                                                                                                                              \
  static void widen_block_##S(long rows, long columns, const H *from, long rs, long cs, float *to, long *to_rs, long *to_cs) { \
    const int by_columns = rs == 1 && cs != 1;                                                                                \
    *to_rs = by_columns ? 1 : columns;                                                                                        \
    *to_cs = by_columns ? rows : 1;                                                                                           \
    if (by_columns)                                                                                                           \
      for (long j = 0; j < columns; j++) widen_##S(rows, from + j * cs, 1, to + j * rows);                                    \
    else                                                                                                                      \
      for (long i = 0; i < rows; i++) widen_##S(columns, from + i * rs, cs, to + i * columns);                                \
  }                                                                                                                           \
                                                                                                                              \
  static void chunk_##S(void *context, long chunk) {                                                                          \
    const struct product_##S job = *(const struct product_##S *)context;                                                      \
    const long i = chunk % job.row_chunks * job.rows, j = chunk / job.row_chunks * job.columns;                               \
    const long m = job.m - i < job.rows ? job.m - i : job.rows, n = job.n - j < job.columns ? job.n - j : job.columns;        \
    const long depth = job.k < DEPTH ? job.k : DEPTH;                                                                         \
    float *a = ck_gemm_buffer(CK_GEMM_TILE_A, sizeof(float) * (size_t)(m * depth));                                           \
    float *b = ck_gemm_buffer(CK_GEMM_TILE_B, sizeof(float) * (size_t)(depth * n));                                           \
    float *c = ck_gemm_buffer(CK_GEMM_TILE_C, sizeof(float) * (size_t)(m * n));                                               \
    for (long p = 0; p < job.k; p += depth) {                                                                                 \
      const long k = job.k - p < depth ? job.k - p : depth;                                                                   \
      long a_rs, a_cs, b_rs, b_cs;                                                                                            \
      widen_block_##S(m, k, job.a + i * job.a_rs + p * job.a_cs, job.a_rs, job.a_cs, a, &a_rs, &a_cs);                        \
      widen_block_##S(k, n, job.b + p * job.b_rs + j * job.b_cs, job.b_rs, job.b_cs, b, &b_rs, &b_cs);                        \
      ck_gemm_f32(m, n, k, 1, a, a_rs, a_cs, b, b_rs, b_cs, p == 0 ? 0 : 1, c, n, 1);                                         \
    }                                                                                                                         \
    for (long r = 0; r < m; r++)                                                                                              \
      for (long s = 0; s < n; s++) {                                                                                          \
        H *out = job.c + (i + r) * job.c_rs + (j + s) * job.c_cs;                                                             \
        const float value = job.k > 0 ? job.alpha * c[r * n + s] : 0;                                                         \
        *out = S##_from_float(job.beta == 0 ? value : value + job.beta * float_from_##S(*out));                               \
      }                                                                                                                       \
  }                                                                                                                           \
                                                                                                                              \
  void ck_gemm_##S(long m, long n, long k, float alpha, CK_GEMM_OPERANDS(H), float beta, CK_GEMM_RESULT(H)) {                 \
    if (m <= 0 || n <= 0) return;                                                                                             \
    SHORTCUT                                                                                                                  \
    const long row_chunks = (m + TILE - 1) / TILE, column_chunks = (n + TILE - 1) / TILE;                                     \
    struct product_##S job = {m, n, k, row_chunks, (m + row_chunks - 1) / row_chunks, (n + column_chunks - 1) / column_chunks, \
                              alpha, beta, a, b, c, a_row_stride, a_col_stride,                                               \
                              b_row_stride, b_col_stride, c_row_stride, c_col_stride};                                        \
    const long chunks = row_chunks * column_chunks;                                                                           \
    if (m * n * k >= PARALLEL_PRODUCTS) return ck_parallel_for(chunks, chunk_##S, &job);                                      \
    for (long chunk = 0; chunk < chunks; chunk++) chunk_##S(&job, chunk);                                                     \
  }

// Thin matrices are read once: pairing them up would cost more than it saves.
#define BY_PAIRS                                                                                                              \
  if (m >= 8 && n >= 16 && k >= 16 && ck_gemm_bf16_has_pairs())                                                               \
    return ck_gemm_bf16_by_pairs(m, n, k, alpha, a, a_row_stride, a_col_stride, b, b_row_stride, b_col_stride, beta,          \
                                 c, c_row_stride, c_col_stride);

HALF_PRODUCT(f16, ck_f16, )
HALF_PRODUCT(bf16, ck_bf16, BY_PAIRS)
