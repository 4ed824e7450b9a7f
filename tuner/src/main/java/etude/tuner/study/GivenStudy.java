package etude.tuner.study;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.Study;
import etude.tuner.store.StudyDefinition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A study as its file has it now.
 *
 * @param texts of every file that it rests on
 */
record GivenStudy(Path file, Study study, FrozenTexts texts) {
    /**
     * Reads it.
     *
     * @throws etude.trainer.config.ConfigException when one of its files is wrong
     */
    static GivenStudy read(Path file) {
        FrozenTexts texts = FrozenTexts.recording(file);
        return new GivenStudy(file, Study.read(file, ModelRegistry.load(), texts.reader()), texts);
    }

    /** What it would begin with. */
    StudyDefinition definition() {
        Path basePath = file.resolveSibling(study.base()).normalize();
        RunConfig base =
                ConfigLoader.parse(texts.reader().apply(basePath), basePath.toString(), List.of());
        Map<String, String> facts = new LinkedHashMap<>(texts.facts());
        facts.putAll(TrialProcessor.of(base).facts());
        return new StudyDefinition(
                study.name(), texts.reader().apply(file), ConfigWriter.toYaml(base), facts);
    }
}
