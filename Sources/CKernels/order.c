// Sorting, selecting, running extremes and groups of equals, on keys: whole numbers that compare like the elements they stand for.
#include "include/ck_order.h"

#include <stdlib.h>
#include <string.h>

#include "include/ck_cast.h"
#include "include/ck_pool.h"
#include "order_internal.h"

// A key and where it came from; pairs of one row differ, so every way to sort them gives the same order.
struct pair {
  uint64_t key;
  int64_t position;
};

enum { stage = 512, work_per_chunk = 1 << 15, run_length = 16, radix_bits = 11, radix_digits = 6, radix_from = 400 };

static const uint64_t sign_bit = (uint64_t)1 << 63, nan_key = UINT64_MAX;

static int is_whole(int dtype) { return dtype < CK_FLOAT16; }

// The keys of n elements. Floats: the bits of the double, turned so that unsigned order is theirs; no number has the key of NaN.
static void make_keys(ptrdiff_t n, const char *x, int dtype, uint64_t *keys, ptrdiff_t step) {
  int size = ck_item_size(dtype), whole = is_whole(dtype);
  char *to = (char *)keys;
  for (ptrdiff_t i = 0; i < n; i += stage) {
    ptrdiff_t m = n - i < stage ? n - i : stage;
    union { double real[stage]; int64_t whole[stage]; uint64_t bits[stage]; } s;
    ck_cast((size_t)m, s.bits, !whole ? CK_FLOAT64 : dtype == CK_UINT64 ? CK_UINT64 : CK_INT64, 8, x + i * size, dtype, size);
    for (ptrdiff_t k = 0; k < m; k++, to += step) {
      uint64_t key;
      if (whole) {
        key = dtype == CK_UINT64 ? s.bits[k] : s.bits[k] ^ sign_bit;
      } else {
        double v = s.real[k];
        uint64_t bits = v == 0 ? 0 : s.bits[k];
        key = v != v ? nan_key : bits & sign_bit ? ~bits : bits | sign_bit;
      }
      memcpy(to, &key, sizeof key);
    }
  }
}

static inline int before(struct pair a, struct pair b) { return a.key < b.key || (a.key == b.key && a.position < b.position); }

// Merges runs of growing length, starting from short ones sorted by insertion. Gives the array that holds the result.
static struct pair *merge_sort(struct pair *a, struct pair *b, ptrdiff_t n) {
  for (ptrdiff_t low = 0; low < n; low += run_length) {
    ptrdiff_t high = low + run_length < n ? low + run_length : n;
    for (ptrdiff_t i = low + 1; i < high; i++) {
      struct pair v = a[i];
      ptrdiff_t j = i;
      for (; j > low && before(v, a[j - 1]); j--) a[j] = a[j - 1];
      a[j] = v;
    }
  }
  for (ptrdiff_t width = run_length; width < n; width *= 2) {
    for (ptrdiff_t low = 0; low < n; low += 2 * width) {
      ptrdiff_t mid = low + width < n ? low + width : n, high = low + 2 * width < n ? low + 2 * width : n;
      ptrdiff_t p = low, q = mid, o = low;
      while (p < mid && q < high) b[o++] = before(a[q], a[p]) ? a[q++] : a[p++];
      while (p < mid) b[o++] = a[p++];
      while (q < high) b[o++] = a[q++];
    }
    struct pair *t = a;
    a = b, b = t;
  }
  return a;
}

// Digit by digit from the lowest, keeping the order of equal digits; digits that all keys share are left out.
static struct pair *radix_sort(struct pair *a, struct pair *b, ptrdiff_t n) {
  enum { buckets = 1 << radix_bits };
  ptrdiff_t *counts = calloc((size_t)radix_digits * buckets, sizeof *counts);
  if (!counts) return merge_sort(a, b, n);
  for (ptrdiff_t i = 0; i < n; i++)
    for (int d = 0; d < radix_digits; d++) counts[d * buckets + (a[i].key >> (d * radix_bits) & (buckets - 1))]++;
  for (int d = 0; d < radix_digits; d++) {
    ptrdiff_t *start = counts + d * buckets, sum = 0;
    int shift = d * radix_bits;
    if (start[a[0].key >> shift & (buckets - 1)] == n) continue;
    for (int k = 0; k < buckets; k++) {
      ptrdiff_t c = start[k];
      start[k] = sum, sum += c;
    }
    for (ptrdiff_t i = 0; i < n; i++) b[start[a[i].key >> shift & (buckets - 1)]++] = a[i];
    struct pair *t = a;
    a = b, b = t;
  }
  free(counts);
  return a;
}

