package etude.trainer.model;

/** Where a transformer's residual branch f is normalised; never after the sum. */
public enum ResidualNorm {
    /** {@code x + f(Norm(x))}, as GPT-2 and ViT do (Radford et al. 2019). */
    PRE,
    /** {@code x + Norm(f(x))}, the advice of the playbook's FAQ on instability. */
    BRANCH_END;

    /** For the config key. */
    static final String MEANING =
            "Where a residual branch f is normalised: pre, x + f(Norm(x)), or branch_end, x + Norm(f(x)).";
}
