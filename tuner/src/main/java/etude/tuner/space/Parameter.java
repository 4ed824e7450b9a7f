package etude.tuner.space;

import etude.trainer.config.bind.Place;

/**
 * A hyperparameter of a study. The same path under another condition is another hyperparameter.
 *
 * @param path a key of the training config, or a name that conditions and formulas use
 * @param place where it was declared
 */
public record Parameter(String path, Role role, Domain domain, Condition condition, Place place) {}
