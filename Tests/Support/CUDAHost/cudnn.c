// A stand-in for cuDNN: convolutions by their definition, with the checks that the library makes. It opens the stand-in driver's memory
// while it works. Searches for algorithms and runs are counted; LANTERN_FAKE_CUDNN=refuse makes it serve nothing.
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { success = 0, bad_parameter = 2000, not_supported = 3000 };
enum { most_axes = 5 };

struct tensor {
  int type, rank, size[most_axes], step[most_axes];
};
struct filter {
  int type, format, rank, size[most_axes];
};
struct convolution {
  int rank, padding[3], stride[3], dilation[3], mode, compute, groups, math;
};
// As cudnnConvolution…AlgoPerf_t.
struct result {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math, reserved[3];
};

static void (*open_memory)(void), (*close_memory)(void);
static int (*record)(void *stream, void (*run)(const void *), const void *data, size_t size);
static int searches, runs, refuses, last_math;
int lantern_fake_cudnn_searches(void) { return searches; }
int lantern_fake_cudnn_runs(void) { return runs; }
int lantern_fake_cudnn_math(void) { return last_math; }
void lantern_fake_cudnn_refuse(int yes) { refuses = yes; }

size_t cudnnGetVersion(void) { return 90900; }
const char *cudnnGetErrorString(int status) { return status == not_supported ? "CUDNN_STATUS_NOT_SUPPORTED" : status ? "CUDNN_STATUS_BAD_PARAM" : "CUDNN_STATUS_SUCCESS"; }
int cudnnCreate(void **handle) {
  void *driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD);
  if (!driver) return 1001;
  open_memory = (void (*)(void))dlsym(driver, "lantern_fake_open"), close_memory = (void (*)(void))dlsym(driver, "lantern_fake_close");
  record = (int (*)(void *, void (*)(const void *), const void *, size_t))dlsym(driver, "lantern_fake_record");
  if (!open_memory || !close_memory || !record) return 1001;
  const char *text = getenv("LANTERN_FAKE_CUDNN");
  refuses = text && !strcmp(text, "refuse");
  *handle = calloc(1, sizeof(void *));  // the stream
  return success;
}
int cudnnSetStream(void **handle, void *stream) { return handle ? (*handle = stream, success) : bad_parameter; }

int cudnnCreateTensorDescriptor(struct tensor **t) { return *t = calloc(1, sizeof **t), success; }
int cudnnDestroyTensorDescriptor(struct tensor *t) { return free(t), success; }
int cudnnCreateFilterDescriptor(struct filter **f) { return *f = calloc(1, sizeof **f), success; }
int cudnnDestroyFilterDescriptor(struct filter *f) { return free(f), success; }
int cudnnCreateConvolutionDescriptor(struct convolution **c) { return *c = calloc(1, sizeof **c), (*c)->groups = 1, success; }
int cudnnDestroyConvolutionDescriptor(struct convolution *c) { return free(c), success; }

static int known(int type) { return type == 0 || type == 1 || type == 2 || type == 9; }
int cudnnSetTensorNdDescriptor(struct tensor *t, int type, int rank, const int *size, const int *step) {
  if (!known(type) || rank < 4 || rank > most_axes) return bad_parameter;
  t->type = type, t->rank = rank;
  for (int d = 0; d < rank; d++) {
    if (size[d] < 1 || step[d] < 1) return bad_parameter;
    t->size[d] = size[d], t->step[d] = step[d];
  }
  return success;
}
int cudnnSetFilterNdDescriptor(struct filter *f, int type, int format, int rank, const int *size) {
  if (!known(type) || format != 0 || rank < 4 || rank > most_axes) return bad_parameter;
  f->type = type, f->format = format, f->rank = rank;
  for (int d = 0; d < rank; d++) f->size[d] = size[d];
  return success;
}
int cudnnSetConvolutionNdDescriptor(struct convolution *c, int rank, const int *padding, const int *stride, const int *dilation, int mode,
                                    int compute) {
  if (rank < 2 || rank > 3 || mode != 1 || compute < 0 || compute > 1) return bad_parameter;
  c->rank = rank, c->mode = mode, c->compute = compute;
  for (int d = 0; d < rank; d++) {
    if (padding[d] < 0 || stride[d] < 1 || dilation[d] < 1) return bad_parameter;
    c->padding[d] = padding[d], c->stride[d] = stride[d], c->dilation[d] = dilation[d];
  }
  return success;
}
int cudnnSetConvolutionGroupCount(struct convolution *c, int groups) { return groups < 1 ? bad_parameter : (c->groups = groups, success); }
int cudnnSetConvolutionMathType(struct convolution *c, int math) { return math < 0 || math > 3 ? bad_parameter : (c->math = math, success); }

