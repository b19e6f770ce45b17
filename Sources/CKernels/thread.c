// The thread-local state of the engine.
#include "include/ck_thread.h"

_Thread_local struct ck_thread ck_thread_state;
