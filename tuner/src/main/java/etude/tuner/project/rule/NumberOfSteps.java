package etude.tuner.project.rule;

import etude.trainer.config.Duration;
import etude.trainer.config.RunConfig;
import etude.tuner.project.Adoption;
import etude.tuner.project.Launch;
import etude.tuner.project.ProjectState;
import etude.tuner.project.StepsFinding;
import etude.tuner.project.TrainingTime;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * As many steps as the training set needs at a constant rate; where the run budget does not allow
 * these, or even finding them, a tenth of what it allows, for the first round.
 */
record NumberOfSteps() implements Rule {
    private static final String KEY = "max_train_steps";

    /** The key of project.yaml that its decisions rest on. */
    static final String RUN_BUDGET = "run_budget";

    /** With both widenings of the sweep. */
    private static final int MOST_TRIALS = 15;

    /** Fewer say nothing. */
    private static final long FEWEST = 50;

    /**
     * In fewer that are no whole epoch either, a first round shows the beginning of training only.
     */
    private static final long FEWEST_OF_A_ROUND = 300;

    /** Hardly anything is fitted that was seen less often. */
    private static final long LEAST_EPOCHS = 5;

    /** Where the best step falls in the first tenth, the number of steps is way too high. */
    private static final int MOST_TIMES = 10;

    /** Rounds, reruns and a final study need as many. */
    private static final int LEAST_TRAININGS = 100;

    /** Of what is left: the sweep also shows where the learning rate lies. */
    private static final double SHARE = 0.25;

    /** Playbook: many questions can be answered at about 10 % of the production length. */
    private static final long FIRST_ROUND = 10;

    /** Of a training: where it evaluates and keeps checkpoints. */
    static final int PERCENT = 5;

    static final String EVERY = PERCENT + "%";

    @Override
    public String step() {
        return "steps";
    }

    @Override
    public String title() {
        return "Training is as long as the training set needs, or as patience allows";
    }

    @Override
    public String section() {
        return "Algorithm for picking an initial candidate for max_train_steps using a learning"
                + " rate sweep";
    }

    @Override
    public RuleState judge(ProjectState state) {
        if (state.config().keeps(KEY)) {
            return Rule.kept(KEY);
        }
        if (state.trainingTime().isEmpty()) {
            return new NotApplicable(
                    "The time of a step with this batch size is not known, so no run budget can be"
                            + " kept; a probe measures it.");
        }
        TrainingTime time = state.trainingTime().get();
        long patience = Math.max(1, time.stepsIn(state.config().runBudget().seconds()));
        return state.steps()
                .map(found -> judge(state, found, patience, time))
                .orElseGet(() -> sweep(state, patience, time));
    }

    private RuleState judge(
            ProjectState state, StepsFinding found, long patience, TrainingTime time) {
        if (found instanceof StepsFinding.Begun begun) {
            return new Due(
                    sweep(
                            state,
                            "%s was stopped; the same command continues it."
                                    .formatted(begun.procedure()),
                            begun.procedure(),
                            begun.atMost(),
                            time));
        }
        if (found instanceof StepsFinding.NoResult none) {
            return new Due(
                    Draft.byHand(
                            "procedures/%s: %s".formatted(none.procedure(), none.sentence()),
                            "Look for a bug first: labels, normalization, learning rate."));
        }
        if (found instanceof StepsFinding.Fitted fitted) {
            long steps = generous(state, fitted.steps(), patience, time);
            return adopt(
                    state,
                    steps,
                    "procedures/" + fitted.procedure(),
                    "procedures/%s: %s%s"
                            .formatted(
                                    fitted.procedure(),
                                    fitted.sentence(),
                                    reason(state, fitted.steps(), steps)));
        }
        StepsFinding.ComputeBound bound = (StepsFinding.ComputeBound) found;
        return patience(
                state,
                patience,
                time,
                "procedures/" + bound.procedure(),
                "procedures/%s: %s".formatted(bound.procedure(), bound.sentence()));
    }

    /**
     * More than fitting takes: the schedule, augmentation and regularizers that come later need it,
     * and the best checkpoint is kept (playbook: "err on the side of training longer").
     */
    private static long generous(
            ProjectState state, long fitting, long patience, TrainingTime time) {
        long paid = Math.max(fitting, time.stepsIn(paid(state)));
        return Math.min(patience, Math.min(MOST_TIMES * fitting, paid));
    }

    /** What each of enough trainings may take, by the whole budget. */
    private static double paid(ProjectState state) {
        return state.config().totalBudget().seconds() * state.config().workers() / LEAST_TRAININGS;
    }

    /** What trainings of the first rounds may take, in seconds. */
    static double secondsOfTraining(ProjectState state) {
        double patience = state.config().runBudget().seconds();
        return Math.min(patience, Math.max(patience / FIRST_ROUND, paid(state)));
    }

    private static String reason(ProjectState state, long fitting, long steps) {
        if (steps < fitting) {
            return " run_budget %s allows %,d.".formatted(state.config().runBudget(), steps);
        }
        return steps == fitting
                ? ""
                : " When in doubt, training is rather longer: what comes later (a decay, augmentation, regularizers) needs more steps than fitting does. The incumbent gets %,d: at most %d times as many, within run_budget %s, and so few that total_budget %s pays for %d trainings."
                        .formatted(
                                steps,
                                MOST_TIMES,
                                state.config().runBudget(),
                                state.config().totalBudget(),
                                LEAST_TRAININGS);
    }

