package etude.datasets.split;

import etude.datasets.EtudeException;
import etude.datasets.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Whether every class that a model is to tell apart is there to be learned. */
public final class ClassCheck {
    private ClassCheck() {}

    /**
     * Sentences on classes that no example has, or none of the training set.
     *
     * @param firstExample of the data set, for messages
     * @param names of the classes; none where the target is no class
     * @param train examples of each class
     * @param validation likewise
     * @throws EtudeException when all examples are of one class
     */
    public static List<String> warnings(
            String firstExample, List<String> names, ExampleScan train, ExampleScan validation) {
        if (names.isEmpty()) {
            return List.of();
        }
        IntPredicate trained = number -> train.classCounts()[number] > 0;
        IntPredicate validated = number -> validation.classCounts()[number] > 0;
        List<String> present = names(names, trained.or(validated));
        requireTwo(firstExample, present);
        List<String> never = names(names, trained.or(validated).negate());
        List<String> untrained = names(names, trained.negate().and(validated));
        List<String> warnings = new ArrayList<>();
        if (!never.isEmpty()) {
            warnings.add(
                    "%d of %d classes never occur%s: %s; where classes have no names they are numbered from 0 to the largest label, so labels that begin at 1 make one too many."
                            .formatted(
                                    never.size(),
                                    names.size(),
                                    never.size() == 1 ? "s" : "",
                                    Quoted.list(never)));
        }
        if (!untrained.isEmpty()) {
            warnings.add(
                    "%d of %d classes ha%s validation examples and no training example: %s; a model cannot learn them."
                            .formatted(
                                    untrained.size(),
                                    names.size(),
                                    untrained.size() == 1 ? "s" : "ve",
                                    Quoted.list(untrained)));
        }
        return warnings;
    }

    /**
     * Sentences on labels that tell nothing: those that no training example has, or all have.
     *
     * @param held how many training examples have each
     * @param examples of training
     */
    public static List<String> warnings(List<String> names, long[] held, int examples) {
        List<String> warnings = new ArrayList<>();
        List<String> never = names(names, number -> held[number] == 0);
        List<String> always = names(names, number -> held[number] == examples);
        if (!never.isEmpty()) {
            warnings.add(
                    "No training example has %s: a model cannot learn that."
                            .formatted(Quoted.list(never)));
        }
        if (!always.isEmpty()) {
            warnings.add(
                    "All training examples have %s: a model cannot learn when that does not hold."
                            .formatted(Quoted.list(always)));
        }
        return warnings;
    }

    /**
     * Requires what a classifier tells apart.
     *
     * @param classes names of those there are
     * @throws EtudeException when they are fewer than two
     */
    public static void requireTwo(String firstExample, List<String> classes) {
        if (classes.size() < 2) {
            throw new EtudeException(
                    "expected examples of at least two classes, found only %s (first example: %s); correct the labels, or dataset.target of a table"
                            .formatted(Quoted.list(classes), firstExample));
        }
    }

    private static List<String> names(List<String> names, IntPredicate wanted) {
        return IntStream.range(0, names.size()).filter(wanted).mapToObj(names::get).toList();
    }
}
