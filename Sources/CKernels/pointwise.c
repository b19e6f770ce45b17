// Element-by-element operations: the table of names, the choice of loops, and the walk over strided operands.
#include "include/ck_pointwise.h"

#include <string.h>

#include "include/ck_cast.h"
#include "include/ck_isa.h"
#include "include/ck_pool.h"
#include "pointwise_internal.h"

// ---- names -------------------------------------------------------------------------------------------------------------------

struct entry {
  const char *name;
  int arity, result;
};
#define UNARY_FLOAT(name, expr) {#name, 1, CK_RESULT_SAME},
#define BINARY_FLOAT(name, expr) {#name, 2, CK_RESULT_SAME},
#define TERNARY_FLOAT(name, expr) {#name, 3, CK_RESULT_SAME},
#define UNARY_WIDE UNARY_FLOAT
#define BINARY_WIDE BINARY_FLOAT
#define TERNARY_WIDE TERNARY_FLOAT
#define UNARY_ANGLE UNARY_FLOAT
#define UNARY_BITS UNARY_FLOAT
#define BINARY_BITS BINARY_FLOAT
#define UNARY_NUMBER UNARY_FLOAT
#define BINARY_NUMBER BINARY_FLOAT
#define TERNARY_NUMBER TERNARY_FLOAT
#define UNARY_ORDERED UNARY_FLOAT
#define BINARY_ORDERED BINARY_FLOAT
#define TERNARY_ORDERED TERNARY_FLOAT
#define UNARY_TEST(name, expr) {#name, 1, CK_RESULT_BOOL},
#define BINARY_TEST(name, expr) {#name, 2, CK_RESULT_BOOL},
#define UNARY_COMPLEX UNARY_FLOAT
#define UNARY_PART(name, expr) {#name, 1, CK_RESULT_PART},
static const struct entry entries[] = {
#include "pointwise.def"
};
#undef UNARY_FLOAT
#undef BINARY_FLOAT
#undef TERNARY_FLOAT
#undef UNARY_WIDE
#undef BINARY_WIDE
#undef TERNARY_WIDE
#undef UNARY_ANGLE
#undef UNARY_BITS
#undef BINARY_BITS
#undef UNARY_NUMBER
#undef BINARY_NUMBER
#undef TERNARY_NUMBER
#undef UNARY_ORDERED
#undef BINARY_ORDERED
#undef TERNARY_ORDERED
#undef UNARY_TEST
#undef BINARY_TEST
#undef UNARY_COMPLEX
#undef UNARY_PART

enum { count = sizeof entries / sizeof *entries };

int ck_pointwise_count(void) { return count; }
const char *ck_pointwise_name(int op) { return entries[op].name; }
int ck_pointwise_arity(int op) { return entries[op].arity; }
int ck_pointwise_result(int op) { return entries[op].result; }
int ck_pointwise_find(const char *name) {
  for (int op = 0; op < count; op++)
    if (!strcmp(entries[op].name, name)) return op;
  return -1;
}

// The loops of one instruction set, with those for complex numbers, which are the same in all.
struct loops {
  ck_loop of[count][CK_DTYPES];
};
static struct loops baseline;
#if defined(__x86_64__)
static struct loops avx2, avx512;
#endif
const ck_loop (*ck_pointwise_loops)[CK_DTYPES];
int ck_pointwise_exp;

static void fill(struct loops *loops, const ck_loop (*real)[CK_DTYPES], const struct ck_float_loops *floats) {
  memcpy(loops->of, real, sizeof loops->of);
  for (; floats && floats->name; floats++) loops->of[ck_pointwise_find(floats->name)][CK_FLOAT32] = floats->loop;
  for (int i = 0; i < ck_pointwise_complex_count; i++) {
    const struct ck_complex_loops *row = &ck_pointwise_complex[i];
    int op = ck_pointwise_find(row->name);
    if (op < 0) continue;
    loops->of[op][CK_COMPLEX64] = row->c64, loops->of[op][CK_COMPLEX128] = row->c128;
  }
}

