package etude.tuner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.Problems;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.WriteFailures;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.refine.RefinedStudy;
import etude.tuner.space.Algorithm;
import etude.tuner.space.Values;
import etude.tuner.store.Access;
import etude.tuner.study.OpenStudy;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes the study file that comes next (playbook, "Identifying bad search space boundaries" and
 * "Extracting insight from experimental results").
 */
@Command(
        name = "refine",
        description = {
            "Write the next study file: ranges widened where the best trials lie at an edge and cut where"
                    + " every trial is infeasible, idle hyperparameters fixed, more trials where the best"
                    + " one stands alone.",
            "Prints each change with its reason; runs nothing."
        })
final class StudyRefineCommand extends OneStudyCommand {
    private static final String ENDING = "\\.ya?ml$";

    private final Path here;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where to write the study file (default: NAME-2.yaml here); its base config goes"
                            + " beside it.")
    private Optional<Path> out = Optional.empty();

    StudyRefineCommand(CommandContext context) {
        super(context);
        here = context.workspace().root();
    }

    @Override
    public Integer call() {
        return with(Access.READING, this::refine);
    }

    private void refine(OpenStudy study) {
        StudyRecord record = StudyRecords.read(study);
        requireRefinable(study, record);
        Analysis analysis = Analysis.of(record, VerdictThresholds.defaults());
        Path file = out.orElse(here.resolve(RefinedStudy.next(study.study().name()) + ".yaml"));
        Path base = file.resolveSibling(fileName(file).replaceFirst(ENDING, "") + "-base.yaml");
        requireFree(file, base);
        RefinedStudy refined =
                RefinedStudy.of(
                        values(study),
                        study.study(),
                        analysis.refinements(),
                        origin(record, analysis),
                        fileName(base),
                        study.baseText());
        print(refined);
        if (refined.made().isEmpty()) {
            out().println("Nothing in the search space asks for a change, so no file was written.");
            return;
        }
        createFolder(file);
        AtomicFiles.write(base, study.baseText().getBytes(StandardCharsets.UTF_8));
        AtomicFiles.write(file, refined.text().getBytes(StandardCharsets.UTF_8));
        out().printf(
                        "%s is the next study, %s its base config; comments of the earlier files are not in the study file.%n",
                        file, base);
        out().printf("`etude study plan %s` shows it.%n", Shell.word(file.toString()));
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static ObjectNode values(OpenStudy study) {
        return ConfigText.root(study.fileText(), study.study().name(), new Problems())
                .map(Values::of)
                .map(ObjectNode.class::cast)
                .orElseThrow();
    }

    /**
     * Refuses what has no ranges, or no result yet.
     *
     * @throws ConfigException in one sentence
     */
    private static void requireRefinable(OpenStudy study, StudyRecord record) {
        long open = record.trials().size() - record.ended();
        if (open > 0) {
            throw refused(
                    "%d of %s of %s %s not ended; `%s` runs them, and then the study can be refined"
                            .formatted(
                                    open,
                                    Numbers.count(record.trials().size(), "trial"),
                                    study.study().name(),
                                    open == 1 ? "has" : "have",
                                    record.command("etude study run")));
        }
        if (study.study().algorithm() == Algorithm.POINTS) {
            throw refused(
                    "search: a study of listed points has no ranges to refine; write ranges with min and max");
        }
        if (study.study().algorithm().isAdaptive()) {
            throw refused(
                    "search: the points of this study followed its results, so where they lie tells little about the ranges; refine a study with algorithm: quasi_random");
        }
    }

    private static void createFolder(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw WriteFailures.explain("study file", file, "nothing was written", e);
        }
    }

    private static void requireFree(Path file, Path base) {
        for (Path one : List.of(file, base)) {
            if (Files.exists(one)) {
                throw refused("%s exists already; name another file with --out".formatted(one));
            }
        }
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of(sentence));
    }

    private static String origin(StudyRecord study, Analysis analysis) {
        return "Refined from %s, %s%s."
                .formatted(
                        study.directory(),
                        Numbers.count(study.trials().size(), "trial"),
                        analysis.results()
                                .best()
                                .map(
                                        best ->
                                                ", best %s (trial %d)"
                                                        .formatted(
                                                                Wording.of(study)
                                                                        .value(best.cost()),
                                                                best.trial().number()))
                                .orElse(", none of which is feasible"));
    }

    private void print(RefinedStudy refined) {
        for (RefinedStudy.Change change : refined.made()) {
            print(List.of(change.what(), "    " + change.why()), terminal());
        }
        for (RefinedStudy.Change change : refined.left()) {
            print(List.of("Not done: " + change.what(), "    " + change.why()), terminal());
        }
    }
}
