package etude.tuner.study;

import etude.trainer.config.ConfigText;
import etude.tuner.store.StudyDefinition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The texts of the files that a study consists of, by their path from the study file, so that every
 * worker reads the same study whatever became of the files since.
 */
record FrozenTexts(Path studyFile, Map<String, String> texts) {
    private static final String FACT = "file:";

    /** Of files on disk; remembers what is read. */
    static FrozenTexts recording(Path studyFile) {
        return new FrozenTexts(studyFile, new LinkedHashMap<>());
    }

    /** Of a study in the store. */
    static FrozenTexts of(Path studyFile, StudyDefinition definition) {
        Map<String, String> texts = named(definition);
        FrozenTexts frozen = new FrozenTexts(studyFile, texts);
        // Opened by its directory, the study is read from a copy that has another name.
        texts.put(frozen.key(studyFile), definition.studyFile());
        return frozen;
    }

    /** Reads a file, or takes its frozen text. */
    Function<Path, String> reader() {
        return path ->
                Optional.ofNullable(texts.get(key(path)))
                        .orElseGet(
                                () -> {
                                    String text = ConfigText.read(path);
                                    texts.put(key(path), text);
                                    return text;
                                });
    }

    /** The frozen text of a file, where there is one. */
    Optional<String> text(Path path) {
        return Optional.ofNullable(texts.get(key(path)));
    }

    /** The files that a study names, with their texts. */
    static Map<String, String> named(StudyDefinition definition) {
        Map<String, String> named = new LinkedHashMap<>();
        definition.facts().entrySet().stream()
                .filter(fact -> fact.getKey().startsWith(FACT))
                .forEach(f -> named.put(f.getKey().substring(FACT.length()), f.getValue()));
        return named;
    }

    /** For the facts of a study's definition. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        texts.forEach((key, text) -> facts.put(FACT + key, text));
        return facts;
    }

    private String key(Path path) {
        Path folder = studyFile.toAbsolutePath().resolveSibling("").normalize();
        return folder.relativize(path.toAbsolutePath().normalize()).toString();
    }
}
