package etude.tuner.cli;

import etude.trainer.config.ConfigSchema;
import etude.trainer.model.ModelRegistry;
import etude.tuner.space.StudySchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what config files may hold, for editors. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of config files, for editors.",
        subcommands = {SchemaCommand.Train.class, SchemaCommand.Study.class})
final class SchemaCommand {
    /** The schema of training configs, with the models on the class path. */
    @Command(name = "train", description = "Print the JSON Schema of training configs.")
    static final class Train implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            String schema = ConfigSchema.trainSchema(ModelRegistry.load());
            spec.commandLine().getOut().println(schema);
            return ExitCode.DONE;
        }
    }

    /** The schema of study files. */
    @Command(name = "study", description = "Print the JSON Schema of study files.")
    static final class Study implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            spec.commandLine().getOut().println(StudySchema.text());
            return ExitCode.DONE;
        }
    }
}
