package etude.tuner.project.rule;

import etude.trainer.files.Json;
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

    /** Of the whole budget at most. */
    private static final double SHARE = 0.01;

    /** Fewer are the start of a process. */
    private static final long FEWEST = 20;

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

    private static RuleState due(ProjectState state, TrainingTime time) {
        double seconds =
                Math.min(
                        SHARE * state.config().ofAll().seconds(),
                        PART * state.config().ofRun().seconds());
        long steps = Math.max(FEWEST, time.stepsIn(seconds));
        int workers = state.config().workers();
        Cost cost = Cost.ofTrials(workers, steps, time, workers);
        return cost.seconds().orElseThrow() <= state.secondsLeft()
                ? new Due(draft(state, steps, cost))
                : Rule.beyondBudget(state, cost);
    }

    private static Draft draft(ProjectState state, long steps, Cost cost) {
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
                                state.config().workers(),
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
                "A probe times steps of one training by itself, without evaluations; %s of %,d steps, as many at once as in a study, show what a step takes there."
                        .formatted(Numbers.count(state.config().workers(), "training"), steps),
                StudyCommands.run(state, state.file(STEP + "/study.yaml")),
                cost,
                List.of(
                        new DraftFile(STEP + "/base.yaml", base.text(), true),
                        new DraftFile(STEP + "/study.yaml", study, true)),
                "");
    }
}
