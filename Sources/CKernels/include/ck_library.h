// Where an opened library was found: the call that Swift's view of libc leaves out.
#pragma once

// The file name of a library opened by dlopen, or NULL where the loader does not tell. It lives as long as the library is open.
const char *ck_library_path(void *handle);
