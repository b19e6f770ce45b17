// What each thread keeps for itself: the recording switch and the clock that orders the nodes of its graphs.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct ck_thread {
  bool no_grad;         // recording is off
  bool inference;       // inside inference mode
  bool anomaly;         // derivatives are searched for NaN
  bool tracing;         // operations are added to a graph instead of run
  bool notes_nodes;     // somebody wants to know of every node that is made
  int16_t device;       // where new tensors are made: 0 for the processor, else a GPU's number and 1
  uint64_t sequence;    // the last node's number
};

// A few bytes, so the fast way to reach thread-local memory is safe even in a library that is loaded late.
extern _Thread_local struct ck_thread ck_thread_state __attribute__((tls_model("initial-exec")));

static inline struct ck_thread *ck_thread(void) { return &ck_thread_state; }
