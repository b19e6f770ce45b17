// The file an opened library came from, asked of the dynamic loader.
#define _GNU_SOURCE
#include "ck_library.h"
#include <dlfcn.h>
#include <link.h>
#include <stddef.h>

const char *ck_library_path(void *handle) {
  struct link_map *map = NULL;
  if (handle == NULL || dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || map == NULL) return NULL;
  return map->l_name != NULL && map->l_name[0] != '\0' ? map->l_name : NULL;
}
