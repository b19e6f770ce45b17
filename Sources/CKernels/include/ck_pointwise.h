// Element-by-element loops: found by name, run over strided operands of any dtype.
#pragma once
#include "ck_dtype.h"

// A loop over `n` contiguous elements: out[i] = f(a[i], b[i], c[i]; p). Unused operands are null. `out` may be one of the inputs.
typedef void (*ck_loop)(size_t n, void *out, const void *a, const void *b, const void *c, const void *p);

#define CK_MAX_RANK 64

// The result's type: the operands', bool, or that of a complex number's parts.
enum ck_result { CK_RESULT_SAME, CK_RESULT_BOOL, CK_RESULT_PART };

// How many operations the table holds, and what it says of each: the name, the number of inputs, the result's type.
int ck_pointwise_count(void);
int ck_pointwise_find(const char *name);
const char *ck_pointwise_name(int op);
int ck_pointwise_arity(int op);
int ck_pointwise_result(int op);

// The loop of an operation for operands of the type `dtype`, in the instruction set in use; null when there is none.
// Half-precision operands are computed in float32: ask for that.
extern const ck_loop (*ck_pointwise_loops)[CK_DTYPES];
// The number of exp, which other kernels take rows of.
extern int ck_pointwise_exp;
static inline ck_loop ck_pointwise_loop(int op, int dtype) { return ck_pointwise_loops[op][dtype]; }

// Looks up the instruction set in use again; called when it was changed.
void ck_pointwise_choose(void);

// The lines of pointwise.def as text, for compilers at run time.
const char *ck_pointwise_source(void);

// Operands of a strided run: operand 0 is the output. A loop reads and writes `loop_dtype`; where the memory holds another type the
// run converts, block by block.
struct ck_operand {
  void *data;
  int dtype, loop_dtype;
};

// Runs a loop over `rank` axes, on several threads when it is large. `layout` holds the sizes, then the strides in bytes of each
// operand: (1 + operands) * rank numbers. Axes are merged where all operands allow.
void ck_pointwise_run(ck_loop loop, const void *params, int operands, const struct ck_operand *operand, int rank, const ptrdiff_t *layout);
