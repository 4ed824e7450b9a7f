package etude.tuner.analysis.data;

import etude.tuner.space.Role;

/**
 * A hyperparameter that the study varies.
 *
 * @param id unique in the study: the path, with the condition where two conditional hyperparameters
 *     share a path
 * @param path its key in the training config
 */
public record Hyperparameter(String id, String path, Role role, ValueDomain domain) {}
