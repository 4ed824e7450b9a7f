package etude.trainer.model;

/**
 * Dropout (Srivastava et al. 2014): each activation is zero with a probability, and the others are
 * divided by the share that stays, so that the mean stays; the identity in evaluation.
 *
 * @param probability of dropping, in (0, 1)
 */
record DropoutKernels(double probability) implements Kernel {
    @Override
    public String text(Pass pass) {
        boolean compared = pass.training() && pass.kernels().comparesToDrop();
        return (compared ? compared() : engines()).text(pass);
    }

    /** By the engine's operator, which on a CPU draws one number after the other. */
    KernelText engines() {
        return KernelText.expression("torch.dropout(x, %s, TRAINING)".formatted(probability));
    }

    /** By comparing evenly distributed numbers with the share that stays. */
    KernelText compared() {
        return KernelText.resource("dropout.txt")
                .with("SHARE", 1 - probability)
                .with("SCALE", 1 / (1 - probability));
    }
}
