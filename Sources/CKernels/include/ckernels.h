// CKernels: the inner loops of Lantern, and the few system calls Swift cannot make by itself.
#pragma once
#include "ck_cast.h"
#include "ck_dtype.h"
#include "ck_format.h"
#include "ck_gemm.h"
#include "ck_index.h"
#include "ck_isa.h"
#include "ck_library.h"
#include "ck_pointwise.h"
#include "ck_pool.h"
#include "ck_reduce.h"
#include "ck_thread.h"
#include "ck_random.h"
