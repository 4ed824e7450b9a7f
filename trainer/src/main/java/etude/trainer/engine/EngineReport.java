package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import etude.datasets.EtudeException;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the engine is and runs on, as plain facts.
 *
 * @param name such as {@code PyTorch}
 * @param version of the engine
 * @param djlVersion of the Java library around it
 * @param threads CPU threads of one operator, unless a run says otherwise
 * @param cudaVersion of the CUDA runtime, empty where there is none
 * @param gpusVisible GPUs that CUDA sees, whether or not the engine can use them
 * @param gpus GPUs that the engine can use
 */
public record EngineReport(
        String name,
        String version,
        String djlVersion,
        int threads,
        Optional<String> cudaVersion,
        int gpusVisible,
        List<Gpu> gpus) {
    /**
     * One GPU.
     *
     * @param computeCapability such as {@code 90} for 9.0
     */
    public record Gpu(int number, String computeCapability, long usedBytes, long totalBytes) {}

    public EngineReport {
        gpus = List.copyOf(gpus);
    }

    /**
     * Loads the engine, computes one sum with it, and looks around.
     *
     * @throws EtudeException when the engine does not load or work
     */
    public static EngineReport probe() {
        try {
            Engine engine = Devices.engine();
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                float sum = HostCopy.floats(manager.ones(new Shape(2)).sum())[0];
                if (sum != 2) {
                    throw new EtudeException("the engine says that 1 + 1 is " + sum);
                }
            }
            boolean cuda = CudaUtils.hasCuda();
            return new EngineReport(
                    engine.getEngineName(),
                    engine.getVersion(),
                    Engine.getDjlVersion(),
                    JniUtils.getNumThreads(),
                    cuda ? Optional.of(CudaUtils.getCudaVersionString()) : Optional.empty(),
                    cuda ? CudaUtils.getGpuCount() : 0,
                    IntStream.range(0, engine.getGpuCount()).mapToObj(EngineReport::gpu).toList());
        } catch (EngineException | LinkageError e) {
            throw new EtudeException("the engine does not load: " + e.getMessage(), e);
        }
    }

    private static Gpu gpu(int number) {
        MemoryUsage memory = CudaUtils.getGpuMemory(Device.gpu(number));
        return new Gpu(
                number,
                CudaUtils.getComputeCapability(number),
                memory.getCommitted(),
                memory.getMax());
    }
}
