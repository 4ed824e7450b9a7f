package etude.tuner.project;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigText;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Problems;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.WriteFailures;
import etude.trainer.run.GitState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the files of a project lie: plain ones, to be read and edited without this tool. */
public record ProjectFolder(Path root) {
    static final String INCUMBENT = "incumbent.yaml";
    private static final String LESSON = "lesson.json";
    private static final String BEGUN = "begun.json";

    /** Keys, or parts of a config, with which a step takes another time. */
    private static final List<String> ANOTHER_TIME = List.of("batch_size", "model");

    /**
     * Begins a project.
     *
     * @param incumbent what it begins from
     * @throws ConfigException when there is a project already
     */
    public void begin(ProjectConfig config, RunConfig incumbent) {
        if (Files.exists(projectFile())) {
            throw refused("%s is there already; give another --dir, or remove it".formatted(root));
        }
        try {
            Files.createDirectories(launchesFolder());
        } catch (IOException e) {
            throw WriteFailures.explain("project", root, "nothing was started", e);
        }
        write(root.resolve(INCUMBENT), new Incumbent(incumbent).text());
        write(projectFile(), config.yaml());
    }

    /**
     * The project that a user means.
     *
     * @param given its folder, where the user named one
     * @param projects where projects are
     * @throws ConfigException when that is not one project
     */
    public static ProjectFolder find(Optional<Path> given, Path projects) {
        if (given.isPresent()) {
            ProjectFolder folder = new ProjectFolder(given.get());
            if (!Files.isRegularFile(folder.projectFile())) {
                throw refused(
                        "%s: expected the folder of a project, found no project.yaml in it; `etude project new CONFIG` begins one"
                                .formatted(given.get()));
            }
            return folder;
        }
        List<Path> all =
                list(projects).stream()
                        .filter(path -> Files.isRegularFile(path.resolve("project.yaml")))
                        .toList();
        if (all.size() == 1) {
            return new ProjectFolder(all.get(0));
        }
        throw refused(
                all.isEmpty()
                        ? "%s: expected a project, found none; `etude project new CONFIG` begins one"
                                .formatted(projects)
                        : "%s: expected one project, found %d; name the folder of one, such as %s"
                                .formatted(projects, all.size(), all.get(0)));
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException(List.of(sentence));
    }

    /** What the user wants. */
    public ProjectConfig config() {
        return ProjectConfig.read(projectFile());
    }

    /** The baseline of every comparison. */
    public Incumbent incumbent() {
        return new Incumbent(ConfigLoader.load(root.resolve(INCUMBENT), List.of()));
    }

    /**
     * Keeps others from working on it at the same time.
     *
     * @throws ConfigException when somebody does
     */
    public ProjectLock lock() {
        return ProjectLock.acquire(root);
    }

    /** What was done and decided. */
    Journal journal() {
        return Journal.read(journalFile());
    }

    /** The command of a step that has begun, and may have been killed. */
    public Optional<BegunStep> begun() {
        return Json.read(root.resolve(BEGUN), "the step that was begun", BegunStep::of);
    }

    /** Keeps it until {@link #ended}. */
    public void begin(BegunStep step) {
        AtomicFiles.write(root.resolve(BEGUN), Json.file(step.json()));
    }

    /** The journal has it now. */
    public void ended() {
        AtomicFiles.delete(root.resolve(BEGUN));
    }

    /** Keeps what was done or decided. */
    public void log(JournalEntry entry) {
        Journal.append(journalFile(), entry);
    }

    /** The rounds, in the order in which they were drafted. */
    List<Round> rounds() {
        return list(root.resolve("rounds")).stream()
                .filter(Files::isDirectory)
                .map(ProjectFolder::round)
                .toList();
    }

    private static Round round(Path folder) {
        Optional<Mapping> study = studyFile(folder.resolve("study.yaml"));
        return new Round(
                folder.getFileName().toString(),
                study.flatMap(file -> file.text("goal")).orElse(""),
                study.flatMap(file -> file.text("name")).orElse(""),
                Json.read(folder.resolve(LESSON), "the lesson of a round", Lesson::of));
    }

    /** Whoever edits it may be in the middle of a word: running it will say so. */
    private static Optional<Mapping> studyFile(Path file) {
        return Files.exists(file)
                ? ConfigText.root(ConfigText.read(file), file.toString(), new Problems())
                : Optional.empty();
    }

    /**
     * Keeps what a round taught, with what it took by the journal; a lesson that is there stays.
     *
     * @param time in ISO format, UTC
     */
    public void conclude(Lesson lesson, String time) {
        Path file = root.resolve("rounds").resolve(lesson.round()).resolve(LESSON);
        if (!Files.exists(file)) {
            Journal took = journal().ofRound(lesson.round());
            Lesson kept =
                    lesson.kept(
                            lesson.cost().taking(took.chargedSeconds(), took.tookSeconds()), time);
            AtomicFiles.write(file, Json.file(kept.json()));
        }
    }

