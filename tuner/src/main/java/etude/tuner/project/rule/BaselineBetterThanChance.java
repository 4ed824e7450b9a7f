package etude.tuner.project.rule;

import etude.trainer.files.Json;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Remedy;
import etude.tuner.project.Adoption;
import etude.tuner.project.DraftFile;
import etude.tuner.project.Effort;
import etude.tuner.project.Lesson;
import etude.tuner.project.ProjectState;
import etude.tuner.project.RateSweep;
import etude.tuner.project.Round;
import etude.tuner.project.StepsFinding;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small sweep of the learning rate, widened while the best rate is at an edge, gives a baseline
 * that is much better than chance.
 */
record BaselineBetterThanChance() implements Rule {
    private static final String KEY = "optimizer.learning_rate";
    private static final String ENDING = "baseline";

    /** Points of a sweep: two to a decade, then one and a half, then one. */
    private static final List<Integer> LEVELS = List.of(7, 5, 3);

    /** Likewise of one beyond an edge. */
    private static final List<Integer> LEVELS_BEYOND = List.of(5, 3);

    /** Three decades around the middle. */
    private static final double HALF_RANGE = Math.sqrt(1000);

    /** The same around a rate that was the best for another number of steps. */
    private static final double HALF_RANGE_AGAIN = 10;

    private static final List<Integer> LEVELS_AGAIN = List.of(5, 3);

    private static final double BEYOND = 100;
    private static final String STEPS = "max_train_steps";
    private static final long TIMES_LONGER = 4;
    private static final int MOST_SWEEPS = 3;

    @Override
    public String step() {
        return ENDING;
    }

    @Override
    public String title() {
        return "The baseline is much better than chance, its learning rate inside the sweep";
    }

    @Override
    public String section() {
        return "Choosing the initial configuration; Identifying bad search space boundaries";
    }

    @Override
    public RuleState judge(ProjectState state) {
        if (state.config().keeps(KEY)) {
            return Rule.kept(KEY);
        }
        List<RateSweep> sweeps = state.sweeps();
        Optional<RateSweep> unended = sweeps.stream().filter(s -> s.unended() > 0).findFirst();
        if (unended.isPresent()) {
            return new Due(goOn(state, unended.get()));
        }
        Optional<RateSweep> failed = sweeps.stream().filter(s -> s.failed() > 0).findFirst();
        if (failed.isPresent()) {
            return new Due(failed(failed.get()));
        }
        if (sweeps.isEmpty() && state.isOfAnotherLength()) {
            return again(state);
        }
        if (sweeps.isEmpty()) {
            return retuned(state).<RuleState>map(Satisfied::new).orElseGet(() -> first(state));
        }
        return TriedRates.ofBest(sweeps)
                .map(best -> judge(state, TriedRates.of(sweeps), best))
                .orElseGet(() -> nothingTrains(sweeps));
    }

    private RuleState judge(ProjectState state, TriedRates tried, RateSweep sweep) {
        if (sweep.chance() instanceof Answer.Problem
                || sweep.chance() instanceof Answer.Attention) {
            return new Due(
                    longer(state, sweep)
                            .orElseGet(
                                    () ->
                                            Draft.byHand(
                                                    "%s: %s"
                                                            .formatted(
                                                                    sweep.directory(),
                                                                    sweep.chance().sentence()),
                                                    sweep.chance()
                                                            .remedy()
                                                            .map(Remedy::text)
                                                            .orElse(""))));
        }
        double best = tried.best().orElseThrow().rate();
        boolean inside = tried.place() == TriedRates.Place.INSIDE;
        if (!inside && state.sweeps().size() < MOST_SWEEPS) {
            RuleState wider = beyond(state, tried, best);
            if (wider instanceof Due) {
                return wider;
            }
        }
        String evidence =
                "%s: %s The best of %s is %s%s."
                        .formatted(
                                sweep.directory(),
                                sweep.answer(),
                                Numbers.count(tried.rates().size(), "rate"),
                                Numbers.text(best),
                                inside ? ", with worse ones on either side" : ", still at an edge");
        return adopt(state, sweep, tried.best().orElseThrow(), evidence);
    }

