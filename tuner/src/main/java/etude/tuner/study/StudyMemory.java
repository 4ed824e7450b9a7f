package etude.tuner.study;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigText;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import etude.tuner.store.StoreLocation;
import etude.tuner.store.StoredStudy;
import etude.tuner.store.StudyDefinition;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a study's directory keeps of the study, as {@code store.json}: which store has it, so that
 * no other is taken for that one, and what the study file alone does not tell, so that a lost store
 * can be made again from the directory.
 *
 * @param store where it is, without secrets: a URL, or a path from the directory
 * @param created when the store says that the study began, by which the store knows it
 * @param baseConfig resolved, as the store has it
 * @param facts as the store has them
 * @param trialsPerArm more than the study file says, where it was extended
 * @param margin the smallest difference that matters, where the user named one
 */
record StudyMemory(
        String store,
        Instant created,
        String baseConfig,
        Map<String, String> facts,
        int trialsPerArm,
        OptionalDouble margin) {
    static StudyMemory of(
            StudyDirectory directory,
            StoreLocation location,
            StoredStudy stored,
            int trialsPerArm) {
        return new StudyMemory(
                location instanceof StoreLocation.SqliteFile file
                        ? directory.relativize(file.path()).toString()
                        : location.toString(),
                stored.created(),
                stored.definition().baseConfig(),
                stored.definition().facts(),
                trialsPerArm,
                stored.margin());
    }

    /** After an extension. */
    StudyMemory withTrials(int perArm) {
        return new StudyMemory(store, created, baseConfig, facts, perArm, margin);
    }

    /** With what the user called the smallest difference that matters. */
    StudyMemory withMargin(OptionalDouble least) {
        return new StudyMemory(store, created, baseConfig, facts, trialsPerArm, least);
    }

    /** Where the store is, as a user types it. */
    String location(StudyDirectory directory) {
        return store.startsWith(StoreLocation.PREFIX)
                ? store
                : directory.root().resolve(store).normalize().toString();
    }

    /**
     * Replaces the file, unless it says the same already.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    void write(StudyDirectory directory) {
        if (read(directory).equals(Optional.of(this))) {
            return;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("store", store);
        members.put("created", created.toString());
        members.put("base_config", baseConfig);
        members.put("facts", facts);
        members.put("trials_per_arm", trialsPerArm);
        margin.ifPresent(least -> members.put("margin", least));
        AtomicFiles.write(directory.memory(), Json.file(members));
    }

    /**
     * What the directory of a study keeps; empty where an earlier version of Etude began it.
     *
     * @throws EtudeException when the file is not what a study writes
     */
    static Optional<StudyMemory> read(StudyDirectory directory) {
        try {
            return Json.read(directory.memory(), "where a study is stored", StudyMemory::of);
        } catch (CorruptFileException e) {
            throw new EtudeException(
                    "%s is damaged; restore it, or delete it and name the study's file and its store"
                            .formatted(directory.memory()),
                    e);
        }
    }

    private static StudyMemory of(JsonObject object) throws IOException {
        try {
            return new StudyMemory(
                    object.text("store"),
                    Instant.parse(object.text("created")),
                    object.text("base_config"),
                    object.textsByName("facts"),
                    object.count("trials_per_arm"),
                    object.optionalNumber("margin"));
        } catch (DateTimeException e) {
            throw new IOException("created is no time: " + e.getMessage(), e);
        }
    }

    /** The study as it began, from its directory alone. */
    StudyDefinition definition(StudyDirectory directory) {
        return new StudyDefinition(
                directory.name(), ConfigText.read(directory.studyFile()), baseConfig, facts);
    }
}
