package etude.tuner.analysis.plot;

import etude.tuner.space.Hyperparameter;
import java.util.Locale;
import java.util.regex.Pattern;

/** The ids that verdicts name their evidence by, and charts carry. */
public final class PlotId {
    public static final String TRAINING_CURVES = "training-curves";
    public static final String HISTORY = "objective-over-trials";
    public static final String BUDGET = "best-by-number-of-trials";
    public static final String STEP_LOSS = "step-loss";
    public static final String GRADIENT_NORM = "gradient-norm";
    public static final String BEST_STEPS = "best-steps";
    public static final String THROUGHPUT = "throughput";
    public static final String IMPORTANCE = "importance";
    public static final String TRIALS = "trials";

    private static final Pattern PLAIN = Pattern.compile("[a-z0-9._ ]+");

    private PlotId() {}

    /** The axis plot of a hyperparameter, all arms together. */
    public static String axis(Hyperparameter hyperparameter) {
        return "axis-" + slug(hyperparameter.id());
    }

    /** The isolation plot of a scientific hyperparameter. */
    public static String isolation(Hyperparameter hyperparameter) {
        return "isolation-" + slug(hyperparameter.id());
    }

    /** The training curves of a metric that is not the objective. */
    public static String curves(String metric) {
        return "curves-" + letters(metric);
    }

    /** Ids that differ in signs only, as by {@code if x is -1}, are told apart by a number. */
    private static String slug(String id) {
        String letters = letters(id);
        return PLAIN.matcher(id).matches()
                ? letters
                : letters + "-" + Integer.toHexString(id.hashCode());
    }

    private static String letters(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
