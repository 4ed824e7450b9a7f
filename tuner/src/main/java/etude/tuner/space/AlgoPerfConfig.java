package etude.tuner.space;

import etude.datasets.config.PathText;
import etude.datasets.config.Setting;
import etude.trainer.config.bind.ConfigNode.Mapping;

/** A search space in the JSON format of the AlgoPerf benchmark. */
record AlgoPerfConfig(
        @Setting("The JSON file, relative to the study file.") String file,
        @Setting(
                        value =
                                "Config keys by the names in that file; other names can be used in derived:.",
                        defaultsTo = "{}")
                Mapping paths) {
    AlgoPerfConfig {
        PathText.require("file", file);
    }
}
