package etude.trainer.loop;

/** Evaluation, not training, had no memory left; the cause says how much it wanted. */
public final class EvaluationMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EvaluationMemoryException(Throwable cause) {
        super("in evaluation", cause);
    }
}
