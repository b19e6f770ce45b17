// Conversion between any two element types, and strided copies.
#include "include/ck_cast.h"

#include <math.h>
#include <string.h>

#include "cast_internal.h"
#include "include/ck_pool.h"

float ck_f16_to_f32(ck_f16 h) { return f16_to_f32(h); }
ck_f16 ck_f32_to_f16(float f) { return f32_to_f16(f); }
float ck_bf16_to_f32(ck_bf16 h) { return bf16_to_f32(h); }
ck_bf16 ck_f32_to_bf16(float f) { return f32_to_bf16(f); }

// Every conversion goes through one of four wide types, by what the source is: whole numbers through int64 (uint64 for the widest
// unsigned), half and single precision through float, double through double, complex through its parts.
typedef struct { float re, im; } c64;
typedef struct { double re, im; } c128;

static inline int32_t to_i32(double v) { return v > -2147483649.0 && v < 2147483648.0 ? (int32_t)v : INT32_MIN; }
static inline int64_t to_i64(double v) { return v >= -0x1p63 && v < 0x1p63 ? (int64_t)v : INT64_MIN; }
static inline uint64_t to_u64(double v) { return v >= 0x1p63 ? (uint64_t)to_i64(v - 0x1p63) ^ 1ull << 63 : (uint64_t)to_i64(v); }

#define SRC_INT(v) int64_t s = (int64_t)(v)
#define SRC_U64(v) uint64_t s = (v)
#define SRC_F16(v) float s = f16_to_f32(v)
#define SRC_BF16(v) float s = bf16_to_f32(v)
#define SRC_F32(v) float s = (v)
#define SRC_F64(v) double s = (v)
#define SRC_C64(v) c64 s = (v)
#define SRC_C128(v) c128 s = (v)


#define LOOP(name, D, S, LOAD, expr)                                                                             \
  static void name(size_t n, void *restrict dst, ptrdiff_t ds, const void *restrict src, ptrdiff_t ss) {         \
    if (ds == sizeof(D) && ss == sizeof(S)) {                                                                    \
      D *restrict d = dst;                                                                                       \
      const S *restrict p = src;                                                                                 \
      for (size_t i = 0; i < n; i++) {                                                                           \
        LOAD(p[i]);                                                                                              \
        d[i] = (expr);                                                                                           \
      }                                                                                                          \
    } else {                                                                                                     \
      char *d = dst;                                                                                             \
      const char *p = src;                                                                                       \
      for (size_t i = 0; i < n; i++, d += ds, p += ss) {                                                         \
        LOAD(*(const S *)p);                                                                                     \
        *(D *)d = (expr);                                                                                        \
      }                                                                                                          \
    }                                                                                                            \
  }

