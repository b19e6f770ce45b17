// The one thread pool: as many threads as the machine grants this process, and a parallel loop over them.
#pragma once

// How many threads a parallel loop may use, the caller among them.
int ck_pool_threads(void);

// Changes that number for the loops to come; 0 or less goes back to the default (see ck_cpu_limits).
void ck_pool_set_threads(int threads);

// Runs body(context, chunk) once for every chunk in 0..<chunks, on the pool and the calling thread, and returns when all are
// done. Which thread runs which chunk is open, so chunk borders must not depend on it. A loop started inside a body, or
// while another thread has the pool, runs on its calling thread alone.
// In the child of a fork the pool starts afresh; a fork made inside a body must not return from that body.
void ck_parallel_for(long chunks, void (*body)(void *context, long chunk), void *context);

// What the default number of threads was made from.
struct ck_cpu_limits {
  int online;           // processors the system has running
  int affinity;         // processors this process may run on
  double cgroup_quota;  // processors' worth of time its control groups grant; <= 0 for no limit
  int from_env;         // 1 where LANTERN_NUM_THREADS decided
  int threads;          // the default that follows: the environment's number, or min(affinity, floor(quota)), at least 1
};
void ck_cpu_limits(struct ck_cpu_limits *limits);

// The tightest cpu quota on the way from this process's control group to the root, in processors; 0 for none.
// `membership` is laid out like /proc/self/cgroup, `root` like /sys/fs/cgroup (versions 1, 2 and both at once).
double ck_cgroup_quota(const char *membership, const char *root);
