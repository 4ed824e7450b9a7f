package etude.trainer.engine;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the engine ran on behalf of some work, in order.
 *
 * @param calls of operators, those within others included
 */
public record Profile(List<Call> calls) {
    /**
     * Operators for whose result, or the size of it, the CPU waits until the device has computed
     * it.
     */
    private static final Set<String> WAITING =
            Set.of(
                    "aten::_local_scalar_dense",
                    "aten::_unique2",
                    "aten::bincount",
                    "aten::equal",
                    "aten::is_nonzero",
                    "aten::item",
                    "aten::masked_select",
                    "aten::multinomial",
                    "aten::nonzero",
                    "aten::repeat_interleave",
                    "aten::unique_dim");

    /**
     * Operators that wait on a CPU only: on a GPU the update's number is read by the kernel itself.
     */
    private static final Set<String> WAITING_ON_CPUS = Set.of("aten::_fused_adam_");

    /**
     * A call of an operator, such as {@code aten::add}.
     *
     * @param thread that ran it
     * @param start in microseconds
     * @param end likewise
     */
    public record Call(String name, long thread, double start, double end) {
        private boolean within(Call other) {
            return thread == other.thread && other.start <= start && end <= other.end;
        }
    }

    /** Runs the work. */
    public static Profile of(Runnable work) {
        try {
            Path file = Files.createTempFile("profile-", ".json");
            JniUtils.startProfile(false, false, false);
            try {
                work.run();
            } finally {
                JniUtils.stopProfile(file.toString());
            }
            List<Call> calls = new ArrayList<>();
            for (JsonNode event : Json.parse(Files.readAllBytes(file))) {
                double start = event.path("ts").asDouble();
                calls.add(
                        new Call(
                                event.path("name").asText(),
                                event.path("tid").asLong(),
                                start,
                                start + event.path("dur").asDouble()));
            }
            Files.delete(file);
            return new Profile(calls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all operators that ran. */
    public List<String> names() {
        return calls.stream().map(Call::name).distinct().toList();
    }

    /** The operators among them that would wait for a GPU. */
    public List<String> waits() {
        return calls.stream()
                .filter(call -> WAITING.contains(call.name()) && !onCpusOnly(call))
                .map(Call::name)
                .distinct()
                .toList();
    }

    private boolean onCpusOnly(Call call) {
        return calls.stream()
                .anyMatch(other -> WAITING_ON_CPUS.contains(other.name()) && call.within(other));
    }
}
