package etude.tuner.space;

import etude.datasets.config.PathText;
import etude.datasets.config.Setting;
import etude.trainer.config.FolderName;
import etude.trainer.config.bind.ConfigNode.Mapping;
import java.util.List;
import java.util.Optional;

/** The study file as it is written. */
record StudyConfig(
        @Setting("Name of the study and of its folder below studies/.") String name,
        @Setting("The question that the study is to answer.") String goal,
        @Setting("The training config that trials change, relative to the study file.") String base,
        @Setting(value = "What trials are compared by.", defaultsTo = "{}") Objective objective,
        @Setting(value = "Free text, kept with the study.", defaultsTo = "''") String notes,
        @Setting(value = "How points are chosen.", defaultsTo = "{}") SearchConfig search,
        @Setting(
                        value =
                                "separate (one arm per scientific configuration) or joint (one sequence over all).",
                        defaultsTo = "separate")
                Design design,
        @Setting(value = "Trials of each arm in total.", min = 1) int trials,
        @Setting(
                        value =
                                "Config keys with another value than in base, the same in all trials.",
                        defaultsTo = "{}")
                Mapping fixed,
        @Setting(value = "The hyperparameters.", defaultsTo = "[]")
                List<ParameterConfig> parameters,
        @Setting(value = "Further hyperparameters, from AlgoPerf's JSON.", defaultsTo = "null")
                Optional<AlgoPerfConfig> algoperf,
        @Setting(value = "Settings that follow from others: path to formula.", defaultsTo = "{}")
                Mapping derived) {
    StudyConfig {
        parameters = List.copyOf(parameters);
        FolderName.require(name, Trial.SUFFIX_BYTES);
        PathText.require("base", base);
        if (goal.isBlank()) {
            throw new IllegalArgumentException(
                    "goal: a study answers a question (playbook, \"Choosing the goal for the next round of experiments\"); write it down");
        }
    }
}