void ck_pointwise_choose(void) {
  switch (ck_isa()) {
#if defined(__x86_64__)
    case CK_ISA_AVX512: ck_pointwise_loops = (const ck_loop(*)[CK_DTYPES])avx512.of; break;
    case CK_ISA_AVX2: ck_pointwise_loops = (const ck_loop(*)[CK_DTYPES])avx2.of; break;
#endif
    default: ck_pointwise_loops = (const ck_loop(*)[CK_DTYPES])baseline.of; break;
  }
}

__attribute__((constructor)) static void fill_all(void) {
  fill(&baseline, ck_pointwise_baseline, NULL);
#if defined(__x86_64__)
  fill(&avx2, ck_pointwise_avx2, ck_float_avx2);
  fill(&avx512, ck_pointwise_avx512, ck_float_avx512);
#endif
  ck_pointwise_choose();
  ck_pointwise_exp = ck_pointwise_find("exp");
}

// ---- the lines as text --------------------------------------------------------------------------------------------------------

#define LINE(kind, name, expr) kind "(" #name ", " #expr ")\n"
#define UNARY_FLOAT(name, expr) LINE("UNARY_FLOAT", name, expr)
#define BINARY_FLOAT(name, expr) LINE("BINARY_FLOAT", name, expr)
#define TERNARY_FLOAT(name, expr) LINE("TERNARY_FLOAT", name, expr)
#define UNARY_WIDE(name, expr) LINE("UNARY_WIDE", name, expr)
#define BINARY_WIDE(name, expr) LINE("BINARY_WIDE", name, expr)
#define TERNARY_WIDE(name, expr) LINE("TERNARY_WIDE", name, expr)
#define UNARY_ANGLE(name, expr) LINE("UNARY_ANGLE", name, expr)
#define UNARY_BITS(name, expr) LINE("UNARY_BITS", name, expr)
#define BINARY_BITS(name, expr) LINE("BINARY_BITS", name, expr)
#define UNARY_NUMBER(name, expr) LINE("UNARY_NUMBER", name, expr)
#define BINARY_NUMBER(name, expr) LINE("BINARY_NUMBER", name, expr)
#define TERNARY_NUMBER(name, expr) LINE("TERNARY_NUMBER", name, expr)
#define UNARY_ORDERED(name, expr) LINE("UNARY_ORDERED", name, expr)
#define BINARY_ORDERED(name, expr) LINE("BINARY_ORDERED", name, expr)
#define TERNARY_ORDERED(name, expr) LINE("TERNARY_ORDERED", name, expr)
#define UNARY_TEST(name, expr) LINE("UNARY_TEST", name, expr)
#define BINARY_TEST(name, expr) LINE("BINARY_TEST", name, expr)
#define UNARY_COMPLEX(name, expr) LINE("UNARY_COMPLEX", name, expr)
#define UNARY_PART(name, expr) LINE("UNARY_PART", name, expr)
#undef INFINITY
static const char source[] =
#include "pointwise.def"
    ;
const char *ck_pointwise_source(void) { return source; }

// ---- the walk -----------------------------------------------------------------------------------------------------------------

static const uint8_t item_size[CK_DTYPES] = {1, 1, 1, 2, 4, 8, 2, 4, 8, 2, 2, 4, 8, 8, 16};

// Rows are taken in blocks of this many elements wherever an operand has to be gathered or converted, so that the copies stay in
// the first-level cache.
enum { block_elements = 1024, stream_elements = 256, block_bytes = 8 * block_elements, chunk_elements = 1 << 15 };

// Results of this size leave the cache before anybody reads them. They go past it: then memory need not be read before it is written.
static const size_t streamed_bytes = (size_t)16 << 20;

struct operand {
  char *data;
  int dtype, loop_dtype;
  ptrdiff_t strides[CK_MAX_RANK + 1];
};
struct call {
  ck_loop loop;
  const void *params;
  int operands, rank, streams, takes_several_rows;
  ptrdiff_t block;  // elements: fewer where they are wide
  ptrdiff_t rows, rows_per_chunk;
  ptrdiff_t sizes[CK_MAX_RANK + 1];
  struct operand operand[4];
};

