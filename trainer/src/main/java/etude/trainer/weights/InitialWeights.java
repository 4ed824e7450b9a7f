package etude.trainer.weights;

import etude.trainer.checkpoint.NamedTensor;
import java.util.Map;

/**
 * What a model starts from.
 *
 * @param tensors by the model's names, in its shapes; what is not among them is drawn
 */
public record InitialWeights(Map<String, NamedTensor> tensors, LoadReport report) {}
