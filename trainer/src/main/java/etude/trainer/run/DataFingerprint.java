package etude.trainer.run;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.TableColumn;
import etude.datasets.Target;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ResolvedDurations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether a run that is resumed finds the data it was started with, wherever they lie now:
 * the number of examples, and a digest of the class names, of the features' statistics (of all
 * training examples) and of at most 1,024 evenly spaced examples of each split; of the test
 * examples by themselves. A change that none of these see goes unnoticed.
 */
final class DataFingerprint {
    private static final String FACT = "data";

    /**
     * Beside it in the checkpoints of runs whose statistics are those of all examples. Earlier ones
     * were of at most 10,000 images or rows, and the numbers of tables were rounded before anything
     * was subtracted: such a run would go on with other numbers, unless its statistics are the
     * same.
     */
    private static final String MEASURED = "data_statistics";

    private static final String OF_ALL = "all examples";

    /** The same of the test examples, which training never reads: only evaluation on them asks. */
    private static final String TEST = "test_data";

    private static final String EVALUATED =
            "%s: the data have changed since the checkpoint of step %d: %s; the checkpoint's numbers mean nothing on them, so restore them";
    private static final String CHANGED =
            "%s: the data have changed since the checkpoint of step %d: %s; restore them, or use --fresh or another --run-dir";
    private static final String EARLIER =
            "%s: the data have changed since the checkpoint of step %d, or this version of Etude measures them otherwise (mean and deviation of all examples, numbers of tables in float64): %s; restore them, finish the run with the version that began it, or use --fresh or another --run-dir";
    private static final int MOST_EXAMPLES = 1_024;
    private static final int DIGEST_CHARACTERS = 16;

    private final String digest;
    private final String text;
    private final Optional<String> test;

    private DataFingerprint(Splits splits, String digest, Optional<String> test) {
        this.digest = digest;
        this.test = test;
        text =
                "%s training and %s validation examples, digest %s"
                        .formatted(splits.train().size(), splits.validation().size(), digest);
    }

    static DataFingerprint of(Splits splits) {
        MessageDigest digest = sha256();
        Target target = splits.train().spec().target();
        digest.update(String.join("\n", target.classes()).getBytes(StandardCharsets.UTF_8));
        add(digest, splits.statistics().mean());
        add(digest, splits.statistics().deviation());
        add(digest, splits.columns());
        if (!splits.target().isOwn()) {
            digest.update(
                    ByteBuffer.allocate(2 * Double.BYTES)
                            .putDouble(splits.target().mean())
                            .putDouble(splits.target().deviation())
                            .flip());
        }
        add(digest, splits.train());
        add(digest, splits.validation());
        return new DataFingerprint(
                splits, hexadecimal(digest), splits.test().map(DataFingerprint::text));
    }

    private static String text(Dataset examples) {
        return "%s test examples, digest %s".formatted(examples.size(), digest(examples));
    }

    /** Of any examples. */
    static String digest(Dataset examples) {
        MessageDigest digest = sha256();
        add(digest, examples);
        return hexadecimal(digest);
    }

    /** Put together without a format, which would write the digits of the user's language. */
    private static String hexadecimal(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_CHARACTERS);
    }

    String digest() {
        return digest;
    }

    /** How many training and validation examples there are, and a digest of them. */
    String words() {
        return text;
    }

    /** Likewise of the test examples, where there are any. */
    Optional<String> testWords() {
        return test;
    }

    /** What checkpoints must remember. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(); // in this order in every process
        facts.put(FACT, text);
        facts.put(MEASURED, OF_ALL);
        test.ifPresent(found -> facts.put(TEST, found));
        return facts;
    }

    /**
     * Checks that the data are those of a checkpoint; of one from before there were fingerprints,
     * only that the run with them is not shorter.
     *
     * @throws EtudeException when they have changed
     */
    void require(LoadedCheckpoint from, ResolvedDurations durations, Path run) {
        change(from.facts())
                .ifPresent(
                        change -> {
                            throw new EtudeException(
                                    (from.facts().containsKey(MEASURED) ? CHANGED : EARLIER)
                                            .formatted(run, from.step(), change));
                        });
        if (from.step() > durations.totalSteps()) {
            throw new EtudeException(
                    "%s: the checkpoint is of step %d, the run has %d now; its data have changed, so use --fresh or another --run-dir"
                            .formatted(run, from.step(), durations.totalSteps()));
        }
    }

    /**
     * Checks before an evaluation that the data are those of a checkpoint, as far as that says; the
     * test examples where it is evaluated on them.
     *
     * @throws EtudeException when they have changed
     */
    void requireForEvaluation(LoadedCheckpoint of, boolean onTest, Path run) {
        change(of.facts())
                .or(() -> onTest ? change(of.facts(), TEST, test.orElse("none")) : Optional.empty())
                .ifPresent(
                        change -> {
                            throw new EtudeException(EVALUATED.formatted(run, of.step(), change));
                        });
    }

    /** Whether these are the test examples that the run of a checkpoint had. */
    static boolean areTestExamples(LoadedCheckpoint of, Dataset examples) {
        return text(examples).equals(of.facts().get(TEST));
    }

    /** How the data differ from those that a checkpoint's facts tell of, if they do. */
    Optional<String> change(Map<String, String> before) {
        return change(before, FACT, text);
    }

    private static Optional<String> change(Map<String, String> before, String fact, String now) {
        return Optional.ofNullable(before.get(fact))
                .filter(expected -> !expected.equals(now))
                .map(expected -> "expected %s, found %s".formatted(expected, now));
    }

    private static void add(MessageDigest digest, List<TableColumn> columns) {
        for (TableColumn column : columns) {
            digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(0, column.origin()));
        }
    }

    private static void add(MessageDigest digest, Dataset examples) {
        Batch batch = new Batch(examples.spec(), 1);
        int count = Math.min(MOST_EXAMPLES, examples.size());
        for (int number = 0; number < count; number++) {
            examples.read((int) ((long) number * examples.size() / count), batch, 0);
            digest.update(batch.images());
            add(digest, batch.vectors());
            add(digest, batch.tokens());
            add(digest, batch.labels());
            add(digest, batch.values());
        }
    }

    private static void add(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }

    private static void add(MessageDigest digest, int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
