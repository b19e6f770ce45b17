// The thread pool: one loop at a time, chunks taken from a counter, workers that spin briefly and then sleep on a futex.
#define _GNU_SOURCE
#include "ck_pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
  MAX_THREADS = 1024,
  SPIN_NANOSECONDS = 30000,
  PAUSES_PER_LOOK_AT_THE_CLOCK = 32,
  WORKER_STACK = 2 << 20,
};

// The gate is open while a loop runs. Its low bits count the workers inside; the owner touches the loop's fields only while
// it is closed and empty.
static const uint32_t GATE_OPEN = 1u << 31, GATE_AWAITED = 1u << 30, GATE_COUNT = (1u << 30) - 1;

static struct {
  // Held (1) by the thread whose loop is running.
  _Alignas(64) atomic_int owned;
  atomic_int threads;   // chosen number of threads, 0 for not chosen yet
  int workers;          // started so far; the owner's to change
  int may_start;        // 0 once the system has refused a thread; the owner's to change
  atomic_int retry;     // set by ck_pool_set_threads: ask the system again
  // The loop.
  void (*body)(void *context, long chunk);
  void *context;
  long chunks;
  // Each word that threads wait on or count with has a cache line of its own.
  _Alignas(64) atomic_long next;
  _Alignas(64) _Atomic uint32_t gate;
  atomic_uint limit;    // workers the loop may have inside
  _Alignas(64) _Atomic uint32_t generation;  // goes up with every loop; idle workers wait for that
  _Alignas(64) atomic_int sleepers;
} pool = {.may_start = 1};

// Set in workers and while a thread runs chunks: a loop started there runs serially.
static _Thread_local int inside_loop;

static void futex_wait(_Atomic uint32_t *word, uint32_t expected) {
  syscall(SYS_futex, word, 128 /* FUTEX_WAIT_PRIVATE */, expected, NULL, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word, int count) {
  syscall(SYS_futex, word, 129 /* FUTEX_WAKE_PRIVATE */, count, NULL, NULL, 0);
}

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

// Spins until (*word & mask) is (or, with until_equal 0, is no longer) the value; 0 where that takes too long.
static int spin(_Atomic uint32_t *word, uint32_t mask, uint32_t value, int until_equal) {
  const int64_t end = now() + SPIN_NANOSECONDS;
  do
    for (int i = 0; i < PAUSES_PER_LOOK_AT_THE_CLOCK; i++) {
      if (((atomic_load_explicit(word, memory_order_acquire) & mask) == value) == until_equal) return 1;
      pause_briefly();
    }
  while (now() < end);
  return 0;
}

static void run_chunks(void) {
  for (;;) {
    const long chunk = atomic_fetch_add_explicit(&pool.next, 1, memory_order_relaxed);
    if (chunk >= pool.chunks) return;
    pool.body(pool.context, chunk);
  }
}

static void run_serially(long chunks, void (*body)(void *, long), void *context) {
  for (long chunk = 0; chunk < chunks; chunk++) body(context, chunk);
}

static int enter_gate(void) {
  uint32_t gate = atomic_load_explicit(&pool.gate, memory_order_relaxed);
  while (gate & GATE_OPEN && (gate & GATE_COUNT) < atomic_load_explicit(&pool.limit, memory_order_relaxed))
    if (atomic_compare_exchange_weak_explicit(&pool.gate, &gate, gate + 1, memory_order_acquire, memory_order_relaxed)) return 1;
  return 0;
}

static void leave_gate(void) {
  const uint32_t gate = atomic_fetch_sub_explicit(&pool.gate, 1, memory_order_release) - 1;
  if (gate & GATE_AWAITED && !(gate & GATE_COUNT)) futex_wake(&pool.gate, 1);
}

static void *work(void *unused) {
  (void)unused;
  inside_loop = 1;
  for (;;) {
    const uint32_t seen = atomic_load_explicit(&pool.generation, memory_order_acquire);
    if (enter_gate()) {
      run_chunks();
      leave_gate();
    }
    if (spin(&pool.generation, UINT32_MAX, seen, 0)) continue;
    // Either the owner sees this sleeper after raising the generation, or the wait sees the raised generation.
    atomic_fetch_add(&pool.sleepers, 1);
    while (atomic_load(&pool.generation) == seen) futex_wait(&pool.generation, seen);
    atomic_fetch_sub(&pool.sleepers, 1);
  }
  return NULL;
}

// Only the forking thread lives on in the child.
static void start_afresh_in_child(void) {
  pool.workers = 0;
  pool.may_start = 1;
  atomic_store(&pool.gate, 0);
  atomic_store(&pool.sleepers, 0);
  atomic_store(&pool.owned, 0);
}

static void watch_forks(void) { pthread_atfork(NULL, NULL, start_afresh_in_child); }

static void start_workers(int wanted) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, watch_forks);
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, WORKER_STACK);
  // Signals are for the program's own threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (pool.workers < wanted) {
    pthread_t thread;
    if (pthread_create(&thread, &attributes, work, NULL) != 0) {
      pool.may_start = 0;
      break;
    }
    pool.workers++;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
}

