package etude.tuner.cli;

import etude.tuner.study.OpenStudy;
import etude.tuner.workspace.Workspace;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which study, and where its store is. */
final class StudyArgument {
    @Parameters(
            paramLabel = "STUDY",
            description = "The study, a YAML file, or its directory below studies/.")
    private Path study = Path.of("");

    @Mixin private final StoreOption store;

    private final Workspace workspace;

    StudyArgument(CommandContext context) {
        workspace = context.workspace();
        store = new StoreOption(workspace);
    }

    StoreOption store() {
        return store;
    }

    OpenStudy openOrCreate() {
        return OpenStudy.openOrCreate(study, workspace.studies(), store.location());
    }

    OpenStudy open() {
        return OpenStudy.open(study, workspace.studies(), store.location());
    }
}
