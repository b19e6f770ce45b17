// Special functions: log Γ, its derivatives, and the inverse of erf, in double precision.
#include "include/ck_special.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

// lgamma writes the sign into a global; this one does not, and both C libraries have it, though C17 hides it.
extern double lgamma_r(double x, int *sign);

double ck_lgamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

#define CODE(...) __VA_ARGS__
#include "special_functions.inc"
