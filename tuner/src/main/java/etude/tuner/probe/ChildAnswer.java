package etude.tuner.probe;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.trainer.timing.MemoryUse;
import etude.trainer.timing.Setup;
import etude.trainer.timing.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a child says. */
sealed interface ChildAnswer {
    /** The config builds. */
    record Built(Setup setup) implements ChildAnswer {}

    /** The size fits, and was timed. */
    record Measured(Timing timing, MemoryUse memory) implements ChildAnswer {}

    /**
     * The size does not fit.
     *
     * @param setting the key to lower
     */
    record OutOfMemory(String setting, String detail) implements ChildAnswer {}

    /**
     * The user has to mend something.
     *
     * @param problems one sentence each
     * @param config whether the config is what is wrong
     */
    record Refused(List<String> problems, boolean config) implements ChildAnswer {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** Whole, for a file. */
    default byte[] json() {
        return Json.file(Map.of("kind", getClass().getSimpleName(), "answer", this));
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws IOException when the file is something else
     */
    static ChildAnswer read(Path file) throws IOException {
        JsonNode json = Json.parse(Files.readAllBytes(file));
        JsonNode answer = json.path("answer");
        return switch (json.path("kind").asText()) {
            case "Built" -> Json.value(answer, Built.class);
            case "Measured" -> Json.value(answer, Measured.class);
            case "OutOfMemory" -> Json.value(answer, OutOfMemory.class);
            case "Refused" -> Json.value(answer, Refused.class);
            default -> throw new IOException("expected the answer of a probe's child");
        };
    }
}
