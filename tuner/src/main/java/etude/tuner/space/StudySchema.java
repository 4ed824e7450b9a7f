package etude.tuner.space;

import etude.trainer.config.bind.JsonSchema;

/** The JSON Schema of study files, so that editors complete and check them. */
public final class StudySchema {
    private StudySchema() {}

    /** Draft 2020-12. */
    public static String text() {
        return new JsonSchema(StudyReader.types()).write("Etude study", StudyConfig.class);
    }
}
