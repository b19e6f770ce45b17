// Plans of graphs: flat arrays of steps over a table of memory, and fused groups of element-by-element loops, run block by block.
//
// Nothing here allocates (but once a thread, for rows of registers), locks or counts references.
#pragma once
#include "ck_dtype.h"
#include "ck_pointwise.h"
#include "ck_vector.h"

enum { CK_FUSED_RANK = 6, CK_FUSED_REGISTERS = 64 };

// What an instruction does. `_ONE`: once a row, to one element; the others: to every element of a block.
enum ck_fused_kind {
  CK_FUSED_LOOP, CK_FUSED_LOOP_ONE, CK_FUSED_CAST, CK_FUSED_CAST_ONE, CK_FUSED_SPREAD, CK_FUSED_REDUCE, CK_FUSED_MEAN, CK_FUSED_VECTOR
};

struct ck_fused_instruction {
  ck_loop loop;
  const struct ck_vector *vector;  // VECTOR: what runs
  uint8_t kind, out, a, b, c;
  // CAST: the types; SPREAD: `from`; REDUCE: the accumulator is `from`, the reduction (see ck_reduce.h) `to`.
  uint8_t from, to;
  // LOOP: its parameters, in its type. MEAN, and REDUCE in a tree: what the sum is divided by, 0 for nothing.
  uint64_t params[8];
};

// A register that lies in memory: an input or a result of the group.
struct ck_fused_operand {
  int32_t slot;
  uint8_t reg, dtype;
  // Whether it has an element for each of the row's (the others have one a row), and whether it is a result.
  uint8_t is_full, is_result;
  ptrdiff_t offset, step;                 // bytes; `step` from element to element of the row
  ptrdiff_t outer[CK_FUSED_RANK];         // bytes from row to row along each outer axis
};

// Rows of `n` elements, for each position of the outer axes, each row in blocks of `block` elements; a reduction needs the row in one.
struct ck_fused {
  ptrdiff_t n, rows, block;
  ptrdiff_t outer[CK_FUSED_RANK];
  int32_t outer_rank, operands, instructions, registers;
  // The first instructions that run once for all rows: they spread numbers that are the same everywhere.
  int32_t preamble;
  // Bytes from one register to the next in the scratch memory.
  ptrdiff_t stride;
  // Whether there is one row, no longer than a block, whose operands have no gaps.
  int32_t is_small;
  // With tree > 0 the one row is cut as pairwise sums cut theirs, and the last `tree` instructions (REDUCE) sum up its blocks; their
  // results go to the operands that name their registers.
  int32_t tree;
  const struct ck_fused_operand *operand;
  const struct ck_fused_instruction *instruction;
};

// A step of a plan: a group, or, where there is none, a call with this index.
struct ck_step {
  const struct ck_fused *fused;
  int32_t index;
};

// What a run gives when there was no memory for a group's registers.
enum { CK_FUSED_NO_MEMORY = -1 };

// Runs a group; `base[slot]` is where a slot's memory begins.
int ck_fused_run(const struct ck_fused *group, void *const *base);

// Runs steps in order; a call that gives anything but 0 stops the run, which then gives that.
int ck_steps_run(const struct ck_step *steps, int count, void **base, int (*call)(void *context, int index), void *context);

// A loop whose values change places in every round: what is computed in even rounds is read in odd ones.
struct ck_while_place {
  void **entry;  // in a table of addresses
  void *at[2];   // what stands there in even and odd rounds
};
struct ck_while_copy {
  void *const *from;
  ptrdiff_t offset, bytes;
  void *to[2];
};
struct ck_while {
  const struct ck_step *test, *body;
  void **test_base, **body_base;
  const struct ck_while_place *place;
  // What is copied after the test and after the body.
  const struct ck_while_copy *test_copy, *body_copy;
  const uint8_t *answer;
  int32_t tests, bodies, places, test_copies, body_copies;
};
// While the steps of the test, groups all, give a truth value that stands: those of the body. `turn` says in which places the last values
// are.
int ck_while_run(const struct ck_while *loop, int *turn);
