package etude.tuner.cli;

import etude.datasets.config.DatasetConfig;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.ConfigException;
import etude.trainer.run.Summary;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Rerun;
import etude.tuner.space.Trial;
import etude.tuner.store.Access;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains the best settings again with other seeds (playbook, "Determining whether to adopt a
 * training pipeline change or hyperparameter configuration").
 */
@Command(
        name = "rerun",
        description = {
            "Train the settings of trials again with other seeds, and compare the means.",
            "The same seeds serve all of them. Reruns are kept in the study and are no trials; the"
                    + " same command continues one that was stopped."
        })
final class StudyRerunCommand extends OneStudyCommand {
    private static final String BEST = "best";
    private static final int MOST_COMPARED = 1_000;

    @Option(
            names = "--trials",
            paramLabel = "best|N,M",
            split = ",",
            defaultValue = BEST,
            description =
                    "Which trials: their numbers, or the best of each scientific value (default).")
    private List<String> trials = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "How many other seeds, or splits with --resplit, for each trial, in all (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--resplit",
            description =
                    "Train on data that other split seeds divide, with the trials' own seeds: shows how"
                            + " far results depend on which examples train and validate (data variance).")
    private boolean resplit;

    @Option(
            names = "--margin",
            paramLabel = "X",
            description =
                    "The smallest difference of the objective that matters, in its own unit: 0.002 for"
                            + " 0.2 points of an error rate. It is kept with the study (default: one"
                            + " standard error by the choice of validation examples).")
    private Optional<Double> margin = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Reruns that run at once (default: one for each of --devices, or 1).")
    private Optional<Integer> workers = Optional.empty();

    @Mixin private WorkerOptions workerOptions = new WorkerOptions();

    StudyRerunCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        int count = workers.orElse(workerOptions.devices().size());
        require(count >= 1, "--workers: expected at least 1, found " + count);
        require(
                seeds >= 1 && seeds <= Rerun.MOST,
                "--seeds: expected 1 to %d, found %d".formatted(Rerun.MOST, seeds));
        require(
                margin.filter(least -> !(least > 0 && Double.isFinite(least))).isEmpty(),
                "--margin: expected a number above 0, found "
                        + margin.map(String::valueOf).orElse(""));
        StudyWork work = StudyWork.of(this, workerOptions);
        try (OpenStudy study = open(Access.WRITING)) {
            StudyRecord record = StudyRecords.read(study);
            List<TrialRecord> chosen = chosen(record);
            if (resplit) {
                requireOtherSplits(study);
            }
            margin.ifPresent(study::keepMargin);
            List<Trial> again = chosen.stream().map(TrialRecord::trial).toList();
            int added = resplit ? study.resplit(again, seeds) : study.rerun(again, seeds);
            err().println(announcement(chosen, added, count));
            return work.run(study, count);
        }
    }

    /**
     * The trials to train again.
     *
     * @throws ConfigException when the study has not finished, or a trial has no result
     */
    private List<TrialRecord> chosen(StudyRecord study) {
        long open = study.trials().size() - study.ended();
        if (open > 0) {
            throw refused(
                    "%d of %d trials %s not ended, and only then the best ones are known; `%s` runs them"
                            .formatted(
                                    open,
                                    study.trials().size(),
                                    open == 1 ? "has" : "have",
                                    study.command("etude study run")));
        }
        if (!trials.equals(List.of(BEST))) {
            return trials.stream().map(number -> trial(study, number)).distinct().toList();
        }
        List<TrialRecord> best = Analysis.of(study, VerdictThresholds.defaults()).worthRerunning();
        if (best.isEmpty()) {
            throw refused(
                    "no trial of the study is feasible, so there is nothing to train again; `%s` says why"
                            .formatted(study.command("etude study status")));
        }
        return best;
    }

    private static TrialRecord trial(StudyRecord study, String number) {
        TrialRecord trial =
                study.trials().stream()
                        .filter(one -> Integer.toString(one.number()).equals(number))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        refused(
                                                "--trials: expected best, or numbers from 0 to %d, found '%s'"
                                                        .formatted(
                                                                study.trials().size() - 1,
                                                                number)));
        if (trial.state() != TrialState.COMPLETED) {
            throw refused(
                    "--trials: expected trials that were completed, found trial %s, which is %s"
                            .formatted(number, trial.state().word()));
        }
        return trial;
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of(sentence));
    }

    /**
     * Checks on the data of the base config that a split seed divides them.
     *
     * @throws ConfigException when it does not: a text, or a validation set of its own
     */
    private static void requireOtherSplits(OpenStudy study) {
        DatasetConfig data = study.study().config(study.study().trial(0)).dataset();
        DatasetConfig other =
                study.study().config(study.study().resplit(study.study().trial(0), 1)).dataset();
        if (validation(data).equals(validation(other))) {
            throw refused(
                    "--resplit: another dataset.split_seed leaves the validation examples of this study what they are (a text, or a validation set of its own), so there is no variance of splits to measure");
        }
    }

    /** Some of the validation examples, by where they come from. */
    private static List<String> validation(DatasetConfig data) {
        try (Splits splits = Sources.reopen(data, DataRoot.fromEnvironment())) {
            return IntStream.range(0, Math.min(MOST_COMPARED, splits.validation().size()))
                    .mapToObj(splits.validation()::name)
                    .toList();
        }
    }

    /** What will be trained, and for how long by the pace of the trials. */
    private String announcement(List<TrialRecord> chosen, int added, int count) {
        String numbers =
                chosen.stream()
                        .map(trial -> Integer.toString(trial.number()))
                        .collect(Collectors.joining(", "));
        double[] seconds =
                chosen.stream()
                        .flatMap(trial -> trial.summary().stream())
                        .mapToDouble(Summary::seconds)
                        .filter(time -> time > 0)
                        .toArray();
        return "%s of %s %s with %s each: %s to add%s."
                .formatted(
                        Numbers.count((long) seeds * chosen.size(), resplit ? "resplit" : "rerun"),
                        chosen.size() == 1 ? "trial" : "trials",
                        numbers,
                        Numbers.count(seeds, resplit ? "other split" : "other seed"),
                        added,
                        added == 0 || seconds.length == 0
                                ? ""
                                : ", about %s with %s"
                                        .formatted(
                                                Quantities.duration(
                                                        Math.ceil((double) added / count)
                                                                * Quantiles.median(seconds)),
                                                Numbers.count(count, "worker")));
    }
}
