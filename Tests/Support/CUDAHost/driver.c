// A stand-in for NVIDIA's driver that runs kernels on the processor, so that everything above the driver can be tested without a GPU.
//
// Device memory is one stretch of addresses that only opens while a kernel or a copy runs: code that follows a device address by
// mistake crashes. Every block has guard bytes that are checked, and starts filled with rubbish. Work is done at once, in order; with
// lantern_fake_hold_events, events stay unfinished until they are waited for.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "launch.h"

enum {
  success = 0, invalid_value = 1, out_of_memory = 2, not_initialized = 3, no_device = 100, invalid_device = 101, not_found = 500,
  not_ready = 600, illegal_address = 700, capture_unsupported = 900
};

#define guard ((size_t)256)
static const size_t reserved = (size_t)8 << 30;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *arena;
static int started, held;
static size_t limit = (size_t)2 << 30, in_use;

struct block {
  size_t begin, size;  // in the arena, guards included
  struct block *next;
};
static struct block *blocks;

static int count_devices(void) {
  const char *text = getenv("LANTERN_FAKE_CUDA_DEVICES");
  return text ? atoi(text) : 2;
}

int cuInit(unsigned flags) {
  (void)flags;
  pthread_mutex_lock(&lock);
  if (!started) {
    const char *text = getenv("LANTERN_FAKE_CUDA_MEMORY");
    if (text) limit = strtoull(text, 0, 10);
    arena = mmap(0, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    started = arena != MAP_FAILED;
  }
  pthread_mutex_unlock(&lock);
  return started ? success : out_of_memory;
}
int cuDriverGetVersion(int *version) { return *version = 12080, success; }
int cuDeviceGetCount(int *count) { return started ? (*count = count_devices(), success) : not_initialized; }
int cuDeviceGet(int *device, int ordinal) {
  if (ordinal < 0 || ordinal >= count_devices()) return invalid_device;
  return *device = ordinal, success;
}
int cuDeviceGetName(char *name, int length, int device) { return snprintf(name, (size_t)length, "Lantern's stand-in %d", device), success; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { return (void)device, *bytes = limit, success; }
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  (void)device;
  switch (attribute) {
    case 75: *value = 9; break;     // compute capability
    case 76: *value = 0; break;
    case 16: *value = 4; break;     // multiprocessors
    case 39: *value = 1024; break;  // threads of each
    default: *value = 0;
  }
  return success;
}
int cuDeviceGetPCIBusId(char *text, int length, int device) { return snprintf(text, (size_t)length, "0000:%02x:00.0", device), success; }
int cuDevicePrimaryCtxRetain(void **context, int device) { return *context = (void *)(uintptr_t)(0x1000 + device), success; }

// ---- work that is recorded

struct node {
  void (*run)(const void *data);
  struct node *next;
  _Alignas(16) char data[];
};
struct graph {
  struct node *first, **last;
};
struct stream {
  struct graph *recording;
};
static int recordings, replays;
int lantern_fake_replays(void) { return replays; }

// Whether a stream is recording, in which case `run` is called with a copy of the data whenever the graph is started.
int lantern_fake_record(void *handle, void (*run)(const void *), const void *data, size_t size) {
  struct stream *stream = handle;
  if (!stream || !stream->recording) return 0;
  struct node *made = malloc(sizeof *made + size);
  made->run = run, made->next = 0;
  memcpy(made->data, data, size);
  *stream->recording->last = made, stream->recording->last = &made->next;
  return 1;
}
static int is_recording(const void *handle) { return handle && ((const struct stream *)handle)->recording; }
int cuStreamBeginCapture_v2(struct stream *stream, int mode) {
  if (!stream || stream->recording || mode != 2) return capture_unsupported;
  stream->recording = calloc(1, sizeof(struct graph));
  stream->recording->last = &stream->recording->first;
  return recordings++, success;
}
int cuStreamEndCapture(struct stream *stream, struct graph **graph) {
  if (!stream || !stream->recording) return invalid_value;
  *graph = stream->recording, stream->recording = 0;
  return recordings--, success;
}
int cuGraphInstantiateWithFlags(struct graph **executable, struct graph *graph, unsigned long long flags) {
  if (flags) return invalid_value;
  return *executable = graph, success;
}
int cuGraphLaunch(struct graph *executable, void *stream) {
  if (is_recording(stream)) return capture_unsupported;
  for (struct node *n = executable->first; n; n = n->next) n->run(n->data);
  return replays++, success;
}
int cuGraphExecDestroy(struct graph *executable) { return (void)executable, success; }
int cuGraphDestroy(struct graph *graph) {
  for (struct node *n = graph->first, *next; n; n = next) next = n->next, free(n);
  return free(graph), success;
}

static _Thread_local void *current;
int cuCtxSetCurrent(void *context) { return current = context, success; }
int cuCtxSynchronize(void);
static int check_all(void);

// ---- memory

static void check_guards(const struct block *b) {
  for (size_t i = 0; i < guard; i++)
    if ((unsigned char)arena[b->begin + i] != 0xa5 || (unsigned char)arena[b->begin + b->size - 1 - i] != 0xa5) {
      fprintf(stderr, "the stand-in driver: a kernel wrote outside a block of %zu bytes\n", b->size - 2 * guard);
      abort();
    }
}
static void open_arena(void) { mprotect(arena, reserved, PROT_READ | PROT_WRITE); }
static void close_arena(void) { mprotect(arena, reserved, PROT_NONE); }

int cuMemAlloc_v2(uint64_t *address, size_t bytes) {
  if (!current) return 201;
  pthread_mutex_lock(&lock);
  size_t size = (bytes + 255) / 256 * 256 + 2 * guard, at = 0;
  if (in_use + bytes > limit) return pthread_mutex_unlock(&lock), out_of_memory;
  struct block **link = &blocks;
  while (*link && (*link)->begin - at < size) at = (*link)->begin + (*link)->size, link = &(*link)->next;
  if (at + size > reserved) return pthread_mutex_unlock(&lock), out_of_memory;
  struct block *made = malloc(sizeof *made);
  *made = (struct block){at, size, *link};
  *link = made, in_use += bytes;
  open_arena();
  // Guards lie right behind the last byte asked for, too.
  memset(arena + at, 0xcd, size), memset(arena + at, 0xa5, guard), memset(arena + at + size - guard, 0xa5, guard);
  close_arena();
  *address = (uint64_t)(uintptr_t)(arena + at + guard);
  return pthread_mutex_unlock(&lock), success;
}
int cuMemFree_v2(uint64_t address) {
  pthread_mutex_lock(&lock);
  for (struct block **link = &blocks; *link; link = &(*link)->next)
    if ((uint64_t)(uintptr_t)(arena + (*link)->begin + guard) == address) {
      struct block *gone = *link;
      open_arena();
      check_guards(gone);
      memset(arena + gone->begin, 0xdd, gone->size);
      close_arena();
      in_use -= gone->size - 2 * guard;
      *link = gone->next, free(gone);
      return pthread_mutex_unlock(&lock), success;
    }
  return pthread_mutex_unlock(&lock), invalid_value;
}
int cuMemGetInfo_v2(size_t *available, size_t *total) { return *available = limit - in_use, *total = limit, success; }
int cuMemHostAlloc(void **address, size_t bytes, unsigned flags) { return (void)flags, *address = malloc(bytes ? bytes : 1), *address ? success : out_of_memory; }
int cuMemFreeHost(void *address) { return free(address), success; }

static int inside(uint64_t address, size_t bytes) {
  for (const struct block *b = blocks; b; b = b->next) {
    const uint64_t begin = (uint64_t)(uintptr_t)(arena + b->begin + guard);
    if (address >= begin && address + bytes <= begin + b->size - 2 * guard) return 1;
  }
  return 0;
}
static int copy(void *to, const void *from, size_t bytes, int to_device, int from_device) {
  pthread_mutex_lock(&lock);
  int status = success;
  if (bytes && ((to_device && !inside((uint64_t)(uintptr_t)to, bytes)) || (from_device && !inside((uint64_t)(uintptr_t)from, bytes)))) {
    fprintf(stderr, "the stand-in driver: a copy of %zu bytes leaves its block\n", bytes);
    status = invalid_value;
  } else {
    open_arena();
    memmove(to, from, bytes);
    close_arena();
  }
  return pthread_mutex_unlock(&lock), status;
}
int cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, void *stream) {
  return is_recording(stream) ? capture_unsupported : copy((void *)(uintptr_t)to, from, bytes, 1, 0);
}
int cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, void *stream) {
  return is_recording(stream) ? capture_unsupported : copy(to, (const void *)(uintptr_t)from, bytes, 0, 1);
}
struct copying {
  uint64_t to, from;
  size_t bytes;
  unsigned char value;
};
static void run_copy(const void *data) {
  const struct copying *c = data;
  copy((void *)(uintptr_t)c->to, (const void *)(uintptr_t)c->from, c->bytes, 1, 1);
}
int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void *stream) {
  const struct copying c = {to, from, bytes, 0};
  if (lantern_fake_record(stream, run_copy, &c, sizeof c)) return success;
  return copy((void *)(uintptr_t)to, (const void *)(uintptr_t)from, bytes, 1, 1);
}
int cuMemcpyPeerAsync(uint64_t to, void *there, uint64_t from, void *here, size_t bytes, void *stream) {
  return (void)there, (void)here, (void)stream, copy((void *)(uintptr_t)to, (const void *)(uintptr_t)from, bytes, 1, 1);
}
static int set(const struct copying *c) {
  pthread_mutex_lock(&lock);
  if (c->bytes && !inside(c->to, c->bytes)) return pthread_mutex_unlock(&lock), invalid_value;
  open_arena();
  memset((void *)(uintptr_t)c->to, c->value, c->bytes);
  close_arena();
  return pthread_mutex_unlock(&lock), success;
}
static void run_set(const void *data) { set(data); }
int cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void *stream) {
  const struct copying c = {to, 0, bytes, value};
  return lantern_fake_record(stream, run_set, &c, sizeof c) ? success : set(&c);
}

