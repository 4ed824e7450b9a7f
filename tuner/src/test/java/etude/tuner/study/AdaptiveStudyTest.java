package etude.tuner.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunDirectory;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.report.PageFolder;
import etude.tuner.report.StudyReport;
import etude.tuner.space.Origin;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.Claim;
import etude.tuner.store.Ending;
import etude.tuner.store.Infeasible;
import etude.tuner.store.RestoredTrial;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies whose points follow from their results; a formula stands for training. */
final class AdaptiveStudyTest {
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final String BASE =
            """
            name: base
            dataset: {name: generated}
            model: {name: mlp}
            batch_size: 128
            max_train_steps: 500
            optimizer: {name: momentum, learning_rate: 0.05}
            """;

    private static final String STUDY =
            """
            name: %s
            goal: Which?
            base: base.yaml
            objective: {metric: validation/loss}
            search: {algorithm: gaussian_process, %s}
            trials: %d
            parameters:
              - {path: optimizer.learning_rate, role: nuisance, min: 0.001, max: 1, scale: log}
              - {path: optimizer.momentum, role: nuisance, min: 0.5, max: 0.99, scale: one_minus_log}
            """;

    @TempDir private Path folder;

    private OpenStudy begin(String name, String search, int trials) throws IOException {
        return begin(name, STUDY.formatted(name, search, trials));
    }

    private OpenStudy begin(String name, String text) throws IOException {
        Files.writeString(folder.resolve("base.yaml"), BASE);
        Path file = Files.writeString(folder.resolve(name + ".yaml"), text);
        return StudyOpening.openOrCreate(file, folder.resolve("studies"), Optional.empty());
    }

    /** What a trial comes to; empty where it diverges. */
    private static OptionalDouble loss(Trial trial) {
        double rate = setting(trial, "optimizer.learning_rate");
        double momentum = setting(trial, "optimizer.momentum");
        double effective = Math.log10(rate / (1 - momentum));
        return effective > 0.5
                ? OptionalDouble.empty()
                : OptionalDouble.of(0.2 + 0.1 * effective * effective + 0.05 * (1 - momentum));
    }

    private static double setting(Trial trial, String path) {
        return Optional.ofNullable(trial.settings().get(path)).orElseThrow().asDouble();
    }

    private static Optional<Claim> claim(PointChooser points, String worker) {
        AttemptOrigin origin = new AttemptOrigin(worker, "host", "cpu", "etude", "", "", Map.of());
        return points.claim(origin, LEASE) instanceof PointChooser.Answer.Taken taken
                ? Optional.of(taken.claim())
                : Optional.empty();
    }

    private static void end(
            OpenStudy study, Claim claim, Function<Trial, OptionalDouble> objective) {
        OptionalDouble loss = objective.apply(claim.training().trial());
        loss.ifPresent(
                value ->
                        study.store()
                                .record(
                                        claim,
                                        new Measurement(500, Map.of("validation/loss", value))));
        study.store()
                .end(
                        claim,
                        loss.isPresent()
                                ? new Ending.Completed()
                                : new Ending.Rejected(new Infeasible.Diverged(7)),
                        "");
    }

    private static List<TrialStatus> run(OpenStudy study) {
        return run(study, AdaptiveStudyTest::loss);
    }

    /** One worker, trial after trial. */
    private static List<TrialStatus> run(
            OpenStudy study, Function<Trial, OptionalDouble> objective) {
        PointChooser points = new PointChooser(study);
        Optional<Claim> claim = claim(points, "w");
        while (claim.isPresent()) {
            end(study, claim.get(), objective);
            claim = claim(points, "w");
        }
        return study.trials();
    }

    private static List<Trial> trials(List<TrialStatus> statuses) {
        return statuses.stream().map(TrialStatus::trial).toList();
    }

    @Test
    void theFirstPointsAreQuasiRandomAndTheRestFollowTheResults() throws IOException {
        try (OpenStudy study = begin("s", "seed: 3", 10)) {
            assertThat(study.trials().stream().filter(t -> t.trial().awaitsPoint())).hasSize(4);
            List<TrialStatus> done = run(study);

            assertThat(done).allMatch(trial -> trial.state().isTerminal());
            assertThat(done.subList(0, 6))
                    .allMatch(trial -> trial.trial().origin() instanceof Origin.Planned);
            for (TrialStatus trial : done.subList(6, 10)) {
                Origin.Suggested origin = (Origin.Suggested) trial.trial().origin();
                assertThat(origin.finished()).hasSize(trial.number());
                assertThat(origin.pending()).isEmpty();
                assertThat(origin.objective().lengthScales())
                        .containsOnlyKeys("optimizer.learning_rate", "optimizer.momentum");
                assertThat(origin.deviation()).isPositive();
                assertThat(origin.feasible()).isBetween(0.0, 1.0);
            }
            double first = best(done.subList(0, 6));
            assertThat(best(done)).isLessThan(Math.min(first, 0.215));
            assertThat(study.difference()).isEmpty();
        }
    }

