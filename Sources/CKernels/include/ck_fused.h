// Plans of graphs: flat arrays of steps over a table of memory, and fused groups of element-by-element loops, run block by block.
//
// Nothing here allocates (but once a thread, for rows of registers), locks or counts references.
#pragma once
#include "ck_dtype.h"
#include "ck_pointwise.h"

enum { CK_FUSED_RANK = 6, CK_FUSED_REGISTERS = 64 };

// What an instruction does. `_ONE`: once a row, to one element; the others: to every element of a block.
enum ck_fused_kind { CK_FUSED_LOOP, CK_FUSED_LOOP_ONE, CK_FUSED_CAST, CK_FUSED_CAST_ONE, CK_FUSED_SPREAD, CK_FUSED_REDUCE, CK_FUSED_MEAN };

struct ck_fused_instruction {
  ck_loop loop;
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
  // With tree > 0 the one row is cut as pairwise sums cut theirs, and the last `tree` instructions (REDUCE) sum up its blocks; their
  // results go to the operands that name their registers.
  int32_t tree;
  const struct ck_fused_operand *operand;
  const struct ck_fused_instruction *instruction;
};

enum ck_step_kind { CK_STEP_FUSED, CK_STEP_CALL, CK_STEP_COPY, CK_STEP_WHILE, CK_STEP_IF };

// `count` bytes from one place to another.
struct ck_move {
  int32_t from, to;
  ptrdiff_t from_offset, to_offset, count;
};

struct ck_step;
// While the truth value that the steps of `test` compute stands: the steps of `body`, then the moves.
struct ck_while {
  const struct ck_step *test, *body;
  const struct ck_move *moves;
  int32_t test_count, body_count, move_count, slot;
  ptrdiff_t offset;
};
// The steps of one branch.
struct ck_if {
  const struct ck_step *then, *otherwise;
  int32_t then_count, otherwise_count, slot;
  ptrdiff_t offset;
};

struct ck_step {
  int32_t kind, index;
  union {
    const struct ck_fused *fused;
    const struct ck_move *move;
    const struct ck_while *loop;
    const struct ck_if *branch;
  } of;
};

// Runs a group; `base[slot]` is where a slot's memory begins.
void ck_fused_run(const struct ck_fused *group, void *const *base);

// Runs steps in order; a CALL step calls back with its index and stops the run when it gives anything but 0, which is then returned.
int ck_steps_run(const struct ck_step *steps, int count, void **base, int (*call)(void *context, int index), void *context);
