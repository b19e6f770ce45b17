// Running a grid of threads on the processor.
#pragma once

struct lantern_dim {
  unsigned x, y, z;
};
struct lantern_function {
  void (*run)(void **parameters);
  struct lantern_dim *thread, *block, *threads, *grid;
  void (**barrier)(int of_warp);
  unsigned long long **exchange;
  int uses_barriers;
  // The size of the kernel's one argument.
  unsigned bytes;
};

// Runs every thread of every block. Threads of a block that wait for each other are fibers.
void lantern_launch(const struct lantern_function *f, unsigned gx, unsigned gy, unsigned gz, unsigned threads, void **parameters);
