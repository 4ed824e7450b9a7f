package etude.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import etude.datasets.EtudeException;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import etude.trainer.gpu.VisibleCards;
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
 * @param startSeconds how long it took to load, if this was the first to ask
 * @param library which of PyTorch's libraries it is
 * @param driver of NVIDIA's cards, whether or not the engine can use them
 * @param gpus that the engine can use
 */
public record EngineReport(
        String name,
        String version,
        String djlVersion,
        int threads,
        double startSeconds,
        EngineLibrary library,
        Optional<NvidiaDriver> driver,
        List<Gpu> gpus) {
    /**
     * One GPU.
     *
     * @param number by which the engine and {@code --device} know it
     * @param card of that number, where the driver says
     */
    public record Gpu(int number, Optional<GraphicsCard> card) {
        /** Memory in use by all processes; 0 where the driver does not say. */
        public long usedBytes() {
            return card.map(GraphicsCard::usedBytes).orElse(0L);
        }

        /** All its memory; 0 where the driver does not say. */
        public long totalBytes() {
            return card.map(GraphicsCard::totalBytes).orElse(0L);
        }
    }

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
            long start = System.nanoTime();
            Engine engine = Devices.engine();
            double seconds = (System.nanoTime() - start) / 1e9;
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                float sum = HostCopy.floats(manager.ones(new Shape(2)).sum())[0];
                if (sum != 2) {
                    throw new EtudeException("the engine says that 1 + 1 is " + sum);
                }
            }
            Optional<NvidiaDriver> driver = NvidiaDriver.find();
            return new EngineReport(
                    engine.getEngineName(),
                    engine.getVersion(),
                    Engine.getDjlVersion(),
                    JniUtils.getNumThreads(),
                    seconds,
                    EngineLibrary.ofThisProcess(),
                    driver,
                    gpus(driver.map(NvidiaDriver::cards).orElse(List.of())));
        } catch (EngineException | LinkageError e) {
            throw new EtudeException("the engine does not load: " + e.getMessage(), e);
        }
    }

    private static List<Gpu> gpus(List<GraphicsCard> cards) {
        List<Optional<GraphicsCard>> visible = VisibleCards.toThisProcess(cards);
        return IntStream.range(0, Devices.gpuCount())
                .mapToObj(
                        number ->
                                new Gpu(
                                        number,
                                        number < visible.size()
                                                ? visible.get(number)
                                                : Optional.empty()))
                .toList();
    }
}
