// CKernels: the inner loops of Lantern, and the few system calls Swift cannot make by itself.
#pragma once
#include "ck_dtype.h"
#include "ck_random.h"
