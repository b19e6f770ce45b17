// Picking elements by position, and putting them there.
#include "include/ck_index.h"

#include <stdlib.h>
#include <string.h>

#include "cast_internal.h"
#include "include/ck_pool.h"

ptrdiff_t ck_find_bad_index(ptrdiff_t count, const int64_t *index, int64_t size, int negative) {
  int64_t low = negative ? -size : 0;
  for (ptrdiff_t i = 0; i < count; i++)
    if (index[i] < low || index[i] >= size) return i;
  return -1;
}

struct taking {
  ptrdiff_t n, k, bytes, total, per_chunk;
  const char *x;
  const int64_t *index;
  char *out;
};

// Rows of whole cache lines: the rows to come are asked for early, since their places are random.
static void take_lines(const struct taking *t, const char *x, ptrdiff_t i, ptrdiff_t end, char *to) {
  enum { AHEAD = 12 };
  typedef int64_t line __attribute__((vector_size(64), aligned(1)));
  for (; i < end; i++) {
    if (i + AHEAD < t->k) {
      const char *next = x + t->index[i + AHEAD] * t->bytes;
      for (ptrdiff_t b = 0; b < t->bytes && b < 512; b += 64) __builtin_prefetch(next + b);
    }
    const char *row = x + t->index[i] * t->bytes;
    for (ptrdiff_t b = 0; b < t->bytes; b += 64) *(line *)(to + b) = *(const line *)(row + b);
    to += t->bytes;
  }
}

#define TAKE(T) for (; i < end; i++, to += sizeof(T)) memcpy(to, x + t->index[i] * (ptrdiff_t)sizeof(T), sizeof(T))

static void take_chunk(void *context, long chunk) {
  const struct taking *t = context;
  ptrdiff_t at = chunk * t->per_chunk, last = at + t->per_chunk < t->total ? at + t->per_chunk : t->total;
  while (at < last) {
    ptrdiff_t o = at / t->k, i = at % t->k, end = i + (last - at) < t->k ? i + (last - at) : t->k;
    const char *x = t->x + o * t->n * t->bytes;
    char *to = t->out + at * t->bytes;
    at += end - i;
    switch (t->bytes) {
      case 1: TAKE(uint8_t); break;
      case 2: TAKE(uint16_t); break;
      case 4: TAKE(uint32_t); break;
      case 8: TAKE(uint64_t); break;
      default:
        if (t->bytes % 64 == 0) take_lines(t, x, i, end, to);
        else for (; i < end; i++, to += t->bytes) memcpy(to, x + t->index[i] * t->bytes, (size_t)t->bytes);
    }
  }
}

void ck_take_rows(ptrdiff_t outer, ptrdiff_t n, ptrdiff_t k, ptrdiff_t row_bytes, const void *x, const int64_t *index, void *out) {
  enum { CHUNK_BYTES = 1 << 18 };
  if (outer * k * row_bytes == 0) return;
  ptrdiff_t per_chunk = row_bytes < CHUNK_BYTES ? CHUNK_BYTES / row_bytes : 1;
  struct taking t = {n, k, row_bytes, outer * k, per_chunk, x, index, out};
  ck_parallel_for((long)((t.total + per_chunk - 1) / per_chunk), take_chunk, &t);
}