static int fits(const struct tensor *x, const struct filter *w, const struct convolution *c, const struct tensor *y) {
  if (x->type != w->type || x->type != y->type || x->rank != w->rank || x->rank != y->rank || x->rank != c->rank + 2) return 0;
  if (x->size[1] != w->size[1] * c->groups || y->size[1] != w->size[0] || w->size[0] % c->groups || x->size[0] != y->size[0]) return 0;
  if (c->compute != (x->type == 1)) return 0;
  for (int d = 0; d < c->rank; d++) {
    const int room = x->size[d + 2] + 2 * c->padding[d] - c->dilation[d] * (w->size[d + 2] - 1) - 1;
    if (room < 0 || y->size[d + 2] != room / c->stride[d] + 1) return 0;
  }
  return 1;
}

// The second is what may be taken: the first is not deterministic.
enum { memory_wanted = 1000 };
static int search(const struct tensor *x, const struct filter *w, const struct convolution *c, const struct tensor *y, int most, int *count,
                  struct result *results) {
  searches++;
  if (!fits(x, w, c, y)) return bad_parameter;
  if (refuses) return not_supported;
  if (most < 3 || sizeof *results != 48) return bad_parameter;
  results[0] = (struct result){.algorithm = 0, .determinism = 0, .math = c->math};
  results[1] = (struct result){.algorithm = 3, .status = not_supported, .determinism = 1, .math = c->math};
  results[2] = (struct result){.algorithm = 1, .memory = memory_wanted, .determinism = 1, .math = c->math};
  *count = 3;
  return success;
}
int cudnnGetConvolutionForwardAlgorithm_v7(void *h, struct tensor *x, struct filter *w, struct convolution *c, struct tensor *y, int most,
                                           int *count, struct result *results) {
  return h ? search(x, w, c, y, most, count, results) : bad_parameter;
}
int cudnnGetConvolutionBackwardDataAlgorithm_v7(void *h, struct filter *w, struct tensor *y, struct convolution *c, struct tensor *x, int most,
                                                int *count, struct result *results) {
  return h ? search(x, w, c, y, most, count, results) : bad_parameter;
}
int cudnnGetConvolutionBackwardFilterAlgorithm_v7(void *h, struct tensor *x, struct tensor *y, struct convolution *c, struct filter *w, int most,
                                                  int *count, struct result *results) {
  return h ? search(x, w, c, y, most, count, results) : bad_parameter;
}

