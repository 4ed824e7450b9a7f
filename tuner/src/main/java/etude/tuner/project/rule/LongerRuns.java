package etude.tuner.project.rule;

import etude.tuner.project.Adoption;
import etude.tuner.project.Contestant;
import etude.tuner.project.Effort;
import etude.tuner.project.Lesson.Decision;
import etude.tuner.project.ProcedureFinding;
import etude.tuner.project.ProjectState;
import etude.tuner.project.TrainingTime;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.Quantities;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The launch candidates as longer runs, up to what a run may take: do the conclusions of the short
 * ones hold, and is the time worth it?
 */
record LongerRuns() implements Rule {
    private static final String KEY = "max_train_steps";
    static final String PROCEDURE = "etude tune longer";

    /** Less would hardly be another length. */
    private static final double LEAST = 1.5;

    /** A first round is about a tenth of the production length. */
    private static final long MOST = 10;

    private static final List<Integer> CANDIDATES = List.of(3, 2, 1);

    @Override
    public String step() {
        return "longer";
    }

    @Override
    public String title() {
        return "Launch candidates were trained for longer, and conclusions checked again";
    }

    @Override
    public String section() {
        return "Round 1; Round 2";
    }

    @Override
    public RuleState judge(ProjectState state) {
        if (state.config().keeps(KEY)) {
            return Rule.kept(KEY);
        }
        if (state.reigning().isEmpty() || state.incumbent().steps().isEmpty()) {
            return new NotApplicable(
                    "No study has measured the incumbent, so there is no candidate.");
        }
        Optional<ProcedureFinding> found = Optional.ofNullable(state.procedures().get(PROCEDURE));
        return found.filter(ProcedureFinding::ended)
                .map(ended -> judge(state, ended))
                .orElseGet(() -> due(state, found));
    }

    private RuleState judge(ProjectState state, ProcedureFinding found) {
        String evidence = "%s: %s".formatted(found.folder(), found.sentence());
        Optional<Contestant> best =
                found.best().stream().min(Comparator.comparingDouble(Contestant::value));
        boolean adopted =
                state.launches().stream()
                        .anyMatch(launch -> launch.source().equals(found.folder()));
        if (best.isEmpty() || adopted) {
            return new Satisfied(evidence);
        }
        return compare(state, found, best.get(), evidence);
    }

    private RuleState compare(
            ProjectState state, ProcedureFinding found, Contestant longer, String said) {
        Contestant now = state.reigning().orElseThrow();
        Evidence evidence = Evidence.of(state.config(), longer, now, Evidence.By.BETTER_MEAN);
        if (longer.value() < now.value() && evidence.seeds() == 0) {
            Optional<Draft> rerun =
                    Reruns.next(state, "", List.of(longer, now), Evidence.FEWEST_SEEDS, 1);
            if (rerun.isPresent()) {
                return new Due(rerun.get());
            }
        }
        String why = "%s %s %s".formatted(said, evidence.seen(), evidence.why());
        return evidence.decision() == Decision.ADOPTED
                ? new Due(
                        Draft.of(
                                why,
                                new Action.Adopt(
                                        new Adoption(
                                                step(),
                                                found.folder(),
                                                longer.changes(),
                                                why,
                                                Optional.of(
                                                        longer.measured(state.config().metric())),
                                                Effort.none())),
                                Cost.none()))
                : new Satisfied(why);
    }

    private RuleState due(ProjectState state, Optional<ProcedureFinding> begun) {
        if (state.trainingTime().isEmpty()) {
            return new NotApplicable(
                    "The time of a step is not known, so no run budget can be kept.");
        }
        TrainingTime time = state.trainingTime().get();
        long now = state.incumbent().steps().orElseThrow();
        long patience = longest(state, time);
        long least = shortest(state);
        if (time.seconds(now) > state.config().runBudget().seconds()) {
            return new NotApplicable(
                    "Runs of the incumbent's %,d steps take %s already, more than run_budget %s."
                            .formatted(
                                    now,
                                    Quantities.duration(time.seconds(now)),
                                    state.config().runBudget()));
        }
        if (patience < least) {
            return new Satisfied(
                    "Runs are as long as run_budget %s allows: %,d steps of %s."
                            .formatted(
                                    state.config().runBudget(),
                                    now,
                                    Quantities.stepTime(time.secondsPerStep())));
        }
        for (long steps = patience; ; steps = Math.max(least, steps / 2)) {
            for (int candidates : CANDIDATES) {
                Cost all = withReruns(state, candidates, steps, time);
                if (all.seconds().orElseThrow() <= state.secondsLeft()) {
                    return new Due(
                            draft(state, begun, candidates, steps, cost(candidates, steps, time)));
                }
            }
            if (steps == least) {
                return Rule.beyondBudget(state, withReruns(state, 1, least, time));
            }
        }
    }

    /** As long as the run budget allows, and not too far from what is known. */
    static long longest(ProjectState state, TrainingTime time) {
        long now = state.incumbent().steps().orElseThrow();
        return Math.min(time.stepsIn(state.config().runBudget().seconds()), MOST * now);
    }

    static long shortest(ProjectState state) {
        return (long) Math.ceil(LEAST * state.incumbent().steps().orElseThrow());
    }

    /** One after the other. */
    private static Cost cost(int candidates, long steps, TrainingTime time) {
        return Cost.of(
                "%d longer runs of %,d steps one after the other".formatted(candidates, steps),
                candidates,
                candidates * steps,
                time,
                1);
    }

    /** Without which a longer run that is better would not be believed. */
    private static Cost withReruns(
            ProjectState state, int candidates, long steps, TrainingTime time) {
        int workers = state.config().workers();
        long trainings = candidates * (long) workers + Evidence.FEWEST_SEEDS;
        return Cost.of(
                "%d longer runs of %,d steps one after the other, and %d reruns of the best"
                        .formatted(candidates, steps, Evidence.FEWEST_SEEDS),
                trainings,
                trainings * steps,
                time,
                workers);
    }

    private Draft draft(
            ProjectState state,
            Optional<ProcedureFinding> begun,
            int candidates,
            long steps,
            Cost cost) {
        String name = begun.map(ProcedureFinding::name).orElseGet(() -> state.freeName("longer"));
        return Draft.of(
                begun.isPresent()
                        ? "%s was stopped; the same command continues it."
                                .formatted(begun.get().name())
                        : "The incumbent was found in runs of %,d steps, and a run may have %,d. Whether what was found holds there, and whether it reaches more, only longer runs tell."
                                .formatted(state.incumbent().steps().orElseThrow(), steps),
                new Action.Command(
                        List.of(
                                "etude",
                                "tune",
                                "longer",
                                state.reigning().orElseThrow().study(),
                                "--steps",
                                Long.toString(steps),
                                "--best",
                                Integer.toString(candidates),
                                "--name",
                                name,
                                "--workers",
                                Integer.toString(state.config().workers())),
                        Optional.of(name)),
                cost);
    }
}
