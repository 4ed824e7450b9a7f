package etude.tuner.refine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.tuner.analysis.verdict.Refinement;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Domain.Whole;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Scale;
import etude.tuner.space.Values;
import etude.tuner.text.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The values of a study file while it is changed.
 *
 * @param declared the hyperparameters in the order in which the file has them
 */
record StudyDraft(ObjectNode root, List<Hyperparameter> declared) {
    private static final MathContext TWO_DOWN = new MathContext(2, RoundingMode.DOWN);
    private static final MathContext TWO_UP = new MathContext(2, RoundingMode.UP);

    /** What cannot be written into this file, and why. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        Unfit(String sentence) {
            super(sentence);
        }
    }

    StudyDraft copy() {
        return new StudyDraft(root.deepCopy(), declared);
    }

    String text() {
        return StudyText.of(root);
    }

    /** Makes a change, and says what it is in a few words. */
    String apply(Refinement change) throws Unfit {
        if (change instanceof Refinement.MovedEnd moved) {
            return move(moved);
        }
        if (change instanceof Refinement.DroppedValue dropped) {
            return drop(dropped);
        }
        if (change instanceof Refinement.FixedValue fixed) {
            return fix(fixed);
        }
        if (change instanceof Refinement.Combined combined) {
            return combine(combined);
        }
        return trials(((Refinement.TrialCount) change).trials());
    }

    /** Gives each arm so many trials, and says so. */
    String trials(int count) {
        String before = root.path("trials").asText();
        root.put("trials", count);
        return "trials: %s becomes %d".formatted(before, count);
    }

    private ObjectNode parameter(Hyperparameter hyperparameter) throws Unfit {
        int index = declared.indexOf(hyperparameter);
        JsonNode found = root.path("parameters").path(index);
        if (!(found instanceof ObjectNode written)) {
            throw new Unfit("it stands in the file of algoperf: change it there");
        }
        return written;
    }

    private String move(Refinement.MovedEnd moved) throws Unfit {
        Range range = (Range) moved.hyperparameter().domain();
        String key = moved.lower() ? "min" : "max";
        double before = moved.lower() ? range.low() : range.high();
        ObjectNode written = parameter(moved.hyperparameter());
        if (range instanceof Whole) {
            written.put(key, (long) moved.end());
        } else {
            written.put(key, moved.end());
        }
        if (written.path("min").asDouble() >= written.path("max").asDouble()) {
            throw new Unfit("nothing of the range would be left");
        }
        return "%s: %s %s becomes %s"
                .formatted(
                        moved.hyperparameter().id(),
                        key,
                        Numbers.text(before),
                        Numbers.text(moved.end()));
    }

    private String drop(Refinement.DroppedValue dropped) throws Unfit {
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        StreamSupport.stream(
                        parameter(dropped.hyperparameter()).path("values").spliterator(), false)
                .filter(value -> !Values.same(value, dropped.value()))
                .forEach(left::add);
        if (left.isEmpty()) {
            throw new Unfit("nothing of the list would be left");
        }
        parameter(dropped.hyperparameter()).set("values", left);
        return "%s: values lose %s"
                .formatted(dropped.hyperparameter().id(), Values.shortText(dropped.value()));
    }

    private String fix(Refinement.FixedValue fixed) throws Unfit {
        ObjectNode written = parameter(fixed.hyperparameter());
        written.remove(List.of("min", "max", "scale", "integer"));
        written.put("role", "fixed");
        written.set("values", JsonNodeFactory.instance.arrayNode().add(fixed.value()));
        return "%s: fixed at %s"
                .formatted(fixed.hyperparameter().id(), Values.shortText(fixed.value()));
    }

    /** The second of the two follows from the first and the new one. */
    private String combine(Refinement.Combined combined) throws Unfit {
        ObjectNode second = parameter(combined.second());
        String path = combined.second().path();
        if (second.has("when")
                || parameter(combined.first()).has("when")
                || root.path("derived").toString().contains(path)) {
            throw new Unfit(
                    "they exist under a condition, or a formula reads them: write the formula by hand");
        }
        String one = factor(combined.first());
        String name =
                "%s_%s_%s"
                        .formatted(
                                word(combined.first()),
                                combined.product() ? "times" : "over",
                                word(combined.second()));
        String other = combined.product() ? name + " / " + one : one + " / " + name;
        second.removeAll();
        second.put("path", name);
        second.put("role", "nuisance");
        second.put("min", BigDecimal.valueOf(combined.low()).round(TWO_DOWN).doubleValue());
        second.put("max", BigDecimal.valueOf(combined.high()).round(TWO_UP).doubleValue());
        second.put("scale", "log");
        ObjectNode derived =
                root.path("derived") instanceof ObjectNode formulas
                        ? formulas
                        : root.putObject("derived");
        derived.put(path, isFromOne(combined.second()) ? "1 - " + other : other);
        return "%s: follows from %s, which is searched instead".formatted(path, name);
    }

    private static boolean isFromOne(Hyperparameter hyperparameter) {
        return ((Range) hyperparameter.domain()).scale() == Scale.ONE_MINUS_LOG;
    }

    private static String factor(Hyperparameter hyperparameter) {
        return isFromOne(hyperparameter)
                ? "(1 - %s)".formatted(hyperparameter.path())
                : hyperparameter.path();
    }

    private static String word(Hyperparameter hyperparameter) {
        return hyperparameter.path().substring(hyperparameter.path().lastIndexOf('.') + 1);
    }
}
