// The structures through which libraries lend each other tensors (DLPack), as version 1 of its binary interface lays them out.
#pragma once
#include <stdint.h>

enum ck_dl_device { CK_DL_CPU = 1, CK_DL_CUDA = 2, CK_DL_CUDA_HOST = 3, CK_DL_CUDA_MANAGED = 13 };
enum ck_dl_code { CK_DL_INT = 0, CK_DL_UINT = 1, CK_DL_FLOAT = 2, CK_DL_OPAQUE = 3, CK_DL_BFLOAT = 4, CK_DL_COMPLEX = 5, CK_DL_BOOL = 6 };
enum ck_dl_flags { CK_DL_READ_ONLY = 1, CK_DL_COPIED = 2 };

struct ck_dl_tensor {
  void *data;
  struct {
    int32_t type, number;
  } device;
  int32_t rank;
  struct {
    uint8_t code, bits;
    uint16_t lanes;
  } dtype;
  int64_t *shape;
  int64_t *strides;  // in elements; null for row-major order without gaps
  uint64_t byte_offset;
};

// The older way to lend one.
struct ck_dl_managed {
  struct ck_dl_tensor tensor;
  void *context;
  void (*deleter)(struct ck_dl_managed *);
};

// The newer one.
struct ck_dl_versioned {
  struct {
    uint32_t major, minor;
  } version;
  void *context;
  void (*deleter)(struct ck_dl_versioned *);
  uint64_t flags;
  struct ck_dl_tensor tensor;
};
