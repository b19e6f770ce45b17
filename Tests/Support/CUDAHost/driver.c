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

enum { success = 0, invalid_value = 1, out_of_memory = 2, not_initialized = 3, no_device = 100, invalid_device = 101, not_found = 500, not_ready = 600, illegal_address = 700 };

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

static _Thread_local void *current;
int cuCtxSetCurrent(void *context) { return current = context, success; }
int cuCtxSynchronize(void);

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
int cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, void *stream) { return (void)stream, copy((void *)(uintptr_t)to, from, bytes, 1, 0); }
int cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, void *stream) { return (void)stream, copy(to, (const void *)(uintptr_t)from, bytes, 0, 1); }
int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void *stream) {
  return (void)stream, copy((void *)(uintptr_t)to, (const void *)(uintptr_t)from, bytes, 1, 1);
}
int cuMemcpyPeerAsync(uint64_t to, void *there, uint64_t from, void *here, size_t bytes, void *stream) {
  return (void)there, (void)here, (void)stream, copy((void *)(uintptr_t)to, (const void *)(uintptr_t)from, bytes, 1, 1);
}
int cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void *stream) {
  (void)stream;
  pthread_mutex_lock(&lock);
  if (bytes && !inside(to, bytes)) return pthread_mutex_unlock(&lock), invalid_value;
  open_arena();
  memset((void *)(uintptr_t)to, value, bytes);
  close_arena();
  return pthread_mutex_unlock(&lock), success;
}

// ---- streams and events

struct event {
  int is_done;
};
int cuStreamCreate(void **stream, unsigned flags) { return (void)flags, *stream = malloc(1), success; }
int cuStreamDestroy_v2(void *stream) { return free(stream), success; }
int cuStreamSynchronize(void *stream) { return (void)stream, cuCtxSynchronize(); }
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

int cuCtxSynchronize(void) {
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
  *function = made;
  return success;
}

int cuLaunchKernel(struct lantern_function *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared,
                   void *stream, void **parameters, void **extra) {
  (void)stream, (void)extra, (void)shared;
  if (!gx || !gy || !gz || !bx || bx * by * bz > 1024 || by != 1 || bz != 1) return invalid_value;
  pthread_mutex_lock(&lock);
  open_arena();
  lantern_launch(function, gx, gy, gz, bx, parameters);
  close_arena();
  return pthread_mutex_unlock(&lock), success;
}

int cuGetErrorName(int code, const char **name) {
  *name = code == out_of_memory ? "CUDA_ERROR_OUT_OF_MEMORY" : code == invalid_value ? "CUDA_ERROR_INVALID_VALUE" : code == not_found ? "CUDA_ERROR_NOT_FOUND" : "CUDA_ERROR_UNKNOWN";
  return success;
}
int cuGetErrorString(int code, const char **text) { return *text = code == out_of_memory ? "out of memory" : "the stand-in driver refused", success; }
