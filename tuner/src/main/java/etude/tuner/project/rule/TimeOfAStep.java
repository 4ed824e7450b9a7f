package etude.tuner.project.rule;

import etude.trainer.files.Json;
import etude.tuner.project.Adoption;
import etude.tuner.project.DraftFile;
import etude.tuner.project.Incumbent;
import etude.tuner.project.ProjectState;
import etude.tuner.project.TrainingTime;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import java.util.List;
import java.util.Optional;

/**
 * What a step takes as trials will train: as many at once as there are workers, evaluated on the
 * way. A probe times one training that has the machine to itself, and several at once share cores,
 * caches and memory.
 */
record TimeOfAStep() implements Rule {
    static final String STEP = "timing";

    /** Of the longest run. */
    private static final double PART = 0.1;

    /** Of the whole budget at most, for each training of a worker. */
    private static final double SHARE = 0.01;

    /** Fewer are the start of a process. */
    private static final long FEWEST = 20;

    /**
     * Trainings of each worker. In the first, the JVM still compiles, which takes from the steps; a
     * median of three is one of the others.
     */
    private static final int OF_EACH_WORKER = 3;

    private static final String EVERY = "evaluation.every";

    /** What evaluations may take of a training. */
    private static final double OF_A_TRAINING = 0.25;

    /** Shares of a training, in percent, at which it is evaluated; rarer ones show no curve. */
    private static final List<Integer> RARER = List.of(10, 20, 25);

    @Override
    public String step() {
        return STEP;
    }

    @Override
    public String title() {
        return "The time of a step is known, with as many trainings at once as there are workers";
    }

    @Override
    public String section() {
        return "Choosing the batch size to minimize training time";
    }

    @Override
    public RuleState judge(ProjectState state) {
        Optional<TrainingTime> whole = state.timeOfTrainings();
        Optional<TrainingTime> known = state.trainingTime();
        Optional<Draft> rarer = whole.flatMap(time -> rarer(state, time));
        if (rarer.isPresent()) {
            return new Due(rarer.get());
        }
        if (whole.isPresent()) {
            return new Satisfied(
                    "%s a step and %s for the evaluations of a training, with %d at once."
                            .formatted(
                                    Quantities.stepTime(whole.get().secondsPerStep()),
                                    Quantities.duration(whole.get().secondsPerTraining()),
                                    state.config().workers()));
        }
        if (known.isEmpty()) {
            return new NotApplicable("Nothing has timed a step yet, so nobody knows how many.");
        }
        if (state.incumbent().steps().isEmpty() && state.config().keeps("max_train_steps")) {
            return new NotApplicable("project.yaml keeps max_train_steps.");
        }
        return due(state, known.get());
    }

    /** Fewer evaluations, where they would take more of a training than they are worth. */
    private static Optional<Draft> rarer(ProjectState state, TrainingTime time) {
        double training = NumberOfSteps.secondsOfTraining(state);
        double now = state.incumbent().evaluationsEvery().orElse(NumberOfSteps.PERCENT);
        double share = time.secondsPerTraining() / training;
        List<Integer> rarer = RARER.stream().filter(percent -> percent > now).toList();
        if (share <= OF_A_TRAINING || rarer.isEmpty() || state.config().keeps(EVERY)) {
            return Optional.empty();
        }
        int percent =
                rarer.stream()
                        .filter(one -> share * now / one <= OF_A_TRAINING)
                        .findFirst()
                        .orElse(rarer.get(rarer.size() - 1));
        String why =
                "Evaluations at every %s of a training take %s, and a training may take %s at first: with one at every %d %% more of it is training."
                        .formatted(
                                Numbers.text(now) + " %",
                                Quantities.duration(time.secondsPerTraining()),
                                Quantities.duration(training),
                                percent);
        return Optional.of(
                Draft.of(
                        why,
                        new Action.Adopt(
                                Adoption.of(
                                        STEP,
                                        NumberOfSteps.RUN_BUDGET,
                                        List.of(
                                                EVERY + "=" + percent + "%",
                                                "checkpoints.every=" + percent + "%"),
                                        why)),
                        Cost.none()));
    }

    private static RuleState due(ProjectState state, TrainingTime time) {
        double seconds =
                Math.min(
                        SHARE * state.config().totalBudget().seconds(),
                        PART * state.config().runBudget().seconds());
        long steps = Math.max(FEWEST, time.stepsIn(seconds));
        int workers = state.config().workers();
        int trials = OF_EACH_WORKER * workers;
        Cost cost = Cost.ofTrials(trials, steps, time, workers);
        return cost.seconds().orElseThrow() <= state.secondsLeft()
                ? new Due(draft(state, trials, steps, cost))
                : Rule.beyondBudget(state, cost);
    }

    private static Draft draft(ProjectState state, int trials, long steps, Cost cost) {
        String name = state.freeName(STEP);
        double rate = state.incumbent().learningRate();
        String study =
                """
                # Drafted by `etude next`: not to find a rate, but to time steps as trials take them.
                name: %s
                goal: How long does a step take with %d trainings at once?
                base: base.yaml
                objective: {metric: %s, mode: min}
                search: {seed: %d}
                trials: %d
                parameters:
                  - {path: optimizer.learning_rate, role: nuisance, min: %s, max: %s, scale: log}
                """
                        .formatted(
                                Json.line(name),
                                state.config().workers(),
                                state.config().metric(),
                                state.incumbent().config().seed(),
                                trials,
                                rate / 2,
                                rate);
        Incumbent base =
                state.incumbent()
                        .with(
                                List.of(
                                        "max_train_steps=" + steps,
                                        "evaluation.every=" + NumberOfSteps.EVERY,
                                        "checkpoints.every=" + NumberOfSteps.EVERY));
        return new Draft(
                "A probe times steps of one training by itself, without evaluations; %s of %,d steps, %d at once as in a study, show what a step takes there, in their median."
                        .formatted(
                                Numbers.count(trials, "training"), steps, state.config().workers()),
                StudyCommands.run(state, state.file(STEP + "/study.yaml")),
                cost,
                List.of(
                        new DraftFile(STEP + "/base.yaml", base.text(), true),
                        new DraftFile(STEP + "/study.yaml", study, true)),
                "");
    }
}
