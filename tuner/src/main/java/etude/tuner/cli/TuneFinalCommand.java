package etude.tuner.cli;

import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.files.AtomicFiles;
import etude.trainer.run.EvaluateOptions;
import etude.trainer.run.EvaluationRun;
import etude.trainer.run.GitState;
import etude.trainer.run.MeasuredRun;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunOptions;
import etude.trainer.run.RunRecord;
import etude.trainer.run.TestEvaluations;
import etude.trainer.run.TrainingRun;
import etude.tuner.procedure.FinalPlan;
import etude.tuner.procedure.FinalResult;
import etude.tuner.procedure.ModelCard;
import etude.tuner.procedure.ProcedureFolder;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TestLooks;
import etude.tuner.store.Access;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyOpening;
import etude.tuner.text.Numbers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The look at the test split that ends a search. */
@Command(
        name = "final",
        description = {
            "Evaluate the best checkpoint of a run, or of a finished study's best trial, on the test split,"
                    + " and write MODEL_CARD.md. Nothing is trained.",
            "A look at the test split is on record: what is chosen after it is chosen by the test"
                    + " examples."
        })
final class TuneFinalCommand extends PrintingCommand {
    @Parameters(
            paramLabel = "RUN|STUDY",
            description = "The directory of a run that was completed, or of a finished study.")
    private Path chosen = Path.of("");

    @Option(
            names = "--fold-in-validation",
            description =
                    "Train on the validation examples too, under the same schedule, to the step of the best"
                            + " checkpoint, and test that. Nothing can be selected by them after it: only"
                            + " where no later launch of this workload will come.")
    private boolean fold;

