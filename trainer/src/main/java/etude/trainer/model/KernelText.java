package etude.trainer.model;

import etude.trainer.engine.TorchScript;

/**
 * A text of a kernel in which words in capitals stand for what differs. {@code TRAINING} is whether
 * dropout is on and batch norm uses the batch.
 */
record KernelText(String source) implements Kernel {
    /** The text kept in a file beside this class. */
    static KernelText resource(String name) {
        return new KernelText(TorchScript.resource(KernelText.class, name));
    }

    /** One operation of one tensor, as an expression of {@code x}. */
    static KernelText expression(String expression) {
        return new KernelText(
                "def forward(self: __torch__.M, x: Tensor) -> Tensor:\n  return "
                        + expression
                        + "\n");
    }

    /** With a word in capitals replaced. */
    KernelText with(String word, Object value) {
        return new KernelText(source.replace(word, String.valueOf(value)));
    }

    /**
     * With the line of a word in capitals, which must be there, replaced by a file's, as far
     * indented.
     */
    KernelText including(String word, String name) {
        int at = source.indexOf(word + "\n");
        if (at < 0) {
            throw new IllegalArgumentException("no line " + word + " in a kernel");
        }
        int start = source.lastIndexOf('\n', at) + 1;
        String lines = TorchScript.resource(KernelText.class, name).indent(at - start);
        return new KernelText(
                source.substring(0, start) + lines + source.substring(at + word.length() + 1));
    }

    @Override
    public String text(Pass pass) {
        return source.replace("TRAINING", pass.training() ? "True" : "False");
    }
}