// ---- streams and events

struct event {
  int is_done;
};
int cuStreamCreate(struct stream **stream, unsigned flags) { return (void)flags, *stream = calloc(1, sizeof **stream), success; }
int cuStreamDestroy_v2(void *stream) { return free(stream), success; }
int cuStreamSynchronize(void *stream) { return is_recording(stream) ? capture_unsupported : check_all(); }
int cuStreamWaitEvent(void *stream, void *event, unsigned flags) { return (void)stream, (void)event, (void)flags, success; }
int cuEventCreate(struct event **event, unsigned flags) { return (void)flags, *event = calloc(1, sizeof **event), success; }
int cuEventRecord(struct event *event, void *stream) { return (void)stream, event->is_done = !held, success; }
int cuEventQuery(struct event *event) { return event->is_done || !held ? success : not_ready; }
int cuEventSynchronize(struct event *event) { return event->is_done = 1, success; }
int cuEventElapsedTime(float *milliseconds, struct event *a, struct event *b) { return (void)a, (void)b, *milliseconds = 0, success; }
int cuEventDestroy_v2(struct event *event) { return free(event), success; }
void lantern_fake_open(void) { pthread_mutex_lock(&lock), open_arena(); }
void lantern_fake_close(void) { close_arena(), pthread_mutex_unlock(&lock); }
void lantern_fake_hold_events(int hold) { held = hold; }
size_t lantern_fake_blocks(void) {
  size_t count = 0;
  for (const struct block *b = blocks; b; b = b->next) count++;
  return count;
}