    @Option(names = "--plan", description = "Print what would be done, and do nothing.")
    private boolean planOnly;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Of the folder below procedures/, and of the run that --fold-in-validation trains"
                            + " (default: that of the run or study, and -final).")
    private Optional<String> name = Optional.empty();

    @Mixin private DeviceOption device = new DeviceOption();
    private final CommandContext context;

    TuneFinalCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        FinalPlan plan = plan();
        ProcedureFolder folder =
                new ProcedureFolder(context.workspace().procedures().resolve(plan.name()));
        RunConfig config = ConfigLoader.load(plan.run().directory().config(), List.of());
        Sizes sizes = sizes(config);
        print(sentences(plan, sizes, folder), context.terminal());
        if (planOnly) {
            return ExitCode.DONE;
        }
        String text = ConfigWriter.toYaml(config);
        if (folder.isBegun()) {
            folder.requireSame(plan, text);
        } else {
            folder.begin(plan, text, details(plan, sizes));
        }
        if (folder.isFinished()) {
            out().printf(
                            "It was done before, and the test split is not looked at again: %s has the result.%n",
                            folder.modelCard());
            return ExitCode.DONE;
        }
        RunDirectory tested = plan.run().directory();
        if (fold) {
            tested = new RunDirectory(context.workspace().runs().resolve(plan.name()));
            int exitCode = train(plan.folded(sizes.train()), plan.step(), tested);
            if (exitCode != ExitCode.DONE) {
                return exitCode;
            }
        }
        return tell(plan, folder, measured(plan, tested));
    }

    /**
     * What the arguments come to.
     *
     * @throws ConfigException when there is no such run or study, or it has not ended
     */
    private FinalPlan plan() {
        RunDirectory run = new RunDirectory(chosen);
        if (Files.exists(run.config())) {
            RunRecord record = RunRecord.read(run);
            return FinalPlan.of(
                    name.orElse(record.name() + "-final"),
                    record,
                    TestLooks.study(run).map(this::study),
                    fold);
        }
        if (!Files.isDirectory(chosen)) {
            throw new ConfigException(
                    List.of(
                            "%s: expected the directory of a run or of a study, found %s; `etude train` and `etude study run` make them"
                                    .formatted(
                                            chosen, Files.exists(chosen) ? "a file" : "nothing")));
        }
        StudyRecord study = ConfigSource.finished(chosen, context.workspace());
        Path best = ConfigSource.bestConfig(study);
        return FinalPlan.of(
                name.orElse(study.outline().name() + "-final"),
                RunRecord.read(new RunDirectory(best.resolveSibling(""))),
                Optional.of(study),
                fold);
    }

    private StudyRecord study(Path directory) {
        try (OpenStudy open =
                StudyOpening.open(
                        directory,
                        context.workspace().studies(),
                        Optional.empty(),
                        Access.READING)) {
            return StudyRecords.read(open);
        }
    }

    /** Examples of each split. */
    private record Sizes(int train, int validation, int test) {}

    private Sizes sizes(RunConfig config) {
        try (Splits splits =
                Sources.open(config.dataset(), DataRoot.fromEnvironment(), err()::println)) {
            int test =
                    splits.test()
                            .orElseThrow(
                                    () ->
                                            new ConfigException(
                                                    List.of(
                                                            "the data of %s have no test split; set dataset.test_fraction or dataset.test_path and train again, as examples that trained test nothing"
                                                                    .formatted(config.name()))))
                            .size();
            return new Sizes(splits.train().size(), splits.validation().size(), test);
        }
    }

    private List<String> sentences(FinalPlan plan, Sizes sizes, ProcedureFolder folder) {
        int looks = TestLooks.of(plan.run().directory()).count();
        String tested =
                "etude tune final: the checkpoint of step %d of %s, the best by %s, on %s. Nothing is trained."
                        .formatted(
                                plan.step(),
                                plan.run().directory().root(),
                                plan.ranking(),
                                Numbers.count(sizes.test(), "test example"));
        String trained =
                "etude tune final: the settings of %s on %s, those for validation among them, for %d steps, then on %s."
                        .formatted(
                                plan.run().directory().root(),
                                Numbers.count(sizes.train() + sizes.validation(), "example"),
                                plan.step(),
                                Numbers.count(sizes.test(), "test example"));
        return List.of(
                fold ? trained : tested,
                "The test split has been looked at %s so far. Everything goes to %s."
                        .formatted(looks == 1 ? "once" : looks + " times", folder.root()));
    }

    private static Map<String, Object> details(FinalPlan plan, Sizes sizes) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("test_examples", sizes.test());
        details.put("steps", plan.fold() ? plan.step() : 0);
        return details;
    }

    /** Trains to the step, or goes on. */
    private int train(RunConfig config, long step, RunDirectory directory) {
        if (reached(directory, step)) {
            return ExitCode.DONE;
        }
        Outcome outcome =
                TrainingRun.executeUntil(
                        config,
                        new RunOptions(
                                directory.root(),
                                device.device(),
                                false,
                                words(),
                                GitState.find(Path.of(""))),
                        context.terminal().progress(),
                        step);
        if (reached(directory, step)) {
            return ExitCode.DONE;
        }
        return new OutcomePrinter(this).print(outcome, directory.root());
    }

    private static boolean reached(RunDirectory directory, long step) {
        return new CheckpointDirectory(directory.checkpoints())
                .list().stream().mapToLong(CheckpointInfo::step).anyMatch(saved -> saved == step);
    }

    private FinalResult measured(FinalPlan plan, RunDirectory tested) {
        MeasuredRun validation = measure(plan.run().directory(), "validation", plan.step());
        MeasuredRun test = measure(tested, "test", plan.step());
        if (fold) { // it is a look by whoever chose the run
            TestEvaluations.add(
                    plan.run().directory(),
                    new TestEvaluations.Look(
                            Instant.now(), plan.step(), test.split().metrics(), words()));
        }
        return new FinalResult(plan, validation, test, TestLooks.of(plan.run().directory()));
    }

    private MeasuredRun measure(RunDirectory run, String split, long step) {
        return EvaluationRun.measure(
                new EvaluateOptions(
                        run.root(),
                        split,
                        Long.toString(step),
                        Optional.empty(),
                        device.device(),
                        words()),
                context.terminal().progress());
    }

    private int tell(FinalPlan plan, ProcedureFolder folder, FinalResult result) {
        String card = new ModelCard(result, GitState.find(Path.of("")), words()).text();
        AtomicFiles.write(folder.modelCard(), card.getBytes(StandardCharsets.UTF_8));
        List<Path> studies =
                plan.study().map(study -> List.of(Path.of(study.directory()))).orElse(List.of());
        Path page = folder.finish(plan, plan.name(), result, studies, words());
        out().println();
        print(result.sentences(), context.terminal());
        out().println("The model's card: " + folder.modelCard());
        out().println("The report: " + page);
        return ExitCode.DONE;
    }
}
