package etude.tuner.notebook;

import etude.trainer.files.Json;
import etude.tuner.project.ProjectFolder;
import etude.tuner.project.ProjectReader;
import etude.tuner.project.rule.Guide;
import etude.tuner.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project in plain files, as its commands leave it. */
record ProjectOnDisk(Path workspace) {
    /** With a goal, and nothing done yet. */
    static ProjectOnDisk begin(Path workspace, String goal) {
        ProjectOnDisk project = new ProjectOnDisk(workspace);
        project.write(
                "project.yaml",
                "name: digits\ngoal: %s\nmetric: validation/error_rate\nrun_budget: 20s\ntotal_budget: 10m\n"
                        .formatted(Json.line(goal)));
        project.write(
                "incumbent.yaml",
                """
                name: digits
                dataset: {name: generated, examples: 1000}
                model: {name: mlp, hidden: [8]}
                batch_size: 64
                max_train_steps: 2000
                optimizer: {name: momentum, learning_rate: 0.1}
                """);
        return project;
    }

    Path root() {
        return workspace.resolve("projects/digits");
    }

    private void write(String file, String text) {
        writeText(root().resolve(file), text);
    }

    static void writeText(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A launch of a study's trial; without reruns one training was measured. */
    ProjectOnDisk launch(int number, String change, String study, double mean, int reruns) {
        Map<String, Object> launch = launch(number, change, study);
        launch.put("result", measured(study, mean, reruns));
        write("launches/%02d-x.json".formatted(number), Json.text(launch));
        return this;
    }

    /** A launch of which nothing was measured. */
    ProjectOnDisk launch(int number, String change) {
        write(
                "launches/%02d-x.json".formatted(number),
                Json.text(launch(number, change, "run_budget")));
        return this;
    }

    /** The launch of the model itself, which changes nothing. */
    ProjectOnDisk tested(int number, String evidence) {
        Map<String, Object> launch = launch(number, "", "procedures/digits-final");
        launch.put("step", "launch");
        launch.put("changes", List.of());
        launch.put("evidence", evidence);
        write("launches/%02d-launch.json".formatted(number), Json.text(launch));
        return this;
    }

    private static Map<String, Object> launch(int number, String change, String source) {
        Map<String, Object> launch = new LinkedHashMap<>();
        launch.put("number", number);
        launch.put("step", "baseline");
        launch.put("source", source);
        launch.put("changes", List.of(change));
        launch.put("evidence", "It is better.");
        launch.put("cost", cost());
        launch.put("commit", "0123456789abcdef");
        launch.put("time", "2026-11-29T20:00:00Z");
        return launch;
    }

    private static Map<String, Object> measured(String study, double mean, int reruns) {
        return Map.of(
                "metric",
                "validation/error_rate",
                "study",
                study,
                "trial",
                4,
                "value",
                mean,
                "mean",
                mean,
                "standard_deviation",
                reruns > 1 ? 0.004 : 0,
                "reruns",
                reruns);
    }

    private static Map<String, Object> cost() {
        return Map.of(
                "trials",
                10,
                "reruns",
                5,
                "steps",
                30000,
                "charged_seconds",
                60,
                "took_seconds",
                90);
    }

    /** A round that was drafted. */
    ProjectOnDisk round(String folder, String goal) {
        write(
                "rounds/%s/study.yaml".formatted(folder),
                "name: %s\ngoal: %s\nbase: base.yaml\ntrials: 2\nparameters: []\n"
                        .formatted("digits" + folder.substring(2), Json.line(goal)));
        return this;
    }

    /** Its end, by which a change was compared with the incumbent. */
    ProjectOnDisk lesson(String folder, String decision, boolean taught, double gain) {
        String study = "studies/digits" + folder.substring(2);
        Map<String, Object> lesson = new LinkedHashMap<>();
        lesson.put("round", folder);
        lesson.put("step", "weight_decay");
        lesson.put("goal", "Does it help?");
        lesson.put("study", study);
        lesson.put("seen", List.of("5.20 % is reached.", "It overfits."));
        lesson.put("decision", decision);
        lesson.put("why", study + " says so.");
        lesson.put("taught", taught);
        lesson.put(
                "effect",
                Map.of(
                        "change",
                        "weight_decay=true",
                        "candidate",
                        measured(study, 0.052, 5),
                        "incumbent",
                        measured(study, 0.058, 5),
                        "gain",
                        gain,
                        "chance",
                        0.003,
                        "margin",
                        0.001));
        lesson.put("cost", cost());
        lesson.put("time", "2026-11-29T20:00:00Z");
        write("rounds/%s/lesson.json".formatted(folder), Json.text(lesson));
        return this;
    }

    /** Something that ran for a step. */
    ProjectOnDisk ran(String step, double predicted, double took) {
        return log(
                Map.of(
                        "kind",
                        "DONE",
                        "step",
                        step,
                        "exit_code",
                        0,
                        "predicted_seconds",
                        predicted,
                        "took_seconds",
                        took));
    }

    /** Somebody disagreed. */
    ProjectOnDisk skipped(String step, String reason) {
        return log(Map.of("kind", "SKIPPED", "step", step, "reason", reason));
    }

    private ProjectOnDisk log(Map<String, Object> members) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("time", "2026-11-29T20:00:00Z");
        entry.put("reason", "because");
        entry.put("command", "");
        entry.put("by", "ada");
        entry.putAll(members);
        try {
            Files.writeString(
                    root().resolve("journal.jsonl"),
                    Json.line(entry) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Guide guide() {
        return Guide.of(
                new ProjectReader(new Workspace(workspace)).read(new ProjectFolder(root())));
    }

    /** As the command reads it. */
    Notebook notebook() {
        return new NotebookReader(new Workspace(workspace)).read(guide(), root());
    }

    /** With other studies than the workspace has. */
    Notebook notebook(Map<String, StudyEvidence> studies) {
        return new Notebook(guide(), List.of(), studies);
    }
}