// Waits for every stream, so none may be recording.
int cuCtxSynchronize(void) { return recordings ? capture_unsupported : check_all(); }
static int check_all(void) {
  pthread_mutex_lock(&lock);
  open_arena();
  for (const struct block *b = blocks; b; b = b->next) check_guards(b);
  close_arena();
  return pthread_mutex_unlock(&lock), success;
}

// ---- kernels

int cuModuleLoadData(void **module, const void *image) {
  const Elf64_Ehdr *header = image;
  if (memcmp(header->e_ident, ELFMAG, SELFMAG)) return 200;
  const size_t size = header->e_shoff + (size_t)header->e_shentsize * header->e_shnum;
  char path[] = "/tmp/lantern-cuda-module-XXXXXX";
  int file = mkstemp(path);
  if (file < 0) return invalid_value;
  size_t at = 0;
  while (at < size) {
    ssize_t count = write(file, (const char *)image + at, size - at);
    if (count <= 0) break;
    at += (size_t)count;
  }
  close(file);
  *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!*module) fprintf(stderr, "the stand-in driver: %s\n", dlerror());
  unlink(path);
  return *module ? success : 200;
}

int cuModuleGetFunction(void **function, void *module, const char *name) {
  char symbol[512];
  snprintf(symbol, sizeof symbol, "lantern_kernel_%s", name);
  void *found = dlsym(module, symbol);
  if (!found) return not_found;
  struct lantern_function *made = calloc(1, sizeof *made);
  made->run = (void (*)(void **))found;
  made->thread = dlsym(module, "threadIdx"), made->block = dlsym(module, "blockIdx");
  made->threads = dlsym(module, "blockDim"), made->grid = dlsym(module, "gridDim");
  made->barrier = dlsym(module, "lantern_barrier"), made->exchange = dlsym(module, "lantern_exchange");
  made->uses_barriers = *(int *)dlsym(module, "lantern_uses_barriers");
  snprintf(symbol, sizeof symbol, "lantern_size_%s", name);
  const unsigned *bytes = dlsym(module, symbol);
  made->bytes = bytes ? *bytes : 0;
  *function = made;
  return success;
}

