// Runs the steps of plans: fused groups block by block over registers that stay in the first-level cache.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "include/ck_cast.h"
#include "include/ck_fused.h"
#include "include/ck_pool.h"
#include "include/ck_reduce.h"

#pragma STDC FP_CONTRACT OFF

enum { chunk_elements = 1 << 15, local_scratch = 48 << 10, max_leaves = 256 };

// ---- scratch memory -----------------------------------------------------------------------------------------------------------

// Registers too long for the stack: one block a thread, which grows and is freed with the thread.
static pthread_key_t scratch_key;
static pthread_once_t scratch_once = PTHREAD_ONCE_INIT;
static _Thread_local char *scratch_block;
static _Thread_local size_t scratch_size;
static void make_key(void) { pthread_key_create(&scratch_key, free); }

static char *scratch(size_t bytes) {
  if (bytes <= scratch_size) return scratch_block;
  pthread_once(&scratch_once, make_key);
  bytes = (bytes + 65535) & ~(size_t)65535;
  char *block = aligned_alloc(64, bytes);
  if (!block) return NULL;
  free(scratch_block);
  scratch_block = block, scratch_size = bytes;
  pthread_setspecific(scratch_key, block);
  return block;
}

// ---- a stretch of rows --------------------------------------------------------------------------------------------------------

struct task {
  const struct ck_fused *group;
  void *const *base;
  ptrdiff_t per_chunk;  // rows, or, where there is one row, elements
  atomic_int has_failed;  // no memory for the registers
  int leaves;
  ptrdiff_t leaf_at[max_leaves], leaf_length[max_leaves];
  uint64_t *leaf_value;  // `tree` values for each leaf
};

// A sum becomes a mean.
static void divide(const struct ck_fused_instruction *i, void *sum) {
  if (i->params[0] == 0) return;
  if (i->from == CK_FLOAT32) *(float *)sum /= (float)i->params[0];
  else *(double *)sum /= (double)i->params[0];
}

static void spread(const struct ck_fused_instruction *i, void *to, const void *from, ptrdiff_t n) {
  switch (ck_item_size(i->from)) {
    case 4: {
      const uint32_t one = *(const uint32_t *)from;
      for (ptrdiff_t k = 0; k < n; k++) ((uint32_t *)to)[k] = one;
      break;
    }
    case 8: {
      const uint64_t one = *(const uint64_t *)from;
      for (ptrdiff_t k = 0; k < n; k++) ((uint64_t *)to)[k] = one;
      break;
    }
    default: ck_spread(to, from, ck_item_size(i->from), (size_t)n);
  }
}

static inline void run_instruction(const struct ck_fused *f, const struct ck_fused_instruction *i, char *memory, char *const *reg,
                                   ptrdiff_t n) {
  switch (i->kind) {
    case CK_FUSED_VECTOR: ck_vector_run(i->vector, reg, memory, f->stride, n); break;
    case CK_FUSED_LOOP: i->loop((size_t)n, reg[i->out], reg[i->a], reg[i->b], reg[i->c], i->params); break;
    case CK_FUSED_LOOP_ONE: i->loop(1, reg[i->out], reg[i->a], reg[i->b], reg[i->c], i->params); break;
    case CK_FUSED_CAST: ck_cast((size_t)n, reg[i->out], i->to, ck_item_size(i->to), reg[i->a], i->from, ck_item_size(i->from)); break;
    case CK_FUSED_CAST_ONE: ck_cast(1, reg[i->out], i->to, 0, reg[i->a], i->from, 0); break;
    case CK_FUSED_SPREAD: spread(i, reg[i->out], reg[i->a], n); break;
    default:
      ck_vector_reduce(i->to, i->from, reg[i->out], reg[i->a], n);
      if (i->kind == CK_FUSED_MEAN) divide(i, reg[i->out]);
      break;
  }
}

// The registers of a group whose scratch memory begins at `memory`, and its numbers that never move spread out.
static void set_up(const struct ck_fused *f, void *const *base, char *memory, char **reg, char **at) {
  for (int r = 0; r < f->registers; r++) reg[r] = memory + r * f->stride;
  for (int k = 0; k < f->operands; k++) {
    const struct ck_fused_operand *o = &f->operand[k];
    at[k] = (char *)base[o->slot] + o->offset;
    if (!o->is_full && !(f->tree && o->is_result)) reg[o->reg] = at[k];
  }
  ptrdiff_t n = f->n < f->block ? f->n : f->block;
  for (int i = 0; i < f->preamble; i++) run_instruction(f, &f->instruction[i], memory, reg, n);
}

