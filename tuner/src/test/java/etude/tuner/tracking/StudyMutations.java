package etude.tuner.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What slips of the hand, scripts and ill will make of study files and their base configs. */
final class StudyMutations {
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "4",
                    "8",
                    "16",
                    "0.05",
                    "0.1",
                    "0.3",
                    "0.5",
                    "0.9",
                    "1.0",
                    "1.0e-3",
                    "1e3",
                    "-1",
                    "-0.0",
                    "1e308",
                    "-1e308",
                    "4.9e-324",
                    "1e999",
                    "010",
                    "2147483647",
                    "9007199254740993",
                    "9223372036854775807");

    private static final List<String> WORDS =
            List.of(
                    "adam",
                    "momentum",
                    "sgd",
                    "linear",
                    "log",
                    "reverse_log",
                    "one_minus_log",
                    "scientific",
                    "nuisance",
                    "fixed",
                    "grid",
                    "random",
                    "points",
                    "joint",
                    "separate",
                    "max",
                    "min",
                    "true",
                    "optimizer.learning_rate",
                    "optimizer.momentum",
                    "optimizer.name",
                    "optimizer",
                    "model",
                    "model.hidden",
                    "batch_size",
                    "dropout",
                    "label_smoothing",
                    "schedule.warmup_steps",
                    "max_train_steps",
                    "threads",
                    "name",
                    "notes",
                    "seed",
                    "dataset.path",
                    "checkpoints.metric",
                    "validation/loss",
                    "train/loss",
                    "rate",
                    "x",
                    "null",
                    "[]",
                    "{}",
                    "[1, 2]",
                    "[0.1, 0.2]",
                    "[1, 1.0, '1']",
                    "[[8], [4, 4]]",
                    "[adam, nesterov, sgd]",
                    "5 epochs",
                    "rate * batch_size / 256",
                    "1 / (rate - 0.5)",
                    "9^9^9^9",
                    "sqrt(-1)",
                    "if(rate < 0.1, 1, 2)",
                    "'-5%'");

    private static final List<String> AWKWARD =
            List.of(
                    "",
                    "~",
                    ".nan",
                    "0x10",
                    "1_000",
                    "9223372036854775808",
                    "1" + "0".repeat(400),
                    "[[[[]]]]",
                    "[null, ~]",
                    "[[1], {a: 1}, [2, [3]]]",
                    "{a: {b: {c: d}}}",
                    "'",
                    "\"",
                    "\"\\ud800\"",
                    "\"\\0\"",
                    "\"a\\eb\"",
                    "\"a\\nb\"",
                    "\"\\Uffffffff\"",
                    "|",
                    ">-",
                    "&a 1",
                    "*a",
                    "!!int x",
                    "!!binary aGk=",
                    "%",
                    "#",
                    ": :",
                    "? ",
                    "---",
                    "\t",
                    "\u0000",
                    "\u001b[31m",
                    "\u202e",
                    "\ufeff",
                    "\ud83d\ude80",
                    "\u0663",
                    "1e300 epochs",
                    "../..",
                    "/dev/null",
                    "a.b.c.d",
                    "..",
                    "model.hidden[0]",
                    "1e999999999 + 1",
                    "(".repeat(300) + "1" + ")".repeat(300),
                    "a".repeat(197),
                    "a".repeat(5000),
                    "[".repeat(2000),
                    "{a: ".repeat(60),
                    "9".repeat(5000));

    /** A value, or rarely a key. */
    private static final Pattern VALUE =
            Pattern.compile("(?<=[:\\[,] ?)[^\\s:,\\[\\]{}]+(?=[\\s,\\]}])");

    private final Random random;
    private final List<String> texts;

    /**
     * @param texts files to take lines and values from
     */
    StudyMutations(long seed, List<String> texts) {
        random = new Random(seed);
        this.texts = List.copyOf(texts);
    }

    /** One of the texts with one or two changes. */
    String next() {
        return changed(pick(texts));
    }

    /** A text with one or two changes. */
    String changed(String text) {
        String changed = text;
        for (int left = 1 + random.nextInt(6) / 3; left > 0; left--) {
            changed = random.nextInt(5) == 0 ? lineChanged(changed) : valueChanged(changed);
        }
        return changed;
    }

    /** A value inside a line, where most of a study file is. */
    private String valueChanged(String text) {
        List<int[]> places = new ArrayList<>();
        Matcher matcher = VALUE.matcher(text);
        while (matcher.find()) {
            places.add(new int[] {matcher.start(), matcher.end()});
        }
        if (places.isEmpty()) {
            return text;
        }
        int[] place = pick(places);
        String old = text.substring(place[0], place[1]);
        List<String> alike = old.matches("[-+.0-9e]+") ? NUMBERS : WORDS;
        String other = pick(random.nextInt(5) == 0 ? AWKWARD : alike);
        return text.substring(0, place[0]) + other + text.substring(place[1]);
    }

    private String lineChanged(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int line = random.nextInt(lines.size());
        String old = lines.get(line);
        switch (random.nextInt(7)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.add(random.nextInt(lines.size()), old);
            case 2 -> lines.set(line, " ".repeat(random.nextInt(5)) + old);
            case 3 -> lines.set(line, old.substring(0, random.nextInt(old.length() + 1)));
            case 4 -> lines.set(line, old.replaceFirst(":.*", "") + ": " + pick(AWKWARD));
            case 5 -> {
                int at = random.nextInt(old.length() + 1);
                lines.set(line, old.substring(0, at) + pick(AWKWARD) + old.substring(at));
            }
            default -> lines.add(line, pick(Arrays.asList(pick(texts).split("\n", -1))));
        }
        return String.join("\n", lines);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
