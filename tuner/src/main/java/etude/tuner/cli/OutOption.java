package etude.tuner.cli;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.files.WriteFailures;
import etude.tuner.report.PageFolder;
import etude.tuner.workspace.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Where a page is written. */
final class OutOption {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The folder of the page and its files (default: that of what it is about, or a folder"
                            + " below reports/ if this user cannot write there).")
    private Optional<Path> out = Optional.empty();

    private final Workspace workspace;

    OutOption(Workspace workspace) {
        this.workspace = workspace;
    }

    boolean isGiven() {
        return out.isPresent();
    }

    /**
     * Chooses the folder, and makes it unless it is the usual one.
     *
     * @param name of the folder below {@code reports/}
     * @param notes told when it is not the folder that the user expects
     * @throws EtudeException when the folder cannot be written
     */
    PageFolder folder(Path usual, Supplier<String> name, PrintWriter notes) {
        if (out.isPresent()) {
            requireFolder(out.get());
            return made(workspace.root().resolve(out.get()));
        }
        if (Files.isWritable(usual) || Files.notExists(usual)) {
            return new PageFolder(usual);
        }
        PageFolder other = made(workspace.reports().resolve(oneName(name.get())));
        notes.println(
                "etude: %s is read-only for this user, so the report goes elsewhere; --out chooses where"
                        .formatted(usual));
        return other;
    }

    /** Others wrote the name: it must not lead to another folder. */
    private static String oneName(String name) {
        String safe = name.replaceAll("[^\\p{L}\\p{N}._-]", "-");
        return safe.startsWith(".") ? "-" + safe : safe;
    }

    /** A page has files beside it, so that a name of a file is a mistake. */
    private static void requireFolder(Path named) {
        String name = String.valueOf(named.getFileName());
        if (name.toLowerCase(Locale.ROOT).endsWith(".html")) {
            throw new ConfigException(
                    List.of(
                            "--out: expected a folder for the page and the files beside it, found the name of a page (%s); name a folder"
                                    .formatted(name)));
        }
    }

    private static PageFolder made(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            if (WriteFailures.isFullDisk(e)) {
                throw WriteFailures.explain("folder", folder, "no report was written", e);
            } // else what is asked for next says it
        }
        if (!Files.isWritable(folder)) {
            throw new EtudeException(
                    "cannot write a report to %s; name a folder that this user can write with --out"
                            .formatted(folder));
        }
        return new PageFolder(folder);
    }
}
