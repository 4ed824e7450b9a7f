package etude.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryFailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 139.81 GiB of which 1.06 GiB is free.",
                "CUDA error: out of memory",
                "CUDA driver error: out of memory",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
                "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
                "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
                "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED",
                "FIND was unable to find an engine to execute this computation",
                "GET was unable to find an engine to execute this computation",
                "Unable to find a valid cuDNN algorithm to run convolution",
                "Cuda failure 'out of memory'",
                "Cuda failure 2 'out of memory'",
                "Failed to CUDA calloc 6291456 bytes",
                "Failed to CUDA calloc async 2432 bytes",
                "Failed to CUDA malloc 6291456 bytes",
                "Failed to CUDA host alloc 4096 bytes",
                "std::bad_alloc",
                "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 4503599627370496 bytes. Error code 12 (Cannot allocate memory)",
                "DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes.",
            })
    void theLineOfTheMessageThatSaysSoIsFound(String line) {
        Throwable failure =
                new IllegalStateException(
                        new EngineException("Traceback of TorchScript:\n  " + line + "\nfurther"));
        assertThat(MemoryFailure.detail(failure)).contains(line);
        assertThat(MemoryFailure.isLastWord(line)).isTrue();
        assertThat(DeviceLostException.of(failure)).isEmpty();
    }

    @Test
    void javasOwnErrorIsOneToo() {
        assertThat(MemoryFailure.detail(new OutOfMemoryError("Java heap space")))
                .contains("Java heap space");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Failed to open the file",
                "shape '[3]' is invalid for input of size 4",
                "cuDNN error: CUDNN_STATUS_BAD_PARAM",
                "CUDA error: no kernel image is available for execution on the device",
            })
    void otherFailuresAreNone(String line) {
        EngineException failure = new EngineException(line);
        assertThat(MemoryFailure.detail(failure)).isEmpty();
        assertThat(DeviceLostException.of(failure)).isEmpty();
    }
}
