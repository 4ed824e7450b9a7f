package etude.tuner.analysis.data;

import etude.tuner.analysis.data.Value.Numeric;
import etude.tuner.analysis.data.Value.Text;

/** The value of a hyperparameter. */
public sealed interface Value permits Numeric, Text {
    /** As a user would write it. */
    String text();

    /** A number. */
    static Value of(double number) {
        return new Numeric(number);
    }

    /** Anything that is no number. */
    static Value of(String text) {
        return new Text(text);
    }

    /** A number. */
    record Numeric(double number) implements Value {
        @Override
        public String text() {
            return Numbers.text(number);
        }
    }

    /** A word, or a list or mapping as text. */
    record Text(String text) implements Value {}
}
