// Losses that pick numbers by class, or follow all ways through a sequence.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Scores of classes [outer, classes, inner] (float32 or float64), the right class of each position [outer, inner], and the weight of
// each class (null for 1). Positions of the class `ignored` do not count.
struct ck_classes {
  int dtype;
  ptrdiff_t outer, classes, inner;
  const int64_t *target;
  const void *weight;
  int64_t ignored;
};

// Whether every class that counts lies in 0..<classes; the first that doesn't is left in `wrong`.
int ck_classes_valid(const struct ck_classes *c, int64_t *wrong);
// The sum of the weights of all positions that count.
double ck_classes_weight(const struct ck_classes *c);
// loss = -weight * score of the right class, at each position; returns their sum.
double ck_nll(const struct ck_classes *c, const void *scores, void *loss);
// The derivative: -weight * scale * g at the right classes, 0 elsewhere. `g` has one number for each position, or one for all.
void ck_nll_gradient(const struct ck_classes *c, const void *g, int g_is_single, double scale, void *gradient);

// Connectionist temporal classification: logarithms of probabilities [steps, batch, classes], and for each example the labels
// target[start[b]..<start[b] + target_length[b]] and how many steps count.
struct ck_ctc {
  ptrdiff_t steps, batch, classes;
  const double *log_probabilities;
  const int64_t *target, *start, *target_length, *input_length;
  int64_t blank;
};
// The negative logarithm of the probability of each example's labels. Returns 0 when there is no memory.
int ck_ctc_loss(const struct ck_ctc *c, double *loss);
// The derivative by the numbers that log_softmax made the logarithms from, times g; where `zero_infinity`, 0 for infinite losses.
int ck_ctc_gradient(const struct ck_ctc *c, const double *g, int zero_infinity, double *gradient);
