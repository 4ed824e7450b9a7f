package etude.tuner.project.rule;

import etude.trainer.files.Json;
import etude.tuner.project.Adoption;
import etude.tuner.project.Contestant;
import etude.tuner.project.DraftFile;
import etude.tuner.project.Lesson;
import etude.tuner.project.Lesson.Decision;
import etude.tuner.project.ProjectState;
import etude.tuner.project.Round;
import etude.tuner.project.RoundStudy;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The life of a round, whatever it asks: a study is drafted and run, widened once where its best
 * lies at an edge, the candidate and the incumbent are trained again with other seeds, the change
 * is adopted or not, and the lesson is kept. Both sides get as many trials and reruns.
 */
record RoundOf(Question question) implements Rule {
    private static final int SEEDS = 5;

    /** Where five seeds leave it open, and once more only. */
    private static final int MORE_SEEDS = 10;

    /** Of the whole budget, for those. */
    private static final double MORE_SHARE = 0.05;

    @Override
    public String step() {
        return question.step();
    }

    @Override
    public String title() {
        return question.title();
    }

    @Override
    public String section() {
        return question.section();
    }

    @Override
    public RuleState judge(ProjectState state) {
        List<Round> all =
                state.roundsWithoutLesson(step()).stream()
                        .filter(round -> !round.study().isEmpty())
                        .toList();
        List<Round> open = question.isOne() ? all : all.subList(0, Math.min(1, all.size()));
        Optional<Round> latest = open.stream().reduce((earlier, later) -> later);
        Optional<RoundStudy> study =
                latest.flatMap(round -> Optional.ofNullable(state.studies().get(round.folder())));
        if (study.isPresent()) {
            return goOn(state, open, study.get());
        }
        if (open.size() > 1) {
            return new Due(refined(state, latest.orElseThrow()));
        }
        return state.lesson(step())
                .filter(lesson -> question.holds(state, lesson))
                .<RuleState>map(
                        lesson ->
                                new Satisfied(
                                        "rounds/%s: %s".formatted(lesson.round(), lesson.why())))
                .orElseGet(() -> begin(state));
    }

    private RuleState begin(ProjectState state) {
        Optional<String> pointless = question.pointless(state);
        if (pointless.isPresent()) {
            return new NotApplicable(pointless.get());
        }
        if (Saturation.isReached(state) && !question.isPressing(state)) {
            return new NotApplicable(Saturation.sentence(state));
        }
        return draft(state);
    }

    private RuleState draft(ProjectState state) {
        Design design = question.design(state);
        double left = state.secondsLeft() - question.leaves(state);
        double allowed = Math.min(left, question.share() * state.config().totalBudget().seconds());
        for (int trials : design.levels()) {
            if (whole(state, design, trials) <= allowed) {
                return new Due(draft(state, design, trials));
            }
        }
        int fewest = design.levels().get(design.levels().size() - 1);
        return whole(state, design, fewest) <= left
                ? new Due(draft(state, design, fewest))
                : Rule.beyondBudget(
                        state, RoundCost.ofTrials(state, design.arms() * fewest, design.pace()));
    }

    /** Study and fewest reruns of both sides. */
    static double whole(ProjectState state, Design design, int trials) {
        Pace incumbent = Pace.slower(design.pace().slowdown());
        return Stream.of(
                        RoundCost.ofTrials(state, design.arms() * trials, design.pace()),
                        RoundCost.ofReruns(state, Evidence.FEWEST_SEEDS, design.pace()),
                        RoundCost.ofReruns(state, Evidence.FEWEST_SEEDS, incumbent))
                .mapToDouble(cost -> cost.seconds().orElse(0))
                .sum();
    }

