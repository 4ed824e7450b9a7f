package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.metrics.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a process has trained before changes no bit of what it trains next: the first of its runs is
 * trained again as the tenth, and so are the others between them.
 */
final class RunsInOneProcessTest {
    private static final String MOMENTUM = "optimizer={name: momentum, learning_rate: 0.01}";

    /** Of different models, sizes, normalisations, optimizers, numbers of threads and lengths. */
    private static final List<List<String>> RUNS =
            List.of(
                    List.of("batch_size=16"),
                    List.of(
                            "model={name: resnet, depth: 8, normalization: {name: group_norm, groups: 8}}",
                            "batch_size=9",
                            MOMENTUM,
                            "dropout=0"),
                    List.of("batch_size=40", "threads=2", "gradient_accumulation=2"),
                    List.of(
                            "model={name: vit, patch_size: 4, width: 16, heads: 2, layers: 1}",
                            "batch_size=12"),
                    List.of(
                            "model={name: mlp, hidden: [12], normalization: {name: ghost_batch_norm,"
                                    + " virtual_batch_size: 4}}",
                            MOMENTUM,
                            "seed=4"));

    @TempDir private Path directory;

    @Test
    void theFirstRunOfAProcessHasTheBitsOfItsTenth() throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < RUNS.size(); i++) {
            order.add(i);
        }
        train(order, "forwards");
        Collections.reverse(order);
        train(order, "backwards");

        for (int run : order) {
            Path one = path("forwards", run);
            Path other = path("backwards", run);
            assertThat(SmallRun.bits(one))
                    .as(RUNS.get(run).toString())
                    .isEqualTo(SmallRun.bits(other));
            assertThat(Files.readAllBytes(new RunDirectory(one).steps()))
                    .isNotEmpty()
                    .isEqualTo(Files.readAllBytes(new RunDirectory(other).steps()));
            assertThat(evaluated(one)).isNotEmpty().isEqualTo(evaluated(other));
        }
    }

    private Path path(String order, int run) {
        return directory.resolve(order).resolve(Integer.toString(run));
    }

    private void train(List<Integer> order, String name) {
        for (int run : order) {
            Path path = path(name, run);
            List<String> overrides = new ArrayList<>(RUNS.get(run));
            overrides.addAll(List.of("max_train_steps=12", "schedule.warmup_steps=2"));
            overrides.addAll(List.of("evaluation.every=7", "checkpoints.every=14"));
            assertThat(SmallRun.run(path, new SmallRun.Quiet(), overrides.toArray(String[]::new)))
                    .isEqualTo(new Outcome.Completed(14));
        }
    }

    private static List<Map<String, Double>> evaluated(Path run) {
        return MetricsLog.read(new RunDirectory(run).metrics()).stream()
                .map(measurement -> new LinkedHashMap<>(measurement.metrics()))
                .peek(metrics -> metrics.keySet().removeIf(key -> !key.contains("/")))
                .map(metrics -> (Map<String, Double>) metrics)
                .toList();
    }
}
