package etude.tuner.cli;

import etude.trainer.config.ConfigSchema;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.Study;
import picocli.CommandLine.Command;

/** Prints what config files may hold, for editors. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of config files, for editors.",
        subcommands = {SchemaCommand.TrainConfigs.class, SchemaCommand.StudyFiles.class})
final class SchemaCommand {
    /** The schema of training configs, with the models on the class path. */
    @Command(name = "train", description = "Print the JSON Schema of training configs.")
    static final class TrainConfigs extends PrintingCommand {
        @Override
        public Integer call() {
            String schema = ConfigSchema.trainSchema(ModelRegistry.load());
            out().println(schema);
            return ExitCode.DONE;
        }
    }

    /** The schema of study files. */
    @Command(name = "study", description = "Print the JSON Schema of study files.")
    static final class StudyFiles extends PrintingCommand {
        @Override
        public Integer call() {
            out().println(Study.schema());
            return ExitCode.DONE;
        }
    }
}