    private Draft draft(ProjectState state, Design design, int trials) {
        String name = state.freeName(step().replace('_', '-'));
        String round = state.roundOf(name);
        String study =
                """
                # Drafted by `etude next`; an ordinary study, to be edited before it begins.
                name: %s
                goal: %s
                base: base.yaml
                objective: {metric: %s, mode: min}
                search: {algorithm: %s, seed: %d}
                trials: %d%s
                parameters:
                %s
                """
                        .formatted(
                                Json.line(name),
                                Json.line(design.goal()),
                                state.config().metric(),
                                design.search().apply(trials),
                                state.incumbent().config().seed(),
                                trials,
                                fixed(design),
                                design.parameters().apply(trials).stream()
                                        .map(line -> "  - " + line)
                                        .collect(Collectors.joining("\n")));
        return new Draft(
                "%s %s"
                        .formatted(
                                question.why(state),
                                design.arms() > 1
                                        ? "Each of %d arms gets %s."
                                                .formatted(
                                                        design.arms(),
                                                        Numbers.count(trials, "trial"))
                                        : "It gets %s.".formatted(Numbers.count(trials, "trial"))),
                StudyCommands.run(state, state.file(round + "/study.yaml")),
                RoundCost.ofTrials(state, design.arms() * trials, design.pace()),
                List.of(
                        new DraftFile(round + "/base.yaml", state.incumbent().text(), true),
                        new DraftFile(round + "/drafted.yaml", study, false),
                        new DraftFile(round + "/study.yaml", study, false)),
                round.replaceFirst("rounds/", ""));
    }

    private static String fixed(Design design) {
        OptionalLong steps = design.pace().steps();
        return steps.isEmpty() ? "" : "\nfixed: {max_train_steps: %d}".formatted(steps.getAsLong());
    }

    private RuleState goOn(ProjectState state, List<Round> open, RoundStudy study) {
        Round round = open.get(open.size() - 1);
        if (study.unended() > 0) {
            return due(
                    round,
                    "%s of %s have not ended; the same study goes on."
                            .formatted(Numbers.count(study.unended(), "trial"), study.directory()),
                    StudyCommands.run(state, study.directory()),
                    RoundCost.ofTrials(state, study.unended(), pace(state, study)));
        }
        if (study.failed() + study.failedReruns() > 0) {
            return new Due(StudyCommands.failed(study));
        }
        if (study.edge().isPresent() && open.size() == 1 && question.isOne()) {
            Optional<Draft> wider = wider(state, round, study);
            if (wider.isPresent()) {
                return new Due(wider.get());
            }
        }
        return compare(state, open, study);
    }

    /** The slowest arm's; a question that a person brought in may not be one of today's. */
    private double slowdown(ProjectState state) {
        return question.design(state).pace().slowdown();
    }

    private Pace pace(ProjectState state, RoundStudy study) {
        return new Pace(slowdown(state), study.steps());
    }

    private Optional<Draft> wider(ProjectState state, Round round, RoundStudy study) {
        Cost cost = RoundCost.ofTrials(state, study.effort().trials(), pace(state, study));
        if (cost.seconds().orElse(0) > state.secondsLeft() - question.leaves(state)) {
            return Optional.empty();
        }
        String folder =
                String.format(
                        Locale.ROOT,
                        "%02d-%s-2",
                        state.rounds().size() + 1,
                        round.folder().replaceFirst("^\\d+-", ""));
        return Optional.of(
                new Draft(
                        "%s: %s".formatted(study.directory(), study.edge().orElseThrow()),
                        new Action.Command(
                                List.of(
                                        "etude",
                                        "study",
                                        "refine",
                                        study.directory(),
                                        "--out",
                                        state.file("rounds/" + folder + "/study.yaml"))),
                        Cost.none(),
                        List.of(),
                        folder));
    }

    private Draft refined(ProjectState state, Round round) {
        int trials = question.design(state).arms() * question.design(state).levels().get(0);
        return new Draft(
                "The refined study of the round before has not begun.",
                StudyCommands.run(state, state.file(round.path() + "/study.yaml")),
                RoundCost.ofTrials(state, trials, question.design(state).pace()),
                List.of(),
                round.folder());
    }

