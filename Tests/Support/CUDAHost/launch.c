// Running a grid of threads on the processor, one after the other; threads that wait for each other take turns on stacks of their own.
#define _GNU_SOURCE
#include "launch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

enum { most_threads = 1024, stack_size = 64 << 10 };

struct meeting {
  unsigned here, generation;
};
static struct {
  const struct lantern_function *function;
  void **parameters;
  ucontext_t scheduler, fiber[most_threads];
  unsigned char is_done[most_threads];
  char *stacks;
  unsigned threads, now;
  struct meeting block, warp[most_threads / 32];
  unsigned alive, alive_in_warp[most_threads / 32];
  unsigned long long exchange[most_threads];
} state;

static void yield(void) {
  const unsigned me = state.now;
  swapcontext(&state.fiber[me], &state.scheduler);
  state.now = me, state.function->thread->x = me;
}

static void release(struct meeting *m, unsigned alive) {
  if (alive && m->here >= alive) m->here = 0, m->generation++;
}

static void barrier(int of_warp) {
  const unsigned me = state.now;
  struct meeting *m = of_warp ? &state.warp[me / 32] : &state.block;
  const unsigned generation = m->generation;
  m->here++;
  release(m, of_warp ? state.alive_in_warp[me / 32] : state.alive);
  while (m->generation == generation) yield();
}

static void body(void) {
  state.function->run(state.parameters);
  const unsigned me = state.now;
  state.is_done[me] = 1;
  // Threads that have returned are waited for no more.
  release(&state.warp[me / 32], --state.alive_in_warp[me / 32]);
  release(&state.block, --state.alive);
}

static void run_block_of_fibers(unsigned threads) {
  if (!state.stacks) {
    state.stacks = mmap(0, (size_t)most_threads * stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (state.stacks == MAP_FAILED) abort();
  }
  state.threads = state.alive = threads;
  state.block = (struct meeting){0, 0};
  for (unsigned w = 0; w * 32 < threads; w++) {
    state.warp[w] = (struct meeting){0, 0};
    state.alive_in_warp[w] = threads - w * 32 < 32 ? threads - w * 32 : 32;
  }
  for (unsigned t = 0; t < threads; t++) {
    getcontext(&state.fiber[t]);
    state.fiber[t].uc_stack.ss_sp = state.stacks + (size_t)t * stack_size, state.fiber[t].uc_stack.ss_size = stack_size;
    state.fiber[t].uc_link = &state.scheduler;
    makecontext(&state.fiber[t], body, 0);
    state.is_done[t] = 0;
  }
  for (unsigned left = threads, rounds = 0; left; rounds++) {
    const unsigned before = left;
    const unsigned generations = state.block.generation;
    for (unsigned t = 0; t < threads; t++) {
      if (state.is_done[t]) continue;
      state.now = t, state.function->thread->x = t;
      swapcontext(&state.scheduler, &state.fiber[t]);
      if (state.is_done[t]) left--;
    }
    (void)before, (void)generations;
    if (rounds > 10000000) {
      fprintf(stderr, "the stand-in driver: threads wait for each other forever\n");
      abort();
    }
  }
}

void lantern_launch(const struct lantern_function *f, unsigned gx, unsigned gy, unsigned gz, unsigned threads, void **parameters) {
  state.function = f, state.parameters = parameters;
  *f->barrier = barrier, *f->exchange = state.exchange;
  *f->grid = (struct lantern_dim){gx, gy, gz}, *f->threads = (struct lantern_dim){threads, 1, 1};
  for (unsigned z = 0; z < gz; z++)
    for (unsigned y = 0; y < gy; y++)
      for (unsigned x = 0; x < gx; x++) {
        *f->block = (struct lantern_dim){x, y, z};
        *f->thread = (struct lantern_dim){0, 0, 0};
        if (f->uses_barriers) {
          run_block_of_fibers(threads);
        } else {
          for (unsigned t = 0; t < threads; t++) f->thread->x = t, f->run(parameters);
        }
      }
}
