package etude.trainer.run;

/** Evaluation, not training, had no memory left; the cause says how much it wanted. */
final class EvaluationMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EvaluationMemoryException(Throwable cause) {
        super("in evaluation", cause);
    }
}