// Elements `begin` to `end` of a row, in blocks.
static void run_row(const struct ck_fused *f, char *memory, char **reg, char *const *at, ptrdiff_t begin, ptrdiff_t end) {
  for (ptrdiff_t i = begin; i < end; i += f->block) {
    const ptrdiff_t m = end - i < f->block ? end - i : f->block;
    int has_gathered_result = 0;
    for (int k = 0; k < f->operands; k++) {
      const struct ck_fused_operand *o = &f->operand[k];
      if (!o->is_full) continue;
      const int size = ck_item_size(o->dtype);
      char *place = at[k] + i * o->step;
      if (o->step == size || m == 1) {
        reg[o->reg] = place;
        continue;
      }
      reg[o->reg] = memory + o->reg * f->stride;
      if (o->is_result) {
        has_gathered_result = 1;
      } else {
        ck_cast((size_t)m, reg[o->reg], o->dtype, size, place, o->dtype, o->step);
      }
    }
    const struct ck_fused_instruction *last = f->instruction + f->instructions;
    for (const struct ck_fused_instruction *x = f->instruction + f->preamble; x < last; x++) run_instruction(f, x, memory, reg, m);
    if (has_gathered_result)
      for (int k = 0; k < f->operands; k++) {
        const struct ck_fused_operand *o = &f->operand[k];
        const int size = ck_item_size(o->dtype);
        if (o->is_full && o->is_result && o->step != size && m != 1)
          ck_cast((size_t)m, at[k] + i * o->step, o->dtype, o->step, reg[o->reg], o->dtype, size);
      }
  }
}

static void run_rows(const struct ck_fused *f, char *memory, char **reg, char **at, ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t index[CK_FUSED_RANK], rest = begin;
  for (int d = f->outer_rank - 1; d >= 0; d--) {
    index[d] = rest % f->outer[d], rest /= f->outer[d];
    for (int k = 0; k < f->operands; k++) at[k] += index[d] * f->operand[k].outer[d];
  }
  for (ptrdiff_t row = begin; row < end; row++) {
    for (int k = 0; k < f->operands; k++)
      if (!f->operand[k].is_full) reg[f->operand[k].reg] = at[k];
    run_row(f, memory, reg, at, 0, f->n);
    for (int d = f->outer_rank - 1; d >= 0; d--) {
      for (int k = 0; k < f->operands; k++) at[k] += f->operand[k].outer[d];
      if (++index[d] < f->outer[d]) break;
      index[d] = 0;
      for (int k = 0; k < f->operands; k++) at[k] -= f->operand[k].outer[d] * f->outer[d];
    }
  }
}

// Sums the row's elements from `at` on, cut in halves down to blocks as pairwise sums are.
static void run_tree(const struct ck_fused *f, char *memory, char **reg, char *const *at, ptrdiff_t from, ptrdiff_t n, uint64_t *value) {
  const struct ck_fused_instruction *sums = f->instruction + f->instructions - f->tree;
  if (n <= f->block) {
    run_row(f, memory, reg, at, from, from + n);
    for (int t = 0; t < f->tree; t++) memcpy(&value[t], reg[sums[t].out], (size_t)ck_item_size(sums[t].from));
    return;
  }
  const ptrdiff_t half = n / 2 - n / 2 % 8;
  uint64_t right[CK_FUSED_REGISTERS];
  run_tree(f, memory, reg, at, from, half, value);
  run_tree(f, memory, reg, at, from + half, n - half, right);
  for (int t = 0; t < f->tree; t++) ck_reduce_pair(sums[t].to, sums[t].from, &value[t], &right[t]);
}

static void run_chunk(void *context, long chunk) {
  struct task *t = context;
  const struct ck_fused *f = t->group;
  _Alignas(64) char local[local_scratch];
  char *reg[CK_FUSED_REGISTERS], *at[CK_FUSED_REGISTERS];
  const size_t bytes = (size_t)(f->registers * f->stride);
  char *memory = bytes <= sizeof local ? local : scratch(bytes);
  if (!memory) {
    atomic_store_explicit(&t->has_failed, 1, memory_order_relaxed);
    return;
  }
  set_up(f, t->base, memory, reg, at);
  if (f->tree) {
    run_tree(f, memory, reg, at, t->leaf_at[chunk], t->leaf_length[chunk], t->leaf_value + chunk * f->tree);
  } else if (f->rows == 1) {
    const ptrdiff_t begin = chunk * t->per_chunk, end = begin + t->per_chunk;
    run_row(f, memory, reg, at, begin, end < f->n ? end : f->n);
  } else {
    const ptrdiff_t begin = chunk * t->per_chunk, end = begin + t->per_chunk;
    run_rows(f, memory, reg, at, begin, end < f->rows ? end : f->rows);
  }
}

static void plan_leaves(struct task *t, ptrdiff_t from, ptrdiff_t n, int depth) {
  if (depth == 0) {
    t->leaf_at[t->leaves] = from, t->leaf_length[t->leaves++] = n;
    return;
  }
  const ptrdiff_t half = n / 2 - n / 2 % 8;
  plan_leaves(t, from, half, depth - 1);
  plan_leaves(t, from + half, n - half, depth - 1);
}