// Pairs whose positions rise, in order.
static struct pair *sort_pairs(struct pair *a, struct pair *b, ptrdiff_t n) {
  return n < radix_from ? merge_sort(a, b, n) : radix_sort(a, b, n);
}

static inline void swap(struct pair *a, struct pair *b) {
  struct pair t = *a;
  *a = *b, *b = t;
}

// Sorts a few pairs by their keys alone; equal ones keep their order.
static void insertion_sort(struct pair *a, ptrdiff_t n) {
  for (ptrdiff_t i = 1; i < n; i++) {
    struct pair v = a[i];
    ptrdiff_t j = i;
    for (; j > 0 && v.key < a[j - 1].key; j--) a[j] = a[j - 1];
    a[j] = v;
  }
}

// Three ways to move the pair of rank k to place k, smaller ones before it and larger ones behind. Which of several equal ones comes
// to stand there is seen in the results, so the last two go through the motions of PyTorch's: of the C++ library's nth_element, which
// topk calls, and of the quickselect that finds the k-th smallest. Both look at keys alone and give up after too many rounds.

// Equal keys in the order of position, as medians want it. Pivots are drawn, so that no input is a bad one.
static void select_drawn(struct pair *a, ptrdiff_t low, ptrdiff_t high, ptrdiff_t k) {
  uint64_t random = 0x9E3779B97F4A7C15u;
  while (low < high) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    struct pair pivot = a[low + (ptrdiff_t)((random >> 33) % (uint64_t)(high - low + 1))];
    ptrdiff_t i = low, j = high;
    while (i <= j) {
      while (before(a[i], pivot)) i++;
      while (before(pivot, a[j])) j--;
      if (i <= j) swap(&a[i++], &a[j--]);
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}

static int rounds_for(ptrdiff_t n) { return 2 * (63 - __builtin_clzll((unsigned long long)n)); }

// The one of topk: the median of the second, the middle and the last pair divides the others.
static void select_top(struct pair *a, ptrdiff_t n, ptrdiff_t k) {
  ptrdiff_t low = 0, high = n;
  for (int rounds = rounds_for(n); high - low > 3; rounds--) {
    if (rounds == 0) return select_drawn(a, low, high - 1, k);
    struct pair *p = a + low + 1, *q = a + low + (high - low) / 2, *r = a + high - 1;
    struct pair *middle = p->key < q->key ? q->key < r->key ? q : p->key < r->key ? r : p : p->key < r->key ? p : q->key < r->key ? r : q;
    swap(a + low, middle);
    uint64_t pivot = a[low].key;
    ptrdiff_t i = low + 1, j = high;
    for (;; i++) {
      while (a[i].key < pivot) i++;
      do j--;
      while (pivot < a[j].key);
      if (i >= j) break;
      swap(&a[i], &a[j]);
    }
    if (i <= k) low = i;
    else high = i;
  }
  insertion_sort(a + low, high - low);
}

// The one of kthvalue: the first, the middle and the last pair are put in order around the pivot.
static void select_kth(struct pair *a, ptrdiff_t n, ptrdiff_t k) {
  ptrdiff_t low = 0, high = n - 1;
  for (int rounds = 4 * rounds_for(n) + 16; high > low + 1; rounds--) {
    if (rounds == 0) return select_drawn(a, low, high, k);
    struct pair *p = a + low, *q = a + low + 1, *r = a + high;
    swap(a + low + (high - low) / 2, q);
    if (q->key > r->key) swap(q, r);
    if (p->key > r->key) swap(p, r);
    if (q->key > p->key) swap(q, p);
    ptrdiff_t i = low + 1, j = high;
    for (;;) {
      do i++;
      while (a[i].key < p->key);
      do j--;
      while (a[j].key > p->key);
      if (j < i) break;
      swap(&a[i], &a[j]);
    }
    swap(p, a + j);
    if (j <= k) low = i;
    if (j >= k) high = j - 1;
  }
  if (high == low + 1 && a[low].key > a[high].key) swap(&a[low], &a[high]);
}

// What all jobs over rows share.
struct job {
  ptrdiff_t rows, n, count, k, rows_per_chunk;
  int dtype, reversed, selection, failed;
  const char *x;
  int64_t *position;
  void (*row)(const struct job *job, const char *x, struct pair *a, struct pair *b, int64_t *position);
};

static void sort_row(const struct job *job, const char *x, struct pair *a, struct pair *b, int64_t *position) {
  (void)x;
  a = sort_pairs(a, b, job->n);
  for (ptrdiff_t i = 0; i < job->n; i++) position[i] = a[i].position;
}

static void run_rows(void *context, long chunk) {
  struct job *job = context;
  ptrdiff_t begin = chunk * job->rows_per_chunk, end = begin + job->rows_per_chunk;
  if (end > job->rows) end = job->rows;
  struct pair *a = malloc((size_t)job->n * 2 * sizeof *a);
  if (!a) {
    __atomic_store_n(&job->failed, 1, __ATOMIC_RELAXED);
    return;
  }
  for (ptrdiff_t r = begin; r < end; r++) {
    const char *x = job->x + r * job->n * ck_item_size(job->dtype);
    if (job->row == sort_row && ck_has_narrow_keys(job->dtype, job->n)) {
      ck_sort_narrow(job->n, job->dtype, job->reversed, x, a, job->position + r * job->count);
      continue;
    }
    make_keys(job->n, x, job->dtype, &a[0].key, sizeof *a);
    for (ptrdiff_t i = 0; i < job->n; i++) a[i].position = i;
    if (job->reversed)
      for (ptrdiff_t i = 0; i < job->n; i++) a[i].key = ~a[i].key;
    job->row(job, x, a, a + job->n, job->position + r * job->count);
  }
  free(a);
}

static int run(struct job *job) {
  if (job->rows <= 0 || job->n <= 0 || job->count <= 0) return 0;
  job->rows_per_chunk = job->n >= work_per_chunk ? 1 : work_per_chunk / job->n;
  ck_parallel_for((job->rows + job->rows_per_chunk - 1) / job->rows_per_chunk, run_rows, job);
  return job->failed ? -1 : 0;
}

int ck_sort(ptrdiff_t rows, ptrdiff_t n, int dtype, int descending, const void *x, int64_t *position) {
  struct job job = {.rows = rows, .n = n, .count = n, .dtype = dtype, .reversed = descending, .x = x, .position = position, .row = sort_row};
  return run(&job);
}

static void top_row(const struct job *job, const char *x, struct pair *a, struct pair *b, int64_t *position) {
  (void)x;
  ptrdiff_t count = job->count;
  select_top(a, job->n, count - 1);
  if (count - 1 <= run_length) insertion_sort(a, count - 1);
  else a = merge_sort(a, b, count);
  for (ptrdiff_t i = 0; i < count; i++) position[i] = a[i].position;
}

int ck_top(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t count, int dtype, int largest, const void *x, int64_t *position) {
  struct job job = {.rows = rows, .n = n, .count = count, .dtype = dtype, .reversed = largest, .x = x, .position = position, .row = top_row};
  return run(&job);
}

static void select_row(const struct job *job, const char *x, struct pair *a, struct pair *b, int64_t *position) {
  (void)x;
  ptrdiff_t n = job->n, k = job->k, numbers = n;
  int whole = is_whole(job->dtype);
  if (job->selection == CK_SELECT_MODE) {
    a = sort_pairs(a, b, n);
    ptrdiff_t longest = 0, length = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
      length++;
      int ends = i == n - 1 || a[i].key != a[i + 1].key || (!whole && a[i].key == nan_key);
      if (ends && length > longest) *position = a[i].position, longest = length;
      if (ends) length = 0;
    }
    return;
  }
  if (job->selection != CK_SELECT_KTH) {
    for (ptrdiff_t i = 0; i < n && !whole; i++) {
      if (a[i].key != nan_key) continue;
      if (job->selection == CK_SELECT_MEDIAN) {
        *position = i;
        return;
      }
      numbers--;
    }
    k = numbers > 0 ? (numbers - 1) / 2 : 0;
  }
  if (job->selection == CK_SELECT_KTH) select_kth(a, n, k);
  else select_drawn(a, 0, n - 1, k);
  *position = a[k].position;
}