    /** Short runs may be too short to tell anything from chance, which is no bug. */
    private Optional<Draft> longer(ProjectState state, RateSweep sweep) {
        long steps = state.incumbent().steps().orElse(Long.MAX_VALUE);
        long patience =
                state.trainingTime()
                        .map(time -> time.stepsIn(state.config().runBudget().seconds()))
                        .orElse(0L);
        long more = Math.min(patience, TIMES_LONGER * steps);
        if (steps > patience / 2 || state.config().keeps(STEPS)) {
            return Optional.empty();
        }
        String why =
                "%s: %s Runs of %,d steps may be too short to tell, and run_budget %s allows %,d: before a bug is looked for, they get %,d."
                        .formatted(
                                sweep.directory(),
                                sweep.chance().sentence(),
                                steps,
                                state.config().runBudget(),
                                patience,
                                more);
        return Optional.of(
                Draft.of(
                        why,
                        new Action.Adopt(
                                Adoption.of(
                                        step(),
                                        sweep.directory(),
                                        List.of(STEPS + "=" + more),
                                        why)),
                        Cost.none()));
    }

    private RuleState adopt(
            ProjectState state, RateSweep sweep, RateSweep.Tried best, String evidence) {
        boolean same =
                state.incumbent().learningRate() == best.rate() && !state.isOfAnotherLength();
        List<Lesson> lessons = lessons(state, sweep, evidence);
        if (same && lessons.isEmpty()) {
            return new Satisfied("%s %s".formatted(evidence, sweep.chance().sentence()));
        }
        Optional<Adoption> adoption =
                same
                        ? Optional.empty()
                        : Optional.of(
                                new Adoption(
                                        step(),
                                        sweep.directory(),
                                        List.of(KEY + "=" + best.rate()),
                                        evidence,
                                        Optional.of(sweep.reached(best)),
                                        state.sweeps().stream()
                                                .map(RateSweep::effort)
                                                .reduce(Effort.none(), Effort::plus)));
        return new Due(
                Draft.of(
                        "%s %s The incumbent has %s."
                                .formatted(
                                        evidence,
                                        sweep.chance().sentence(),
                                        Numbers.text(state.incumbent().learningRate())),
                        new Action.Conclude(lessons, adoption),
                        Cost.none()));
    }

    /** Of the rounds that have none; what a person ran by hand was no round. */
    private List<Lesson> lessons(ProjectState state, RateSweep deciding, String evidence) {
        List<Lesson> lessons = new ArrayList<>();
        for (Round round : state.roundsWithoutLesson(step())) {
            state.sweeps().stream()
                    .filter(sweep -> sweep.name().equals(round.study()))
                    .forEach(sweep -> lessons.add(lesson(round, sweep, deciding, evidence)));
        }
        return lessons;
    }

    private Lesson lesson(Round round, RateSweep sweep, RateSweep deciding, String evidence) {
        boolean decides = sweep.equals(deciding);
        return new Lesson(
                round.folder(),
                step(),
                round.goal(),
                sweep.directory(),
                List.of(sweep.answer(), sweep.chance().sentence()),
                decides ? Lesson.Decision.ADOPTED : Lesson.Decision.KEPT,
                decides
                        ? evidence
                        : "The best rate of all that were tried is one of %s."
                                .formatted(deciding.directory()),
                true,
                Optional.empty(),
                sweep.effort(),
                "");
    }

    /** Later rounds tune the rate along with what they ask. */
    private Optional<String> retuned(ProjectState state) {
        return state.lesson(step())
                .map(
                        lesson ->
                                "rounds/%s: %s"
                                        .formatted(
                                                lesson.round(),
                                                state.lastChange(KEY)
                                                        .filter(l -> !l.step().equals(step()))
                                                        .map(
                                                                l ->
                                                                        "The rate was tuned again with launch %d (%s)."
                                                                                .formatted(
                                                                                        l.number(),
                                                                                        l.step()))
                                                        .orElse(lesson.why())));
    }

    private static RuleState first(ProjectState state) {
        double middle =
                state.steps()
                        .map(BaselineBetterThanChance::rate)
                        .filter(rate -> rate > 0)
                        .orElse(state.incumbent().learningRate());
        return sweep(
                state,
                "No study of the learning rate alone was made from this incumbent. A small one around %s gives the baseline that everything later is compared with."
                        .formatted(Numbers.text(middle)),
                "Which constant learning rate gives a baseline much better than chance?",
                middle / HALF_RANGE,
                middle * HALF_RANGE,
                LEVELS);
    }

    /** Another length has another best rate, and nothing was measured with it. */
    private static RuleState again(ProjectState state) {
        double middle = state.incumbent().learningRate();
        return sweep(
                state,
                "max_train_steps has changed, and nothing was measured with so many steps. A small sweep around %s says what they reach."
                        .formatted(Numbers.text(middle)),
                "Which learning rate is the best for this number of steps?",
                middle / HALF_RANGE_AGAIN,
                middle * HALF_RANGE_AGAIN,
                LEVELS_AGAIN);
    }

