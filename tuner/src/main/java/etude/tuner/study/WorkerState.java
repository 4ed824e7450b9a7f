package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.engine.DeviceLostException;
import etude.trainer.run.GitState;
import etude.trainer.run.KeptData;
import etude.trainer.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a worker's process has behind it. A trial gets the same numbers in a used process as in a
 * new one; what it may not get is the same memory.
 */
public final class WorkerState implements AutoCloseable {
    /** More than a study of days needs, so that nothing that grows slowly grows for ever. */
    private static final int MOST_TRIALS = 200;

    private static final Path STATUS = Path.of("/proc/self/status");

    /** What a process may hold after its trials beyond twice its need for the first one. */
    private static final long SPARE_BYTES = 1L << 30;

    private final Optional<GitState> git;
    private final KeptData data = new KeptData();
    private Optional<PointChooser> points = Optional.empty();
    private int trials;
    private long firstPeak;
    private boolean ranOutOfMemory;
    private boolean lostDevice;

    /**
     * Of a process that has trained nothing yet.
     *
     * @param git the checkout whose code it runs
     */
    public WorkerState(Optional<GitState> git) {
        this.git = git;
    }

    Optional<GitState> git() {
        return git;
    }

    /** What trials of the same data share. */
    KeptData data() {
        return data;
    }

    /** What chooses the trials of the one study that this process works on. */
    PointChooser points(OpenStudy study) {
        PointChooser chooser = points.orElseGet(() -> new PointChooser(study));
        points = Optional.of(chooser);
        return chooser;
    }

    /** Trials that this process has trained, to whatever end. */
    public int trials() {
        return trials;
    }

    /** Whether it has trained nothing yet. */
    boolean isNew() {
        return trials == 0;
    }

    /** Takes note of a trial that was trained. */
    void trained(Outcome outcome) {
        trials++;
        ranOutOfMemory |= outcome instanceof Outcome.OutOfMemory;
        if (trials == 1) {
            firstPeak = kibibytes("VmHWM:").orElse(0) << 10;
        }
    }

    /** Takes note of a trial that could not be trained. */
    void failed(EtudeException why) {
        lostDevice |= why instanceof DeviceLostException;
    }

    /** Whether a new process is the better place for the next trial. */
    public boolean isWornOut() {
        long resident = kibibytes("VmRSS:").orElse(0) << 10;
        return ranOutOfMemory
                || lostDevice
                || trials >= MOST_TRIALS
                || resident > 2 * firstPeak + SPARE_BYTES;
    }

    /** Empty where there is no such file, as outside of Linux. */
    private static OptionalLong kibibytes(String name) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        data.close();
    }
}
