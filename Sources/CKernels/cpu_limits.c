// How many processors this process may use: affinity, control-group quotas (versions 1 and 2), the environment.
#define _GNU_SOURCE
#include "ck_pool.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Room for a control group's path and the file's name behind it.
enum { PATH_ROOM = 4096 + 64 };

static int affinity_count(int online) {
  // The mask must be as large as the kernel's, which is not known beforehand.
  for (int room = CPU_SETSIZE; room <= 1 << 20; room *= 2) {
    cpu_set_t *set = CPU_ALLOC(room);
    if (!set) break;
    const size_t bytes = CPU_ALLOC_SIZE(room);
    const int rc = sched_getaffinity(0, bytes, set);
    const int too_small = rc != 0 && errno == EINVAL;
    const int count = rc == 0 ? CPU_COUNT_S(bytes, set) : 0;
    CPU_FREE(set);
    if (count > 0) return count;
    if (!too_small) break;
  }
  return online;
}

// The two numbers of a quota; 0 where the file is missing or grants everything.
static double quota_v2(const char *group) {
  char path[PATH_ROOM];
  snprintf(path, sizeof path, "%s/cpu.max", group);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  double quota = 0, period = 0;
  const int read = fscanf(file, "%lf %lf", &quota, &period);
  fclose(file);
  return read == 2 && quota > 0 && period > 0 ? quota / period : 0;
}

static double number_in(const char *group, const char *name) {
  char path[PATH_ROOM];
  snprintf(path, sizeof path, "%s/%s", group, name);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  double value = 0;
  if (fscanf(file, "%lf", &value) != 1) value = 0;
  fclose(file);
  return value;
}

static double quota_v1(const char *group) {
  const double quota = number_in(group, "cpu.cfs_quota_us"), period = number_in(group, "cpu.cfs_period_us");
  return quota > 0 && period > 0 ? quota / period : 0;
}

static double tighter(double x, double y) { return x <= 0 ? y : y <= 0 ? x : x < y ? x : y; }

// Walks from mount/path up to mount itself. In a container the path may be the host's and not exist below the mount: the
// levels that are missing grant everything, and the mount's own root is looked at in any case.
static double walk_up(const char *mount, const char *path, double (*quota_of)(const char *)) {
  char group[PATH_ROOM - 64];
  const size_t base = strlen(mount);
  const int outside = strstr(path, "/..") != NULL;
  if (snprintf(group, sizeof group, "%s%s", mount, outside ? "" : path) >= (int)sizeof group) return 0;
  double quota = 0;
  for (size_t length = strlen(group);;) {
    while (length > base && group[length - 1] == '/') length--;
    group[length] = 0;
    quota = tighter(quota, quota_of(group));
    if (length <= base) return quota;
    while (length > base && group[length - 1] != '/') length--;
  }
}

static int lists_cpu(const char *controllers) {
  for (const char *item = controllers; item;) {
    if (strncmp(item, "cpu", 3) == 0 && (item[3] == ',' || item[3] == 0)) return 1;
    item = strchr(item, ',');
    if (item) item++;
  }
  return 0;
}

double ck_cgroup_quota(const char *membership, const char *root) {
  FILE *file = fopen(membership, "re");
  if (!file) return 0;
  double quota = 0;
  char line[PATH_ROOM], mount[PATH_ROOM / 2];
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    char *controllers = strchr(line, ':');
    char *path = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!path) continue;
    controllers++;
    *path++ = 0;
    if (*controllers == 0) {
      quota = tighter(quota, walk_up(root, path, quota_v2));
      snprintf(mount, sizeof mount, "%s/unified", root);
      quota = tighter(quota, walk_up(mount, path, quota_v2));
    } else if (lists_cpu(controllers)) {
      // Mounted under the list's own name; "cpu" is there as a link, or alone.
      snprintf(mount, sizeof mount, "%s/cpu", root);
      quota = tighter(quota, walk_up(mount, path, quota_v1));
      snprintf(mount, sizeof mount, "%s/%.64s", root, controllers);
      quota = tighter(quota, walk_up(mount, path, quota_v1));
    }
  }
  fclose(file);
  return quota;
}

static int threads_from_environment(void) {
  const char *text = getenv("LANTERN_NUM_THREADS");
  if (!text || !*text) return 0;
  char *end;
  const long number = strtol(text, &end, 10);
  return *end != 0 || number <= 0 ? 0 : number > INT_MAX ? INT_MAX : (int)number;
}

void ck_cpu_limits(struct ck_cpu_limits *limits) {
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  limits->online = online > 0 ? (int)online : 1;
  limits->affinity = affinity_count(limits->online);
  limits->cgroup_quota = ck_cgroup_quota("/proc/self/cgroup", "/sys/fs/cgroup");
  const int wanted = threads_from_environment();
  limits->from_env = wanted > 0;
  int threads = limits->affinity;
  // Half a processor more would only be throttled half of the time, so the fraction is dropped.
  if (limits->cgroup_quota > 0 && limits->cgroup_quota < threads) threads = (int)limits->cgroup_quota;
  limits->threads = wanted > 0 ? wanted : threads > 1 ? threads : 1;
}
