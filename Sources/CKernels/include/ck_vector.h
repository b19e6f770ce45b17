// Programs of vector registers: chains of simple arithmetic whose values in between never touch memory.
//
// A program runs tile by tile. Eight registers hold a tile of the value that is being computed; each step combines them with memory,
// changes them, or stores them.
#pragma once
#include <stddef.h>
#include <stdint.h>

// What a step reads: A the tile at hand, M a tile of memory, N one number for all elements. The first letter is x.
enum ck_vector_form {
  CK_VECTOR_AA, CK_VECTOR_AM, CK_VECTOR_MA, CK_VECTOR_MM, CK_VECTOR_AN, CK_VECTOR_NA, CK_VECTOR_FORMS
};
// Steps that are no operations; those of an operation are `CK_VECTOR_MOVES + CK_VECTOR_FORMS * operation + form`. STREAM stores past the
// caches, for results so long that nothing of them would be left there.
enum ck_vector_move { CK_VECTOR_LOAD, CK_VECTOR_LOAD_NUMBER, CK_VECTOR_STORE, CK_VECTOR_STREAM, CK_VECTOR_END, CK_VECTOR_MOVES };

struct ck_vector_step {
  const void *params;
  uint16_t code;
  uint8_t reg, other;  // where M or N is; MM: where y is
};

// A register that a program looks at.
struct ck_vector_use {
  uint8_t reg, is_number, is_read, is_written;
};

struct ck_vector {
  const struct ck_vector_step *steps;
  const struct ck_vector_use *use;
  int32_t uses;
  uint8_t is_double, is_one, is_streaming;
};

// The operation that an operation of the pointwise table is here, -1 when there is none, and how many inputs it has.
int ck_vector_find(int pointwise_op);
int ck_vector_arity(int operation);
// The most elements of a tile.
enum { CK_VECTOR_TILE_BYTES = 512 };

// Runs a program over `n` elements. Registers outside of `memory` (with `stride` bytes for each) are read and written only where their
// elements are.
void ck_vector_run(const struct ck_vector *v, char *const *reg, char *memory, ptrdiff_t stride, ptrdiff_t n);

// What ck_reduce_run gives for float32 and float64, faster: the sum or an extreme of `n` elements.
void ck_vector_reduce(int reduction, int dtype, void *out, const void *in, ptrdiff_t n);
