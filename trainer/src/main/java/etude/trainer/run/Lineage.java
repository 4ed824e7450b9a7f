package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Of which run another one is the continuation, as {@code continued_from.json} keeps it.
 *
 * @param run the folder of the earlier one, as an absolute path
 * @param name of the earlier one
 * @param step updates that it had done
 * @param checksum of the parameters that it had then
 */
public record Lineage(Path run, String name, long step, String checksum) {
    /**
     * That of a run; empty for one that began at its start.
     *
     * @throws CorruptFileException when the file is not what a run writes
     */
    public static Optional<Lineage> read(RunDirectory run) {
        return Json.read(
                run.continuedFrom(),
                "the run that this one continues",
                object ->
                        new Lineage(
                                Path.of(object.text("run")),
                                object.text("name"),
                                object.whole("step"),
                                object.text("checksum")));
    }

    /**
     * Replaces the file.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    void write(RunDirectory directory) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("run", run.toString());
        members.put("name", name);
        members.put("step", step);
        members.put("checksum", checksum);
        members.put("etude", Versions.etude());
        AtomicFiles.write(directory.continuedFrom(), Json.file(members));
    }
}