static void run_whole_tree(struct task *t) {
  const struct ck_fused *f = t->group;
  const struct ck_fused_instruction *sums = f->instruction + f->instructions - f->tree;
  uint64_t value[max_leaves * 4];
  int depth = 0;
  while (f->n >> depth > chunk_elements && 1 << depth < max_leaves) depth++;
  t->leaves = 0, t->leaf_value = value;
  plan_leaves(t, 0, f->n, depth);
  ck_parallel_for(t->leaves, run_chunk, t);
  // Neighbours are joined, level by level.
  for (int count = t->leaves; count > 1; count /= 2)
    for (int i = 0; i < count / 2; i++)
      for (int k = 0; k < f->tree; k++) {
        ck_reduce_pair(sums[k].to, sums[k].from, &value[2 * i * f->tree + k], &value[(2 * i + 1) * f->tree + k]);
        value[i * f->tree + k] = value[2 * i * f->tree + k];
      }
  for (int k = 0; k < f->operands; k++) {
    const struct ck_fused_operand *o = &f->operand[k];
    if (!o->is_result || o->is_full) continue;
    for (int s = 0; s < f->tree; s++)
      if (sums[s].out == o->reg) {
        divide(&sums[s], &value[s]);
        memcpy((char *)t->base[o->slot] + o->offset, &value[s], (size_t)ck_item_size(sums[s].from));
      }
  }
}

// One row that fits a block, of operands without gaps: what small steps are made of.
static void run_small(const struct ck_fused *f, void *const *base, char *memory) {
  char *reg[CK_FUSED_REGISTERS];
  for (int r = 0; r < f->registers; r++) reg[r] = memory + r * f->stride;
  for (const struct ck_fused_operand *o = f->operand, *end = o + f->operands; o < end; o++) reg[o->reg] = (char *)base[o->slot] + o->offset;
  for (const struct ck_fused_instruction *i = f->instruction, *end = i + f->instructions; i < end; i++)
    run_instruction(f, i, memory, reg, f->n);
}

int ck_fused_run(const struct ck_fused *f, void *const *base) {
  if (f->is_small && f->registers * f->stride <= local_scratch) {
    _Alignas(64) char local[local_scratch];
    run_small(f, base, local);
    return 0;
  }
  if (f->n == 0 && !f->tree) return 0;
  struct task t;
  t.group = f, t.base = base;
  atomic_init(&t.has_failed, 0);
  if (f->tree) {
    run_whole_tree(&t);
    return atomic_load_explicit(&t.has_failed, memory_order_relaxed) ? CK_FUSED_NO_MEMORY : 0;
  }
  long chunks = 1;
  if (f->rows == 1) {
    t.per_chunk = f->n;
    if (f->n > 2 * chunk_elements && f->n > f->block) {
      t.per_chunk = chunk_elements / f->block * f->block;
      chunks = (f->n + t.per_chunk - 1) / t.per_chunk;
    }
  } else {
    t.per_chunk = f->n >= chunk_elements ? 1 : chunk_elements / f->n;
    chunks = (f->rows + t.per_chunk - 1) / t.per_chunk;
  }
  if (chunks == 1) run_chunk(&t, 0);
  else ck_parallel_for(chunks, run_chunk, &t);
  return atomic_load_explicit(&t.has_failed, memory_order_relaxed) ? CK_FUSED_NO_MEMORY : 0;
}

// ---- steps --------------------------------------------------------------------------------------------------------------------

int ck_steps_run(const struct ck_step *steps, int count, void **base, int (*call)(void *context, int index), void *context) {
  for (const struct ck_step *s = steps; s < steps + count; s++) {
    const int problem = s->fused ? ck_fused_run(s->fused, base) : call(context, s->index);
    if (problem) return problem;
  }
  return 0;
}

// ---- loops --------------------------------------------------------------------------------------------------------------------

static void copy(const struct ck_while_copy *c, int count, int turn) {
  for (int k = 0; k < count; k++) memcpy(c[k].to[turn], (char *)*c[k].from + c[k].offset, (size_t)c[k].bytes);
}

int ck_while_run(const struct ck_while *w, int *turn) {
  for (*turn = 0;; *turn ^= 1) {
    for (int k = 0; k < w->places; k++) *w->place[k].entry = w->place[k].at[*turn];
    int problem = ck_steps_run(w->test, w->tests, w->test_base, NULL, NULL);
    copy(w->test_copy, w->test_copies, *turn);
    if (problem || !*w->answer) return problem;
    problem = ck_steps_run(w->body, w->bodies, w->body_base, NULL, NULL);
    if (problem) return problem;
    copy(w->body_copy, w->body_copies, *turn);
  }
}
