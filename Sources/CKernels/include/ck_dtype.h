// The element types, in one order for C and Swift (`DType`'s raw values; a test holds the two lists equal).
#pragma once
#include <stddef.h>
#include <stdint.h>

enum ck_dtype {
  CK_BOOL, CK_UINT8, CK_INT8, CK_INT16, CK_INT32, CK_INT64, CK_UINT16, CK_UINT32, CK_UINT64,
  CK_FLOAT16, CK_BFLOAT16, CK_FLOAT32, CK_FLOAT64, CK_COMPLEX64, CK_COMPLEX128,
  CK_DTYPES
};

// Half precision is stored as bits and computed in float: no compiler support is needed on old processors.
typedef uint16_t ck_f16;
typedef uint16_t ck_bf16;
