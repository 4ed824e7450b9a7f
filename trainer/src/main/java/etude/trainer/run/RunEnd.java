package etude.trainer.run;

import etude.trainer.config.RunConfig;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How an attempt ended, as the files of a run say it.
 *
 * @param detail one sentence
 * @param divergedAfter so many updates; empty where it did not, or an earlier version wrote it
 */
public record RunEnd(RunStatus status, String detail, OptionalLong divergedAfter) {
    public static RunEnd of(Outcome outcome) {
        return new RunEnd(
                outcome.status(),
                outcome.sentence(),
                outcome instanceof Outcome.Diverged diverged
                        ? OptionalLong.of(diverged.step())
                        : OptionalLong.empty());
    }

    /** What a failure of a run with this config means. */
    static RunEnd of(Throwable failure, RunConfig config) {
        return Outcome.OutOfMemory.of(failure, config)
                .map(RunEnd::of)
                .orElseGet(() -> failed(String.valueOf(failure.getMessage())));
    }

    /** An error that is no outcome of training. */
    public static RunEnd failed(String message) {
        return new RunEnd(RunStatus.FAILED, message, OptionalLong.empty());
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("status", status.id());
        members.put("detail", detail);
        divergedAfter.ifPresent(step -> members.put("diverged_after", step));
        return members;
    }

    static RunEnd read(JsonObject object) throws IOException {
        String status = object.text("status");
        return new RunEnd(
                RunStatus.find(status)
                        .orElseThrow(() -> new IOException("unknown status \"" + status + '"')),
                object.text("detail"),
                object.optionalWhole("diverged_after"));
    }
}
