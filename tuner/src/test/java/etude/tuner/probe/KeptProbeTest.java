package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.ConfigLoader;
import etude.tuner.process.ChildDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others read of a probe. */
final class KeptProbeTest {
    @TempDir private Path directory;

    private static ProbeResult probe(String machine) {
        ProbeResult made = new Sizes().measured(8, 800).measured(16, 1600).probe(0);
        ProbeKey here =
                ProbeKey.of(
                        ConfigLoader.parse(
                                """
                                name: digits
                                dataset: {name: generated, examples: 100}
                                model: {name: mlp, hidden: [8]}
                                batch_size: 8
                                max_train_steps: 20
                                optimizer: {name: momentum, learning_rate: 0.1}
                                """,
                                "base",
                                List.of()),
                        new ProbeOptions(
                                Path.of("base.yaml"),
                                List.of(),
                                ProbeMode.TRAINING,
                                List.of(new ChildDevice("cpu")),
                                1,
                                64,
                                Optional.empty(),
                                false,
                                0.1,
                                1,
                                Path.of("probes"),
                                Optional.empty(),
                                false,
                                List.of()),
                        made.setup());
        Map<String, String> facts = new LinkedHashMap<>(here.facts());
        facts.merge("machine", machine, String::concat);
        return new ProbeResult(
                made.name(),
                made.mode(),
                made.command(),
                made.started(),
                new ProbeKey(facts),
                made.setup(),
                made.memory(),
                made.sizes(),
                made.confirmations(),
                made.ranks(),
                made.alone());
    }

    private void write(ProbeResult probe) {
        Map<String, Object> json = probe.json();
        json.put("reading", new ProbeReading(probe, 0.1, "the end", List.of()).json());
        ProbeResult.files(directory).write(json, List.of());
    }

    @Test
    void whatItFoundIsRead() throws IOException {
        write(probe(""));
        KeptProbe begun = KeptProbe.read(directory).orElseThrow();
        assertThat(begun.ended()).isFalse();
        assertThat(begun.recommended()).hasValue(16);
        assertThat(begun.secondsPerStep()).isEqualTo(Map.of(8, 0.01, 16, 0.01));
        assertThat(begun.config()).contains("name: digits\n").doesNotContain("\nbatch_size:");
        assertThat(begun.answer()).contains("16");
        Files.writeString(ProbeResult.files(directory).html(), "the page comes last");
        assertThat(KeptProbe.read(directory).orElseThrow().ended()).isTrue();
    }

    @Test
    void anotherMachinesCountsForNothing() {
        assertThat(KeptProbe.read(directory)).isEmpty();
        write(probe(" of somebody else"));
        assertThat(KeptProbe.read(directory)).isEmpty();
    }
}
