package etude.tuner.project;

import etude.tuner.text.Shell;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All that the rules judge: a function of the project's files and of what the workspace holds that
 * was made from the same config.
 *
 * @param directory of the project, as a command names it
 * @param launches oldest first
 * @param data the newest check of the incumbent's data
 * @param batch a probe of the incumbent on this machine
 * @param steps what is known of the number of steps that it needs
 * @param sweeps studies of its learning rate alone, by name
 * @param stability what is known of the rates above the best one
 * @param procedures the last of each other procedure for its workload, by command
 * @param rounds that were drafted, in that order
 * @param studies of the rounds that have not ended, by folder; none of a round not begun
 * @param reigning what the incumbent reached; empty where that was not measured
 * @param behaviour how it trained; likewise
 * @param run a completed run of exactly the incumbent
 * @param timed what whole trainings took; empty where none has ended, or project.yaml keeps it
 * @param taken names that something in the workspace has
 * @param journal what was done and decided
 */
public record ProjectState(
        String directory,
        ProjectConfig config,
        Incumbent incumbent,
        List<Launch> launches,
        Optional<DataFinding> data,
        Optional<BatchFinding> batch,
        Optional<StepsFinding> steps,
        List<RateSweep> sweeps,
        Optional<StabilityFinding> stability,
        Map<String, ProcedureFinding> procedures,
        List<Round> rounds,
        Map<String, RoundStudy> studies,
        Optional<Contestant> reigning,
        Optional<Behaviour> behaviour,
        Optional<String> run,
        Optional<TrainingTime> timed,
        Set<String> taken,
        Journal journal) {
    private static final String STEPS = "max_train_steps";
    private static final double MUCH_LONGER = 2;

    public ProjectState {
        launches = List.copyOf(launches);
        sweeps = List.copyOf(sweeps);
        procedures = Map.copyOf(procedures);
        rounds = List.copyOf(rounds);
        studies = Map.copyOf(studies);
        taken = Set.copyOf(taken);
    }

    /** The incumbent's file, as a command names it. */
    public String incumbentFile() {
        return directory + "/" + ProjectFolder.INCUMBENT;
    }

    /** A file of the project, as a command names it. */
    public String file(String below) {
        return directory + "/" + below;
    }

    /** The project's name and an ending that nothing in the workspace has. */
    public String freeName(String ending) {
        String name = config.name() + "-" + ending;
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    /**
     * The folder of the round whose study has this name: the one that was drafted, or the next.
     *
     * @param study as {@link #freeName} gives it
     */
    public String roundOf(String study) {
        String goal = study.substring(config.name().length());
        return "rounds/"
                + rounds.stream()
                        .map(Round::folder)
                        .filter(round -> round.replaceFirst("^\\d+", "").equals(goal))
                        .findFirst()
                        .orElse(String.format(Locale.ROOT, "%02d%s", rounds.size() + 1, goal));
    }

    /** The rounds of a step that have not ended, oldest first. */
    public List<Round> roundsWithoutLesson(String step) {
        return rounds.stream()
                .filter(round -> round.step().equals(step) && round.lesson().isEmpty())
                .toList();
    }

    /** What rounds taught, in the order in which they ended. */
    public List<Lesson> lessons() {
        return rounds.stream()
                .flatMap(round -> round.lesson().stream())
                .sorted(Comparator.comparing(Lesson::time))
                .toList();
    }

    /** Those that count: a batch size that was adopted since makes everything due again. */
    public List<Lesson> lessonsOfThisBatchSize() {
        String since = lastChange("batch_size").map(Launch::time).orElse("");
        return lessons().stream().filter(lesson -> lesson.time().compareTo(since) >= 0).toList();
    }

    /** What the last round of a step taught, where that counts. */
    public Optional<Lesson> lesson(String step) {
        return lessonsOfThisBatchSize().stream()
                .filter(lesson -> lesson.step().equals(step))
                .reduce((earlier, later) -> later);
    }

    /**
     * Whether the incumbent trains at least twice as long as when something was learned. What was
     * learned of the schedule does not hold then (playbook, "Round 1").
     */
    public boolean isMuchLongerThanAt(Lesson lesson) {
        return launches.stream()
                .filter(launch -> launch.time().compareTo(lesson.time()) <= 0)
                .flatMap(launch -> launch.value(STEPS).stream())
                .reduce((earlier, later) -> later)
                .map(Long::parseLong)
                .filter(then -> incumbent.steps().orElse(0) >= MUCH_LONGER * then)
                .isPresent();
    }

    /** Whether the number of steps was changed since anything was measured. */
    public boolean isOfAnotherLength() {
        int measured =
                launches.stream()
                        .filter(launch -> launch.result().isPresent())
                        .mapToInt(Launch::number)
                        .max()
                        .orElse(Integer.MAX_VALUE);
        return launches.stream()
                .anyMatch(launch -> launch.number() > measured && launch.changes(STEPS));
    }

    /** The last launch that changed a key, or something in a part of the config. */
    public Optional<Launch> lastChange(String key) {
        return launches.stream()
                .filter(launch -> launch.changes(key))
                .reduce((earlier, later) -> later);
    }

    /** Seconds of the budget that are not charged. */
    public double secondsLeft() {
        return config.totalBudget().seconds() - journal.chargedSeconds();
    }

    /** Seconds that were charged. */
    public double secondsCharged() {
        return journal.chargedSeconds();
    }

    /** Seconds that all of it took, by the clock. */
    public double secondsTaken() {
        return journal.tookSeconds();
    }

    /**
     * What a training of the incumbent takes: as project.yaml keeps it, which is of whole
     * trainings; before that, what a probe or a short run measured. Empty where nobody has.
     */
    public Optional<TrainingTime> trainingTime() {
        int size = incumbent.config().batchSize();
        return timeOfTrainings()
                .or(
                        () ->
                                batch.map(BatchFinding::probe)
                                        .map(probe -> probe.secondsPerStep().get(size))
                                        .map(ProjectState::ofSteps))
                .or(
                        () ->
                                data.filter(found -> found.batchSize() == size)
                                        .map(DataFinding::secondsPerStep)
                                        .filter(OptionalDouble::isPresent)
                                        .map(found -> ofSteps(found.getAsDouble())));
    }

    /** How many examples train; empty where nobody counted them. */
    public OptionalInt trainExamples() {
        return data.map(DataFinding::trainExamples).orElse(OptionalInt.empty());
    }

    /** Steps of one pass over the training examples; empty where nobody counted these. */
    public OptionalLong stepsOfAnEpoch() {
        OptionalInt examples = trainExamples();
        return examples.isPresent()
                ? OptionalLong.of(Math.max(1, examples.getAsInt() / incumbent.config().batchSize()))
                : OptionalLong.empty();
    }

    private static TrainingTime ofSteps(double seconds) {
        return new TrainingTime(seconds, 0);
    }

    /** The same where whole trainings have shown it. */
    public Optional<TrainingTime> timeOfTrainings() {
        return config.time().or(() -> timed);
    }

    /** Who skipped a step and why, most recently. */
    public Optional<JournalEntry> skip(String step) {
        return journal.entries().stream()
                .filter(entry -> entry.kind() == JournalEntry.Kind.SKIPPED)
                .filter(entry -> entry.step().equals(step))
                .reduce((earlier, later) -> later);
    }

    /** The command that carries out the next step. */
    public String runCommand() {
        return Shell.command(List.of("etude", "next", directory, "--run"));
    }
}
