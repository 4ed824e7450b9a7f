package etude.tuner.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.space.Study;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyPlanTest {
    private static final Path EXAMPLE =
            Path.of("..", "configs", "studies", "nesterov-or-adam.yaml");

    private static final String BASE =
            """
            name: base
            dataset: {name: generated}
            model: {name: mlp}
            batch_size: 128
            max_train_steps: 500
            optimizer: {name: momentum, learning_rate: 0.05}
            """;

    @TempDir private Path folder;

    @Test
    void tableShowsArmsPointsAndAdvice() {
        assertThat(new StudyPlan(Study.read(EXAMPLE)).lines(Integer.MAX_VALUE))
                .startsWith(
                        "nesterov-or-adam: Does Adam beat Nesterov momentum on MNIST with this MLP?",
                        "2 arms of 20 trials, 40 in all; quasi_random, seed 17",
                        "Arm 0, optimizer.name=nesterov: samples optimizer.learning_rate, optimizer.momentum",
                        "Arm 1, optimizer.name=adam: samples optimizer.learning_rate, optimizer.beta1",
                        "",
                        "TRIAL  ARM  POINT  SEED        name      learning_rate  momentum  beta1",
                        "0      0    0      1283607003  nesterov  0.8304         0.9857    -",
                        "1      1    0      1283607003  adam      0.008304       -         0.9857")
                .contains(
                        "(beta1 is optimizer.beta1, learning_rate is optimizer.learning_rate, momentum is optimizer.momentum, name is optimizer.name)")
                .hasSize(5 + 1 + 40 + 3)
                .last()
                .asString()
                .startsWith(
                        "Advice (fixed_optimizer): with optimizer adam, fixed beside the scientific optimizer.name: optimizer.beta2, ");
    }

    @Test
    void aNarrowTableLeavesOutWhatNoResultDependsOnAndSaysSo() {
        List<String> lines = new StudyPlan(Study.read(EXAMPLE)).lines(50);
        assertThat(lines)
                .contains(
                        "TRIAL  ARM  name      learning_rate  momentum",
                        "No room for POINT, SEED, beta1: --format csv has everything.");
        assertThat(lines.subList(5, 46)).allMatch(line -> line.length() <= 50);
    }

    @Test
    void jsonHoldsEverythingInFull() throws Exception {
        String text = new StudyPlan(Study.read(EXAMPLE)).json();
        JsonNode plan = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(plan.path("trials")).hasSize(40);
        assertThat(plan.path("arms").path(1).path("scientific").path("optimizer.name").asText())
                .isEqualTo("adam");
        assertThat(
                        plan.path("trials")
                                .path(2)
                                .path("settings")
                                .path("optimizer.momentum")
                                .asDouble())
                .isEqualTo(0.894709668777556);
        assertThat(plan.path("advice").path(0).path("code").asText()).isEqualTo("fixed_optimizer");
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertThat(new StudyPlan(Study.read(EXAMPLE)).csv().lines())
                .hasSize(41)
                .startsWith(
                        "trial,arm,point,seed,optimizer.name,optimizer.learning_rate,optimizer.momentum,model.hidden,optimizer.beta1",
                        "0,0,0,1283607003,nesterov,0.8303873485640139,0.9857099035036343,\"[256,128]\",");
    }

    @Test
    void aSearchThatFollowsResultsShowsItsFirstPointsAndSaysWhatManyAtOnceCost() throws Exception {
        Path file = folder.resolve("study.yaml");
        Files.writeString(folder.resolve("base.yaml"), BASE);
        Files.writeString(
                file,
                """
                name: s
                goal: Which?
                base: base.yaml
                search: {algorithm: gaussian_process, initial: 3}
                trials: 9
                parameters: [{path: label_smoothing, role: nuisance, min: 0, max: 0.2}]
                """);
        StudyPlan plan = new StudyPlan(Study.read(file));

        assertThat(plan.lines(80)).filteredOn(line -> line.matches("\\d+ .* 0\\.\\d+")).hasSize(3);
        assertThat(plan.lines(80))
                .contains(
                        "6 trials more: each gets its point from the results so far when a worker begins it (search.algorithm: gaussian_process).");
        assertThat(Json.parse(plan.json().getBytes(StandardCharsets.UTF_8)).path("trials"))
                .filteredOn(trial -> trial.path("origin").path("kind").asText().equals("awaited"))
                .hasSize(6);
        assertThat(plan.parallelism(4)).isEmpty();
        assertThat(plan.parallelism(8).orElseThrow())
                .startsWith(
                        "8 trials at once: each point is chosen before the results of 7 others");
        assertThat(new StudyPlan(Study.read(EXAMPLE)).parallelism(8)).isEmpty();
    }
}