    @Test
    void theReportSaysWhatTheModelBelievesAndAsksNothingThatNeedsAnEvenSample() throws IOException {
        try (OpenStudy study = begin("s", "seed: 3, initial: 12", 13)) {
            run(study);
            StudyReport.write(
                    study,
                    new PageFolder(study.directory().root()),
                    VerdictThresholds.defaults(),
                    List.of("etude"));
            String page = Files.readString(study.directory().root().resolve("report.html"));
            JsonNode json =
                    Json.parse(Files.readAllBytes(study.directory().root().resolve("report.json")));

            assertThat(page)
                    .contains(
                            "What the model believes",
                            "Predicted and seen",
                            "Objective along learning_rate",
                            "Where settings work along momentum",
                            "Where the next trials would be");
            assertThat(json.path("verdicts"))
                    .filteredOn(verdict -> verdict.path("answer").asText().equals("not_asked"))
                    .isNotEmpty()
                    .allSatisfy(
                            verdict ->
                                    assertThat(verdict.path("sentence").asText())
                                            .isEqualTo(
                                                    "Not asked: the points were chosen adaptively."));
            assertThat(json.path("verdicts"))
                    .extracting(verdict -> verdict.path("topic").asText())
                    .contains("space", "overfitting");
        }
    }

    private static double best(List<TrialStatus> trials) {
        return trials.stream()
                .map(TrialStatus::trial)
                .mapToDouble(trial -> loss(trial).orElse(9))
                .min()
                .orElseThrow();
    }

    @Test
    void oneWorkerWithTheSameSeedMakesTheSameStudyAlsoWhenItDiesOnTheWay() throws IOException {
        List<Trial> undisturbed;
        try (OpenStudy study = begin("once", "seed: 3, initial: 4", 8)) {
            undisturbed = trials(run(study));
        }
        try (OpenStudy study = begin("twice", "seed: 3, initial: 4", 8)) {
            for (int process = 0; process < 8; process++) {
                // a process for every trial, each of which is killed with the next one at hand
                PointChooser points = new PointChooser(study);
                Claim claim = claim(points, "p" + process).orElseThrow();
                end(study, claim, AdaptiveStudyTest::loss);
                claim(points, "p" + process)
                        .ifPresent(lost -> study.store().end(lost, new Ending.Preempted(), ""));
            }
            assertThat(trials(study.trials())).isEqualTo(undisturbed);
        }
    }

    /** With two, a point depends on which trials had ended; a third process could go on. */
    @Test
    void withTwoWorkersEachPointKnowsOfThePendingOne() throws IOException {
        try (OpenStudy study = begin("s", "seed: 3, initial: 4", 8)) {
            PointChooser one = new PointChooser(study);
            PointChooser other = new PointChooser(study);
            Optional<Claim> first = claim(one, "a");
            Optional<Claim> second = claim(other, "b");
            while (first.isPresent() || second.isPresent()) {
                first.ifPresent(claim -> end(study, claim, AdaptiveStudyTest::loss));
                first = claim(one, "a");
                second.ifPresent(claim -> end(study, claim, AdaptiveStudyTest::loss));
                second = claim(other, "b");
            }
            List<Trial> done = trials(study.trials());

            assertThat(done.stream().map(Trial::values).distinct()).hasSize(8);
            assertThat(done.subList(5, 8))
                    .allSatisfy(
                            trial ->
                                    assertThat(((Origin.Suggested) trial.origin()).pending())
                                            .containsExactly(trial.number() - 1));
        }
    }

