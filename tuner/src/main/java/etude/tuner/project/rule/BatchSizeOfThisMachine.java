package etude.tuner.project.rule;

import etude.trainer.config.RunConfig;
import etude.tuner.probe.KeptProbe;
import etude.tuner.project.Adoption;
import etude.tuner.project.BatchFinding;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.study.TrialProcessor;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import etude.tuner.text.Shell;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The batch size is the one that trains fastest here, and is never tuned for what it reaches.
 * Everything found for another size is due again, for it was made from another config.
 */
record BatchSizeOfThisMachine() implements Rule {
    private static final String KEY = "batch_size";

    /** Seconds to measure one size, from the most exact. */
    private static final List<Integer> LIMITS = List.of(15, 5, 2, 1);

    /** Fewer make a batch so large a part of the data that fewer steps are hardly needed. */
    private static final int STEPS_PER_EPOCH = 20;

    /** With fewer in the run budget it is updates that are scarce, and not examples. */
    private static final int STEPS_PER_RUN = 3_000;

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
        return "The batch size suits this machine";
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
        int size = size(state, probe);
        int now = state.incumbent().config().batchSize();
        if (probe.isOfBusyMachine() && size != now) {
            return new Satisfied(
                    "%s: %s Most times were not steady, so the incumbent keeps batch_size %d; once the machine is quiet, `%s` tells more."
                            .formatted(
                                    found.directory(),
                                    probe.answer(),
                                    now,
                                    Shell.command(command(state, found.directory(), "--fresh"))));
        }
        String said = found.directory() + ": " + probe.answer() + smaller(state, probe, size);
        if (size == now) {
            return new Satisfied(said);
        }
        String evidence =
                "%s The incumbent has batch_size %d; what was tuned for it is due again after the change."
                        .formatted(said, now);
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

    /**
     * The recommended size, unless so few steps make an epoch or a whole training that beyond the
     * knee, where a doubling saves little time, it hardly saves steps either (Shallue et al. 2018,
     * "critical batch size").
     */
    private static int size(ProjectState state, KeptProbe probe) {
        int recommended = probe.recommended().orElseThrow();
        int knee = probe.knee().orElse(recommended);
        return probe.secondsPerStep().keySet().stream()
                .filter(size -> size <= recommended)
                .filter(size -> size <= knee || leavesSteps(state, probe, size))
                .reduce((smaller, larger) -> larger)
                .orElse(recommended);
    }

    private static boolean leavesSteps(ProjectState state, KeptProbe probe, int size) {
        int examples = state.trainExamples().orElse(Integer.MAX_VALUE);
        return size <= examples / STEPS_PER_EPOCH
                && stepsOfARun(state, probe, size) >= STEPS_PER_RUN;
    }

    private static long stepsOfARun(ProjectState state, KeptProbe probe, int size) {
        double seconds = Objects.requireNonNull(probe.secondsPerStep().get(size));
        return (long) (state.config().runBudget().seconds() / seconds);
    }

    private static String smaller(ProjectState state, KeptProbe probe, int size) {
        int recommended = probe.recommended().orElseThrow();
        if (size == recommended) {
            return "";
        }
        OptionalInt examples = state.trainExamples();
        String epoch =
                examples.isEmpty()
                        ? ""
                        : "an epoch of %,d examples has %s and "
                                .formatted(
                                        examples.getAsInt(),
                                        Numbers.count(
                                                Math.max(1, examples.getAsInt() / recommended),
                                                "step"));
        return " With %d %sa training of run_budget %s has %,d; %d is the largest size that leaves %,d an epoch and %,d a training, or is not beyond the knee, from which on a doubling gains less than half."
                .formatted(
                        recommended,
                        epoch,
                        state.config().runBudget(),
                        stepsOfARun(state, probe, recommended),
                        size,
                        STEPS_PER_EPOCH,
                        STEPS_PER_RUN);
    }

    private static RuleState probe(ProjectState state) {
        int examples = state.trainExamples().orElse(0);
        int sizes =
                examples == 0 ? MOST_SIZES : Integer.SIZE - Integer.numberOfLeadingZeros(examples);
        for (int limit : LIMITS) {
            if (sizes * limit <= SHARE * state.secondsLeft()) {
                return new Due(draft(state, sizes, limit));
            }
        }
        return new NotApplicable(
                "Its smallest version takes %s, more than a tenth of the %s of total_budget %s that are left; raise it in project.yaml, or set batch_size in incumbent.yaml by hand."
                        .formatted(
                                cost(sizes, LIMITS.get(LIMITS.size() - 1)).words(),
                                Quantities.duration(Math.max(0, state.secondsLeft())),
                                state.config().totalBudget()));
    }

    private static Draft draft(ProjectState state, int sizes, int limit) {
        return Draft.of(
                "No probe of this config on this machine has ended yet. It says which batch sizes"
                        + " fit and where throughput stops rising, and its time per step is what all"
                        + " later predictions rest on.",
                new Action.Command(
                        command(
                                state,
                                state.batch()
                                        .map(BatchFinding::directory)
                                        .orElse("probes/" + state.config().name()),
                                "--time-limit",
                                Integer.toString(limit))),
                cost(sizes, limit));
    }

    /** With the threads of a trial: more of them would move the knee to larger batches. */
    private static List<String> command(ProjectState state, String directory, String... options) {
        RunConfig config = state.incumbent().config();
        Stream<String> threads =
                config.threads().count().isPresent()
                        ? Stream.of()
                        : Stream.of("--set", "threads=" + TrialProcessor.of(config).threads());
        return Stream.of(
                        Stream.of("etude", "probe", state.incumbentFile(), "--out", directory),
                        threads,
                        Stream.of(options))
                .flatMap(words -> words)
                .toList();
    }

    private static Cost cost(int sizes, int limit) {
        double seconds = (double) sizes * limit;
        return new Cost(
                OptionalDouble.of(seconds),
                "up to %d sizes of up to %d s: at most %s, starts of processes excluded"
                        .formatted(sizes, limit, Quantities.duration(seconds)));
    }
}
