package etude.tuner.study;

import etude.trainer.config.ConfigDifferences;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigText;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Problems;
import etude.tuner.store.StudyDefinition;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses to go on with a study whose files mean something else than when it began. */
final class StudyEdits {
    private static final Set<String> HARMLESS = Set.of("notes");

    private StudyEdits() {}

    /**
     * Compares what began with what is wanted now.
     *
     * @throws ConfigException with the keys that differ
     */
    static void refuse(StudyDefinition began, StudyDefinition now, StudyDirectory directory) {
        List<String> problems = new ArrayList<>();
        ConfigDifferences.between(root(began.studyFile()), root(now.studyFile()), HARMLESS)
                .forEach(
                        difference ->
                                problems.add("  " + difference + hint(difference, directory)));
        ConfigDifferences.between(base(began.baseConfig()), base(now.baseConfig()))
                .forEach(difference -> problems.add("  base config: " + difference));
        problems.addAll(editedSpaces(began, now));
        if (!problems.isEmpty()) {
            problems.add(
                    0,
                    "the study %s has begun with other settings, and its trials would not compare; change them back, or give the new study another name. It differs in:"
                            .formatted(began.name()));
            throw new ConfigException(problems);
        }
    }

    /** Search spaces in files of their own; study file and base config are compared key by key. */
    private static List<String> editedSpaces(StudyDefinition began, StudyDefinition now) {
        Map<String, String> texts = FrozenTexts.named(now);
        return FrozenTexts.named(began).entrySet().stream()
                .filter(file -> file.getKey().endsWith(".json"))
                .filter(file -> texts.containsKey(file.getKey()))
                .filter(file -> !file.getValue().equals(texts.get(file.getKey())))
                .map(file -> "  %s: the file has other contents".formatted(file.getKey()))
                .toList();
    }

    private static String hint(String difference, StudyDirectory directory) {
        return difference.startsWith("trials:")
                ? " (`etude study extend %s --trials N` raises the number of trials)"
                        .formatted(Shell.word(directory.root().toString()))
                : "";
    }

    private static Mapping root(String text) {
        return ConfigText.root(text, "study", new Problems()).orElseThrow();
    }

    private static RunConfig base(String text) {
        return ConfigLoader.parse(text, "base", List.of());
    }
}
