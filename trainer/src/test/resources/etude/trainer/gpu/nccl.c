/* NCCL as one rank of some sees it, on memory of the host: checks every argument, and acts as if all ranks sent what this one sends. */
#include <stddef.h>
#include <string.h>

typedef struct { char internal[128]; } ncclUniqueId;
typedef struct comm { int ranks, rank, alive; } *ncclComm_t;
enum { SUCCESS = 0, INVALID_ARGUMENT = 4, INVALID_USAGE = 5 };
enum { FLOAT32 = 7, SUM = 0, MOST = 64 };

static struct comm only;
static int group, sends, receives;
static struct { const void *from; size_t count; int peer; } sent[MOST];
static struct { void *to; size_t count; int peer; } received[MOST];

const char *ncclGetErrorString(int error) {
  return error == INVALID_ARGUMENT ? "invalid argument" : error == INVALID_USAGE ? "invalid usage" : "no error";
}

int ncclGetUniqueId(ncclUniqueId *id) {
  for (int i = 0; i < 128; i++) id->internal[i] = (char) (i * 7 + 1);
  return SUCCESS;
}

int ncclCommInitRank(ncclComm_t *communicator, int ranks, ncclUniqueId id, int rank) {
  for (int i = 0; i < 128; i++) if (id.internal[i] != (char) (i * 7 + 1)) return INVALID_ARGUMENT;
  if (rank < 0 || rank >= ranks || communicator == NULL) return INVALID_ARGUMENT;
  only = (struct comm) {ranks, rank, 1};
  *communicator = &only;
  return SUCCESS;
}

static int wrong(size_t count, int type, ncclComm_t communicator, void *stream) {
  return count == 0 || type != FLOAT32 || communicator != &only || !only.alive || stream != NULL;
}

int ncclAllReduce(const float *from, float *to, size_t count, int type, int operation, ncclComm_t communicator, void *stream) {
  if (wrong(count, type, communicator, stream) || operation != SUM || group) return INVALID_ARGUMENT;
  for (size_t i = 0; i < count; i++) to[i] = from[i] * only.ranks;
  return SUCCESS;
}

int ncclBroadcast(const float *from, float *to, size_t count, int type, int root, ncclComm_t communicator, void *stream) {
  if (wrong(count, type, communicator, stream) || root != 0 || from != to) return INVALID_ARGUMENT;
  for (size_t i = 0; i < count; i++) to[i] = -from[i];
  return SUCCESS;
}

int ncclAllGather(const float *from, float *to, size_t count, int type, ncclComm_t communicator, void *stream) {
  if (wrong(count, type, communicator, stream)) return INVALID_ARGUMENT;
  for (int rank = 0; rank < only.ranks; rank++) memmove(to + rank * count, from, count * sizeof(float));
  return SUCCESS;
}

int ncclGroupStart(void) {
  if (group) return INVALID_USAGE;
  group = 1;
  sends = receives = 0;
  return SUCCESS;
}

int ncclSend(const void *from, size_t count, int type, int peer, ncclComm_t communicator, void *stream) {
  if (wrong(count, type, communicator, stream) || !group || peer != sends) return INVALID_ARGUMENT;
  sent[sends].from = from;
  sent[sends].count = count;
  sent[sends++].peer = peer;
  return SUCCESS;
}

int ncclRecv(void *to, size_t count, int type, int peer, ncclComm_t communicator, void *stream) {
  if (wrong(count, type, communicator, stream) || !group || peer != receives) return INVALID_ARGUMENT;
  received[receives].to = to;
  received[receives].count = count;
  received[receives++].peer = peer;
  return SUCCESS;
}

/* All ranks send what this one sends, so each sends it the piece meant for it. */
int ncclGroupEnd(void) {
  if (!group || sends != only.ranks || receives != only.ranks) return INVALID_USAGE;
  for (int i = 0; i < receives; i++) memcpy(received[i].to, sent[only.rank].from, received[i].count * sizeof(float));
  group = 0;
  return SUCCESS;
}

int ncclCommDestroy(ncclComm_t communicator) {
  if (communicator != &only || !only.alive) return INVALID_ARGUMENT;
  only.alive = 0;
  return SUCCESS;
}
