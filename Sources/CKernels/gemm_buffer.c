// The matrix product's scratch memory: per thread, grown on demand, freed when the thread ends.
#define _DEFAULT_SOURCE
#include "gemm_internal.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 };

struct buffers {
  void *memory[CK_GEMM_SLOTS];
  size_t bytes[CK_GEMM_SLOTS];
};

static _Thread_local struct buffers *mine;
static pthread_key_t key;
static int has_key;

static void release(void *value) {
  struct buffers *buffers = value;
  for (int slot = 0; slot < CK_GEMM_SLOTS; slot++) free(buffers->memory[slot]);
  free(buffers);
  mine = NULL;
}

static void make_key(void) { has_key = pthread_key_create(&key, release) == 0; }

static void out_of_memory(size_t bytes) {
  fprintf(stderr, "lantern: out of memory: a matrix product needs %zu bytes of scratch space\n", bytes);
  abort();
}

void *ck_gemm_buffer(enum ck_gemm_slot slot, size_t bytes) {
  if (!mine) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_key);
    mine = calloc(1, sizeof *mine);
    if (!mine) out_of_memory(sizeof *mine);
    if (has_key) pthread_setspecific(key, mine);
  }
  if (mine->bytes[slot] < bytes) {
    free(mine->memory[slot]);
    // Large buffers lie on huge pages where the system grants them: kernels stride through them from many places at once.
    const size_t page = bytes >= HUGE_PAGE / 2 ? HUGE_PAGE : 4096, rounded = (bytes + page - 1) & ~(page - 1);
    mine->bytes[slot] = 0;
    mine->memory[slot] = aligned_alloc(page, rounded);
    if (!mine->memory[slot]) out_of_memory(rounded);
#ifdef MADV_HUGEPAGE
    if (page == HUGE_PAGE) madvise(mine->memory[slot], rounded, MADV_HUGEPAGE);
#endif
    mine->bytes[slot] = rounded;
  }
  return mine->memory[slot];
}
