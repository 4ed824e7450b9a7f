/* NVIDIA's management library of a machine with two cards, of which the second is in use by three processes. */
#include <stdio.h>
#include <string.h>

typedef struct { int number; } card;
typedef struct { unsigned long long total, free, used; } memory;
typedef struct { unsigned int pid; unsigned long long bytes; unsigned int instance, compute_instance; } process;

static card cards[] = {{0}, {1}};

#ifndef INIT
#define INIT 0
#endif

static int text(char *to, unsigned int size, const char *from) {
  if (strlen(from) >= size) return 7;
  strcpy(to, from);
  return 0;
}

int nvmlInit_v2(void) { return INIT; }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char *to, unsigned int size) { return text(to, size, "570.86.10"); }
int nvmlDeviceGetCount_v2(unsigned int *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned int number, card **to) { *to = &cards[number]; return 0; }
int nvmlDeviceGetName(card *of, char *to, unsigned int size) { return text(to, size, of->number ? "NVIDIA H200" : "Tesla V100"); }
int nvmlDeviceGetUUID(card *of, char *to, unsigned int size) { return text(to, size, of->number ? "GPU-bb" : "GPU-aa"); }
int nvmlDeviceGetCudaComputeCapability(card *of, int *major, int *minor) {
  *major = of->number ? 9 : 7;
  *minor = 0;
  return 0;
}
int nvmlDeviceGetMemoryInfo(card *of, memory *to) {
  to->total = 140ULL << 30;
  to->used = (unsigned long long)of->number << 32;
  to->free = to->total - to->used;
  return 0;
}
#ifndef OLD
int nvmlDeviceGetComputeRunningProcesses_v3(card *of, unsigned int *count, process *to) {
  *count = of->number ? 3 : 0;
  for (unsigned int i = 0; i < *count; i++) to[i] = (process){100 + i, (unsigned long long)i << 30, -1, -1};
  if (*count) to[2].bytes = -1; /* not available */
  return 0;
}
#endif
