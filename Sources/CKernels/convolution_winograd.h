// Convolutions of float32 images with windows of 3 x 3 at every place, by Winograd's minimal filtering.
#pragma once
#include <stddef.h>

// y[plane, filter] = sum over channels of x[plane, channel] convolved with the 3 x 3 taps at w + filter * w_filter + channel * w_channel,
// plus the filter's bias (null for none). Result (i, j) lies over x from (i - padding[0], j - padding[1]). A plane is one group of one
// image; the taps of the next group follow at w_group. With `flips` the taps are read from the last to the first.
struct ck_winograd {
  ptrdiff_t planes, groups, channels, filters, source[2], result[2], padding[2];
  ptrdiff_t w_filter, w_channel, w_group;
  int flips;
  const float *x, *w, *bias;
  float *y;
};

// Does it where that saves time. Whether it did: not where results are infinite or NaN.
int ck_winograd(const struct ck_winograd *w);