// A copy past the cache.
static void stream(char *to, const char *from, size_t bytes) {
  typedef char line __attribute__((vector_size(16)));
  typedef line loose __attribute__((aligned(1), may_alias));
  size_t head = -(uintptr_t)to % sizeof(line), i = head < bytes ? head : bytes;
  memcpy(to, from, i);
  for (; i + sizeof(line) <= bytes; i += sizeof(line)) __builtin_nontemporal_store(*(const loose *)(from + i), (line *)(to + i));
  memcpy(to + i, from + i, bytes - i);
}

static void run_row(const struct call *call, char *const *at, ptrdiff_t n, char (*staging)[block_bytes], const int *staged,
                    int *filled) {
  int inner = call->rank - 1;
  int any_staged = 0;
  for (int k = 0; k < call->operands; k++) any_staged |= staged[k];
  ptrdiff_t step = call->streams ? stream_elements : any_staged ? call->block : n;
  for (ptrdiff_t i = 0; i < n; i += step) {
    ptrdiff_t m = n - i < step ? n - i : step;
    const void *in[3] = {0, 0, 0};
    for (int k = 1; k < call->operands; k++) {
      const struct operand *o = &call->operand[k];
      const char *from = at[k] + i * o->strides[inner];
      if (!staged[k]) {
        in[k - 1] = from;
        continue;
      }
      if (!(staged[k] == 2 && filled[k])) {  // an operand that never moves is spread out once
        ptrdiff_t fill = staged[k] == 2 ? (n < call->block ? n : call->block) : m;
        ck_cast((size_t)fill, staging[k], o->loop_dtype, item_size[o->loop_dtype], from, o->dtype, o->strides[inner]);
        filled[k] = 1;
      }
      in[k - 1] = staging[k];
    }
    const struct operand *o = &call->operand[0];
    char *to = at[0] + i * o->strides[inner];
    char *out = staged[0] || call->streams ? staging[0] : to;
    call->loop((size_t)m, out, in[0], in[1], in[2], call->params);
    if (call->streams) stream(to, out, (size_t)m * item_size[o->dtype]);
    else if (staged[0]) ck_cast((size_t)m, to, o->dtype, o->strides[inner], out, o->loop_dtype, item_size[o->loop_dtype]);
  }
}

static void run_rows(const struct call *call, ptrdiff_t begin, ptrdiff_t end) {
  _Alignas(64) char staging[4][block_bytes];
  int staged[4], filled[4] = {0}, inner = call->rank - 1;
  char *at[4];
  for (int k = 0; k < call->operands; k++) {
    const struct operand *o = &call->operand[k];
    at[k] = o->data;
    staged[k] = o->loop_dtype != o->dtype || (call->sizes[inner] > 1 && o->strides[inner] != item_size[o->dtype]);
    if (staged[k] && k > 0) {
      int still = 1;
      for (int d = 0; d < call->rank; d++) still &= call->sizes[d] == 1 || o->strides[d] == 0;
      if (still) staged[k] = 2;
    }
  }
  ptrdiff_t index[CK_MAX_RANK], rest = begin;
  for (int d = inner - 1; d >= 0; d--) {
    index[d] = rest % call->sizes[d], rest /= call->sizes[d];
    for (int k = 0; k < call->operands; k++) at[k] += index[d] * call->operand[k].strides[d];
  }
  for (ptrdiff_t row = begin; row < end; row++) {
    run_row(call, at, call->sizes[inner], staging, staged, filled);
    for (int d = inner - 1; d >= 0; d--) {
      for (int k = 0; k < call->operands; k++) at[k] += call->operand[k].strides[d];
      if (++index[d] < call->sizes[d]) break;
      index[d] = 0;
      for (int k = 0; k < call->operands; k++) at[k] -= call->operand[k].strides[d] * call->sizes[d];
    }
  }
#if defined(__x86_64__)
  if (call->streams) __builtin_ia32_sfence();  // before another thread is told that the results are there
#endif
}

