/* The CUDA runtime of a toolkit as DJL asks it: it claims a GPU, is of the version in FAKE_CUDA, and computes nothing. */
#include <stdlib.h>

static int version(int *to) {
  const char *text = getenv("FAKE_CUDA");
  *to = text ? atoi(text) : 12080;
  return 0;
}

int cudaGetDeviceCount(int *count) { *count = 1; return 0; }
int cudaRuntimeGetVersion(int *to) { return version(to); }
int cudaDriverGetVersion(int *to) { return version(to); }
int cudaDeviceGetAttribute(int *value, int attribute, int device) {
  (void)device;
  *value = attribute == 75 ? 9 : 0;
  return 0;
}
const char *cudaGetErrorString(int error) { (void)error; return "none"; }
