package etude.tuner.procedure;

import etude.datasets.Target;
import etude.datasets.config.DatasetConfig;
import etude.trainer.config.ConfigWriter;
import etude.trainer.run.Attempt;
import etude.trainer.run.GitState;
import etude.trainer.run.MeasuredRun;
import etude.trainer.run.MeasuredSplit;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;
import etude.tuner.store.TrialState;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What whoever uses the model must know of it, in Markdown (Mitchell et al. 2019, arXiv:1810.03993,
 * as far as a training run tells).
 *
 * @param result that it is about
 * @param git the checkout that tested it
 * @param command that did
 */
public record ModelCard(FinalResult result, Optional<GitState> git, List<String> command) {
    /** Of fewer examples a rate says little: one more that is right moves it by 3 points. */
    private static final int RARE = 30;

    public ModelCard {
        command = List.copyOf(command);
    }

    /** The whole file. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# " + result.test().config().name());
        lines.add("");
        result.sentences().forEach(lines::add);
        lines.addAll(results());
        lines.addAll(data());
        lines.addAll(search());
        lines.addAll(perClass());
        lines.addAll(origin());
        lines.addAll(config());
        return String.join("\n", lines) + "\n";
    }

    private List<String> results() {
        List<String> lines = new ArrayList<>(List.of("", "## Results", ""));
        lines.add("| split | examples | metric | value | standard error |");
        lines.add("|---|---|---|---|---|");
        lines.addAll(rows("validation", result.validation().split()));
        lines.addAll(rows("test", result.test().split()));
        lines.add("");
        lines.add(
                "Standard errors are by the choice of the examples, and not by seeds: of an error rate of classes by its count (Agresti and Coull 1998), of other metrics that of the mean of 20 blocks of examples.");
        return lines;
    }

    private static List<String> rows(String name, MeasuredSplit split) {
        return split.metrics().entrySet().stream()
                .map(
                        metric ->
                                "| %s | %d | %s | %s | %s |"
                                        .formatted(
                                                name,
                                                split.examples(),
                                                metric.getKey(),
                                                MetricLine.value(
                                                        metric.getKey(), metric.getValue()),
                                                FinalResult.error(split, metric.getKey())
                                                        .orElse("")))
                .toList();
    }

    private List<String> data() {
        MeasuredRun test = result.test();
        DatasetConfig dataset = test.config().dataset();
        List<String> lines = new ArrayList<>(List.of("", "## Data", ""));
        lines.add(
                "- Input: %s. Target: %s."
                        .formatted(test.spec().features().words(), test.spec().target().words()));
        lines.add(
                "- Trained on %s%s."
                        .formatted(
                                Numbers.count(test.trainExamples(), "example"),
                                result.plan().fold() ? ", those for validation among them" : ""));
        lines.add(
                "- Splits by split_seed %d: %s for validation, %s for testing."
                        .formatted(
                                dataset.splitSeed(),
                                Numbers.count(result.validation().split().examples(), "example"),
                                Numbers.count(test.split().examples(), "example")));
        lines.add(
                "- Fingerprint: %s; %s."
                        .formatted(test.data(), test.testData().orElse("no test examples")));
        return lines;
    }

    private List<String> search() {
        List<String> lines = new ArrayList<>(List.of("", "## Search", ""));
        FinalPlan plan = result.plan();
        plan.study()
                .ifPresentOrElse(
                        study -> lines.addAll(search(study)),
                        () -> lines.add("- A run by itself: no study led here."));
        lines.add(
                "- The checkpoint of step %d is the best of those that were kept, by %s."
                        .formatted(plan.step(), plan.ranking()));
        lines.add("- " + result.looks().sentence());
        return lines;
    }

    private List<String> search(StudyRecord study) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "- Study %s (%s): %s"
                        .formatted(
                                study.outline().name(), study.directory(), study.outline().goal()));
        lines.add(
                "- %s in %s, %d infeasible, %s with other seeds, compared by %s."
                        .formatted(
                                Numbers.count(study.trials().size(), "trial"),
                                Numbers.count(study.outline().arms().size(), "arm"),
                                study.count(TrialState.INFEASIBLE),
                                Numbers.count(study.reruns().size(), "rerun"),
                                study.outline().objective().metric()));
        String name = String.valueOf(result.plan().run().directory().root().getFileName());
        study.trials().stream()
                .filter(trial -> trial.status().runDirectory().endsWith("/" + name))
                .findFirst()
                .ifPresent(trial -> lines.add(chosen(study, trial)));
        return lines;
    }

    private static String chosen(StudyRecord study, TrialRecord trial) {
        return "- Chosen: trial %d, with %s."
                .formatted(
                        trial.number(),
                        study.outline().hyperparameters().stream()
                                .filter(one -> trial.value(one).isPresent())
                                .map(one -> setting(one, trial))
                                .collect(Collectors.joining(", ")));
    }

    private static String setting(Hyperparameter hyperparameter, TrialRecord trial) {
        return "%s=%s"
                .formatted(
                        hyperparameter.path(),
                        Values.shortText(trial.value(hyperparameter).orElseThrow()));
    }

    private List<String> perClass() {
        List<List<String>> rows = classes(result);
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", "## Test examples by class", ""));
        lines.add("| class | examples | correct | share correct | standard error |");
        lines.add("|---|---|---|---|---|");
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        lines.add("");
        lines.add(
                "Of a class with fewer than %d examples only the counts stand here, for one more right answer would change a share by more than 3 points."
                        .formatted(RARE));
        return lines;
    }

    /** Class, examples, correct, share, standard error; no rates of rare ones. */
    static List<List<String>> classes(FinalResult result) {
        if (!(result.test().spec().target() instanceof Target.Classes classes)) {
            return List.of();
        }
        MeasuredSplit split = result.test().split();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < split.classExamples().length; i++) {
            long examples = split.classExamples()[i];
            long correct = split.classCorrect()[i];
            double share = (double) correct / examples;
            boolean rare = examples < RARE;
            rows.add(
                    List.of(
                            classes.names().get(i).replace("|", "\\|"),
                            Long.toString(examples),
                            Long.toString(correct),
                            rare ? "" : Numbers.percent(share),
                            rare
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            "%.2f points",
                                            100 * SamplingError.ofCount(correct, examples))));
        }
        return rows;
    }

    private List<String> origin() {
        List<String> lines = new ArrayList<>(List.of("", "## Where it comes from", ""));
        Optional<Attempt> attempt = result.plan().run().attempt();
        attempt.ifPresent(
                last -> {
                    lines.add(
                            "- Trained by `%s`%s, on %s, begun %s."
                                    .formatted(
                                            Shell.command(last.command()),
                                            commit(last.git()),
                                            last.device().replace("()", ""),
                                            last.start()));
                    lines.add(
                            "- Versions: "
                                    + last.versions().entrySet().stream()
                                            .map(
                                                    version ->
                                                            version.getKey()
                                                                    + " "
                                                                    + version.getValue())
                                            .collect(Collectors.joining(", ")));
                });
        lines.add("- Tested by `%s`%s.".formatted(Shell.command(command), commit(git)));
        lines.add("- Run directory: %s".formatted(result.plan().run().directory().root()));
        return lines;
    }

    private static String commit(Optional<GitState> git) {
        return git.map(
                        state ->
                                " at commit "
                                        + state.commit()
                                        + (state.diff().isEmpty()
                                                ? ""
                                                : " with uncommitted changes"))
                .orElse("");
    }

    private List<String> config() {
        return List.of(
                "",
                "## Config",
                "",
                "```yaml",
                ConfigWriter.toYaml(result.test().config()).strip(),
                "```");
    }
}
