// A stand-in for NVRTC: kernels' texts become shared libraries for the processor, made by clang. Wants CLANG and SHIM, two paths.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct program {
  char *source, *log, *code;
  size_t code_size;
};

int nvrtcVersion(int *major, int *minor) {
  *major = 99, *minor = 0;
  return 0;
}
const char *nvrtcGetErrorString(int code) { return code == 6 ? "NVRTC_ERROR_COMPILATION" : code ? "NVRTC_ERROR" : "NVRTC_SUCCESS"; }

int nvrtcCreateProgram(struct program **program, const char *source, const char *name, int headers, const void *a, const void *b) {
  (void)name, (void)headers, (void)a, (void)b;
  *program = calloc(1, sizeof **program);
  (*program)->source = strdup(source), (*program)->log = strdup("");
  return 0;
}
int nvrtcDestroyProgram(struct program **program) {
  free((*program)->source), free((*program)->log), free((*program)->code), free(*program);
  *program = 0;
  return 0;
}

static char *whole_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*size + 1);
  *size = fread(bytes, 1, *size, file), bytes[*size] = 0;
  fclose(file);
  return bytes;
}

extern char **environ;
int nvrtcCompileProgram(struct program *program, int options, const char *const *option) {
  for (int i = 0; i < options; i++)
    if (!strncmp(option[i], "--wrong", 7)) return 5;
  char folder[] = "/tmp/lantern-cuda-host-XXXXXX";
  if (!mkdtemp(folder)) return 1;
  char source[64], code[64], log[64], barriers[32];
  snprintf(source, sizeof source, "%s/text.cpp", folder), snprintf(code, sizeof code, "%s/code.so", folder);
  snprintf(log, sizeof log, "%s/log", folder);
  snprintf(barriers, sizeof barriers, "-DUSES_BARRIERS=%d", strstr(program->source, "__syncthreads") || strstr(program->source, "__shfl"));
  FILE *file = fopen(source, "w");
  fputs(program->source, file);
  fclose(file);
  char *const arguments[] = {CLANG, "-x", "c++", "-std=c++17", "-O1", "-shared", "-fPIC", "-nostdinc++", "-nostdlib++", "-w", "-ffp-contract=off",
                             "-fwrapv", "-Wl,-Bsymbolic", barriers, "-include", SHIM, source, "-o", code, 0};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t child;
  int status = 1;
  if (!posix_spawn(&child, CLANG, &actions, 0, arguments, environ)) waitpid(child, &status, 0);
  posix_spawn_file_actions_destroy(&actions);
  size_t size = 0;
  char *words = whole_file(log, &size);
  if (words) free(program->log), program->log = words;
  if (!status) program->code = whole_file(code, &program->code_size);
  if (!getenv("LANTERN_CUDA_HOST_KEEP")) unlink(source), unlink(code), unlink(log), rmdir(folder);
  return status || !program->code ? 6 : 0;
}
int nvrtcGetCUBINSize(struct program *program, size_t *size) {
  *size = program->code_size;
  return 0;
}
int nvrtcGetCUBIN(struct program *program, char *to) {
  memcpy(to, program->code, program->code_size);
  return 0;
}
int nvrtcGetProgramLogSize(struct program *program, size_t *size) {
  *size = strlen(program->log) + 1;
  return 0;
}
int nvrtcGetProgramLog(struct program *program, char *to) {
  strcpy(to, program->log);
  return 0;
}
