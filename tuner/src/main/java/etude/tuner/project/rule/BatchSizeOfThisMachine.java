package etude.tuner.project.rule;

import etude.tuner.probe.KeptProbe;
import etude.tuner.project.Adoption;
import etude.tuner.project.BatchFinding;
import etude.tuner.project.DataFinding;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.Quantities;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The batch size is the one that trains fastest here, and is never tuned for what it reaches.
 * Everything found for another size is due again, for it was made from another config.
 */
record BatchSizeOfThisMachine() implements Rule {
    private static final String KEY = "batch_size";

    /** Seconds to measure one size, from the most exact. */
    private static final List<Integer> LIMITS = List.of(15, 5, 2, 1);

    /** Of what is left, for a size that serves all later runs. */
    private static final double SHARE = 0.1;

    /** Doublings up to the largest size there can be, where the examples are not counted yet. */
    private static final int MOST_SIZES = 21;

    @Override
    public String step() {
        return KEY;
    }

    @Override
    public String title() {
        return "The batch size is this machine's fastest";
    }

    @Override
    public String section() {
        return "Choosing the batch size";
    }

    @Override
    public RuleState judge(ProjectState state) {
        if (state.config().keeps(KEY)) {
            return Rule.kept(KEY);
        }
        return state.batch()
                .filter(found -> found.probe().ended())
                .map(found -> judge(state, found))
                .orElseGet(
                        () ->
                                largerModel(state)
                                        .<RuleState>map(Satisfied::new)
                                        .orElseGet(() -> probe(state)));
    }

    /** Whoever adopted a larger model compared it at this size, which it is now tuned for. */
    private Optional<String> largerModel(ProjectState state) {
        return state.lastChange("model")
                .filter(launch -> state.lastChange(KEY).isPresent() || probedBefore(state))
                .map(
                        launch ->
                                "batch_size %d is what the probe before launch %d recommended, which changed the model; a new one would make everything due again."
                                        .formatted(
                                                state.incumbent().config().batchSize(),
                                                launch.number()));
    }

    private boolean probedBefore(ProjectState state) {
        return state.journal().entries().stream().anyMatch(entry -> entry.step().equals(step()));
    }

    private RuleState judge(ProjectState state, BatchFinding found) {
        KeptProbe probe = found.probe();
        if (probe.recommended().isEmpty()) {
            return new Due(
                    Draft.byHand(
                            "%s recommends no size: %s"
                                    .formatted(found.directory(), probe.answer()),
                            "Use a smaller model or more memory, and probe again."));
        }
        int size = probe.recommended().getAsInt();
        int now = state.incumbent().config().batchSize();
        if (size == now) {
            return new Satisfied("%s: %s".formatted(found.directory(), probe.answer()));
        }
        String evidence =
                "%s: %s The incumbent has batch_size %d; what was tuned for it is due again after the change."
                        .formatted(found.directory(), probe.answer(), now);
        return new Due(
                Draft.of(
                        evidence,
                        new Action.Adopt(
                                Adoption.of(
                                        step(),
                                        found.directory(),
                                        List.of(KEY + "=" + size),
                                        evidence)),
                        Cost.none()));
    }

    private static RuleState probe(ProjectState state) {
        int examples =
                state.data().map(DataFinding::trainExamples).stream()
                        .flatMapToInt(found -> found.stream())
                        .findFirst()
                        .orElse(0);
        int sizes =
                examples == 0 ? MOST_SIZES : Integer.SIZE - Integer.numberOfLeadingZeros(examples);
        for (int limit : LIMITS) {
            if (sizes * limit <= SHARE * state.secondsLeft()) {
                return new Due(draft(state, sizes, limit));
            }
        }
        return Rule.beyondBudget(state, cost(sizes, LIMITS.get(LIMITS.size() - 1)));
    }

    private static Draft draft(ProjectState state, int sizes, int limit) {
        return Draft.of(
                "No probe of this config on this machine has ended yet. It says which batch sizes"
                        + " fit and where throughput stops rising, and its time per step is what all"
                        + " later predictions rest on.",
                new Action.Command(
                        List.of(
                                "etude",
                                "probe",
                                state.incumbentFile(),
                                "--out",
                                state.batch()
                                        .map(BatchFinding::directory)
                                        .orElse("probes/" + state.config().name()),
                                "--time-limit",
                                Integer.toString(limit))),
                cost(sizes, limit));
    }

    private static Cost cost(int sizes, int limit) {
        double seconds = (double) sizes * limit;
        return new Cost(
                OptionalDouble.of(seconds),
                "up to %d sizes of up to %d s: at most %s, starts of processes excluded"
                        .formatted(sizes, limit, Quantities.duration(seconds)));
    }
}
