package etude.tuner.project.rule;

import etude.tuner.project.Adoption;
import etude.tuner.project.ProcedureFinding;
import etude.tuner.project.ProjectState;
import etude.tuner.project.RateSweep;
import etude.tuner.project.StabilityFinding;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Treatments of instability, in the playbook's order: each is tried where those before failed. */
final class Instability {
    static final String WARMUP = "etude tune warmup";
    static final String CLIPPING = "etude tune clipping";
    static final String NONE_LEFT =
            "No instability is left that this would treat: none was found, or warmup or clipping made training stable.";

    /** Of the whole budget, as for a round. */
    private static final double SHARE = 0.1;

    private static final String NONE_STABLE = "none_stable";
    private static final int SEEDS = 5;
    private static final int FEWER_SEEDS = 3;

    /** Rates between the best one and the unstable one, two to a decade, and one more. */
    private static final int MOST_RATES = 4;

    private Instability() {}

    /** The smallest unstable rate; empty where training is stable, or nobody knows. */
    static OptionalDouble unstableRate(ProjectState state) {
        return state.stability()
                .filter(StabilityFinding.Known.class::isInstance)
                .map(found -> ((StabilityFinding.Known) found).unstableRate())
                .orElse(OptionalDouble.empty());
    }

    /** What is still unstable after warmup and clipping, in a sentence. */
    static Optional<String> untreated(ProjectState state) {
        return unstableRate(state).isEmpty()
                        || !isWithout(state, WARMUP)
                        || !isWithout(state, CLIPPING)
                ? Optional.empty()
                : Optional.of(
                        "Training is unstable from a learning rate of %s on, and neither warmup nor clipping makes it stable."
                                .formatted(Numbers.text(unstableRate(state).getAsDouble())));
    }

    private static boolean isWithout(ProjectState state, String procedure) {
        return Optional.ofNullable(state.procedures().get(procedure))
                .filter(found -> found.ended() && isNoneStable(found))
                .isPresent();
    }

    /** Whether the procedure found nothing that is stable. */
    static boolean isNoneStable(ProcedureFinding found) {
        return found.result().equals(NONE_STABLE) || found.result().equals("lower_the_rate");
    }

    /**
     * What a procedure's rule says: due, or what it found, with what is to be adopted of it.
     *
     * @param command of the procedure
     * @param key that it decides
     * @param why it is tried
     */
    static RuleState judge(ProjectState state, Rule rule, String command, String key, String why) {
        if (state.config().keeps(key) || state.config().keeps(key.replaceFirst("\\..*", ""))) {
            return Rule.kept(key);
        }
        Optional<ProcedureFinding> found = Optional.ofNullable(state.procedures().get(command));
        if (found.isEmpty() || !found.get().ended()) {
            return due(state, rule, command, why, found.map(ProcedureFinding::name));
        }
        String evidence = "%s: %s".formatted(found.get().folder(), found.get().sentence());
        boolean adopted =
                state.launches().stream()
                        .anyMatch(launch -> launch.source().equals(found.get().folder()));
        return found.get().changes().isEmpty() || adopted
                ? new Satisfied(evidence)
                : new Due(
                        Draft.of(
                                evidence,
                                new Action.Adopt(
                                        Adoption.of(
                                                rule.step(),
                                                found.get().folder(),
                                                found.get().changes(),
                                                evidence)),
                                Cost.none()));
    }

    private static RuleState due(
            ProjectState state, Rule rule, String command, String why, Optional<String> begun) {
        double left = state.secondsLeft() - Reserve.afterRounds(state);
        double allowed = Math.min(left, SHARE * state.config().totalBudget().seconds());
        for (int seeds : List.of(SEEDS, FEWER_SEEDS)) {
            Cost cost = cost(state, seeds);
            if (cost.seconds().orElse(0) <= allowed) {
                return new Due(
                        Draft.of(
                                begun.isPresent()
                                        ? "%s was stopped; the same command continues it."
                                                .formatted(begun.get())
                                        : why,
                                command(
                                        state,
                                        command,
                                        begun.orElseGet(() -> state.freeName(rule.step())),
                                        seeds),
                                cost));
            }
        }
        Cost smallest = cost(state, FEWER_SEEDS);
        if (smallest.seconds().orElse(0) <= left) {
            return new NotApplicable(
                    "Its smallest version takes %s, more than a tenth of total_budget %s."
                            .formatted(smallest.words(), state.config().totalBudget()));
        }
        return left < 0
                ? new NotApplicable(
                        "Beyond the budget: what is left is kept for the final study and the launch.")
                : Rule.beyondBudget(state, smallest);
    }

    private static Action command(ProjectState state, String command, String name, int seeds) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add(
                TriedRates.ofBest(state.sweeps())
                        .map(RateSweep::directory)
                        .orElse(state.incumbentFile()));
        words.addAll(
                List.of(
                        "--unstable-rate",
                        Double.toString(unstableRate(state).orElse(1)),
                        "--seeds",
                        Integer.toString(seeds),
                        "--name",
                        name,
                        "--workers",
                        Integer.toString(state.config().workers())));
        return new Action.Command(words, Optional.of(name));
    }

    /** Tries that are shorter than a run, and both sides of the comparison with their reruns. */
    private static Cost cost(ProjectState state, int seeds) {
        return RoundCost.ofTrials(state, 1 + 2 * (MOST_RATES + seeds), Pace.ofIncumbent());
    }
}
