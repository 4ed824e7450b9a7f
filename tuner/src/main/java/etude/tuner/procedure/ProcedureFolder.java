package etude.tuner.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigWriter;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.WriteFailures;
import etude.tuner.page.Cell;
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
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a procedure keeps: {@code plan.json}, the files of its studies, and in the end {@code
 * result.json}, {@code patch.yaml} and {@code report.html}.
 */
public record ProcedureFolder(Path root) {
    /** Whether it has a plan. */
    public boolean isBegun() {
        return Files.exists(plan());
    }

    private Path plan() {
        return root.resolve("plan.json");
    }

    /**
     * Keeps the plan.
     *
     * @param config the resolved config that it is for
     * @param estimate of its first study
     * @param most of everything that it can come to
     */
    public void begin(
            Procedure procedure,
            String config,
            PlannedStudy first,
            Estimate estimate,
            Estimate most) {
        Map<String, Object> study = new LinkedHashMap<>();
        study.put("name", first.name());
        study.put("trials", first.trials());
        study.put("steps", first.steps());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("first_study", study);
        details.put("further_studies_at_most", procedure.mostFurther());
        details.put("estimate", estimate.json());
        details.put("estimate_at_most", most.json());
        begin(procedure, config, details);
    }

    /**
     * Likewise of a procedure that runs no study.
     *
     * @param details that the plan keeps as well
     */
    public void begin(Plan procedure, String config, Map<String, Object> details) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("procedure", procedure.command());
        json.put("inputs", inputs(procedure, config));
        json.putAll(details);
        create();
        AtomicFiles.write(plan(), Json.file(json));
    }

    private static Map<String, Object> inputs(Plan procedure, String config) {
        Map<String, Object> inputs = new LinkedHashMap<>(procedure.inputs());
        inputs.put("config", config);
        return inputs;
    }

    private void create() {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw WriteFailures.explain("procedure", root, "nothing was started", e);
        }
    }

    /**
     * Finds the plan that is kept.
     *
     * @param config the resolved config that it is for now
     * @throws ConfigException when it has other inputs
     */
    public void requireSame(Plan procedure, String config) {
        JsonNode plan = read(plan());
        String begun = plan.path("procedure").asText();
        if (!begun.equals(procedure.command())) {
            throw otherInputs("it is of `%s`".formatted(begun));
        }
        JsonNode before = plan.path("inputs");
        JsonNode now = Json.tree(inputs(procedure, config));
        NavigableSet<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(names::add);
        List<String> differences =
                names.stream()
                        .filter(name -> !text(before, name).equals(text(now, name)))
                        .map(
                                name ->
                                        name.equals("config")
                                                ? "another config"
                                                : "%s was %s, is %s"
                                                        .formatted(
                                                                name,
                                                                text(before, name),
                                                                text(now, name)))
                        .toList();
        if (!differences.isEmpty()) {
            throw otherInputs(String.join("; ", differences));
        }
    }

    private static String text(JsonNode inputs, String name) {
        return inputs.has(name) ? inputs.path(name).toString() : "not given";
    }

    private ConfigException otherInputs(String differences) {
        return new ConfigException(
                List.of(
                        "%s was begun with other inputs (%s); change them back to continue it, or give another --name"
                                .formatted(root, differences)));
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
        List<String> evidence = result.sentences().subList(1, result.sentences().size());
        if (!evidence.isEmpty()) {
            sections.add(new Section.Notes("What it means", evidence));
        }
        if (!result.patch().keys().isEmpty()) {
            sections.add(new Section.Notes("Proposed change", result.patch().lines()));
        }
        sections.addAll(result.sections());
        sections.add(new Section.Links("Studies", studies.stream().map(this::link).toList()));
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

    private Cell.Link link(Path study) {
        return new Cell.Link(
                String.valueOf(study.getFileName()),
                root.toAbsolutePath().relativize(study.resolve("report.html").toAbsolutePath()));
    }

    private static void write(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
