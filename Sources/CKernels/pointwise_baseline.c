// Element-by-element loops for any processor.
#define TABLE ck_pointwise_baseline
#include "pointwise_isa.inc"