int ck_select(ptrdiff_t rows, ptrdiff_t n, int dtype, int selection, ptrdiff_t k, const void *x, int64_t *position) {
  struct job job = {.rows = rows, .n = n, .count = 1, .k = k, .dtype = dtype, .selection = selection, .x = x, .position = position, .row = select_row};
  return run(&job);
}

static void running_row(const struct job *job, const char *x, struct pair *a, struct pair *b, int64_t *position) {
  (void)x, (void)b;
  int real = !is_whole(job->dtype);
  uint64_t none = job->reversed ? ~nan_key : nan_key;
  ptrdiff_t best = 0;
  for (ptrdiff_t i = 0; i < job->n; i++) {
    int better = a[i].key >= a[best].key, was_nan = real && a[best].key == none;
    if (real && (was_nan || a[i].key == none)) better = a[i].key == none;
    if (better) best = i;
    position[i] = best;
  }
}

int ck_running_extreme(ptrdiff_t rows, ptrdiff_t n, int dtype, int smallest, const void *x, int64_t *position) {
  struct job job = {.rows = rows, .n = n, .count = n, .dtype = dtype, .reversed = smallest, .x = x, .position = position, .row = running_row};
  return run(&job);
}

// Three-way comparison of two rows of keys.
static int compare_rows(const uint64_t *p, const uint64_t *q, ptrdiff_t m) {
  for (ptrdiff_t i = 0; i < m; i++)
    if (p[i] != q[i]) return p[i] < q[i] ? -1 : 1;
  return 0;
}