// Whether results are to be written past the cache: much memory without gaps, none of which is read as well. Functions of one number
// spend their time computing, and would wait for the memory.
static int can_stream(const struct call *c) {
  const struct operand *out = &c->operand[0];
  size_t bytes = item_size[out->dtype], size = bytes;
  if (c->operands < 3 || out->loop_dtype != out->dtype || out->strides[c->rank - 1] != (ptrdiff_t)size) return 0;
  for (int d = c->rank - 1; d >= 0; d--) {
    if (out->strides[d] != (ptrdiff_t)bytes) return 0;
    bytes *= (size_t)c->sizes[d];
  }
  if (bytes < streamed_bytes) return 0;
  for (int k = 1; k < c->operands; k++)
    if (c->operand[k].data == out->data) return 0;
  return 1;
}

#define GATHER(T)                                                                       \
  do {                                                                                  \
    T *out = (T *)to;                                                                   \
    for (ptrdiff_t i = 0; i < rows; i++, out += n, from += row_stride)                  \
      if (stride == (ptrdiff_t)sizeof(T))                                               \
        for (ptrdiff_t j = 0; j < n; j++) out[j] = ((const T *)from)[j];                \
      else                                                                              \
        for (ptrdiff_t j = 0; j < n; j++) out[j] = *(const T *)(from + j * stride);     \
  } while (0)

// Copies `rows` short rows of `n` elements behind each other.
static void gather(char *to, const char *from, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t row_stride, ptrdiff_t stride, int size) {
  switch (size) {
    case 1: GATHER(uint8_t); break;
    case 2: GATHER(uint16_t); break;
    case 4: GATHER(uint32_t); break;
    default: GATHER(uint64_t); break;
  }
}

// Rows shorter than this are taken several at once.
enum { short_row = 64 };

// Whether rows are short, the results of several lie behind each other, and nothing has to be converted.
static int takes_several_rows(const struct call *c) {
  int inner = c->rank - 1;
  if (c->rank < 2 || c->sizes[inner] >= short_row) return 0;
  for (int k = 0; k < c->operands; k++) {
    const struct operand *o = &c->operand[k];
    if (o->loop_dtype != o->dtype || item_size[o->dtype] > 8) return 0;
  }
  const struct operand *o = &c->operand[0];
  return o->strides[inner] == item_size[o->dtype] && o->strides[inner - 1] == c->sizes[inner] * o->strides[inner];
}

// The same as run_rows for such rows: what does not lie behind each other in an operand is gathered first.
static void run_short_rows(const struct call *call, ptrdiff_t begin, ptrdiff_t end) {
  _Alignas(64) char staging[4][block_bytes];
  int inner = call->rank - 1, gathered[4], still[4];
  ptrdiff_t n = call->sizes[inner], most = block_elements / n, filled[4] = {0};
  char *at[4];
  for (int k = 0; k < call->operands; k++) {
    const struct operand *o = &call->operand[k];
    at[k] = o->data;
    gathered[k] = o->strides[inner] != item_size[o->dtype] || o->strides[inner - 1] != n * o->strides[inner];
    still[k] = 1;
    for (int d = 0; d < inner; d++) still[k] &= o->strides[d] == 0;
  }
  ptrdiff_t index[CK_MAX_RANK], rest = begin;
  for (int d = inner - 1; d >= 0; d--) {
    index[d] = rest % call->sizes[d], rest /= call->sizes[d];
    for (int k = 0; k < call->operands; k++) at[k] += index[d] * call->operand[k].strides[d];
  }
  for (ptrdiff_t row = begin; row < end;) {
    ptrdiff_t rows = call->sizes[inner - 1] - index[inner - 1];
    if (rows > end - row) rows = end - row;
    if (rows > most) rows = most;
    const void *in[3] = {0, 0, 0};
    for (int k = 1; k < call->operands; k++) {
      const struct operand *o = &call->operand[k];
      in[k - 1] = gathered[k] ? staging[k] : at[k];
      if (!gathered[k] || (still[k] && filled[k] >= rows)) continue;
      gather(staging[k], at[k], rows, n, o->strides[inner - 1], o->strides[inner], item_size[o->dtype]);
      filled[k] = rows;
    }
    call->loop((size_t)(rows * n), at[0], in[0], in[1], in[2], call->params);
    row += rows, index[inner - 1] += rows;
    for (int k = 0; k < call->operands; k++) at[k] += rows * call->operand[k].strides[inner - 1];
    for (int d = inner - 1; d >= 0 && index[d] == call->sizes[d]; d--) {
      index[d] = 0;
      for (int k = 0; k < call->operands; k++) at[k] -= call->operand[k].strides[d] * call->sizes[d];
      if (d == 0) break;
      index[d - 1]++;
      for (int k = 0; k < call->operands; k++) at[k] += call->operand[k].strides[d - 1];
    }
  }
}

