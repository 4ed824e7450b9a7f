package etude.tuner.probe;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.files.Json;
import etude.trainer.timing.Setup;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a process that was to build a config, or to try one batch size of it. */
sealed interface ChildAnswer permits ChildAnswer.Built, ChildAnswer.Mistakes, SizeResult {
    /**
     * The config builds.
     *
     * @param notes what the user should know before sizes are tried
     */
    record Built(Setup setup, List<String> notes) implements ChildAnswer {
        private static final String STATE = "BUILT";

        public Built {
            notes = List.copyOf(notes);
        }

        @Override
        public String state() {
            return STATE;
        }
    }

    /**
     * The user has to mend something.
     *
     * @param problems one sentence each
     * @param config whether the config is what is wrong
     */
    record Mistakes(List<String> problems, boolean config) implements ChildAnswer {
        private static final String STATE = "MISTAKES";

        public Mistakes {
            problems = List.copyOf(problems);
        }

        @Override
        public String state() {
            return STATE;
        }

        /** As what came of a size, which these forbid. */
        SizeResult refused(int batchSize) {
            return new SizeResult.Failed(
                    batchSize, SizeResult.Failure.REFUSED, String.join("; ", problems));
        }

        EtudeException exception() {
            return config
                    ? new ConfigException(problems)
                    : new EtudeException(String.join("\n", problems));
        }
    }

    /** Says in files which of these it is. */
    String state();

    /** What files hold of it. */
    default Object result() {
        return this;
    }

    default Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", state());
        json.put("result", result());
        return json;
    }

    /**
     * Reads what {@link #json} gave.
     *
     * @throws IOException when it is something else
     */
    static ChildAnswer read(JsonNode json) throws IOException {
        return switch (json.path("state").asText()) {
            case Built.STATE -> Json.value(json.path("result"), Built.class);
            case Mistakes.STATE -> Json.value(json.path("result"), Mistakes.class);
            default -> SizeResult.read(json);
        };
    }
}