    private static double rate(StepsFinding found) {
        if (found instanceof StepsFinding.Fitted fitted) {
            return fitted.learningRate();
        }
        return found instanceof StepsFinding.ComputeBound bound ? bound.learningRate() : 0;
    }

    private static RuleState beyond(ProjectState state, TriedRates tried, double best) {
        boolean lower = tried.place() == TriedRates.Place.LOWEST;
        return sweep(
                state,
                "The best of %d rates, %s, is the %s that was tried, so a better one may lie beyond."
                        .formatted(
                                tried.rates().size(),
                                Numbers.text(best),
                                lower ? "lowest" : "highest"),
                "Is there a better learning rate beyond the %s one that was tried?"
                        .formatted(lower ? "lowest" : "highest"),
                lower ? best / BEYOND : best,
                lower ? best : best * BEYOND,
                LEVELS_BEYOND);
    }

    private static RuleState sweep(
            ProjectState state,
            String why,
            String goal,
            double low,
            double high,
            List<Integer> levels) {
        for (int trials : levels) {
            Cost cost = cost(state, trials);
            if (cost.seconds().orElse(0) <= state.secondsLeft()) {
                return new Due(draft(state, why, goal, low, high, trials, cost));
            }
        }
        return Rule.beyondBudget(state, cost(state, levels.get(levels.size() - 1)));
    }

    private static Draft draft(
            ProjectState state,
            String why,
            String goal,
            double low,
            double high,
            int trials,
            Cost cost) {
        String name = state.freeName(ENDING);
        String round = state.roundOf(name);
        String study =
                """
                # Drafted by `etude next`; an ordinary study, to be edited before it begins.
                name: %s
                goal: %s
                base: base.yaml
                objective: {metric: %s, mode: min}
                search: {algorithm: grid, seed: %d, levels: %d}
                trials: %d
                parameters:
                  - {path: %s, role: nuisance, min: %s, max: %s, scale: log}
                """
                        .formatted(
                                Json.line(name),
                                Json.line(goal),
                                state.config().metric(),
                                state.incumbent().config().seed(),
                                trials,
                                trials,
                                KEY,
                                Numbers.text(low),
                                Numbers.text(high));
        return new Draft(
                why,
                StudyCommands.run(state, state.file(round + "/study.yaml")),
                cost,
                List.of(
                        new DraftFile(round + "/base.yaml", state.incumbent().text(), true),
                        new DraftFile(round + "/drafted.yaml", study, true),
                        new DraftFile(round + "/study.yaml", study, false)),
                round.replaceFirst("rounds/", ""));
    }

    private static Draft goOn(ProjectState state, RateSweep sweep) {
        String round =
                state.rounds().stream()
                        .filter(one -> one.study().equals(sweep.name()))
                        .map(Round::folder)
                        .findFirst()
                        .orElse("");
        return new Draft(
                "%s of %s have not ended; the same study goes on."
                        .formatted(Numbers.count(sweep.unended(), "trial"), sweep.directory()),
                StudyCommands.run(state, sweep.directory()),
                cost(state, sweep.unended()),
                List.of(),
                round);
    }

    private static Draft failed(RateSweep sweep) {
        return Draft.byHand(
                "%s of %s failed, which says nothing of their learning rates."
                        .formatted(Numbers.count(sweep.failed(), "trial"), sweep.directory()),
                "`etude study status %s` says why, `etude study retry %s` lets them be tried again."
                        .formatted(sweep.directory(), sweep.directory()));
    }

    private static RuleState nothingTrains(List<RateSweep> sweeps) {
        return new Due(
                Draft.byHand(
                        "No learning rate of %s trains."
                                .formatted(
                                        String.join(
                                                ", ",
                                                sweeps.stream()
                                                        .map(RateSweep::directory)
                                                        .toList())),
                        "Look for a bug first: fit a few hundred examples perfectly, then go on."));
    }

    private static Cost cost(ProjectState state, int trials) {
        if (state.trainingTime().isEmpty() || state.incumbent().steps().isEmpty()) {
            return Cost.unknown(
                    "%s of max_train_steps %s, whose time is not known"
                            .formatted(
                                    Numbers.count(trials, "trial"),
                                    state.incumbent().config().maxTrainSteps().text()));
        }
        return Cost.ofTrials(
                trials,
                state.incumbent().steps().getAsLong(),
                state.trainingTime().get(),
                state.config().workers());
    }
}
