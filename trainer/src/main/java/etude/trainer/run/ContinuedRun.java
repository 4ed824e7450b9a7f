package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.Checksum;
import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.Durations;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.WriteFailures;
import etude.trainer.model.ModelRegistry;
import etude.trainer.schedule.Schedule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A new run that goes on from the last state of another: it begins as a copy of the other's
 * checkpoints and logs, and so is resumed as any run that was stopped. Steps are counted on, and
 * the learning rate is what the new config says at the counted step. The other run stays as it is.
 */
final class ContinuedRun {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final RunDirectory earlier;
    private final RunConfig config;
    private final Lineage lineage;
    private final List<String> notes;

    private ContinuedRun(
            RunDirectory earlier, RunConfig config, Lineage lineage, List<String> notes) {
        this.earlier = earlier;
        this.config = config;
        this.lineage = lineage;
        this.notes = notes;
    }

    /**
     * Whether a folder already holds a continuation of that run, which then needs it no more.
     *
     * @throws UnusableRunException when it holds another run
     */
    static boolean isBegun(RunDirectory directory, Path from) {
        if (new CheckpointDirectory(directory.checkpoints()).isEmpty()) {
            return false;
        }
        if (Lineage.read(directory).filter(of -> of.run().equals(absolute(from))).isEmpty()) {
            throw refusal(
                    "%s holds a run that does not continue %s; name another folder with --run-dir, or use --fresh"
                            .formatted(directory.root(), from));
        }
        return true;
    }

    /**
     * Checks that a run can go on as a config says.
     *
     * @throws UnusableRunException when it cannot: it is of another model or other data, or has
     *     done as many steps already
     * @throws EtudeException when there is no undamaged checkpoint
     */
    static ContinuedRun of(
            RunConfig wanted, Path from, RunDirectory directory, Consumer<String> damage) {
        RunDirectory earlier = SavedModel.requireRun(from);
        if (absolute(from).equals(absolute(directory.root()))) {
            throw refusal(
                    "--continue %s: the new run needs a folder of its own; name one with --run-dir"
                            .formatted(from));
        }
        RunConfig before = ConfigLoader.load(earlier.config(), List.of(), ModelRegistry.load());
        RunConfig config = ResumePolicy.resolvedAs(before, wanted);
        List<String> others = ConfigDifferences.ofAnotherTraining(before, config);
        if (!others.isEmpty()) {
            throw refusal(
                    "--continue %s: a run goes on with its model, data, batch size, seed and optimizer; the config differs in %s"
                            .formatted(from, String.join("; ", others)));
        }
        CheckpointDirectory checkpoints = new CheckpointDirectory(earlier.checkpoints());
        long step =
                checkpoints
                        .loadLatest(damage)
                        .orElseThrow(
                                () ->
                                        new EtudeException(
                                                from + ": there is no checkpoint to go on from"))
                        .step();
        Lineage lineage =
                new Lineage(
                        absolute(from),
                        before.name(),
                        step,
                        checksum(checkpoints.parameters(step)));
        return new ContinuedRun(earlier, config, lineage, plan(before, config, earlier, step));
    }

    /** What becomes of steps and learning rate, where the number of examples tells. */
    private static List<String> plan(
            RunConfig before, RunConfig config, RunDirectory earlier, long step) {
        OptionalInt examples =
                RunFacts.read(earlier)
                        .map(facts -> facts.data().trainExamples())
                        .orElse(OptionalInt.empty());
        if (examples.isEmpty()) {
            return List.of();
        }
        ResolvedDurations durations = Durations.resolve(config, examples.getAsInt());
        long total = durations.totalSteps();
        if (total <= step) {
            throw refusal(
                    "--continue %s: it has done %s steps, and the config asks for %s in all, warmup included; raise max_train_steps"
                            .formatted(earlier.root(), step, total));
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                "Goes on from step %s of %s, to step %s; that run stays as it is."
                        .formatted(step, earlier.root(), total));
        double was =
                Schedule.of(before, Durations.resolve(before, examples.getAsInt())).at(step - 1);
        double next = Schedule.of(config, durations).at(step);
        if (was != next) {
            notes.add(
                    "The learning rate was %s and goes on with %s, which is what the config says for step %s of %s."
                            .formatted(rounded(was), rounded(next), step, total));
        }
        return notes;
    }

    private static String rounded(double rate) {
        return new BigDecimal(rate).round(FOUR_DIGITS).stripTrailingZeros().toString();
    }

    /**
     * Makes a folder a stopped run that the config goes on with; one that holds checkpoints has all
     * else.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    void begin(RunDirectory directory, Consumer<String> progress) {
        notes.forEach(progress);
        Path checkpoints = directory.checkpoints();
        Path part = checkpoints.resolveSibling(checkpoints.getFileName() + ".part");
        try {
            AtomicFiles.deleteTree(part);
            AtomicFiles.deleteTree(checkpoints);
            for (Path file :
                    List.of(
                            earlier.metrics(),
                            earlier.steps(),
                            earlier.classes(),
                            earlier.correct(),
                            earlier.outcomes(),
                            earlier.initialWeights(),
                            earlier.predictions(),
                            earlier.tensorboard())) {
                copy(file, directory.root().resolve(earlier.root().relativize(file)));
            }
            AtomicFiles.replace(
                    directory.config(),
                    ConfigWriter.toYaml(config).getBytes(StandardCharsets.UTF_8));
            lineage.write(directory);
            copy(earlier.checkpoints(), part);
            Files.move(part, checkpoints, StandardCopyOption.ATOMIC_MOVE);
            AtomicFiles.forceDirectory(directory.root());
        } catch (IOException e) {
            throw WriteFailures.explain("copy", directory.root(), "nothing was started", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static String checksum(Path file) {
        try {
            return Checksum.CRC32C.key() + " " + Checksum.CRC32C.of(file);
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(file, Reason.of(file, e)), e);
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static UnusableRunException refusal(String sentence) {
        return new UnusableRunException(List.of(sentence));
    }
}