    /**
     * Makes a round of a study that nobody drafted.
     *
     * @return its folder
     * @throws ConfigException when it is one already
     */
    public String adopt(AdoptedStudy study) {
        for (Round round : rounds()) {
            if (round.study().equals(study.name())) {
                throw refused(
                        "%s is the study of %s already".formatted(study.name(), round.path()));
            }
        }
        String folder =
                String.format(
                        Locale.ROOT,
                        "%02d-%s",
                        rounds().size() + 1,
                        study.step().replace('_', '-'));
        draft(
                List.of(
                        new DraftFile("rounds/" + folder + "/base.yaml", study.base(), true),
                        new DraftFile("rounds/" + folder + "/study.yaml", study.text(), true)));
        return "rounds/" + folder;
    }

    /** The adoptions, oldest first. */
    List<Launch> launches() {
        List<Launch> launches = new ArrayList<>();
        for (Path file : list(launchesFolder())) {
            if (file.toString().endsWith(".json")) {
                Json.read(file, "a launch", Launch::of).ifPresent(launches::add);
            }
        }
        return launches;
    }

    /**
     * Makes the adopted configuration the incumbent. The launch is written first; where the process
     * dies between the two, the same adoption takes the same launch.
     *
     * @param time in ISO format, UTC
     * @return its number
     */
    public int launch(Adoption adoption, String time) {
        RunConfig changed = ConfigLoader.load(root.resolve(INCUMBENT), adoption.changes());
        List<Launch> launches = launches();
        boolean interrupted =
                !launches.isEmpty()
                        && launches.get(launches.size() - 1).isOf(adoption)
                        && !new Incumbent(changed).text().equals(incumbent().text());
        int number = interrupted ? launches.size() : launches.size() + 1;
        Journal took = journal().sinceLaunch();
        Launch launch =
                new Launch(
                        number,
                        adoption.step(),
                        adoption.source(),
                        adoption.changes(),
                        adoption.evidence(),
                        adoption.result(),
                        adoption.effort().taking(took.chargedSeconds(), took.tookSeconds()),
                        GitState.find(root).map(GitState::commit).orElse(""),
                        time);
        AtomicFiles.write(
                launchesFolder()
                        .resolve(
                                String.format(
                                        Locale.ROOT, "%02d-%s.json", number, adoption.step())),
                Json.file(launch.json()));
        // Otherwise the time was kept before trainings evaluated at shares of their length.
        boolean otherEvaluations =
                launch.changes("evaluation.every") && incumbent().evaluationsEvery().isPresent();
        if (otherEvaluations || ANOTHER_TIME.stream().anyMatch(launch::changes)) {
            keepTime(Optional.empty());
        }
        write(root.resolve(INCUMBENT), new Incumbent(changed).text());
        return number;
    }

    /** Writes drafted files; what is there already may have been edited, and stays. */
    public void draft(List<DraftFile> files) {
        for (DraftFile file : files) {
            Path path = root.resolve(file.path());
            if (file.follows() || !Files.exists(path)) {
                try {
                    Files.createDirectories(path.toAbsolutePath().getParent());
                } catch (IOException e) {
                    throw WriteFailures.explain("draft", path, "nothing was started", e);
                }
                write(path, file.text());
            }
        }
    }

    /**
     * Keeps what a training takes in {@code project.yaml}, whose other lines stay as they are.
     *
     * @param time empty to have it measured anew
     */
    public void keepTime(Optional<TrainingTime> time) {
        String text = ConfigText.read(projectFile());
        text = with(text, "seconds_per_step", time.map(TrainingTime::secondsPerStep));
        text = with(text, "seconds_per_training", time.map(TrainingTime::secondsPerTraining));
        write(projectFile(), text);
    }

    private static String with(String text, String key, Optional<Double> value) {
        String line = key + ": " + value.map(String::valueOf).orElse("null");
        Matcher kept = Pattern.compile("(?m)^" + key + ":.*$").matcher(text);
        return kept.find() ? kept.replaceFirst(line) : text.stripTrailing() + "\n" + line + "\n";
    }

    Path projectFile() {
        return root.resolve("project.yaml");
    }

    private Path journalFile() {
        return root.resolve("journal.jsonl");
    }

    private Path launchesFolder() {
        return root.resolve("launches");
    }

    private static void write(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is in a folder, by name; nothing where there is none. */
    static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot list %s (%s)".formatted(folder, Reason.of(folder, e)), e);
        }
    }
}
