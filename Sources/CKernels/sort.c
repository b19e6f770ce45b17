// Sorting rows of elements of at most 32 bits: keys of 32 bits that compare as the elements do, alone or in front of their positions.
#include <stdlib.h>
#include <string.h>

#include "include/ck_cast.h"
#include "include/ck_order.h"
#include "include/ck_pool.h"
#include "order_internal.h"

enum { RUN = 16, FEW = 700, BITS = 11, DIGITS = 3, BUCKETS = 1 << BITS, STAGE = 512, CHUNK_WORK = 1 << 15 };

#define T uint32_t
#define N(name) name##_keys
#define SHIFT 0
#include "sort_narrow.inc"
#define T uint64_t
#define N(name) name##_places
#define SHIFT 32
#include "sort_narrow.inc"

static const uint32_t sign_bit = (uint32_t)1 << 31, nan_key = UINT32_MAX;

int ck_has_narrow_keys(int dtype, ptrdiff_t n) { return (dtype <= CK_FLOAT32 && ck_item_size(dtype) <= 4) && n <= UINT32_MAX; }

static inline uint32_t real_key(float v) {
  uint32_t bits;
  memcpy(&bits, &v, sizeof bits);
  return v != v ? nan_key : bits & sign_bit ? ~bits : bits | sign_bit;
}

// At most STAGE keys. Of values alone, zeros of both signs are told apart, so that they come back.
static void make_keys(ptrdiff_t n, const char *x, int dtype, int alone, uint32_t *keys) {
  int size = ck_item_size(dtype);
  if (dtype >= CK_FLOAT16) {
    float real[STAGE];
    ck_cast((size_t)n, real, CK_FLOAT32, 4, x, dtype, size);
    for (ptrdiff_t i = 0; i < n; i++) keys[i] = real_key(alone || real[i] != 0 ? real[i] : 0);
  } else {
    int64_t whole[STAGE];
    uint32_t turn = dtype == CK_INT8 || dtype == CK_INT16 || dtype == CK_INT32 ? sign_bit : 0;
    ck_cast((size_t)n, whole, CK_INT64, 8, x, dtype, size);
    for (ptrdiff_t i = 0; i < n; i++) keys[i] = (uint32_t)whole[i] ^ turn;
  }
}

static void make_values(ptrdiff_t n, const uint32_t *keys, int dtype, char *out) {
  int size = ck_item_size(dtype);
  if (dtype >= CK_FLOAT16) {
    float real[STAGE];
    for (ptrdiff_t i = 0; i < n; i++) {
      uint32_t bits = keys[i] & sign_bit ? keys[i] ^ sign_bit : ~keys[i];
      memcpy(real + i, &bits, sizeof bits);
    }
    ck_cast((size_t)n, out, dtype, size, real, CK_FLOAT32, 4);
  } else {
    int64_t whole[STAGE];
    uint32_t turn = dtype == CK_INT8 || dtype == CK_INT16 || dtype == CK_INT32 ? sign_bit : 0;
    for (ptrdiff_t i = 0; i < n; i++) whole[i] = turn ? (int64_t)(int32_t)(keys[i] ^ turn) : (int64_t)keys[i];
    ck_cast((size_t)n, out, dtype, size, whole, CK_INT64, 8);
  }
}

void ck_sort_narrow(ptrdiff_t n, int dtype, int descending, const void *x, void *room, int64_t *position) {
  uint64_t *a = room;
  const uint32_t turn = descending ? UINT32_MAX : 0;
  int size = ck_item_size(dtype);
  for (ptrdiff_t i = 0; i < n; i += STAGE) {
    uint32_t keys[STAGE];
    ptrdiff_t m = n - i < STAGE ? n - i : STAGE;
    make_keys(m, (const char *)x + i * size, dtype, 0, keys);
    for (ptrdiff_t k = 0; k < m; k++) a[i + k] = (uint64_t)(keys[k] ^ turn) << 32 | (uint64_t)(i + k);
  }
  a = radix_places(a, a + n, n);
  for (ptrdiff_t i = 0; i < n; i++) position[i] = (int64_t)(a[i] & UINT32_MAX);
}

struct values {
  ptrdiff_t rows, n, rows_per_chunk;
  int dtype, failed;
  const char *x;
  char *out;
};

static void values_chunk(void *context, long chunk) {
  struct values *v = context;
  ptrdiff_t begin = chunk * v->rows_per_chunk, end = begin + v->rows_per_chunk < v->rows ? begin + v->rows_per_chunk : v->rows;
  int size = ck_item_size(v->dtype);
  uint32_t *room = malloc((size_t)v->n * 2 * sizeof *room);
  if (!room) {
    __atomic_store_n(&v->failed, 1, __ATOMIC_RELAXED);
    return;
  }
  for (ptrdiff_t row = begin; row < end; row++) {
    const char *x = v->x + row * v->n * size;
    char *out = v->out + row * v->n * size;
    for (ptrdiff_t i = 0; i < v->n; i += STAGE) make_keys(v->n - i < STAGE ? v->n - i : STAGE, x + i * size, v->dtype, 1, room + i);
    uint32_t *sorted = radix_keys(room, room + v->n, v->n);
    for (ptrdiff_t i = 0; i < v->n; i += STAGE) make_values(v->n - i < STAGE ? v->n - i : STAGE, sorted + i, v->dtype, out + i * size);
  }
  free(room);
}

int ck_sort_values(ptrdiff_t rows, ptrdiff_t n, int dtype, const void *x, void *out) {
  if (rows <= 0 || n <= 0) return 0;
  struct values v = {rows, n, n >= CHUNK_WORK ? 1 : CHUNK_WORK / n, dtype, 0, x, out};
  ck_parallel_for((long)((rows + v.rows_per_chunk - 1) / v.rows_per_chunk), values_chunk, &v);
  return v.failed ? -1 : 0;
}