    private RuleState sweep(ProjectState state, long patience, TrainingTime time) {
        for (long steps = patience; steps >= least(state, patience); steps /= 2) {
            if (cost(state, steps, time).seconds().orElseThrow() <= SHARE * state.secondsLeft()) {
                String smaller =
                        steps < patience
                                ? ", which are the %s of run_budget %s that a quarter of what is left pays for"
                                        .formatted(
                                                Quantities.duration(time.seconds(steps)),
                                                state.config().runBudget())
                                : ", which are run_budget %s".formatted(state.config().runBudget());
                return new Due(
                        sweep(
                                state,
                                "How many steps the training set needs is not known. A sweep of constant learning rates over %,d steps each%s, finds it."
                                        .formatted(steps, smaller),
                                state.freeName("steps"),
                                steps,
                                time));
            }
        }
        return patience(
                state,
                patience,
                time,
                RUN_BUDGET,
                "A sweep long enough to find how many steps the training set needs, which are %d epochs at least, is beyond a quarter of what is left (%s)."
                        .formatted(
                                LEAST_EPOCHS,
                                Quantities.duration(Math.max(0, state.secondsLeft()))));
    }

    /** Below so many a sweep would find nothing but that runs are too short. */
    private static long least(ProjectState state, long patience) {
        long epochs = LEAST_EPOCHS * state.stepsOfAnEpoch().orElse(0);
        return Math.max(Math.max(FEWEST, epochs), patience / FIRST_ROUND);
    }

    private RuleState patience(
            ProjectState state, long patience, TrainingTime time, String source, String why) {
        long tenth = Math.max(1, patience / FIRST_ROUND);
        long epoch = state.stepsOfAnEpoch().orElse(tenth);
        long fewest = Math.min(patience, Math.min(epoch, FEWEST_OF_A_ROUND));
        return adopt(
                state,
                Math.max(tenth, fewest),
                source,
                "%s By patience: run_budget %s is %,d steps of %s, and the first rounds take %s."
                        .formatted(
                                why,
                                state.config().runBudget(),
                                patience,
                                Quantities.stepTime(time.secondsPerStep()),
                                fewest > tenth
                                        ? "%,d, for a tenth of them is too few to tell anything"
                                                .formatted(fewest)
                                        : "a tenth of them, %,d".formatted(tenth)));
    }

    private RuleState adopt(ProjectState state, long steps, String source, String evidence) {
        Optional<Launch> decided = decided(state, source);
        if (state.incumbent().steps().equals(OptionalLong.of(steps)) || decided.isPresent()) {
            return new Satisfied(
                    evidence
                            + decided.filter(launch -> !launch.step().equals(step()))
                                    .map(
                                            launch ->
                                                    " Launch %d (%s) has changed it since."
                                                            .formatted(
                                                                    launch.number(), launch.step()))
                                    .orElse(""));
        }
        RunConfig config = state.incumbent().config();
        List<String> changes = new ArrayList<>();
        changes.add(KEY + "=" + steps);
        if (config.evaluation().every().unit() != Duration.Unit.PERCENT) {
            changes.add("evaluation.every=" + EVERY);
        }
        if (config.checkpoints().every().unit() != Duration.Unit.PERCENT) {
            changes.add("checkpoints.every=" + EVERY);
        }
        return new Due(
                Draft.of(
                        "%s The incumbent has max_train_steps %s."
                                .formatted(evidence, config.maxTrainSteps().text()),
                        new Action.Adopt(Adoption.of(step(), source, changes, evidence)),
                        Cost.none()));
    }

    /**
     * The launch that decided it for this model and batch size, for this reason or a later one: a
     * time per step that is known better since changes no number of steps that the run budget still
     * allows.
     */
    private Optional<Launch> decided(ProjectState state, String source) {
        int since =
                Stream.of("model", "batch_size")
                        .flatMap(key -> state.lastChange(key).stream())
                        .mapToInt(Launch::number)
                        .max()
                        .orElse(0);
        double seconds =
                state.trainingTime()
                        .map(time -> time.seconds(state.incumbent().steps().orElse(Long.MAX_VALUE)))
                        .orElse(0.0);
        return state.lastChange(KEY)
                .filter(launch -> launch.number() > since)
                .filter(launch -> !launch.step().equals(step()) || launch.source().equals(source))
                .filter(launch -> seconds <= state.config().runBudget().seconds());
    }

    private static Draft sweep(
            ProjectState state, String why, String name, long steps, TrainingTime time) {
        return Draft.of(
                why,
                new Action.Command(
                        List.of(
                                "etude",
                                "tune",
                                "steps",
                                state.incumbentFile(),
                                "--at-most",
                                Long.toString(steps),
                                "--name",
                                name,
                                "--workers",
                                Integer.toString(state.config().workers())),
                        Optional.of(name)),
                cost(state, steps, time));
    }

    private static Cost cost(ProjectState state, long steps, TrainingTime time) {
        return Cost.ofTrials(MOST_TRIALS, steps, time, state.config().workers());
    }
}
