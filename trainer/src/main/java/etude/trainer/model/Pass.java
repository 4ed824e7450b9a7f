package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.Precision;

/**
 * What the text of a kernel or of a whole model is written for: with the shape at hand, sizes are
 * numbers in the text, and nothing is left to compute or to decide in each pass.
 *
 * @param input shape of the input, the number of examples included
 * @param precision of the input
 * @param training whether dropout is on and batch norm uses the batch
 */
public record Pass(Shape input, Precision precision, Kernels kernels, boolean training) {
    /** The same, further on in the model. */
    Pass at(Shape shape) {
        return new Pass(shape, precision, kernels, training);
    }

    /** The same with what evaluation does. */
    Pass inEvaluation() {
        return new Pass(input, precision, kernels, false);
    }

    /** Whether the input has another type than norms and softmax are computed in. */
    boolean narrow() {
        return precision == Precision.BFLOAT16;
    }
}
