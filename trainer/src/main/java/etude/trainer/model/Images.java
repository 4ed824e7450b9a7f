package etude.trainer.model;

import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;

/** The examples of a model that reads images and nothing else. */
final class Images {
    private Images() {}

    static Features.Image of(String model, ExampleSpec spec) {
        if (spec.features() instanceof Features.Image image) {
            return image;
        }
        boolean vectors = spec.features() instanceof Features.Vector;
        throw new EtudeException(
                "model.name: "
                        + model
                        + " reads images, but the data set has "
                        + (vectors ? "vectors; use mlp" : "token windows; use gpt"));
    }
}