// Opens the gate on a loop whose fields are set, takes part, and closes it when every worker has left.
static void run_on_pool(int wake) {
  atomic_store_explicit(&pool.next, 0, memory_order_relaxed);
  atomic_store_explicit(&pool.limit, (unsigned)wake, memory_order_relaxed);
  atomic_store_explicit(&pool.gate, GATE_OPEN, memory_order_release);
  atomic_fetch_add(&pool.generation, 1);
  if (atomic_load(&pool.sleepers) > 0) futex_wake(&pool.generation, wake);
  run_chunks();
  atomic_fetch_and_explicit(&pool.gate, ~GATE_OPEN, memory_order_acquire);
  if (spin(&pool.gate, GATE_COUNT, 0, 1)) return;
  uint32_t gate = atomic_fetch_or_explicit(&pool.gate, GATE_AWAITED, memory_order_acquire) | GATE_AWAITED;
  while (gate & GATE_COUNT) {
    futex_wait(&pool.gate, gate);
    gate = atomic_load_explicit(&pool.gate, memory_order_acquire);
  }
}

void ck_parallel_for(long chunks, void (*body)(void *context, long chunk), void *context) {
  if (chunks <= 1 || inside_loop || ck_pool_threads() == 1) return run_serially(chunks, body, context);
  const long threads = ck_pool_threads();
  const int wanted = (int)(chunks < threads ? chunks : threads) - 1;
  int unowned = 0;
  inside_loop = 1;
  if (atomic_compare_exchange_strong_explicit(&pool.owned, &unowned, 1, memory_order_acquire, memory_order_relaxed)) {
    if (atomic_exchange_explicit(&pool.retry, 0, memory_order_relaxed)) pool.may_start = 1;
    if (pool.workers < wanted && pool.may_start) start_workers(wanted);
    pool.body = body;
    pool.context = context;
    pool.chunks = chunks;
    run_on_pool(wanted);
    atomic_store_explicit(&pool.owned, 0, memory_order_release);
  } else {
    run_serially(chunks, body, context);
  }
  inside_loop = 0;
}

int ck_pool_threads(void) {
  int threads = atomic_load_explicit(&pool.threads, memory_order_relaxed);
  if (threads == 0) {
    struct ck_cpu_limits limits;
    ck_cpu_limits(&limits);
    threads = limits.threads < MAX_THREADS ? limits.threads : MAX_THREADS;
    // A number set meanwhile by ck_pool_set_threads stands.
    int none = 0;
    if (!atomic_compare_exchange_strong_explicit(&pool.threads, &none, threads, memory_order_relaxed, memory_order_relaxed))
      threads = none;
  }
  return threads;
}

void ck_pool_set_threads(int threads) {
  atomic_store_explicit(&pool.threads, threads <= 0 ? 0 : threads < MAX_THREADS ? threads : MAX_THREADS, memory_order_relaxed);
  atomic_store_explicit(&pool.retry, 1, memory_order_relaxed);
}
