// Steps of vector programs for every processor.
#define TABLE ck_vector_baseline
#define WIDTH 16
#include "fused_vector_isa.inc"
