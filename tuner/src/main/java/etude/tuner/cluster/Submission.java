package etude.tuner.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One call of a command that starts workers elsewhere: a folder with the script, what was started
 * by it, and what that printed.
 */
public record Submission(Path folder) {
    private static final String JOBS = "jobs";
    private static final String JOB = ".job";

    /**
     * A process on a host.
     *
     * @param number of the worker
     * @param process its number there
     */
    public record HostWorker(int number, String host, long process) {
        private Map<String, Object> json() {
            return Map.of("number", number, "host", host, "process", process);
        }

        private static HostWorker of(JsonObject json) throws IOException {
            return new HostWorker(json.count("number"), json.text("host"), json.whole("process"));
        }
    }

    /**
     * Those of a study or a run, oldest first.
     *
     * @param root the directory of the study or the run
     */
    public static List<Submission> of(Path root) {
        try (Stream<Path> folders = Files.list(root.resolve(JOBS))) {
            return folders.filter(folder -> name(folder).matches("\\d{1,6}"))
                    .map(Submission::new)
                    .sorted(Comparator.comparingInt(Submission::number))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            Path jobs = root.resolve(JOBS);
            throw new EtudeException("cannot list %s (%s)".formatted(jobs, Reason.of(jobs, e)), e);
        }
    }

    /**
     * A further one.
     *
     * @param root as above
     */
    public static Submission next(Path root) {
        Path jobs = root.toAbsolutePath().normalize().resolve(JOBS);
        int number = 1 + of(root).stream().mapToInt(Submission::number).max().orElse(0);
        try {
            Files.createDirectories(jobs);
            while (true) {
                try {
                    return new Submission(Files.createDirectory(jobs.resolve("" + number)));
                } catch (FileAlreadyExistsException e) {
                    number++; // somebody else submits at the same time
                }
            }
        } catch (IOException e) {
            throw WriteFailures.explain("folder", jobs, "nothing was submitted", e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Which of the study's or the run's it is, from 1. */
    public int number() {
        return Integer.parseInt(name(folder));
    }

    /** What is submitted. */
    public Path script() {
        return folder.resolve("job.sh");
    }

    /** Writes the script. */
    public void write(JobScript script) {
        AtomicFiles.write(script(), script.text().getBytes(StandardCharsets.UTF_8));
    }

    /** What a worker of a host prints. */
    Path log(int worker) {
        return folder.resolve(worker + ".log");
    }

    /** Keeps a job that Slurm has accepted. */
    public void remember(String job) {
        touch(folder.resolve(job + JOB));
    }

    /** The jobs of Slurm that the script was submitted as. */
    List<String> jobs() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Submission::name)
                    .filter(name -> name.matches("\\d+\\" + JOB))
                    .map(name -> name.substring(0, name.length() - JOB.length()))
                    .sorted(Comparator.comparing(Long::parseLong))
                    .toList();
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot list %s (%s)".formatted(folder, Reason.of(folder, e)), e);
        }
    }

    /** From now on, what the script started does not go on once it has stopped. */
    void cancel() {
        touch(folder.resolve("cancelled"));
    }

    private static void touch(Path file) {
        AtomicFiles.write(file, new byte[0]);
    }

    /** The workers that were started on hosts, and were not cancelled. */
    List<HostWorker> hostWorkers() {
        try {
            return Json.read(
                            hosts(),
                            "which hosts have workers",
                            json -> {
                                List<HostWorker> workers = new ArrayList<>();
                                for (JsonNode worker : json.list("workers")) {
                                    workers.add(HostWorker.of(new JsonObject(worker)));
                                }
                                return workers;
                            })
                    .orElse(List.of());
        } catch (CorruptFileException e) {
            throw new EtudeException(
                    "%s is damaged; stop the workers on their hosts, and delete it"
                            .formatted(hosts()),
                    e);
        }
    }

    /** A worker as its name in the store has it. */
    Job job(HostWorker worker) {
        return new Job(number() + "-" + worker.number(), "", worker.host(), "", "");
    }

    /** One that has stopped. */
    void forget(HostWorker worker) {
        write(hostWorkers().stream().filter(one -> !one.equals(worker)).toList());
    }

    /** Keeps which they are. */
    void write(List<HostWorker> workers) {
        AtomicFiles.write(
                hosts(),
                Json.file(Map.of("workers", workers.stream().map(HostWorker::json).toList())));
    }

    private Path hosts() {
        return folder.resolve("hosts.json");
    }
}