// Positions of rows in the rows' order, by merging; gives the array that holds the result.
static int64_t *sort_wide_rows(ptrdiff_t n, ptrdiff_t m, const uint64_t *keys, int64_t *a, int64_t *b) {
  for (ptrdiff_t width = 1; width < n; width *= 2) {
    for (ptrdiff_t low = 0; low < n; low += 2 * width) {
      ptrdiff_t mid = low + width < n ? low + width : n, high = low + 2 * width < n ? low + 2 * width : n;
      ptrdiff_t p = low, q = mid, o = low;
      while (p < mid && q < high) b[o++] = compare_rows(keys + a[q] * m, keys + a[p] * m, m) < 0 ? a[q++] : a[p++];
      while (p < mid) b[o++] = a[p++];
      while (q < high) b[o++] = a[q++];
    }
    int64_t *t = a;
    a = b, b = t;
  }
  return a;
}

ptrdiff_t ck_group(ptrdiff_t n, ptrdiff_t m, int dtype, int consecutive, const void *x, int64_t *first, int64_t *count, int64_t *group) {
  if (n <= 0) return 0;
  uint64_t *keys = malloc((size_t)(n * m + 1) * sizeof *keys);
  int64_t *order = malloc((size_t)n * 2 * sizeof *order);
  struct pair *pairs = m == 1 && !consecutive ? malloc((size_t)n * 2 * sizeof *pairs) : 0;
  ptrdiff_t groups = -1;
  if (keys && order && (pairs || m != 1 || consecutive)) {
    int64_t *at = order;
    make_keys(n * m, x, dtype, keys, sizeof *keys);
    for (ptrdiff_t i = 0; i < n; i++) order[i] = i;
    if (pairs) {
      for (ptrdiff_t i = 0; i < n; i++) pairs[i] = (struct pair){keys[i], i};
      struct pair *sorted = sort_pairs(pairs, pairs + n, n);
      for (ptrdiff_t i = 0; i < n; i++) order[i] = sorted[i].position;
    } else if (!consecutive) {
      at = sort_wide_rows(n, m, keys, order, order + n);
    }
    groups = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
      const uint64_t *row = keys + at[i] * m;
      int same = i > 0 && compare_rows(row, keys + at[i - 1] * m, m) == 0;
      for (ptrdiff_t k = 0; same && !is_whole(dtype) && k < m; k++) same = row[k] != nan_key;
      if (!same) first[groups] = at[i], count[groups++] = 0;
      count[groups - 1]++;
      group[at[i]] = groups - 1;
    }
  }
  free(keys), free(order), free(pairs);
  return groups;
}

// ---- places in sorted rows

struct search {
  ptrdiff_t n, values, total;
  int dtype, right;
  const void *sorted, *value;
  const int64_t *sorter;
  int64_t *position;
};

#define SEARCH(T)                                                                                       \
  do {                                                                                                  \
    for (ptrdiff_t i = begin; i < end; i++) {                                                           \
      ptrdiff_t start = i / s->values * s->n, low = 0, high = s->n;                                     \
      const T *row = (const T *)s->sorted + start, v = ((const T *)s->value)[i];                        \
      const int64_t *sorter = s->sorter ? s->sorter + start : 0;                                        \
      while (low < high) {                                                                              \
        ptrdiff_t mid = low + (high - low) / 2;                                                         \
        T at = row[sorter ? sorter[mid] : mid];                                                         \
        if (s->right ? at > v : at >= v) high = mid;                                                    \
        else low = mid + 1;                                                                             \
      }                                                                                                 \
      s->position[i] = low;                                                                             \
    }                                                                                                   \
  } while (0)

static void search_chunk(void *context, long chunk) {
  const struct search *s = context;
  ptrdiff_t begin = (ptrdiff_t)chunk * work_per_chunk / 8, end = begin + work_per_chunk / 8;
  if (end > s->total) end = s->total;
  if (s->dtype == CK_FLOAT64) SEARCH(double);
  else SEARCH(int64_t);
}

void ck_search(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t values, int dtype, int right, const void *sorted, const int64_t *sorter,
               const void *value, int64_t *position) {
  struct search s = {n, values, rows * values, dtype, right, sorted, value, sorter, position};
  if (s.total > 0) ck_parallel_for((s.total + work_per_chunk / 8 - 1) / (work_per_chunk / 8), search_chunk, &s);
}