    /** Whether a silent worker lives decides which point comes next, so nobody guesses. */
    @Test
    void noPointIsChosenWhileNobodyKnowsWhetherATrialIsStillTrained() throws IOException {
        try (OpenStudy study = begin("s", "seed: 3, initial: 3", 5)) {
            PointChooser dead = new PointChooser(study);
            for (int trial = 0; trial < 3; trial++) {
                end(study, claim(dead, "dead").orElseThrow(), AdaptiveStudyTest::loss);
            }
            Claim lost = claim(dead, "dead").orElseThrow();
            PointChooser alive = new PointChooser(study);
            AttemptOrigin origin =
                    new AttemptOrigin("alive", "host", "cpu", "etude", "", "", Map.of());

            assertThat(alive.claim(origin, LEASE))
                    .isInstanceOf(PointChooser.Answer.Uncertain.class);
            assertThat(alive.claim(origin, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            PointChooser.Answer.Taken.class,
                            taken ->
                                    assertThat(taken.claim().training())
                                            .isEqualTo(lost.training()));
        }
    }

    @Test
    void anExtendedStudyGoesOnFromWhatItKnows() throws IOException {
        List<Trial> whole;
        try (OpenStudy study = begin("whole", "seed: 3, initial: 4", 7)) {
            whole = trials(run(study));
        }
        try (OpenStudy study = begin("s", "seed: 3, initial: 4", 5)) {
            run(study);
            assertThat(study.extend(7)).isEqualTo(2);
        }
        try (OpenStudy study =
                StudyOpening.openOrCreate(
                        folder.resolve("studies/s"), folder.resolve("studies"), Optional.empty())) {
            assertThat(trials(run(study))).isEqualTo(whole);
        }
    }

    @Test
    void armsHaveModelsOfTheirOwn() throws IOException {
        String arms =
                STUDY.formatted("s", "seed: 3, initial: 4", 5)
                        + "  - {path: optimizer.name, role: scientific, values: [momentum, nesterov]}\n";
        try (OpenStudy study = begin("s", arms)) {
            List<TrialStatus> done =
                    run(
                            study,
                            trial ->
                                    OptionalDouble.of(
                                            loss(trial).orElse(1) + (trial.arm() == 0 ? 0 : 5)));

            assertThat(done).hasSize(10);
            for (TrialStatus trial : done.subList(8, 10)) {
                Origin.Suggested origin = (Origin.Suggested) trial.trial().origin();
                assertThat(origin.finished()).allMatch(number -> number % 2 == trial.trial().arm());
                assertThat(origin.mean() > 3).isEqualTo(trial.trial().arm() == 1);
            }
        }
    }

    @Test
    void scientificValuesOfAJointDesignStayThoseOfTheSequence() throws IOException {
        String text =
                STUDY.formatted("%s", "seed: 3, initial: 4", 6)
                        + "  - {path: label_smoothing, role: scientific, min: 0, max: 0.2}\ndesign: joint\n";
        try (OpenStudy study = begin("s", text.formatted("s"));
                OpenStudy even =
                        begin(
                                "even",
                                text.formatted("even")
                                        .replace(
                                                "algorithm: gaussian_process, seed: 3, initial: 4",
                                                "seed: 3"))) {
            List<Trial> done = trials(run(study));
            List<Trial> sequence = trials(even.trials());

            for (int i = 0; i < 6; i++) {
                assertThat(done.get(i).values().get("label_smoothing"))
                        .isEqualTo(sequence.get(i).values().get("label_smoothing"));
            }
            assertThat(done.get(5).values().get("optimizer.learning_rate"))
                    .isNotEqualTo(sequence.get(5).values().get("optimizer.learning_rate"));
        }
    }

    @Test
    void aStudyStartsFromTheTrialsOfAnother() throws IOException {
        try (OpenStudy earlier = begin("first", "seed: 3", 8)) {
            run(earlier);
        }
        try (OpenStudy study = begin("s", "seed: 4, start_from: studies/first", 3)) {
            Trial first = trials(run(study)).get(0);

            assertThat(((Origin.Suggested) first.origin()).finished()).isEmpty();
            assertThat(((Origin.Suggested) first.origin()).objective().trials()).isGreaterThan(4);
            assertThat(study.earlier(study.study().arms().get(0))).hasSize(8);
        }
        deleteStore("first");
        try (OpenStudy study =
                StudyOpening.openOrCreate(
                        folder.resolve("s.yaml"), folder.resolve("studies"), Optional.empty())) {
            assertThat(study.earlier(study.study().arms().get(0)))
                    .as("it depends on no other study once it has begun")
                    .hasSize(8);
        }
    }

    private void deleteStore(String name) throws IOException {
        Files.delete(folder.resolve("studies").resolve(name).resolve("store.json"));
        Files.delete(folder.resolve("studies").resolve(name).resolve("study.db"));
    }

    @Test
    void trialsThatDoNotCompareAreNoStart() throws IOException {
        try (OpenStudy earlier = begin("first", "seed: 3", 8)) {
            run(earlier);
        }
        String text = STUDY.formatted("s", "start_from: studies/first", 3);

        assertThatThrownBy(() -> begin("s", text.replace("max: 1,", "max: 0.1,")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("search.start_from: studies/first: its trial")
                .hasMessageContaining("outside of this study's range");
        assertThatThrownBy(
                        () -> begin("s", text.replace("validation/loss", "validation/error_rate")))
                .hasMessageContaining("it compares trials by validation/loss (min)");
        assertThatThrownBy(
                        () ->
                                begin(
                                        "s",
                                        text
                                                + "  - {path: label_smoothing, role: nuisance, min: 0, max: 0.2}\n"))
                .hasMessageContaining("it varies [optimizer.learning_rate, optimizer.momentum]");
        assertThatThrownBy(() -> begin("s", text + "fixed: {max_train_steps: 100}\n"))
                .hasMessageContaining("other settings (max_train_steps: 500 -> 100)");
        assertThatThrownBy(() -> begin("s", text.replace("studies/first", "studies/none")))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("there is no study in");
        Study planned = Study.read(folder.resolve("s.yaml"));
        assertThatThrownBy(() -> EarlierStudy.require(planned, folder.resolve("studies")))
                .as("also of `study plan`")
                .hasMessageContaining("there is no study in");
        assertThat(folder.resolve("studies/s/study.db")).doesNotExist();
    }

    /** From the files beside its runs, in which each trial says where its point came from. */
    @Test
    void aLostStoreIsMadeAgainWithEveryOrigin() throws IOException {
        List<Trial> before;
        try (OpenStudy study = begin("s", "seed: 3, initial: 4", 6)) {
            before = trials(run(study));
            for (TrialStatus trial : study.trials().subList(0, 5)) {
                RunDirectory run = study.run(trial.training());
                run.create();
                new TrialFile(trial.training(), Optional.empty()).write(run);
            }
        }
        Files.delete(folder.resolve("studies/s/study.db"));
        StudyImport lost =
                StudyImport.of(
                        folder.resolve("studies/s"), folder.resolve("studies"), Optional.empty());
        Path half = Files.createDirectories(folder.resolve("studies/s/trials/00005"));
        Files.writeString(half.resolve("config.yaml"), BASE);
        assertThatThrownBy(lost::run)
                .hasMessageContaining("00005: expected trial.json, found none");
        Files.delete(half.resolve("config.yaml"));

        List<RestoredTrial> restored = lost.run();

        assertThat(restored.subList(0, 5).stream().map(one -> one.training()))
                .containsExactlyElementsOf(before.subList(0, 5));
        assertThat(restored.get(5).training().trial().awaitsPoint()).isTrue();
    }

    @Test
    void whereNothingIsKnownPointsAreTheNextOfTheSequence() throws IOException {
        try (OpenStudy study = begin("infeasible", "seed: 3, initial: 3", 5)) {
            run(study, trial -> OptionalDouble.empty());
            assertThat(reasons(study)).containsOnly(Origin.Reason.TOO_FEW).hasSize(2);
        }
        try (OpenStudy study = begin("constant", "seed: 3, initial: 3", 5)) {
            run(study, trial -> OptionalDouble.of(0.5));
            assertThat(reasons(study)).containsOnly(Origin.Reason.CONSTANT).hasSize(2);
        }
        try (OpenStudy study = begin("nan", "seed: 3, initial: 3", 5)) {
            List<TrialStatus> done = run(study, trial -> OptionalDouble.of(Double.NaN));
            assertThat(done).allMatch(trial -> trial.state() == TrialState.COMPLETED);
            assertThat(reasons(study)).containsOnly(Origin.Reason.TOO_FEW).hasSize(2);
        }
    }

    private static List<Origin.Reason> reasons(OpenStudy study) {
        return trials(study.trials()).stream()
                .map(Trial::origin)
                .filter(Origin.Substituted.class::isInstance)
                .map(origin -> ((Origin.Substituted) origin).reason())
                .toList();
    }

    @Test
    void aSmallSpaceIsTriedWithoutRepeating() throws IOException {
        String text =
                """
                name: s
                goal: Which?
                base: base.yaml
                objective: {metric: validation/loss}
                search: {algorithm: gaussian_process, seed: 3, initial: 60}
                trials: 66
                parameters:
                  - {path: logging.every, role: nuisance, min: 1, max: 11, integer: true}
                  - {path: label_smoothing, role: nuisance, values: [0, 0.1, 0.2, 0.3, 0.4, 0.5]}
                """;
        try (OpenStudy study = begin("s", text)) {
            List<Trial> done =
                    trials(run(study, trial -> OptionalDouble.of(setting(trial, "logging.every"))));
            assertThat(done.stream().map(Trial::values).distinct()).hasSize(66);
        }
    }
}
