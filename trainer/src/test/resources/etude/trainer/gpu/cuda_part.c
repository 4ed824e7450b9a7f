/* Stands in for PyTorch's libraries for GPUs: the bridge for CUDA loads with it, and finds no GPU. */
void *_ZN3c104cuda20CUDACachingAllocator9allocatorE;
