// Connectionist temporal classification (Graves and others, 2006): the probability of a sequence of labels, summed over all ways to
// place them, with blanks between, on the steps of the input; and its derivative. All in logarithms.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "include/ck_loss.h"
#include "include/ck_pool.h"

#pragma STDC FP_CONTRACT OFF

// One example: 2 labels + 1 states, blanks at even places.
struct path {
  const struct ck_ctc *c;
  const int64_t *labels;
  ptrdiff_t states, steps, example;
};

static struct path path_of(const struct ck_ctc *c, ptrdiff_t example) {
  return (struct path){c, c->target + c->start[example], 2 * (ptrdiff_t)c->target_length[example] + 1, (ptrdiff_t)c->input_length[example], example};
}
static int64_t label(const struct path *p, ptrdiff_t s) { return s & 1 ? p->labels[s / 2] : p->c->blank; }
static const double *row(const struct path *p, ptrdiff_t t) {
  return p->c->log_probabilities + (t * p->c->batch + p->example) * p->c->classes;
}
// Whether a way may lead from state s - 2 straight to s, and from s to s + 2.
static int skips_to(const struct path *p, ptrdiff_t s) { return s >= 2 && label(p, s) != p->c->blank && label(p, s) != label(p, s - 2); }
static int skips_from(const struct path *p, ptrdiff_t s) { return s + 2 < p->states && skips_to(p, s + 2); }

static double log_sum(double a, double b, double c) {
  double top = a > b ? a : b;
  if (c > top) top = c;
  if (a != a || b != b || c != c) return NAN;
  if (isinf(top)) return top;
  return top + log(exp(a - top) + exp(b - top) + exp(c - top));
}

// The logarithm of the probability of all ways that end in each state at step t, given those at step t - 1.
static void forward(const struct path *p, ptrdiff_t t, const double *before, double *now) {
  const double *lp = row(p, t);
  for (ptrdiff_t s = 0; s < p->states; s++) {
    if (t == 0) {
      now[s] = s < 2 ? lp[label(p, s)] : -INFINITY;
      continue;
    }
    now[s] = log_sum(before[s], s > 0 ? before[s - 1] : -INFINITY, skips_to(p, s) ? before[s - 2] : -INFINITY) + lp[label(p, s)];
  }
}

static double loss_of(const struct path *p, const double *last) {
  if (p->steps == 0) return p->states == 1 ? 0 : INFINITY;
  return -log_sum(last[p->states - 1], p->states > 1 ? last[p->states - 2] : -INFINITY, -INFINITY);
}

struct work {
  const struct ck_ctc *c;
  const double *g;
  double *loss, *gradient;
  int zero_infinity;
  char failed[];
};

static void loss_chunk(void *context, long example) {
  struct work *w = context;
  const struct path p = path_of(w->c, example);
  double *rows = malloc(2 * (size_t)p.states * sizeof *rows);
  if (!rows) {
    w->failed[example] = 1;
    return;
  }
  for (ptrdiff_t t = 0; t < p.steps; t++) forward(&p, t, rows + (t + 1) % 2 * p.states, rows + t % 2 * p.states);
  w->loss[example] = loss_of(&p, rows + (p.steps + 1) % 2 * p.states);
  free(rows);
}

static void gradient_chunk(void *context, long example) {
  struct work *w = context;
  const struct ck_ctc *c = w->c;
  const struct path p = path_of(c, example);
  const ptrdiff_t states = p.states, classes = c->classes;
  double *alpha = malloc((size_t)((p.steps + 2) * states + classes) * sizeof *alpha);
  if (!alpha) {
    w->failed[example] = 1;
    return;
  }
  double *beta[2] = {alpha + p.steps * states, alpha + (p.steps + 1) * states}, *of_class = alpha + (p.steps + 2) * states;
  for (ptrdiff_t t = 0; t < p.steps; t++) forward(&p, t, alpha + (t - (t > 0)) * states, alpha + t * states);
  const double loss = loss_of(&p, alpha + (p.steps - (p.steps > 0)) * states), g = w->g[example];
  const int is_zero = w->zero_infinity && loss == INFINITY;
  for (ptrdiff_t t = c->steps - 1; t >= 0; t--) {
    double *out = w->gradient + (t * c->batch + example) * classes;
    if (t >= p.steps || is_zero) {
      memset(out, 0, (size_t)classes * sizeof *out);
      continue;
    }
    const double *lp = row(&p, t), *behind = beta[(t + 1) % 2];
    double *now = beta[t % 2];
    for (ptrdiff_t k = 0; k < classes; k++) of_class[k] = -INFINITY;
    for (ptrdiff_t s = 0; s < states; s++) {
      const double own = lp[label(&p, s)];
      now[s] = t == p.steps - 1
                   ? (s >= states - 2 ? own : -INFINITY)
                   : log_sum(behind[s], s + 1 < states ? behind[s + 1] : -INFINITY, skips_from(&p, s) ? behind[s + 2] : -INFINITY) + own;
      double *sum = &of_class[label(&p, s)];
      *sum = log_sum(*sum, alpha[t * states + s] + now[s], -INFINITY);
    }
    for (ptrdiff_t k = 0; k < classes; k++) out[k] = (exp(lp[k]) - exp(of_class[k] + loss - lp[k])) * g;
  }
  free(alpha);
}

static int run(const struct ck_ctc *c, struct work in, void (*body)(void *, long)) {
  struct work *w = calloc(1, sizeof *w + (size_t)c->batch);
  if (!w) return 0;
  memcpy(w, &in, sizeof in);
  ck_parallel_for((long)c->batch, body, w);
  int done = 1;
  for (ptrdiff_t b = 0; b < c->batch; b++) done &= !w->failed[b];
  free(w);
  return done;
}

int ck_ctc_loss(const struct ck_ctc *c, double *loss) { return run(c, (struct work){.c = c, .loss = loss}, loss_chunk); }

int ck_ctc_gradient(const struct ck_ctc *c, const double *g, int zero_infinity, double *gradient) {
  return run(c, (struct work){.c = c, .g = g, .gradient = gradient, .zero_infinity = zero_infinity}, gradient_chunk);
}
