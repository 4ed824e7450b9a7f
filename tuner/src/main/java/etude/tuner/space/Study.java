package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import etude.datasets.RandomStream;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.JsonSchema;
import etude.trainer.engine.ProcessorType;
import etude.trainer.model.ModelRegistry;
import etude.tuner.sequence.QuasiRandom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A study file that was read and found valid. Which settings trial n has follows from it alone, so
 * every process computes the same, in any order; more trials change no earlier one. Immutable.
 */
public final class Study {
    /** Marks training seeds, which are no dimension of the sequence. */
    private static final long TRAINING = -1;

    /** Marks the seeds of reruns. */
    private static final long RERUN = -2;

    /** Marks the seeds of splits. */
    private static final long RESPLIT = -3;

    /** Planned, stored and read again within seconds; more than one machine trains in years. */
    private static final int MOST_TRIALS = Training.FIRST_RERUN;

    private final StudyConfig config;
    private final Space space;
    private final Sampler sampler;
    private final List<Arm> arms;
    private final int trialsPerArm;

    /** Found when first asked for: it takes longer than all else of reading a study. */
    private final AtomicReference<Optional<List<Advice>>> advice =
            new AtomicReference<>(Optional.empty());

    Study(StudyConfig config, Space space, Sampler sampler, List<Arm> arms, int trialsPerArm) {
        this.config = config;
        this.space = space;
        this.sampler = sampler;
        this.arms = List.copyOf(arms);
        this.trialsPerArm = trialsPerArm;
    }

    /**
     * Reads a study file and the files that it names.
     *
     * @throws ConfigException with every problem found
     */
    public static Study read(Path file) {
        return read(file, ModelRegistry.load(), ConfigText::read);
    }

    /**
     * Reads a study file whose texts, and those of the files that it names, come from elsewhere,
     * such as copies from when the study began.
     *
     * @param texts the text of the study file, and of those that it names, resolved against it
     * @throws ConfigException with every problem found
     */
    public static Study read(Path file, ModelRegistry models, Function<Path, String> texts) {
        return new StudyReader(file, models, texts).read(false);
    }

    /** The same of a study that has begun: what its points come to was checked then. */
    public static Study begun(Path file, ModelRegistry models, Function<Path, String> texts) {
        return new StudyReader(file, models, texts).read(true);
    }

    /** The JSON Schema (draft 2020-12) of study files, so that editors complete and check them. */
    public static String schema() {
        return new JsonSchema(StudyReader.types()).write("Etude study", StudyConfig.class);
    }

    /**
     * This study with another total of trials per arm.
     *
     * @throws ConfigException when there are too many, or an arm has not so many points
     */
    public Study withTrials(int perArm) {
        List<String> problems = unfitTrials(sampler, arms, perArm);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Study(config, space, sampler, arms, perArm);
    }

    /** What is wrong with so many trials: too many for a study, or more than an arm has points. */
    static List<String> unfitTrials(Sampler sampler, List<Arm> arms, int perArm) {
        if ((long) perArm * arms.size() > MOST_TRIALS) {
            return List.of(
                    "trials: a study has at most %d trials, found %d for each of %d arm%s; begin with fewer, `etude study extend STUDY --trials N` adds some later"
                            .formatted(
                                    MOST_TRIALS, perArm, arms.size(), arms.size() == 1 ? "" : "s"));
        }
        List<String> problems = new ArrayList<>();
        for (Arm arm : arms) {
            OptionalLong size = sampler.size(arm);
            if (size.isPresent() && size.getAsLong() < perArm) {
                problems.add(
                        "trials: %s has only %d different points, fewer than %d trials, and none is tried twice; lower trials or widen the search space"
                                .formatted(arm.label(), size.getAsLong(), perArm));
            }
        }
        return problems;
    }

    public String name() {
        return config.name();
    }

    /** The question. */
    public String goal() {
        return config.goal();
    }

    public String notes() {
        return config.notes();
    }

    /** The base config as the study file writes it. */
    public String base() {
        return config.base();
    }

    public Objective objective() {
        return config.objective();
    }

    public Algorithm algorithm() {
        return config.search().algorithm();
    }

    /** Seed of the points and training seeds. */
    public long seed() {
        return config.search().seed();
    }

    public Design design() {
        return config.design();
    }

    /** The arms; trial n belongs to arm n mod their number. */
    public List<Arm> arms() {
        return arms;
    }

    public int trialsPerArm() {
        return trialsPerArm;
    }

    /** How many trials there are in all arms together. */
    public long trialCount() {
        return (long) trialsPerArm * arms.size();
    }

    /** Caveats on the conclusions, by the playbook's rules. */
    public List<Advice> advice() {
        return advice.updateAndGet(found -> Optional.of(found.orElseGet(this::advise)))
                .orElseThrow();
    }

    private List<Advice> advise() {
        return new Adviser(space, sampler, algorithm()).on(arms, trialsPerArm);
    }

    /** What conclusions need to know of it. */
    public StudyOutline outline() {
        Map<String, String> fixed = new LinkedHashMap<>();
        space.constants().forEach((path, value) -> fixed.put(path, Values.text(value)));
        Map<String, JsonNode> baseline = new LinkedHashMap<>();
        space.hyperparameters().stream()
                .filter(one -> one.role() == Role.SCIENTIFIC)
                .forEach(
                        one ->
                                space.constant(one.path())
                                        .ifPresent(value -> baseline.put(one.path(), value)));
        return new StudyOutline(
                name(),
                goal(),
                objective(),
                space.hyperparameters(),
                arms,
                trialsPerArm,
                fixed,
                baseline,
                this::advice,
                algorithm());
    }

