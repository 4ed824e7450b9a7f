package etude.tuner.cli;

import etude.tuner.progress.Terminal;
import etude.tuner.store.Access;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyImport;
import etude.tuner.study.StudyOpening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command about one study: which it is, and where its store is. */
abstract class OneStudyCommand extends PrintingCommand {
    @Parameters(
            paramLabel = "STUDY",
            description = "The study: a YAML file, its directory, or its name below studies/.")
    private Path study = Path.of("");

    @Mixin private final StoreOption store;

    private final CommandContext context;

    OneStudyCommand(CommandContext context) {
        this.context = context;
        store = new StoreOption(context.workspace());
    }

    final StoreOption store() {
        return store;
    }

    final CommandContext context() {
        return context;
    }

    final Terminal terminal() {
        return context.terminal();
    }

    /** A name alone is that of a study here, unless there is a file of that name. */
    private Path study() {
        Path name = study.getFileName();
        boolean alone = name != null && context.workspace().root().resolve(name).equals(study);
        Path named = context.workspace().studies().resolve(alone ? name : study);
        return !Files.exists(study) && Files.isDirectory(named) ? named : study;
    }

    final OpenStudy openOrCreate() {
        return StudyOpening.openOrCreate(study(), context.workspace().studies(), store.location());
    }

    final OpenStudy open(Access access) {
        return StudyOpening.open(study(), context.workspace().studies(), store.location(), access);
    }

    /** Where it lies, begun or not. */
    final StudyDirectory directory() {
        return StudyOpening.directory(study(), context.workspace().studies());
    }

    final StudyImport fromFiles() {
        return StudyImport.of(study(), context.workspace().studies(), store.location());
    }

    /** Does something with the study, which must exist, and returns the exit code. */
    final int with(Access access, Consumer<OpenStudy> task) {
        try (OpenStudy open = open(access)) {
            task.accept(open);
        }
        out().flush();
        return ExitCode.DONE;
    }
}
