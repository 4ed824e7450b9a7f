package etude.trainer.tokenizer;

import etude.datasets.subword.BytePairLearner;
import etude.datasets.subword.BytePairs;
import etude.datasets.subword.Tokenizer;
import etude.datasets.subword.TokenizerReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Learning and encoding, by Etude and by Hugging Face's library, in a process that has done nothing
 * before. Run by {@code scripts/bench/text}; results stand in {@code docs/text.md}.
 */
final class SubwordBenchmark {
    private SubwordBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        String text = Files.readString(Path.of(arguments[0]));
        int size = Integer.parseInt(arguments[1]);
        BytePairs pairs =
                timed(
                        "learning " + size,
                        () -> {
                            BytePairLearner learner = new BytePairLearner();
                            learner.add(text);
                            return learner.learn(size);
                        });
        int[] own = timed("encoding", () -> pairs.encode(text));
        timed("encoding again", () -> pairs.encode(text));
        Tokenizer library =
                timed(
                        "opening the library",
                        () -> TokenizerReader.installed().read("own", pairs.json()));
        int[] theirs = timed("encoding by the library", () -> library.encode(text));
        System.out.printf(
                Locale.ROOT,
                "%,d characters, %,d tokens, the same: %s%n",
                text.length(),
                own.length,
                Arrays.equals(own, theirs));
    }

    private static <T> T timed(String what, Supplier<T> work) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long started = System.nanoTime();
        long computed = thread.getCurrentThreadCpuTime();
        T result = work.get();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s, %.2f s of this thread%n",
                what,
                (System.nanoTime() - started) / 1e9,
                (thread.getCurrentThreadCpuTime() - computed) / 1e9);
        return result;
    }
}
