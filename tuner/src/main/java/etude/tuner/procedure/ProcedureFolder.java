package etude.tuner.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigWriter;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.WriteFailures;
import etude.tuner.page.Page;
import etude.tuner.page.PageFile;
import etude.tuner.page.Section;
import etude.tuner.text.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a procedure keeps: {@code plan.json}, the files of its studies, and in the end {@code
 * result.json}, {@code patch.yaml} and {@code report.html}.
 */
public record ProcedureFolder(Path root) {
    /**
     * Keeps the plan, or finds the one that is kept.
     *
     * @param config the resolved config that it is for
     * @param estimate of its first study
     * @throws ConfigException when the one that is kept has other inputs
     */
    public void begin(Procedure procedure, String config, PlannedStudy first, Estimate estimate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "first_study",
                Map.of("name", first.name(), "trials", first.trials(), "steps", first.steps()));
        json.put("further_studies_at_most", procedure.mostFurther());
        json.put("estimate", estimate.json());
        begin(procedure, config, json);
    }

    /**
     * Likewise of a procedure that runs no study.
     *
     * @param details that the plan keeps as well
     */
    public void begin(Plan procedure, String config, Map<String, Object> details) {
        Map<String, Object> inputs = new LinkedHashMap<>(procedure.inputs());
        inputs.put("config", config);
        Path plan = root.resolve("plan.json");
        if (Files.exists(plan)) {
            requireSame(plan, Json.tree(inputs));
            return;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("procedure", procedure.command());
        json.put("inputs", inputs);
        json.putAll(details);
        create();
        AtomicFiles.write(plan, Json.file(json));
    }

    private void create() {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw WriteFailures.explain("procedure", root, "nothing was started", e);
        }
    }

    private void requireSame(Path plan, JsonNode inputs) {
        JsonNode kept = read(plan).path("inputs");
        List<String> differences = new ArrayList<>();
        inputs.properties()
                .forEach(
                        input -> {
                            JsonNode before = kept.path(input.getKey());
                            if (!before.toString().equals(input.getValue().toString())) {
                                differences.add(
                                        input.getKey().equals("config")
                                                ? "another config"
                                                : "%s was %s, is %s"
                                                        .formatted(
                                                                input.getKey(),
                                                                before,
                                                                input.getValue()));
                            }
                        });
        if (!differences.isEmpty()) {
            throw new ConfigException(
                    List.of(
                            "%s was begun with other inputs (%s); change them back to continue it, or give another --name"
                                    .formatted(root, String.join("; ", differences))));
        }
    }

    private static JsonNode read(Path file) {
        try {
            return Json.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new EtudeException(
                    "%s cannot be read (%s); delete it to begin again".formatted(file, e), e);
        }
    }

    /** Writes the files of a study, and returns the study file. */
    public Path write(PlannedStudy study) {
        create();
        write(root.resolve(PlannedStudy.baseName(study.name())), ConfigWriter.toYaml(study.base()));
        Path file = root.resolve(study.name() + ".yaml");
        write(file, study.text());
        return file;
    }

    /**
     * Writes what it found.
     *
     * @param title of the page
     * @param studies the directories of its studies
     * @param command that the user typed
     * @return the page
     */
    public Path finish(
            Plan procedure, String title, Result result, List<Path> studies, List<String> command) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("procedure", procedure.command());
        json.putAll(result.json());
        json.put("sentences", result.sentences());
        json.put("patch", result.patch().overrides());
        json.put("studies", studies.stream().map(Path::toString).toList());
        AtomicFiles.write(root.resolve("result.json"), Json.file(json));
        write(root.resolve("patch.yaml"), result.patch().yaml());
        List<Section> sections = new ArrayList<>();
        sections.add(new Section.Notes("What it means", result.sentences()));
        if (!result.patch().keys().isEmpty()) {
            sections.add(new Section.Notes("Proposed change", result.patch().lines()));
        }
        sections.addAll(result.sections());
        sections.add(
                new Section.Notes(
                        "Studies",
                        studies.stream()
                                .map(study -> study.resolve("report.html").toString())
                                .toList()));
        Path page = root.resolve("report.html");
        PageFile.write(
                page,
                new Page(
                        title,
                        result.sentences().get(0),
                        sections,
                        new Page.Footer(List.of(), Shell.command(command))));
        return page;
    }

    /** The model's card, which {@code etude tune final} writes. */
    public Path modelCard() {
        return root.resolve("MODEL_CARD.md");
    }

    /** Whether it has come to its end. */
    public boolean isFinished() {
        return Files.exists(root.resolve("result.json"));
    }

    private static void write(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
