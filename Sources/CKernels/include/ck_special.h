// Special functions that libm does not have, or not for several threads at once.
#pragma once

// log|Γ(x)|.
double ck_lgamma(double x);
// ψ(x), the derivative of log Γ.
double ck_digamma(double x);
// The n-th derivative of ψ, n >= 0; NaN for other n. At poles, n = 1 gives PyTorch's large but finite numbers.
double ck_polygamma(double n, double x);
float ck_polygammaf(float n, float x);
// The inverse of erf.
double ck_erfinv(double x);

// The same for float: computed in double, rounded once.
static inline float ck_lgammaf(float x) { return (float)ck_lgamma(x); }
static inline float ck_digammaf(float x) { return (float)ck_digamma(x); }
static inline float ck_erfinvf(float x) { return (float)ck_erfinv(x); }
