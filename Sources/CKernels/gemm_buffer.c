// The matrix product's scratch memory: per thread, grown on demand, freed when the thread ends.
#include "gemm_internal.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

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
    const size_t rounded = (bytes + 4095) & ~(size_t)4095;
    mine->bytes[slot] = 0;
    mine->memory[slot] = aligned_alloc(64, rounded);
    if (!mine->memory[slot]) out_of_memory(rounded);
    mine->bytes[slot] = rounded;
  }
  return mine->memory[slot];
}
