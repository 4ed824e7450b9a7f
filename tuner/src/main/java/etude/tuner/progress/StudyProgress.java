package etude.tuner.progress;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.space.Objective;
import etude.tuner.space.Training;
import etude.tuner.store.Ending;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyListener;
import etude.tuner.study.TrialMessage;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One line per worker and one for the study. On a terminal they are redrawn in place, below what
 * has happened; elsewhere only what has happened is printed, one plain line each.
 */
public final class StudyProgress implements StudyListener {
    private static final long REDRAW_NANOSECONDS = 200_000_000;
    private static final String UP = "\u001b[A\r\u001b[K";

    private final PrintStream out;
    private final int columns;
    private final Objective objective;
    private final long trials;
    private final String what;
    private final Map<Integer, Line> lines = new TreeMap<>();
    private final Map<Integer, Double> best = new TreeMap<>();
    private final long start = System.nanoTime();
    private long done;
    private long doneHere;
    private long infeasible;
    private int drawn;
    private long drawnAt;

    /** A worker's trial. */
    private static final class Line {
        private TrialMessage message;
        private final long firstStep;
        private final long start = System.nanoTime();
        private final Map<String, Double> metrics = new LinkedHashMap<>();

        Line(TrialMessage first) {
            message = first;
            firstStep = first.step();
        }

        void update(TrialMessage next) {
            message = next;
            metrics.putAll(next.metrics());
        }

        String text(int worker) {
            return "worker %d: %s  step %d/%d  %s%s"
                    .formatted(
                            worker,
                            Training.label(message.trial()),
                            message.step(),
                            message.lastStep(),
                            MetricLine.of(metrics),
                            remaining());
        }

        private String remaining() {
            long steps = message.step() - firstStep;
            if (steps <= 0) {
                return "";
            }
            double perStep = (double) (System.nanoTime() - start) / steps;
            return "  ETA "
                    + Quantities.clock(
                            Duration.ofNanos(
                                    (long) (perStep * (message.lastStep() - message.step()))));
        }
    }

    /**
     * @param columns of the terminal; 0 where there is none
     * @param trials how many there are, with reruns
     * @param what they are called
     * @param done how many have ended before
     */
    StudyProgress(
            PrintStream out,
            int columns,
            Objective objective,
            long trials,
            String what,
            long done,
            long infeasible) {
        this.out = out;
        this.columns = columns;
        this.objective = objective;
        this.trials = trials;
        this.what = what;
        this.done = done;
        this.infeasible = infeasible;
    }

    /** On a terminal, or on what is there instead of one. */
    public static StudyProgress on(Terminal terminal, OpenStudy study, int workers) {
        List<TrialStatus> all =
                Stream.concat(study.trials().stream(), study.reruns().stream()).toList();
        long ended = all.stream().filter(one -> one.state().isTerminal()).count();
        long left = all.size() - ended;
        boolean reruns = all.size() > study.study().trialCount();
        StudyProgress progress =
                new StudyProgress(
                        terminal.err(),
                        terminal.columns(),
                        study.study().objective(),
                        all.size(),
                        reruns ? "trials and reruns" : "trials",
                        ended,
                        all.stream().filter(one -> one.state() == TrialState.INFEASIBLE).count());
        String trials =
                Numbers.count(study.study().trialCount(), "trial")
                        + (reruns
                                ? " and "
                                        + Numbers.count(
                                                all.size() - study.study().trialCount(), "rerun")
                                : "");
        progress.note(
                left == 0
                        ? "%s: %s, and all have ended".formatted(study.study().name(), trials)
                        : "%s: %s, %d to do, %d at once, %s each; everything goes to %s"
                                .formatted(
                                        study.study().name(),
                                        trials,
                                        left,
                                        workers,
                                        Numbers.count(study.processor().threads(), "thread"),
                                        study.directory().root()));
        return progress;
    }

    @Override
    public synchronized void note(String sentence) {
        clear();
        out.println(sentence);
        draw();
    }

    @Override
    public synchronized void progress(int worker, TrialMessage message) {
        Line line = lines.get(worker);
        if (line == null || line.message.trial() != message.trial()) {
            line = new Line(message);
            lines.put(worker, line);
        }
        line.update(message);
        Double value = message.metrics().get(objective.metric());
        if (value != null) {
            best.merge(
                    message.trial(), value, objective.mode() == Mode.MIN ? Math::min : Math::max);
        }
        if (System.nanoTime() - drawnAt > REDRAW_NANOSECONDS) {
            clear();
            draw();
        }
    }

    @Override
    public synchronized void ended(int worker, int trial, Ending ending) {
        lines.remove(worker);
        TrialState state = ending.end().trial();
        if (state.isTerminal()) {
            done++;
            doneHere++;
            infeasible += state == TrialState.INFEASIBLE ? 1 : 0;
        }
        String value =
                Optional.ofNullable(best.get(trial))
                        .filter(v -> state == TrialState.COMPLETED)
                        .map(
                                v ->
                                        ", best %s %s"
                                                .formatted(
                                                        objective.metric(),
                                                        MetricLine.value(objective.metric(), v)))
                        .orElse("");
        note(
                "%s %s%s%s"
                        .formatted(
                                Training.label(trial),
                                ending.text(),
                                value,
                                columns == 0 ? "; " + summary() : ""));
    }

    private String summary() {
        return "%d of %d %s have ended, %d infeasible%s"
                .formatted(done, trials, what, infeasible, remaining());
    }

    private String remaining() {
        if (doneHere == 0 || done >= trials) {
            return "";
        }
        double perTrial = (double) (System.nanoTime() - start) / doneHere;
        return ", ETA " + Quantities.clock(Duration.ofNanos((long) (perTrial * (trials - done))));
    }

    private void clear() {
        out.print(UP.repeat(drawn));
        drawn = 0;
    }

    private void draw() {
        drawnAt = System.nanoTime();
        if (columns == 0) {
            return;
        }
        lines.forEach((worker, line) -> print(line.text(worker)));
        print(summary());
        out.flush();
    }

    private void print(String line) {
        out.println(line.length() < columns ? line : line.substring(0, columns - 1));
        drawn++;
    }

    @Override
    public synchronized void finished() {
        clear();
        out.flush();
        lines.clear();
    }
}