    /** The trial with this number, from 0; it does not depend on how many trials there are. */
    public Trial trial(int number) {
        Arm arm = arms.get(number % arms.size());
        int point = number / arms.size();
        return point < planned(arm)
                ? trial(arm, point, sampler.point(arm, point), new Origin.Planned())
                : awaited(arm, point);
    }

    /** How many points of an arm are decided before any trial has ended, at most. */
    private int planned(Arm arm) {
        return config.search().planned(arm, Integer.MAX_VALUE);
    }

    /** The directory of an earlier study whose trials a model knows from the start. */
    public Optional<String> startFrom() {
        return config.search().startFrom();
    }

    /**
     * A trial whose point was chosen from the results of others.
     *
     * @param awaited the trial as it was planned
     * @param coordinates from 0 to 1 on the scale of each axis of its arm; those of axes that do
     *     not exist at the point do not matter
     * @throws ConfigException when the point has no settings
     */
    public Trial chosen(Trial awaited, double[] coordinates, Origin origin) {
        Arm arm = arms.get(awaited.arm());
        return trial(arm, awaited.point(), SequenceSampler.at(space, arm, coordinates), origin);
    }

    /**
     * A trial with the values of another study's trial.
     *
     * @param values by the ids of the hyperparameters
     * @throws ConfigException when a hyperparameter has none
     */
    public Trial withValues(Arm arm, Map<String, JsonNode> values) {
        return trial(
                arm,
                0,
                space.choose(arm, h -> Optional.ofNullable(values.get(h.id()))),
                new Origin.Planned());
    }

    /**
     * The values of a point of an arm by the ids of the hyperparameters that vary.
     *
     * @param coordinates see {@link #chosen}
     * @throws ConfigException when the point has no values
     */
    public Map<String, JsonNode> values(Arm arm, double[] coordinates) {
        return space.identified(SequenceSampler.at(space, arm, coordinates));
    }

    /**
     * The coordinates of a point of the sequence, one for each axis of the arm. They are those of
     * its {@link #trial}, but where points could coincide.
     */
    public double[] sequence(Arm arm, long number) {
        return new QuasiRandom(seed(), arm.axes().size()).point(number);
    }

    /** A trial of an adaptive search before its point is chosen. */
    private Trial awaited(Arm arm, int point) {
        Map<String, JsonNode> settings = new LinkedHashMap<>(space.constants());
        settings.putAll(arm.scientific());
        return new Trial(
                number(arm, point),
                arm.index(),
                point,
                trainingSeed(TRAINING, point),
                space.identified(arm.scientific()),
                settings,
                new Origin.Awaited());
    }

    /** All trials in the order of their numbers. */
    public List<Trial> trials() {
        List<List<Map<String, JsonNode>>> points =
                arms.stream()
                        .map(arm -> sampler.first(arm, Math.min(planned(arm), trialsPerArm)))
                        .toList();
        return IntStream.range(0, Math.toIntExact(trialCount()))
                .mapToObj(
                        number -> {
                            Arm arm = arms.get(number % arms.size());
                            int point = number / arms.size();
                            List<Map<String, JsonNode>> known = points.get(arm.index());
                            return point < known.size()
                                    ? trial(arm, point, known.get(point), new Origin.Planned())
                                    : awaited(arm, point);
                        })
                .toList();
    }

    /**
     * A trial of which only number, seed and settings were stored, as stores of version 1 did.
     *
     * @param settings all values by path
     */
    public Trial trial(int number, long seed, Map<String, JsonNode> settings) {
        Arm arm = arms.get(number % arms.size());
        Map<String, JsonNode> chosen =
                space.choose(arm, h -> Optional.ofNullable(settings.get(h.path())));
        return new Trial(
                number,
                arm.index(),
                number / arms.size(),
                seed,
                space.identified(chosen),
                settings);
    }

    /** A rerun of a trial, from 1; it does not depend on how many there are. */
    public Rerun rerun(Trial trial, int index) {
        return new Rerun(trial, index, trainingSeed(RERUN, index));
    }

    /** A trial on another split, from 1; it does not depend on how many there are. */
    public Resplit resplit(Trial trial, int index) {
        return new Resplit(trial, index, trainingSeed(RESPLIT, index));
    }

    /**
     * The training config of a trial or a rerun.
     *
     * @throws ConfigException when its settings do not fit together
     */
    public RunConfig config(Training training) {
        return space.base().with(training.overrides());
    }

    /**
     * The training config of a trial or a rerun as its worker trains it, with what its
     * hyperparameters do not decide.
     *
     * @param threads of the CPU
     * @param kernels those for this type of processor
     * @throws ConfigException when its settings do not fit together
     */
    public RunConfig config(Training training, int threads, ProcessorType kernels) {
        List<String> overrides = new ArrayList<>(training.overrides());
        overrides.add("name=" + TextNode.valueOf(training.runName(name())));
        overrides.add("threads=" + threads);
        overrides.add("kernels=" + kernels);
        return space.base().with(overrides);
    }

    private int number(Arm arm, int point) {
        return Math.toIntExact((long) point * arms.size() + arm.index());
    }

    private Trial trial(Arm arm, int point, Map<String, JsonNode> chosen, Origin origin) {
        return new Trial(
                number(arm, point),
                arm.index(),
                point,
                trainingSeed(TRAINING, point),
                space.identified(chosen),
                space.settings(chosen),
                origin);
    }

    private long trainingSeed(long mark, int index) {
        long seed = RandomStream.SEARCH.seed(RandomStream.SEARCH.seed(seed(), mark), index);
        return seed >>> (Long.SIZE - 31);
    }
}
