package etude.tuner.project.rule;

import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.tuner.project.Adoption;
import etude.tuner.project.Contestant;
import etude.tuner.project.DataFinding;
import etude.tuner.project.Effort;
import etude.tuner.project.Measured;
import etude.tuner.project.ProcedureFinding;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The launch: one look at the test split, with the model's card, and nothing is chosen after it.
 */
record TestOnce() implements Rule {
    static final String PROCEDURE = "etude tune final";
    static final String STEP = "launch";

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public String title() {
        return "The test split was looked at once, and the model has its card";
    }

    @Override
    public String section() {
        return "After exploration concludes";
    }

    @Override
    public RuleState judge(ProjectState state) {
        if (!hasTestSplit(state)) {
            return new NotApplicable(
                    "The data have no test split; dataset.test_fraction or dataset.test_path makes one, before a project begins.");
        }
        Optional<ProcedureFinding> found = Optional.ofNullable(state.procedures().get(PROCEDURE));
        if (found.isPresent() && found.get().ended()) {
            return tested(state, found.get());
        }
        return state.run().map(run -> look(state, run, found)).orElseGet(() -> train(state));
    }

    /** Whether the incumbent, as it is now, was tested and launched. */
    static boolean isDone(ProjectState state) {
        return Optional.ofNullable(state.procedures().get(PROCEDURE))
                .filter(ProcedureFinding::ended)
                .filter(found -> isLaunched(state, found))
                .isPresent();
    }

    private static boolean isLaunched(ProjectState state, ProcedureFinding found) {
        return state.launches().stream().anyMatch(launch -> launch.source().equals(found.folder()));
    }

    /** As the run on the data says; where that was of an earlier version, as the config tells. */
    private static boolean hasTestSplit(ProjectState state) {
        OptionalInt examples =
                state.data().map(DataFinding::testExamples).orElse(OptionalInt.empty());
        return examples.isPresent()
                ? examples.getAsInt() > 0
                : hasTestSplit(state.incumbent().config().dataset());
    }

    private static boolean hasTestSplit(DatasetConfig data) {
        return data.testFraction() > 0
                || data.testPath().isPresent()
                || data.source() instanceof SourceConfig.CifarBinary
                || data.source() instanceof SourceConfig.Generated
                || (data.source() instanceof SourceConfig.Catalogue catalogue
                        && !catalogue.dataset().equals(Augmentation.TEXTS));
    }

    private RuleState tested(ProjectState state, ProcedureFinding found) {
        String evidence = "%s: %s".formatted(found.folder(), found.sentence());
        return isLaunched(state, found)
                ? new Satisfied(evidence)
                : new Due(
                        Draft.of(
                                evidence + " MODEL_CARD.md there is the model's card.",
                                new Action.Adopt(
                                        new Adoption(
                                                step(),
                                                found.folder(),
                                                List.of(),
                                                evidence,
                                                state.reigning().map(one -> measured(state, one)),
                                                Effort.none())),
                                Cost.none()));
    }

    private static Measured measured(ProjectState state, Contestant one) {
        return one.measured(state.config().metric());
    }

    private static RuleState look(
            ProjectState state, String run, Optional<ProcedureFinding> begun) {
        return new Due(
                Draft.of(
                        "Nothing else is due. The test split says what the incumbent reaches on examples that nobody chose by; it is looked at once, at the end.",
                        new Action.Command(
                                List.of(
                                        "etude",
                                        "tune",
                                        "final",
                                        run,
                                        "--name",
                                        begun.map(ProcedureFinding::name)
                                                .orElseGet(() -> state.freeName("final")))),
                        new Cost(OptionalDouble.of(0), "two evaluations: no training")));
    }

    /** What was adopted since the last run leaves the incumbent without one of its own. */
    private static RuleState train(ProjectState state) {
        Cost cost = RoundCost.ofTrials(state, 1, Pace.slower(state.config().workers()));
        String name = state.freeName("incumbent");
        return cost.seconds().orElse(0) > state.secondsLeft()
                ? Rule.beyondBudget(state, cost)
                : new Due(
                        Draft.of(
                                "No run has exactly the incumbent's configuration, and only one that was trained can be tested.",
                                new Action.Command(
                                        List.of(
                                                "etude",
                                                "train",
                                                state.incumbentFile(),
                                                "--run-dir",
                                                "runs/" + name,
                                                "--set",
                                                "name=" + name)),
                                cost));
    }
}
