// What the files of the matrix product share: the tables of kernels, one per element type and instruction set, and buffers.
#pragma once
#include <stddef.h>

enum { CK_GEMM_MAX_ROWS = 14, CK_GEMM_VECTORS = 2 };

// For each element type T with suffix S:
//
// micro-kernel: C[rows, columns] = alpha * A[rows, k] * B[k, width] + beta * C, the product kept in registers. The number of rows
//   and of vectors across is fixed in each kernel; B's rows are read in full width (columns <= width = vectors * lanes).
// pack: lays B[k, columns] out in panels of 2 * lanes columns, one panel's k rows after the other; the last panel is as wide as
//   one or two vectors, as it needs, with zeros behind its last column. Panel j / (2 * lanes) begins at packed + j * k.
// pack_rows: lays a register tile's rows of A[rows, k] out column after column: packed[p * rows + i].
//
// For convolutions:
// segments: sums[rows, width] = (adds ? sums : 0) + the product of A, whose element (i, s * k + p) lies at
//   a[offset[s] + i * a_rs + p * a_cs], and B, whose rows of the full width follow each other.
// pack_filters: packed[place[p] * width + j] = w[j * stride + p] for j in 0..<columns, zeros up to width; places below 0 are left out.
// turn_sums: to[j * to_stride + i * step] = from[i * from_stride + j] + (add ? add[j] : 0).
//
// dots: y[i] = sum over p of a[i * a_rs + p] * x[p], for i in 0..<rows.
// combine: y[i] = sum over p of a[i + p * a_cs] * x[p], for i in 0..<rows.
#define CK_GEMM_DECLARE_TABLE(T, S)                                                                                           \
  typedef void ck_gemm_kernel_##S(long k, const T *a, long a_rs, long a_cs, const T *b, long b_rs, T alpha, T beta, T *c,     \
                                  long c_rs, long c_cs, long columns);                                                        \
  typedef void ck_gemm_segments_##S(long segments, const ptrdiff_t *offset, long k, const T *a, long a_rs, long a_cs,         \
                                    const T *b, int adds, T *sums, long sums_rs);                                             \
  struct ck_gemm_table_##S {                                                                                                  \
    long rows, lanes;                                                                                                         \
    ck_gemm_kernel_##S *kernel[CK_GEMM_VECTORS][CK_GEMM_MAX_ROWS];                                                            \
    ck_gemm_segments_##S *segments[CK_GEMM_VECTORS][CK_GEMM_MAX_ROWS];                                                        \
    void (*pack_filters)(long k, long columns, long width, const T *w, long stride, const ptrdiff_t *place, T *packed);       \
    void (*turn_sums)(long rows, long columns, const T *from, long from_stride, const T *add, T *to, long to_stride,          \
                      long step);                                                                                             \
    void (*pack)(long k, long columns, const T *b, long b_rs, long b_cs, T *packed);                                          \
    void (*pack_rows)(long rows, long k, const T *a, long a_rs, long a_cs, T *packed);                                        \
    void (*dots)(long rows, long k, const T *a, long a_rs, const T *x, T *y);                                                 \
    void (*combine)(long rows, long k, const T *a, long a_cs, const T *x, T *y);                                              \
  };                                                                                                                          \
  extern const struct ck_gemm_table_##S ck_gemm_table_##S##_baseline, ck_gemm_table_##S##_avx2, ck_gemm_table_##S##_avx512;   \
  const struct ck_gemm_table_##S *ck_gemm_kernels_##S(void);  // those of the instruction set in use

CK_GEMM_DECLARE_TABLE(float, f32)
CK_GEMM_DECLARE_TABLE(double, f64)

// The calling thread's buffers, kept from call to call. A loop that holds one slot may call whatever uses the others.
enum ck_gemm_slot { CK_GEMM_A, CK_GEMM_B, CK_GEMM_VECTOR, CK_GEMM_PARTIAL, CK_GEMM_TILE_A, CK_GEMM_TILE_B, CK_GEMM_TILE_C,
                    CK_CONVOLUTION_COLUMNS, CK_CONVOLUTION_FILTERS, CK_CONVOLUTION_SUMS, CK_ATTENTION_SCORES, CK_GEMM_SLOTS };

// At least `bytes`, aligned to 64, contents undefined. Ends the process, saying so, when memory is out.
void *ck_gemm_buffer(enum ck_gemm_slot slot, size_t bytes);
