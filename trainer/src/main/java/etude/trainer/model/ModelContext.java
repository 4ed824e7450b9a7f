package etude.trainer.model;

import etude.datasets.ExampleSpec;

/**
 * What a model is built for.
 *
 * @param spec shapes of the examples
 * @param dropout probability of dropping an activation, where the model has a place for it
 * @param batchSize examples in one forward pass of training, always the same: of an update, or of
 *     each of its parts where gradients are accumulated
 */
public record ModelContext(ExampleSpec spec, double dropout, int batchSize) {}