// The same body for every element type, and what ADD, MUL, MAX and MIN make of an element a and a new number b; SET works on bits. A
// NaN is the largest and the smallest of all. Complex numbers have no order; callers refuse them.
#define FOR_EACH_TYPE(X)                                                                                              \
  X(CK_BOOL, uint8_t, a || b, a && b, a || b, a && b)                                                                 \
  X(CK_UINT8, uint8_t, (uint8_t)(a + b), (uint8_t)(a * b), b > a ? b : a, b < a ? b : a)                              \
  X(CK_INT8, int8_t, (int8_t)(a + b), (int8_t)(a * b), b > a ? b : a, b < a ? b : a)                                  \
  X(CK_INT16, int16_t, (int16_t)(a + b), (int16_t)(a * b), b > a ? b : a, b < a ? b : a)                              \
  X(CK_INT32, int32_t, (int32_t)((uint32_t)a + (uint32_t)b), (int32_t)((uint32_t)a * (uint32_t)b), b > a ? b : a,     \
    b < a ? b : a)                                                                                                    \
  X(CK_INT64, int64_t, (int64_t)((uint64_t)a + (uint64_t)b), (int64_t)((uint64_t)a * (uint64_t)b), b > a ? b : a,     \
    b < a ? b : a)                                                                                                    \
  X(CK_UINT16, uint16_t, (uint16_t)(a + b), (uint16_t)((uint32_t)a * b), b > a ? b : a, b < a ? b : a)                \
  X(CK_UINT32, uint32_t, a + b, a * b, b > a ? b : a, b < a ? b : a)                                                  \
  X(CK_UINT64, uint64_t, a + b, a * b, b > a ? b : a, b < a ? b : a)                                                  \
  X(CK_FLOAT16, uint16_t, f32_to_f16(f16_to_f32(a) + f16_to_f32(b)), f32_to_f16(f16_to_f32(a) * f16_to_f32(b)),       \
    precedes(f16_to_f32(b), f16_to_f32(a)) ? b : a, precedes(-f16_to_f32(b), -f16_to_f32(a)) ? b : a)                 \
  X(CK_BFLOAT16, uint16_t, f32_to_bf16(bf16_to_f32(a) + bf16_to_f32(b)), f32_to_bf16(bf16_to_f32(a) * bf16_to_f32(b)), \
    precedes(bf16_to_f32(b), bf16_to_f32(a)) ? b : a, precedes(-bf16_to_f32(b), -bf16_to_f32(a)) ? b : a)             \
  X(CK_FLOAT32, float, a + b, a * b, precedes(b, a) ? b : a, precedes(-b, -a) ? b : a)                                \
  X(CK_FLOAT64, double, a + b, a * b, precedes(b, a) ? b : a, precedes(-b, -a) ? b : a)                               \
  X(CK_COMPLEX64, c64, ((c64){a.re + b.re, a.im + b.im}),                                                             \
    ((c64){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}), a, a)                                              \
  X(CK_COMPLEX128, c128, ((c128){a.re + b.re, a.im + b.im}),                                                          \
    ((c128){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}), a, a)
typedef struct { float re, im; } c64;
typedef struct { double re, im; } c128;

// Whether b takes the place of a as the largest number so far.
static inline int precedes(double b, double a) { return b > a || b != b; }

#define PUT(T, at, value, sum, product, larger, smaller) \
  do {                                                   \
    T a = (at), b = (value);                             \
    if (put == CK_PUT_ADD) b = (sum);                    \
    else if (put == CK_PUT_MUL) b = (product);           \
    else if (put == CK_PUT_MAX) b = (larger);            \
    else if (put == CK_PUT_MIN) b = (smaller);           \
    (at) = b;                                            \
    (void)a;                                             \
  } while (0)

#define PUT_ROWS(code, T, ...)                                            \
  case code: {                                                            \
    T *to = x;                                                            \
    const T *from = src;                                                  \
    for (ptrdiff_t o = 0; o < outer; o++, to += n * row)                  \
      for (ptrdiff_t i = 0; i < k; i++, from += row) {                    \
        T *line = to + index[i] * row;                                    \
        for (ptrdiff_t j = 0; j < row; j++) PUT(T, line[j], from[j], __VA_ARGS__); \
      }                                                                   \
    break;                                                                \
  }

void ck_put_rows(int dtype, int put, ptrdiff_t outer, ptrdiff_t n, ptrdiff_t k, ptrdiff_t row, void *x, const int64_t *index, const void *src) {
  switch (dtype) { FOR_EACH_TYPE(PUT_ROWS) }
}

void ck_fill_rows(ptrdiff_t outer, ptrdiff_t n, ptrdiff_t k, ptrdiff_t row, int item_size, void *x, const int64_t *index, const void *value) {
  char *to = x;
  ptrdiff_t bytes = row * item_size;
  for (ptrdiff_t o = 0; o < outer; o++, to += n * bytes)
    for (ptrdiff_t i = 0; i < k; i++)
      for (ptrdiff_t j = 0; j < bytes; j += item_size) memcpy(to + index[i] * bytes + j, value, (size_t)item_size);
}

// Walks the multi-indices of `sizes`, keeping the offsets of x (without axis `dim`) and of src.
#define WALK(body)                                                          \
  ptrdiff_t total = 1, i[64] = {0}, at = 0, from = 0;                       \
  for (int d = 0; d < rank; d++) total *= sizes[d];                         \
  for (ptrdiff_t e = 0; e < total; e++) {                                   \
    body;                                                                   \
    for (int d = rank - 1; d >= 0; d--) {                                   \
      ptrdiff_t xs = d == dim ? 0 : x_strides[d], ss = src_strides ? src_strides[d] : 0; \
      at += xs, from += ss;                                                 \
      if (++i[d] < sizes[d]) break;                                         \
      i[d] = 0, at -= xs * sizes[d], from -= ss * sizes[d];                 \
    }                                                                       \
  }

