package etude.tuner.project.rule;

import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Remedy;
import etude.tuner.project.DataFinding;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Quantities;
import java.nio.file.Path;
import java.util.List;

/** Before anything is tuned a short run reads the data, and must not wait for them. */
record SoundData() implements Rule {
    private static final int STEPS = 100;

    /** The last of these intervals says how training waits once the data have been read. */
    private static final int LOGGED = 20;

    private static final String ENDING = "data";

    /** Seconds for which a step may wait before that is worth anybody's time. */
    private static final double MATTERS = 0.02;

    @Override
    public String step() {
        return "data";
    }

    @Override
    public String title() {
        return "The data are sound, and training does not wait for them";
    }

    @Override
    public String section() {
        return "Guide for starting a new project";
    }

    @Override
    public RuleState judge(ProjectState state) {
        return state.data()
                .filter(DataFinding::ended)
                .map(data -> judge(state, data))
                .orElseGet(() -> due(state));
    }

    private static RuleState judge(ProjectState state, DataFinding data) {
        for (Answer answer : List.of(data.overlap(), data.input())) {
            if (answer instanceof Answer.Problem problem
                    && !(answer.equals(data.input()) && waitsBriefly(data))) {
                return new Due(
                        Draft.byHand(
                                "%s says: %s".formatted(data.run(), problem.sentence()),
                                problem.remedy().map(Remedy::text).orElse("")));
            }
        }
        String chance =
                data.chance().isPresent()
                        ? " Chance is %s at %s."
                                .formatted(
                                        state.config().metric(),
                                        MetricLine.value(
                                                state.config().metric(),
                                                data.chance().getAsDouble()))
                        : "";
        return new Satisfied(
                "%s: %s %s%s"
                        .formatted(
                                data.run(),
                                data.overlap().sentence(),
                                data.input().sentence()
                                        + (waitsBriefly(data)
                                                ? " A step waits for %s, which is too little to stop for."
                                                        .formatted(
                                                                Quantities.stepTime(
                                                                        data.waitPerStep()
                                                                                .orElseThrow()))
                                                : ""),
                                chance));
    }

    /** Short steps wait for threads and for other processes, which no faster reading changes. */
    private static boolean waitsBriefly(DataFinding data) {
        return data.input() instanceof Answer.Problem
                && data.waitPerStep().orElse(Double.POSITIVE_INFINITY) < MATTERS;
    }

    private static RuleState due(ProjectState state) {
        String own = state.config().name() + "-" + ENDING;
        String name =
                state.data()
                        .map(begun -> Path.of(begun.run()).getFileName().toString())
                        .filter(begun -> begun.startsWith(own)) // goes on; others are not ours
                        .orElseGet(() -> state.freeName(ENDING));
        return new Due(
                Draft.of(
                        "No run on these data has ended yet. A short one says whether they are"
                                + " there, labelled and apart from those that validate, what chance is,"
                                + " and whether training waits for them.",
                        new Action.Command(
                                List.of(
                                        "etude",
                                        "train",
                                        state.incumbentFile(),
                                        "--run-dir",
                                        "runs/" + name,
                                        "--set",
                                        "name=" + name,
                                        "--set",
                                        "max_train_steps=" + STEPS,
                                        "--set",
                                        "schedule={decay: constant}",
                                        "--set",
                                        "evaluation.every=" + STEPS,
                                        "--set",
                                        "checkpoints.every=" + STEPS,
                                        "--set",
                                        "logging.every=" + LOGGED)),
                        cost(state)));
    }

    private static Cost cost(ProjectState state) {
        return state.trainingTime()
                .map(time -> Cost.of("%d steps".formatted(STEPS), 1, STEPS, time, 1))
                .orElseGet(() -> Cost.unknown("%d steps, whose time it measures".formatted(STEPS)));
    }
}
