// Steps of optimisers over many parameters at once, each number read and written once.
#pragma once
#include <stddef.h>

// One parameter, its gradient and what the optimiser remembers of it; `count` numbers each, float32 or float64.
struct ck_step_part {
  void *parameter;
  const void *gradient;
  void *mean, *square;  // `mean` is SGD's momentum, and null without; only Adam has `square`
  ptrdiff_t count;
};

struct ck_sgd {
  double rate, momentum, dampening, weight_decay;
  int nesterov, first;  // first: the momentum starts with this gradient
};

// g += weight_decay p; mean = momentum mean + (1 - dampening) g; p -= rate (nesterov ? g + momentum mean : mean).
void ck_sgd_step(int dtype, ptrdiff_t parts, const struct ck_step_part *part, const struct ck_sgd *how);

struct ck_adam {
  double rate, beta1, beta2, epsilon, weight_decay;
  int decoupled;                       // the decay is taken off the parameter and not added to the gradient
  double correction1, correction2;     // 1 - beta1^step and the root of 1 - beta2^step
};

// mean += (g - mean) (1 - beta1); square = beta2 square + (1 - beta2) g²;
// p -= rate / correction1 * mean / (sqrt(square) / correction2 + epsilon).
void ck_adam_step(int dtype, ptrdiff_t parts, const struct ck_step_part *part, const struct ck_adam *how);
