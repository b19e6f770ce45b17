// Matrix products of integers: wrap-around arithmetic, done in unsigned types where that is defined.
#include "ck_gemm.h"
#include "ck_pool.h"

enum {
  BLOCK_COLUMNS = 256,
  BLOCK_ROWS = 16,
  PARALLEL_PRODUCTS = 1 << 18,
};

// T is the element type, U the unsigned type computed in: wide enough not to be promoted to int (whose overflow isn't defined).
// A sum in 32 bits cut to 8 or 16 is the sum modulo 2^8 or 2^16.
#define INTEGER_PRODUCT(S, T, U)                                                                                              \
  struct product_##S {                                                                                                        \
    long m, n, k, row_chunks;                                                                                                 \
    const T *a, *b;                                                                                                           \
    T *c;                                                                                                                     \
    long a_rs, a_cs, b_rs, b_cs, c_rs, c_cs;                                                                                  \
  };                                                                                                                          \
                                                                                                                              \
  static void chunk_##S(void *context, long chunk) {                                                                          \
    const struct product_##S job = *(const struct product_##S *)context;                                                      \
    const long first = chunk % job.row_chunks * BLOCK_ROWS, left = chunk / job.row_chunks * BLOCK_COLUMNS;                    \
    const long last = job.m - first < BLOCK_ROWS ? job.m : first + BLOCK_ROWS;                                                \
    const long columns = job.n - left < BLOCK_COLUMNS ? job.n - left : BLOCK_COLUMNS;                                         \
    for (long i = first; i < last; i++) {                                                                                     \
      const T *a = job.a + i * job.a_rs, *b = job.b + left * job.b_cs;                                                        \
      T *c = job.c + i * job.c_rs + left * job.c_cs;                                                                          \
      U sum[BLOCK_COLUMNS] = {0};                                                                                             \
      if (job.b_cs == 1) {                                                                                                    \
        for (long p = 0; p < job.k; p++) {                                                                                    \
          const U x = (U)a[p * job.a_cs];                                                                                     \
          const T *row = b + p * job.b_rs;                                                                                    \
          for (long j = 0; j < columns; j++) sum[j] += x * (U)row[j];                                                         \
        }                                                                                                                     \
      } else if (job.a_cs == 1 && job.b_rs == 1) {                                                                            \
        for (long j = 0; j < columns; j++)                                                                                    \
          for (long p = 0; p < job.k; p++) sum[j] += (U)a[p] * (U)b[p + j * job.b_cs];                                        \
      } else {                                                                                                                \
        for (long j = 0; j < columns; j++)                                                                                    \
          for (long p = 0; p < job.k; p++) sum[j] += (U)a[p * job.a_cs] * (U)b[p * job.b_rs + j * job.b_cs];                  \
      }                                                                                                                       \
      for (long j = 0; j < columns; j++) c[j * job.c_cs] = (T)sum[j];                                                         \
    }                                                                                                                         \
  }                                                                                                                           \
                                                                                                                              \
  void ck_gemm_##S(long m, long n, long k, CK_GEMM_OPERANDS(T), CK_GEMM_RESULT(T)) {                                          \
    if (m <= 0 || n <= 0) return;                                                                                             \
    const long row_chunks = (m + BLOCK_ROWS - 1) / BLOCK_ROWS, chunks = row_chunks * ((n + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS); \
    struct product_##S job = {m, n, k, row_chunks, a, b, c, a_row_stride, a_col_stride,                                       \
                              b_row_stride, b_col_stride, c_row_stride, c_col_stride};                                        \
    if (m * n * k >= PARALLEL_PRODUCTS) return ck_parallel_for(chunks, chunk_##S, &job);                                      \
    for (long chunk = 0; chunk < chunks; chunk++) chunk_##S(&job, chunk);                                                     \
  }

INTEGER_PRODUCT(i64, int64_t, uint64_t)
INTEGER_PRODUCT(i32, int32_t, uint32_t)
INTEGER_PRODUCT(i16, int16_t, uint32_t)
INTEGER_PRODUCT(i8, int8_t, uint32_t)
INTEGER_PRODUCT(u8, uint8_t, uint32_t)
