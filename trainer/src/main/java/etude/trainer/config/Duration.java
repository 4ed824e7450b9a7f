package etude.trainer.config;

/**
 * A length of training in one of four units, written {@code 2000}, {@code "10 epochs"}, {@code
 * "50000 examples"} or {@code "5%"}.
 */
public record Duration(double amount, Unit unit) {
    /** What the amount counts. */
    public enum Unit {
        STEPS,
        EPOCHS,
        EXAMPLES,
        PERCENT
    }

    /** More steps than this no run has, and a double no longer counts them one by one. */
    static final long MOST_STEPS = 1_000_000_000_000_000L;

    public Duration {
        if (!(amount >= 0) || Double.isInfinite(amount)) {
            throw new IllegalArgumentException("must be a duration of at least 0, found " + amount);
        }
        if (unit == Unit.STEPS && amount != Math.rint(amount)) {
            throw new IllegalArgumentException("must be a whole number of steps, found " + amount);
        }
        if (unit == Unit.STEPS && amount > MOST_STEPS) {
            throw new IllegalArgumentException("must be at most 1e15 steps, found " + amount);
        }
    }

    /** As a config writes it. */
    public String text() {
        return DurationText.write(this).text();
    }
}