    private RuleState compare(ProjectState state, List<Round> open, RoundStudy study) {
        Optional<Contestant> candidate = study.candidate();
        if (candidate.isEmpty()) {
            return conclude(
                    state,
                    open,
                    study,
                    Optional.empty(),
                    Decision.KEPT,
                    "The incumbent stays: no trial with the change trains.");
        }
        Optional<Contestant> incumbent = study.incumbent().or(state::reigning);
        if (incumbent.isEmpty()) {
            return conclude(
                    state,
                    open,
                    study,
                    Optional.empty(),
                    Decision.UNDECIDED,
                    "Not decided: what the incumbent reaches was not measured, so there is nothing to compare with.");
        }
        return compare(state, open, study, candidate.get(), incumbent.get());
    }

    private RuleState compare(
            ProjectState state,
            List<Round> open,
            RoundStudy study,
            Contestant candidate,
            Contestant incumbent) {
        Evidence evidence = Evidence.of(state.config(), candidate, incumbent, question.decides());
        boolean promising = candidate.value() < incumbent.value();
        if (promising && study.openReruns() == 0 && evidence.decision() == Decision.UNDECIDED) {
            Optional<Draft> rerun =
                    Reruns.next(
                            state,
                            open.get(open.size() - 1).folder(),
                            List.of(candidate, incumbent),
                            evidence.seeds() == 0 ? SEEDS : MORE_SEEDS,
                            slowdown(state));
            if (rerun.isPresent() && (evidence.seeds() == 0 || isCheap(state, rerun.get()))) {
                return new Due(rerun.get());
            }
        }
        if (study.openReruns() > 0) {
            return due(
                    open.get(open.size() - 1),
                    "%s of %s have not ended; the same study goes on."
                            .formatted(
                                    Numbers.count(study.openReruns(), "rerun"), study.directory()),
                    StudyCommands.run(state, study.directory()),
                    RoundCost.ofReruns(state, study.openReruns(), pace(state, study)));
        }
        return conclude(
                state, open, study, Optional.of(evidence), evidence.decision(), evidence.why());
    }

    /** A second series of reruns is not to cost as much as another round. */
    private static boolean isCheap(ProjectState state, Draft rerun) {
        return rerun.cost().seconds().orElse(0)
                <= MORE_SHARE * state.config().totalBudget().seconds();
    }

    private static RuleState due(Round round, String why, Action action, Cost cost) {
        return new Due(new Draft(why, action, cost, List.of(), round.folder()));
    }

    private RuleState conclude(
            ProjectState state,
            List<Round> open,
            RoundStudy study,
            Optional<Evidence> evidence,
            Decision decision,
            String why) {
        List<String> seen = new ArrayList<>();
        evidence.map(Evidence::seen).ifPresent(seen::add);
        seen.addAll(study.verdicts());
        List<Lesson> lessons = new ArrayList<>();
        for (Round round : open) {
            boolean last = round.equals(open.get(open.size() - 1));
            lessons.add(
                    new Lesson(
                            round.folder(),
                            step(),
                            round.goal(),
                            study.directory(),
                            seen,
                            last ? decision : Decision.KEPT,
                            last ? why : "Its best lay at an edge; the refined study goes on.",
                            last && evidence.map(Evidence::taught).orElse(false),
                            last ? evidence.map(Evidence::effect) : Optional.empty(),
                            study.effort(),
                            ""));
        }
        Optional<Adoption> adoption =
                decision == Decision.ADOPTED ? adoption(state, study, why) : Optional.empty();
        return new Due(
                new Draft(
                        "%s: %s %s"
                                .formatted(
                                        study.directory(), seen.isEmpty() ? "" : seen.get(0), why),
                        new Action.Conclude(lessons, adoption),
                        Cost.none(),
                        List.of(),
                        open.get(open.size() - 1).folder()));
    }

    /** Empty where the process died between launch and lesson. */
    private Optional<Adoption> adoption(ProjectState state, RoundStudy study, String why) {
        boolean launched =
                state.launches().stream()
                        .anyMatch(launch -> launch.source().equals(study.directory()));
        return launched
                ? Optional.empty()
                : study.candidate()
                        .map(
                                one ->
                                        new Adoption(
                                                step(),
                                                study.directory(),
                                                one.changes(),
                                                why,
                                                Optional.of(one.measured(state.config().metric())),
                                                study.effort()));
    }
}