#define FROM_WHOLE(from, S, LOAD)                                   \
  LOOP(from##_b8, uint8_t, S, LOAD, (uint8_t)(s != 0))              \
  LOOP(from##_u8, uint8_t, S, LOAD, (uint8_t)s)                     \
  LOOP(from##_i8, int8_t, S, LOAD, (int8_t)s)                       \
  LOOP(from##_i16, int16_t, S, LOAD, (int16_t)s)                    \
  LOOP(from##_i32, int32_t, S, LOAD, (int32_t)s)                    \
  LOOP(from##_i64, int64_t, S, LOAD, (int64_t)s)                    \
  LOOP(from##_u16, uint16_t, S, LOAD, (uint16_t)s)                  \
  LOOP(from##_u32, uint32_t, S, LOAD, (uint32_t)s)                  \
  LOOP(from##_u64, uint64_t, S, LOAD, (uint64_t)s)                  \
  LOOP(from##_f16, uint16_t, S, LOAD, f32_to_f16((float)s))         \
  LOOP(from##_bf16, uint16_t, S, LOAD, f32_to_bf16((float)s))       \
  LOOP(from##_f32, float, S, LOAD, (float)s)                        \
  LOOP(from##_f64, double, S, LOAD, (double)s)                      \
  LOOP(from##_c64, c64, S, LOAD, ((c64){(float)s, 0}))              \
  LOOP(from##_c128, c128, S, LOAD, ((c128){(double)s, 0}))

#define FROM_REAL(from, S, LOAD, RE, IM, TRUTH)                           \
  LOOP(from##_b8, uint8_t, S, LOAD, (uint8_t)(TRUTH))                     \
  LOOP(from##_u8, uint8_t, S, LOAD, (uint8_t)to_i64(RE))                  \
  LOOP(from##_i8, int8_t, S, LOAD, (int8_t)to_i32(RE))                    \
  LOOP(from##_i16, int16_t, S, LOAD, (int16_t)to_i32(RE))                 \
  LOOP(from##_i32, int32_t, S, LOAD, to_i32(RE))                          \
  LOOP(from##_i64, int64_t, S, LOAD, to_i64(RE))                          \
  LOOP(from##_u16, uint16_t, S, LOAD, (uint16_t)to_i32(RE))               \
  LOOP(from##_u32, uint32_t, S, LOAD, (uint32_t)to_i64(RE))               \
  LOOP(from##_u64, uint64_t, S, LOAD, to_u64(RE))                         \
  LOOP(from##_f16, uint16_t, S, LOAD, f32_to_f16((float)RE))              \
  LOOP(from##_bf16, uint16_t, S, LOAD, f32_to_bf16((float)RE))            \
  LOOP(from##_f32, float, S, LOAD, (float)RE)                             \
  LOOP(from##_f64, double, S, LOAD, (double)RE)                           \
  LOOP(from##_c64, c64, S, LOAD, ((c64){(float)RE, (float)(IM)}))         \
  LOOP(from##_c128, c128, S, LOAD, ((c128){(double)RE, (double)(IM)}))

#pragma STDC FP_CONTRACT OFF
FROM_WHOLE(b8, uint8_t, SRC_INT)
FROM_WHOLE(u8, uint8_t, SRC_INT)
FROM_WHOLE(i8, int8_t, SRC_INT)
FROM_WHOLE(i16, int16_t, SRC_INT)
FROM_WHOLE(i32, int32_t, SRC_INT)
FROM_WHOLE(i64, int64_t, SRC_INT)
FROM_WHOLE(u16, uint16_t, SRC_INT)
FROM_WHOLE(u32, uint32_t, SRC_INT)
FROM_WHOLE(u64, uint64_t, SRC_U64)
FROM_REAL(f16, uint16_t, SRC_F16, s, 0, s != 0)
FROM_REAL(bf16, uint16_t, SRC_BF16, s, 0, s != 0)
FROM_REAL(f32, float, SRC_F32, s, 0, s != 0)
FROM_REAL(f64, double, SRC_F64, s, 0, s != 0)
FROM_REAL(c64, c64, SRC_C64, s.re, s.im, s.re != 0 || s.im != 0)
FROM_REAL(c128, c128, SRC_C128, s.re, s.im, s.re != 0 || s.im != 0)

typedef void (*cast_loop)(size_t n, void *restrict dst, ptrdiff_t ds, const void *restrict src, ptrdiff_t ss);
#define ROW(from)                                                                                                             \
  {from##_b8, from##_u8, from##_i8, from##_i16, from##_i32, from##_i64, from##_u16, from##_u32, from##_u64, from##_f16, from##_bf16, \
   from##_f32, from##_f64, from##_c64, from##_c128}
static const cast_loop casts[CK_DTYPES][CK_DTYPES] = {ROW(b8),  ROW(u8),  ROW(i8),   ROW(i16), ROW(i32), ROW(i64), ROW(u16), ROW(u32),
                                                      ROW(u64), ROW(f16), ROW(bf16), ROW(f32), ROW(f64), ROW(c64), ROW(c128)};

static const uint8_t item_size[CK_DTYPES] = {1, 1, 1, 2, 4, 8, 2, 4, 8, 2, 2, 4, 8, 8, 16};

int ck_item_size(int dtype) { return item_size[dtype]; }

void ck_cast(size_t n, void *dst, int dd, ptrdiff_t ds, const void *src, int sd, ptrdiff_t ss) {
  if (dd == sd && ds == item_size[dd] && ss == ds) {
    memmove(dst, src, n * item_size[dd]);
    return;
  }
  casts[sd][dd](n, dst, ds, src, ss);
}

#define SPREAD(T)                                  \
  {                                                \
    T value = *(const T *)src, *to = dst;          \
    for (size_t i = 0; i < n; i++) to[i] = value;  \
    break;                                         \
  }
void ck_spread(void *dst, const void *src, int item_size, size_t n) {
  switch (item_size) {
    case 1: memset(dst, *(const uint8_t *)src, n); break;
    case 2: SPREAD(uint16_t)
    case 4: SPREAD(uint32_t)
    case 8: SPREAD(uint64_t)
    default: SPREAD(c128)
  }
}

// ---- copies over several axes ----------------------------------------------------------------------------------------------

struct copy {
  int rank, dd, sd;
  ptrdiff_t sizes[64], ds[64], ss[64];
  char *dst;
  const char *src;
  ptrdiff_t rows, rows_per_chunk;
};

static void copy_rows(const struct copy *c, ptrdiff_t begin, ptrdiff_t end) {
  int inner = c->rank - 1;
  ptrdiff_t index[64], rest = begin;
  char *d = c->dst;
  const char *s = c->src;
  for (int k = inner - 1; k >= 0; k--) {
    index[k] = rest % c->sizes[k], rest /= c->sizes[k];
    d += index[k] * c->ds[k], s += index[k] * c->ss[k];
  }
  for (ptrdiff_t row = begin; row < end; row++) {
    ck_cast((size_t)c->sizes[inner], d, c->dd, c->ds[inner], s, c->sd, c->ss[inner]);
    for (int k = inner - 1; k >= 0; k--) {
      d += c->ds[k], s += c->ss[k];
      if (++index[k] < c->sizes[k]) break;
      index[k] = 0, d -= c->ds[k] * c->sizes[k], s -= c->ss[k] * c->sizes[k];
    }
  }
}

// Where the destination's last axis is the source's next to last, and both step by one element there: squares of 16 by 16 elements, so
// that every cache line that is read or written is used at once.
enum { TILE = 16 };

#define TRANSPOSE_TILE(T)                                                                                    \
  for (ptrdiff_t j = 0; j < columns; j++) {                                                                  \
    const T *from = (const T *)(s + j * ss);                                                                 \
    for (ptrdiff_t i = 0; i < rows; i++) *(T *)(d + i * ds + j * (ptrdiff_t)sizeof(T)) = from[i];            \
  }

typedef float quad __attribute__((vector_size(16), aligned(4)));

static void transpose_tile(int size, ptrdiff_t rows, ptrdiff_t columns, char *d, ptrdiff_t ds, const char *s, ptrdiff_t ss) {
  if (size == 4 && rows == TILE && columns == TILE) {
    for (ptrdiff_t i = 0; i < TILE; i += 4)
      for (ptrdiff_t j = 0; j < TILE; j += 4) {
        const char *from = s + j * ss + i * 4;
        char *to = d + i * ds + j * 4;
        quad r0 = *(const quad *)from, r1 = *(const quad *)(from + ss), r2 = *(const quad *)(from + 2 * ss), r3 = *(const quad *)(from + 3 * ss);
        quad a = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), b = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
        quad c = __builtin_shufflevector(r2, r3, 0, 4, 1, 5), e = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
        *(quad *)to = __builtin_shufflevector(a, c, 0, 1, 4, 5);
        *(quad *)(to + ds) = __builtin_shufflevector(a, c, 2, 3, 6, 7);
        *(quad *)(to + 2 * ds) = __builtin_shufflevector(b, e, 0, 1, 4, 5);
        *(quad *)(to + 3 * ds) = __builtin_shufflevector(b, e, 2, 3, 6, 7);
      }
    return;
  }
  switch (size) {
    case 1: TRANSPOSE_TILE(uint8_t) break;
    case 2: TRANSPOSE_TILE(uint16_t) break;
    case 4: TRANSPOSE_TILE(uint32_t) break;
    case 8: TRANSPOSE_TILE(uint64_t) break;
    default: TRANSPOSE_TILE(c128)
  }
}

// Rows begin..<end of the grid of tiles, which runs over all outer axes and the rows of tiles in each.
static void transpose_rows(const struct copy *c, ptrdiff_t begin, ptrdiff_t end) {
  int size = item_size[c->dd], row = c->rank - 2, column = c->rank - 1;
  ptrdiff_t bands = (c->sizes[row] + TILE - 1) / TILE;
  for (ptrdiff_t band = begin; band < end; band++) {
    char *d = c->dst;
    const char *s = c->src;
    ptrdiff_t rest = band / bands, i = band % bands * TILE;
    for (int k = row - 1; k >= 0; k--) {
      ptrdiff_t at = rest % c->sizes[k];
      rest /= c->sizes[k], d += at * c->ds[k], s += at * c->ss[k];
    }
    ptrdiff_t rows = c->sizes[row] - i < TILE ? c->sizes[row] - i : TILE;
    for (ptrdiff_t j = 0; j < c->sizes[column]; j += TILE) {
      ptrdiff_t columns = c->sizes[column] - j < TILE ? c->sizes[column] - j : TILE;
      transpose_tile(size, rows, columns, d + i * c->ds[row] + j * size, c->ds[row], s + i * size + j * c->ss[column], c->ss[column]);
    }
  }
}

static void transpose_chunk(void *context, long chunk) {
  const struct copy *c = context;
  ptrdiff_t begin = chunk * c->rows_per_chunk, end = begin + c->rows_per_chunk;
  transpose_rows(c, begin, end < c->rows ? end : c->rows);
}

// Moves an axis along which the source is contiguous next to the last one; whether there is one and the rest fits.
static int is_transposition(struct copy *c) {
  int last = c->rank - 1, size = item_size[c->dd];
  if (c->rank < 2 || c->dd != c->sd || c->ds[last] != size || c->ss[last] == size || c->sizes[last] < 4) return 0;
  for (int k = 0; k < last; k++) {
    if (c->ss[k] != size || c->sizes[k] < 4) continue;
    ptrdiff_t n = c->sizes[k], d = c->ds[k], s = c->ss[k];
    for (int j = k; j < last - 1; j++) c->sizes[j] = c->sizes[j + 1], c->ds[j] = c->ds[j + 1], c->ss[j] = c->ss[j + 1];
    c->sizes[last - 1] = n, c->ds[last - 1] = d, c->ss[last - 1] = s;
    return 1;
  }
  return 0;
}

static void copy_chunk(void *context, long chunk) {
  const struct copy *c = context;
  ptrdiff_t begin = chunk * c->rows_per_chunk, end = begin + c->rows_per_chunk;
  copy_rows(c, begin, end < c->rows ? end : c->rows);
}

void ck_copy(int rank, const ptrdiff_t *sizes, void *dst, int dd, const ptrdiff_t *ds, const void *src, int sd, const ptrdiff_t *ss) {
  struct copy c = {.rank = 0, .dd = dd, .sd = sd, .dst = dst, .src = src};
  ptrdiff_t total = 1;
  for (int k = 0; k < rank; k++) {
    total *= sizes[k];
    if (sizes[k] == 1) continue;
    int last = c.rank - 1;  // merge with the axis outside when both layouts step evenly across the border
    if (last >= 0 && c.ds[last] == sizes[k] * ds[k] && c.ss[last] == sizes[k] * ss[k])
      c.sizes[last] *= sizes[k], c.ds[last] = ds[k], c.ss[last] = ss[k];
    else
      c.sizes[c.rank] = sizes[k], c.ds[c.rank] = ds[k], c.ss[c.rank] = ss[k], c.rank++;
  }
  if (total == 0) return;
  if (c.rank == 0) {
    ck_cast(1, dst, dd, item_size[dd], src, sd, item_size[sd]);
    return;
  }
  enum { chunk_elements = 1 << 16 };
  if (c.rank == 1 && total > 2 * chunk_elements) {  // one long row: cut it into rows
    ptrdiff_t whole = total / chunk_elements, tail = total % chunk_elements;
    if (tail) ck_cast((size_t)tail, c.dst + whole * chunk_elements * c.ds[0], dd, c.ds[0], c.src + whole * chunk_elements * c.ss[0], sd, c.ss[0]);
    c.sizes[1] = chunk_elements, c.ds[1] = c.ds[0], c.ss[1] = c.ss[0];
    c.sizes[0] = whole, c.ds[0] *= chunk_elements, c.ss[0] *= chunk_elements;
    c.rank = 2, total = whole * chunk_elements;
  }
  if (is_transposition(&c)) {
    c.rows = total / c.sizes[c.rank - 1] / c.sizes[c.rank - 2] * ((c.sizes[c.rank - 2] + TILE - 1) / TILE);
    c.rows_per_chunk = (chunk_elements + c.sizes[c.rank - 1] * TILE - 1) / (c.sizes[c.rank - 1] * TILE);
    ck_parallel_for((c.rows + c.rows_per_chunk - 1) / c.rows_per_chunk, transpose_chunk, &c);
    return;
  }
  c.rows = total / c.sizes[c.rank - 1];
  c.rows_per_chunk = (chunk_elements + c.sizes[c.rank - 1] - 1) / c.sizes[c.rank - 1];
  ck_parallel_for((c.rows + c.rows_per_chunk - 1) / c.rows_per_chunk, copy_chunk, &c);
}
