package etude.tuner.tracking;

import etude.datasets.EtudeException;
import etude.tuner.cluster.Job;
import etude.tuner.cluster.Submitted;
import etude.tuner.study.WorkerName;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workers that were submitted for a study.
 *
 * @param rows one for each job that waits or runs, and each that has a trial
 * @param trouble why the cluster could not be asked
 */
record StudyWorkers(List<Row> rows, Optional<String> trouble) {
    private static final int SHOWN = 20;

    /** Those that wait last, and elements of an array by their numbers. */
    private static final Comparator<Job> WAITING_LAST =
            Comparator.comparing(Job::waits)
                    .thenComparing(job -> job.id().length())
                    .thenComparing(Job::id);

    /** What the store says of a job of which its cluster says nothing. */
    private static final String AT_WORK = "at work";

    /**
     * One worker.
     *
     * @param trial that it is at work on, as {@link TrialUnderWay#name}
     */
    record Row(Job job, Optional<String> trial) {
        private String state() {
            return job.state().isEmpty() ? AT_WORK : job.state();
        }

        private String[] cells() {
            return new String[] {
                "  " + job.id(), state(), trial.orElse("-"), job.node(), job.elapsed(), job.reason()
            };
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("job", job.id());
            json.put("state", state());
            trial.ifPresent(name -> json.put("trial", name));
            json.put("node", job.node());
            json.put("elapsed", job.elapsed());
            json.put("reason", job.reason());
            return json;
        }
    }

    /** Where nothing was submitted. */
    static StudyWorkers none() {
        return new StudyWorkers(List.of(), Optional.empty());
    }

    /**
     * As the cluster and the store have them.
     *
     * @param underWay the trials that have begun and not ended
     */
    static StudyWorkers of(Submitted submitted, List<TrialUnderWay> underWay) {
        if (submitted.isEmpty()) {
            return none();
        }
        Map<String, String> trials = trialsByJob(underWay);
        if (!submitted.canAsk()) {
            return new StudyWorkers(
                    rows(submitted, List.of(), trials),
                    Optional.of("squeue is not on the PATH here"));
        }
        try {
            return new StudyWorkers(rows(submitted, submitted.jobs(), trials), Optional.empty());
        } catch (EtudeException e) {
            return new StudyWorkers(
                    rows(submitted, List.of(), trials),
                    Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, String> trialsByJob(List<TrialUnderWay> underWay) {
        Map<String, String> trials = new LinkedHashMap<>();
        underWay.stream()
                .filter(TrialUnderWay::runs)
                .forEach(
                        trial ->
                                trial.trial()
                                        .status()
                                        .worker()
                                        .flatMap(WorkerName::job)
                                        .ifPresent(job -> trials.put(job, trial.name())));
        return trials;
    }

    /** Slurm's jobs, and those of which only the store knows that they are at work. */
    private static List<Row> rows(Submitted submitted, List<Job> jobs, Map<String, String> trials) {
        Map<String, Job> others = new LinkedHashMap<>();
        trials.keySet().forEach(id -> others.put(id, new Job(id, "", "", "", "")));
        submitted
                .hostWorkers()
                .forEach(worker -> others.computeIfPresent(worker.id(), (id, job) -> worker));
        jobs.forEach(job -> others.remove(job.id()));
        return Stream.concat(jobs.stream(), others.values().stream())
                .sorted(WAITING_LAST)
                .map(job -> new Row(job, Optional.ofNullable(trials.get(job.id()))))
                .toList();
    }

    List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        if (rows.isEmpty() && trouble.isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add("Workers that were submitted: " + counts());
        trouble.ifPresent(
                why -> lines.add("Which of Slurm's jobs wait is not known (%s).".formatted(why)));
        Table table =
                new Table(
                        List.of(
                                Table.Column.of("  JOB"),
                                Table.Column.of("STATE"),
                                Table.Column.of("TRIAL"),
                                Table.Column.of("NODE").rank(1),
                                Table.Column.of("TIME").rank(2),
                                Table.Column.of("WAITS FOR").flowingIn(20)));
        rows.stream().limit(SHOWN).forEach(row -> table.row(row.cells()));
        if (!rows.isEmpty()) {
            lines.addAll(table.fitted(width).lines("--format json"));
        }
        if (rows.size() > SHOWN) {
            lines.add("  and %d more".formatted(rows.size() - SHOWN));
        }
        return lines;
    }

    /** {@code 2 running, 6 queued}. */
    private String counts() {
        return rows.isEmpty()
                ? "none has a trial"
                : rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Row::state, LinkedHashMap::new, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }

    List<Map<String, Object>> json() {
        return rows.stream().map(Row::json).toList();
    }
}
