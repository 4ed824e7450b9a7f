package etude.trainer.model;

import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Target;

/** The width of the output layer of a model that predicts one thing per example. */
final class Outputs {
    private Outputs() {}

    static int count(String model, ExampleSpec spec) {
        if (spec.target() instanceof Target.Classes classes) {
            return classes.names().size();
        }
        if (spec.target() instanceof Target.Labels labels) {
            return labels.names().size();
        }
        if (spec.target() instanceof Target.Value) {
            return 1;
        }
        throw new EtudeException(
                "model.name: "
                        + model
                        + " predicts a class or a value per example, but the data set asks for the"
                        + " next token; use gpt");
    }
}