void ck_gather(int item_size, int rank, const ptrdiff_t *sizes, int dim, const ptrdiff_t *x_strides, const void *x, const int64_t *index, void *out) {
  const ptrdiff_t *src_strides = 0;
  ptrdiff_t step = rank ? x_strides[dim] : 0;
  WALK({ memcpy((char *)out + e * item_size, (const char *)x + (at + index[e] * step) * item_size, (size_t)item_size); })
  (void)from;
}

#define SCATTER(code, T, ...)                                                \
  case code: {                                                               \
    T *to = x;                                                               \
    const T *s = src;                                                        \
    WALK({ PUT(T, to[at + index[e] * step], s[from], __VA_ARGS__); })       \
    break;                                                                   \
  }

void ck_scatter(int dtype, int put, int rank, const ptrdiff_t *sizes, int dim, const ptrdiff_t *x_strides, const ptrdiff_t *src_strides, void *x,
                const int64_t *index, const void *src) {
  ptrdiff_t step = rank ? x_strides[dim] : 0;
  switch (dtype) { FOR_EACH_TYPE(SCATTER) }
}

ptrdiff_t ck_count_true(ptrdiff_t n, const uint8_t *mask) {
  ptrdiff_t count = 0;
  while (n > 0) {
    // Few enough that a byte of each lane holds their number.
    enum { LANES = 64, ROUNDS = 255 };
    uint8_t lanes[LANES] = {0};
    ptrdiff_t part = n < LANES * ROUNDS ? n : LANES * ROUNDS, whole = part - part % LANES;
    for (ptrdiff_t i = 0; i < whole; i += LANES)
      for (int k = 0; k < LANES; k++) lanes[k] += mask[i + k] != 0;
    for (int k = 0; k < LANES; k++) count += lanes[k];
    for (ptrdiff_t i = whole; i < part; i++) count += mask[i] != 0;
    mask += part, n -= part;
  }
  return count;
}

void ck_true_positions(ptrdiff_t n, const uint8_t *mask, int rank, const ptrdiff_t *sizes, int64_t *out) {
  for (ptrdiff_t i = 0; i < n; i++) {
    if (!mask[i]) continue;
    ptrdiff_t rest = i;
    for (int d = rank - 1; d >= 0; d--) out[d] = rest % sizes[d], rest /= sizes[d];
    out += rank;
  }
}

// Without a branch on the mask, which nobody could predict: every element is written, and the place moves on past those that are wanted.
#define TAKE_TRUE(T)                                            \
  {                                                             \
    const T *from = x;                                          \
    T *to = out, *last = to + count;                            \
    for (ptrdiff_t i = 0; to < last; i++) {                     \
      *to = from[i];                                            \
      to += mask[i] != 0;                                       \
    }                                                           \
    break;                                                      \
  }

static void take_true(const uint8_t *mask, int item_size, const void *x, void *out, ptrdiff_t count) {
  switch (item_size) {
    case 1: TAKE_TRUE(uint8_t)
    case 2: TAKE_TRUE(uint16_t)
    case 4: TAKE_TRUE(uint32_t)
    case 8: TAKE_TRUE(uint64_t)
    default: TAKE_TRUE(c128)
  }
}

struct selecting {
  ptrdiff_t n;
  const uint8_t *mask;
  int item_size;
  const char *x;
  char *out;
  ptrdiff_t first[];  // of each part, how many elements stand before it in the result
};

enum { TRUE_PART = 1 << 16 };

static void take_true_part(void *context, long part) {
  const struct selecting *s = context;
  ptrdiff_t at = part * (ptrdiff_t)TRUE_PART;
  take_true(s->mask + at, s->item_size, s->x + at * s->item_size, s->out + s->first[part] * s->item_size, s->first[part + 1] - s->first[part]);
}

void ck_take_true(ptrdiff_t n, const uint8_t *mask, int item_size, const void *x, void *out) {
  ptrdiff_t parts = (n + TRUE_PART - 1) / TRUE_PART;
  struct selecting *s = parts > 1 ? malloc(sizeof *s + (size_t)(parts + 1) * sizeof *s->first) : NULL;
  if (!s) return take_true(mask, item_size, x, out, ck_count_true(n, mask));
  s->n = n, s->mask = mask, s->item_size = item_size, s->x = x, s->out = out, s->first[0] = 0;
  for (ptrdiff_t i = 0; i < parts; i++) {
    ptrdiff_t at = i * TRUE_PART, size = n - at < TRUE_PART ? n - at : TRUE_PART;
    s->first[i + 1] = s->first[i] + ck_count_true(size, mask + at);
  }
  ck_parallel_for((long)parts, take_true_part, s);
  free(s);
}