struct launching {
  const struct lantern_function *function;
  unsigned gx, gy, gz, threads;
  _Alignas(16) char parameters[4096];
};
static void run_launch(const void *data) {
  const struct launching *l = data;
  void *parameters[1] = {(void *)l->parameters};
  pthread_mutex_lock(&lock);
  open_arena();
  lantern_launch(l->function, l->gx, l->gy, l->gz, l->threads, parameters);
  close_arena();
  pthread_mutex_unlock(&lock);
}
int cuLaunchKernel(struct lantern_function *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared,
                   void *stream, void **parameters, void **extra) {
  (void)extra, (void)shared;
  // What a device of any capability takes.
  if (!gx || !gy || !gz || !bx || bx * by * bz > 1024 || by != 1 || bz != 1 || gy > 65535 || gz > 65535) return invalid_value;
  if (!function->bytes || function->bytes > sizeof((struct launching *)0)->parameters) return invalid_value;
  struct launching l = {.function = function, .gx = gx, .gy = gy, .gz = gz, .threads = bx};
  memcpy(l.parameters, parameters[0], function->bytes);
  if (!lantern_fake_record(stream, run_launch, &l, sizeof l)) run_launch(&l);
  return success;
}

int cuGetErrorName(int code, const char **name) {
  *name = code == out_of_memory ? "CUDA_ERROR_OUT_OF_MEMORY" : code == invalid_value ? "CUDA_ERROR_INVALID_VALUE" : code == not_found ? "CUDA_ERROR_NOT_FOUND" : "CUDA_ERROR_UNKNOWN";
  return success;
}
int cuGetErrorString(int code, const char **text) { return *text = code == out_of_memory ? "out of memory" : "the stand-in driver refused", success; }
