package etude.tuner.doctor;

/** One line of the doctor: what was looked at, and what was found or is to be done. */
public record Finding(Level level, String subject, String sentence) {
    /** How bad it is: fine, worth a change, or training cannot work. */
    public enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String subject, String sentence) {
        return new Finding(Level.OK, subject, sentence);
    }

    static Finding warn(String subject, String sentence) {
        return new Finding(Level.WARN, subject, sentence);
    }

    static Finding fail(String subject, String sentence) {
        return new Finding(Level.FAIL, subject, sentence);
    }
}