static void run_chunk(void *context, long chunk) {
  const struct call *c = context;
  ptrdiff_t begin = chunk * c->rows_per_chunk, end = begin + c->rows_per_chunk;
  (c->takes_several_rows ? run_short_rows : run_rows)(c, begin, end < c->rows ? end : c->rows);
}

// Takes over the axes of the layout, without those of length 1 and with neighbours joined that every operand steps across evenly.
static void merge_axes(struct call *c, int layout_rank, const ptrdiff_t *layout) {
  int rank = 0;
  for (int d = 0; d < layout_rank; d++) {
    ptrdiff_t size = layout[d];
    if (size == 1) continue;
    int joins = rank > 0;
    for (int k = 0; joins && k < c->operands; k++) joins = c->operand[k].strides[rank - 1] == size * layout[(k + 1) * layout_rank + d];
    int to = joins ? rank - 1 : rank++;
    c->sizes[to] = joins ? c->sizes[to] * size : size;
    for (int k = 0; k < c->operands; k++) c->operand[k].strides[to] = layout[(k + 1) * layout_rank + d];
  }
  if (rank == 0) {
    c->sizes[0] = 1, rank = 1;
    for (int k = 0; k < c->operands; k++) c->operand[k].strides[0] = 0;
  }
  c->rank = rank;
}

// Cuts a long last axis into rows of a chunk each, so that threads can share it; the elements left over are run at once.
static void split_last_axis(struct call *c) {
  int inner = c->rank - 1;
  ptrdiff_t whole = c->sizes[inner] / chunk_elements, tail = c->sizes[inner] % chunk_elements;
  if (tail) {
    struct call last = *c;
    last.sizes[inner] = tail;
    for (int k = 0; k < c->operands; k++) last.operand[k].data += whole * chunk_elements * c->operand[k].strides[inner];
    ptrdiff_t rows = 1;
    for (int d = 0; d < inner; d++) rows *= c->sizes[d];
    run_rows(&last, 0, rows);
  }
  c->sizes[inner] = whole, c->sizes[inner + 1] = chunk_elements, c->rank++;
  for (int k = 0; k < c->operands; k++) {
    ptrdiff_t *s = c->operand[k].strides;
    s[inner + 1] = s[inner], s[inner] *= chunk_elements;
  }
}

void ck_pointwise_run(ck_loop loop, const void *params, int operands, const struct ck_operand *operand, int rank, const ptrdiff_t *layout) {
  for (int d = 0; d < rank; d++)
    if (layout[d] == 0) return;
  struct call c;
  c.loop = loop, c.params = params, c.operands = operands, c.block = block_elements;
  for (int k = 0; k < operands; k++) {
    c.operand[k].data = operand[k].data, c.operand[k].dtype = operand[k].dtype, c.operand[k].loop_dtype = operand[k].loop_dtype;
    if (item_size[operand[k].loop_dtype] > 8) c.block = block_elements / 2;
  }
  merge_axes(&c, rank, layout);
  c.streams = can_stream(&c);
  if (c.sizes[c.rank - 1] > 2 * chunk_elements) split_last_axis(&c);
  c.takes_several_rows = takes_several_rows(&c);
  c.rows = 1;
  for (int d = 0; d < c.rank - 1; d++) c.rows *= c.sizes[d];
  c.rows_per_chunk = (chunk_elements + c.sizes[c.rank - 1] - 1) / c.sizes[c.rank - 1];
  ck_parallel_for((c.rows + c.rows_per_chunk - 1) / c.rows_per_chunk, run_chunk, &c);
}
