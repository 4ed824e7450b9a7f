package etude.tuner.study;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import etude.trainer.run.RunDirectory;
import etude.tuner.space.Origin;
import etude.tuner.space.Rerun;
import etude.tuner.space.Resplit;
import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import etude.tuner.space.Values;
import etude.tuner.store.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run directory keeps of the trial or rerun that it trains, as {@code trial.json}: with it,
 * a lost store can be made again.
 *
 * @param ended empty while the trial has not
 */
record TrialFile(Training training, Optional<Ended> ended) {
    /**
     * The end of a trial.
     *
     * @param evaluations that the store has of it
     */
    record Ended(Ending how, int evaluations) {}

    /**
     * Replaces the file.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    void write(RunDirectory run) {
        Trial trial = training.trial();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("number", trial.number());
        members.put("arm", trial.arm());
        members.put("point", trial.point());
        members.put("seed", trial.seed());
        members.put("values", trial.values());
        members.put("settings", trial.settings());
        if (!trial.origin().precedesResults()) {
            members.put("origin", trial.origin().json());
        }
        if (training instanceof Rerun rerun) {
            members.put("rerun", rerun.index());
            members.put("rerun_seed", rerun.seed());
        }
        if (training instanceof Resplit resplit) {
            members.put("resplit", resplit.index());
            members.put("split_seed", resplit.splitSeed());
        }
        ended.ifPresent(
                end -> {
                    members.put("ending", end.how().json());
                    members.put("evaluations", end.evaluations());
                });
        AtomicFiles.write(path(run), Json.file(members));
    }

    /**
     * What a directory keeps; empty where an earlier version of Etude trained there.
     *
     * @throws CorruptFileException when the file is not what a worker writes
     */
    static Optional<TrialFile> read(RunDirectory run) {
        return Json.read(path(run), "a trial", TrialFile::of);
    }

    private static TrialFile of(JsonObject object) throws IOException {
        JsonNode ending = object.json().path("ending");
        JsonNode origin = object.json().path("origin");
        Trial trial =
                new Trial(
                        object.count("number"),
                        object.count("arm"),
                        object.count("point"),
                        object.whole("seed"),
                        Values.parse(Json.line(object.object("values").json())),
                        Values.parse(Json.line(object.object("settings").json())),
                        origin.isMissingNode() ? new Origin.Planned() : Origin.read(origin));
        return new TrialFile(
                training(trial, object),
                ending.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Ended(Ending.read(ending), object.count("evaluations"))));
    }

    private static Training training(Trial trial, JsonObject object) throws IOException {
        if (object.has("rerun")) {
            return new Rerun(trial, object.count("rerun"), object.whole("rerun_seed"));
        }
        return object.has("resplit")
                ? new Resplit(trial, object.count("resplit"), object.whole("split_seed"))
                : trial;
    }

    private static Path path(RunDirectory run) {
        return run.root().resolve("trial.json");
    }
}
