package etude.tuner.probe;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.RankLostException;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.MemoryFailure;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import etude.trainer.timing.TimedRun;
import etude.trainer.timing.TimingRules;
import etude.tuner.process.Lifeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The process that tries one batch size, or a rank of those that do. It may be killed or die of a
 * native fault at any time; whatever it can say goes into one file, which the first rank writes.
 */
final class ProbeChild {
    private static final int ORPHANED = 75;

    private ProbeChild() {}

    /**
     * What a child is asked to do.
     *
     * @param mode what to time; empty to build the config only
     * @param batchSize that is tried
     * @param device as the user named it
     * @param config resolved, as YAML, with that batch size
     * @param rules when enough was measured
     * @param gpuMemory bytes that it may have, if its device is a GPU; empty for all that is free
     */
    record Request(
            Optional<ProbeMode> mode,
            int batchSize,
            String device,
            String config,
            TimingRules rules,
            OptionalLong gpuMemory) {
        private static final String BUILD = "BUILD";

        byte[] json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("task", mode.map(ProbeMode::name).orElse(BUILD));
            json.put("batch_size", batchSize);
            json.put("device", device);
            json.put("config", config);
            json.put("rules", rules);
            gpuMemory.ifPresent(bytes -> json.put("gpu_memory", bytes));
            return Json.file(json);
        }

        static Request read(Path file) throws IOException {
            JsonNode json = Json.parse(Files.readAllBytes(file));
            String task = json.path("task").asText();
            return new Request(
                    task.equals(BUILD) ? Optional.empty() : Optional.of(ProbeMode.valueOf(task)),
                    json.path("batch_size").asInt(),
                    json.path("device").asText(),
                    json.path("config").asText(),
                    Json.value(json.path("rules"), TimingRules.class),
                    new JsonObject(json).optionalWhole("gpu_memory"));
        }
    }

    /**
     * Does what a request asks.
     *
     * @param arguments the file with the request, and the file for the answer
     */
    public static void main(String[] arguments) throws IOException {
        // Where a rank dies there is no answer: whoever reads the log finds why, as of one process.
        Ranks ranks = Ranks.join(System.getenv(), words -> {});
        if (ranks.leads()) { // a launcher gives its input to this one only
            Lifeline.watch(System.in, () -> Runtime.getRuntime().halt(ORPHANED));
        }
        ChildAnswer answer = answer(Request.read(Path.of(arguments[0])), ranks);
        if (ranks.leads()) {
            AtomicFiles.write(Path.of(arguments[1]), Json.file(answer.json()));
        }
        ranks.leave(0);
        Runtime.getRuntime().halt(0); // nothing is left to close, and some engines hang on exit
    }

    private static ChildAnswer answer(Request request, Ranks ranks) {
        try {
            RunConfig config = ConfigLoader.parse(request.config(), "config", List.of());
            try (TimedRun run =
                    TimedRun.build(config, request.device(), request.gpuMemory(), ranks)) {
                return request.mode()
                        .<ChildAnswer>map(mode -> time(run, mode, request))
                        .orElseGet(() -> new ChildAnswer.Built(run.setup(), run.notes()));
            }
        } catch (RankLostException e) {
            throw e;
        } catch (ConfigException e) {
            ranks.fail(e);
            return new ChildAnswer.Mistakes(e.problems(), true);
        } catch (RuntimeException | Error e) {
            ranks.fail(e);
            Optional<String> memory = MemoryFailure.detail(e);
            if (memory.isPresent()) {
                return SizeResult.Failed.memory(
                        request.batchSize(), SizeResult.Failure.OUT_OF_MEMORY, memory.get());
            }
            if (e instanceof EtudeException) {
                return new ChildAnswer.Mistakes(List.of(String.valueOf(e.getMessage())), false);
            }
            throw e;
        }
    }

    private static SizeResult time(TimedRun run, ProbeMode mode, Request request) {
        return SizeResult.of(
                mode,
                request.batchSize(),
                switch (mode) {
                    case TRAINING -> run.training(request.rules());
                    case EVALUATION -> run.evaluation(request.rules());
                });
    }
}