static double load(const void *p, int type, int64_t i) {
  switch (type) {
    case 0: return ((const float *)p)[i];
    case 1: return ((const double *)p)[i];
    case 2: return (double)((const _Float16 *)p)[i];
    default: {
      const uint32_t bits = (uint32_t)((const uint16_t *)p)[i] << 16;
      float v;
      memcpy(&v, &bits, 4);
      return v;
    }
  }
}
static void store(void *p, int type, int64_t i, double v) {
  switch (type) {
    case 0: ((float *)p)[i] = (float)v; break;
    case 1: ((double *)p)[i] = v; break;
    case 2: ((_Float16 *)p)[i] = (_Float16)(float)v; break;
    default: {
      const float f = (float)v;
      uint32_t bits;
      memcpy(&bits, &f, 4);
      ((uint16_t *)p)[i] = f != f ? 0x7fc0 : (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
    }
  }
}

// Every pair of an element of x and one of w that meet in one of y.
enum part { of_result, of_input, of_weight };
struct work {
  enum part part;
  struct tensor x, y;
  struct filter w;
  struct convolution c;
  void *at_x, *at_w, *at_y, *workspace;
  size_t size;
};
static void convolve(const void *data) {
  const struct work *work = data;
  const struct tensor *xd = &work->x, *yd = &work->y;
  const struct filter *wd = &work->w;
  const struct convolution *c = &work->c;
  const enum part part = work->part;
  void *x = work->at_x, *w = work->at_w, *y = work->at_y;
  int in[3] = {1, 1, 1}, out[3] = {1, 1, 1}, taps[3] = {1, 1, 1}, padding[3] = {0, 0, 0}, stride[3] = {1, 1, 1}, dilation[3] = {1, 1, 1};
  int64_t xs[3] = {0, 0, 0}, ys[3] = {0, 0, 0}, ws[3] = {0, 0, 0}, step = 1;
  for (int d = c->rank - 1, k = 2; d >= 0; d--, k--) {
    in[k] = xd->size[d + 2], out[k] = yd->size[d + 2], taps[k] = wd->size[d + 2];
    padding[k] = c->padding[d], stride[k] = c->stride[d], dilation[k] = c->dilation[d];
    xs[k] = xd->step[d + 2], ys[k] = yd->step[d + 2], ws[k] = step, step *= taps[k];
  }
  const int channels = wd->size[1], filters = wd->size[0] / c->groups, batch = xd->size[0], type = xd->type;
  const int64_t total = part == of_result ? (int64_t)batch * yd->step[0] : part == of_input ? (int64_t)batch * xd->step[0] : (int64_t)wd->size[0] * channels * step;
  double *sums = calloc((size_t)total, sizeof *sums);
  open_memory();
  memset(work->workspace, 0x5a, work->size);
  for (int n = 0; n < batch; n++)
    for (int f = 0; f < wd->size[0]; f++)
      for (int k = 0; k < channels; k++) {
        const int64_t plane = n * (int64_t)xd->step[0] + (f / filters * channels + k) * (int64_t)xd->step[1];
        for (int od = 0; od < out[0]; od++)
          for (int oh = 0; oh < out[1]; oh++)
            for (int ow = 0; ow < out[2]; ow++)
              for (int kd = 0; kd < taps[0]; kd++)
                for (int kh = 0; kh < taps[1]; kh++)
                  for (int kw = 0; kw < taps[2]; kw++) {
                    const int id = od * stride[0] - padding[0] + kd * dilation[0], ih = oh * stride[1] - padding[1] + kh * dilation[1];
                    const int iw = ow * stride[2] - padding[2] + kw * dilation[2];
                    if (id < 0 || ih < 0 || iw < 0 || id >= in[0] || ih >= in[1] || iw >= in[2]) continue;
                    const int64_t px = plane + id * xs[0] + ih * xs[1] + iw * xs[2];
                    const int64_t pw = (f * (int64_t)channels + k) * step + kd * ws[0] + kh * ws[1] + kw * ws[2];
                    const int64_t py = n * (int64_t)yd->step[0] + f * (int64_t)yd->step[1] + od * ys[0] + oh * ys[1] + ow * ys[2];
                    if (part == of_result) sums[py] += load(x, type, px) * load(w, type, pw);
                    else if (part == of_input) sums[px] += load(y, type, py) * load(w, type, pw);
                    else sums[pw] += load(y, type, py) * load(x, type, px);
                  }
      }
  for (int64_t i = 0; i < total; i++) store(part == of_result ? y : part == of_input ? x : w, type, i, sums[i]);
  close_memory();
  free(sums);
}
static int run(enum part part, void *stream, const void *alpha, const struct tensor *xd, void *x, const struct filter *wd, void *w,
               const struct convolution *c, int algorithm, void *workspace, size_t size, const void *beta, const struct tensor *yd, void *y) {
  if (!fits(xd, wd, c, yd) || algorithm != 1 || !workspace || size < memory_wanted) return bad_parameter;
  const double one = c->compute ? *(const double *)alpha : *(const float *)alpha, zero = c->compute ? *(const double *)beta : *(const float *)beta;
  if (one != 1 || zero != 0) return not_supported;
  runs++, last_math = c->math;
  const struct work work = {part, *xd, *yd, *wd, *c, x, w, y, workspace, size};
  if (!record(stream, convolve, &work, sizeof work)) convolve(&work);
  return success;
}
int cudnnConvolutionForward(void *h, const void *alpha, struct tensor *xd, void *x, struct filter *wd, void *w, struct convolution *c,
                            int algorithm, void *workspace, size_t size, const void *beta, struct tensor *yd, void *y) {
  return h ? run(of_result, *(void **)h, alpha, xd, x, wd, w, c, algorithm, workspace, size, beta, yd, y) : bad_parameter;
}
int cudnnConvolutionBackwardData(void *h, const void *alpha, struct filter *wd, void *w, struct tensor *yd, void *y, struct convolution *c,
                                 int algorithm, void *workspace, size_t size, const void *beta, struct tensor *xd, void *x) {
  return h ? run(of_input, *(void **)h, alpha, xd, x, wd, w, c, algorithm, workspace, size, beta, yd, y) : bad_parameter;
}
int cudnnConvolutionBackwardFilter(void *h, const void *alpha, struct tensor *xd, void *x, struct tensor *yd, void *y, struct convolution *c,
                                   int algorithm, void *workspace, size_t size, const void *beta, struct filter *wd, void *w) {
  return h ? run(of_weight, *(void **)h, alpha, xd, x, wd, w, c, algorithm, workspace, size, beta, yd, y) : bad_parameter;
}
