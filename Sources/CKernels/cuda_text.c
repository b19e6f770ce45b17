// Code that the processor's kernels share with CUDA's, as text.
#include "include/ck_cuda.h"

#define CODE(...) #__VA_ARGS__ "\n"
#undef INFINITY
#undef NAN

static const char special[] =
#include "special_functions.inc"
    ;
static const char activations[] =
#include "pointwise_activation.inc"
    ;
#define KIND_FLOAT 1
#define KIND 1
static const char of_floats[] =
#include "pointwise_number.inc"
    ;
#undef KIND
#define KIND 2
static const char of_whole_numbers[] =
#include "pointwise_number.inc"
    ;

const char *ck_cuda_special(void) { return special; }
const char *ck_cuda_activations(void) { return activations; }
const char *ck_cuda_numbers(int is_float) { return is_float ? of_floats : of_whole_numbers; }
