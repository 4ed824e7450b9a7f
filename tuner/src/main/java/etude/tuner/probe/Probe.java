package etude.tuner.probe;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.files.WriteFailures;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunLock;
import etude.trainer.run.StopSignals;
import etude.trainer.timing.Setup;
import etude.trainer.timing.TimingRules;
import etude.tuner.process.MemoryLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/** Tries batch sizes, each in a process of its own, and reads the results. */
public final class Probe {
    /** At this width of the 90 % interval a size is measured well enough. */
    private static final double RELATIVE_WIDTH = 0.05;

    /** Updates at a size before it is recommended on a GPU. */
    static final int CONFIRMING_STEPS = 200;

    /** For starting, reading data, building the model, and the fewest steps of a slow size. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ProbeOptions options;
    private final ProbeListener listener;
    private final RunConfig config;
    private final ResultFiles files;
    private final Children children;

    private Probe(
            ProbeOptions options,
            ProbeListener listener,
            RunConfig config,
            Path directory,
            StopSignals signals) {
        this.options = options;
        this.listener = listener;
        this.config = config;
        files = ProbeResult.files(directory);
        children =
                new Children(
                        directory.resolve("logs").toAbsolutePath(),
                        options.devices(),
                        signals::requested);
    }

    /**
     * Probes, or goes on probing.
     *
     * @throws ConfigException when the config is wrong whatever the batch size
     * @throws EtudeException for whatever else the user can mend
     */
    public static ProbeOutcome execute(ProbeOptions options, ProbeListener listener) {
        StopSignals signals =
                StopSignals.install(
                        "ending the size that is being measured; finished sizes are kept",
                        listener::note);
        RunConfig config = options.load();
        Path directory = options.directory(config);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw WriteFailures.explain("probe", directory, "nothing was started", e);
        }
        try (RunLock lock = RunLock.acquire(new RunDirectory(directory))) {
            return new Probe(options, listener, config, lock.run().root(), signals).run();
        }
    }

    /**
     * The median time of a step at each size that was measured, as far as a probe of training a
     * config on this machine has come; empty for others.
     *
     * @param directory of the probe
     * @throws CorruptFileException when its results cannot be read
     */
    public static Function<Integer, OptionalDouble> secondsPerStep(
            Path directory, RunConfig config) {
        Optional<ProbeResult> probe =
                ProbeResult.read(ProbeResult.files(directory))
                        .filter(earlier -> earlier.key().isOfTraining(config));
        return size ->
                probe.flatMap(earlier -> earlier.measured(size)).stream()
                        .mapToDouble(measured -> measured.timing().seconds().median())
                        .findFirst();
    }

    private ProbeOutcome run() {
        if (options.fresh() && Files.exists(files.json())) {
            files.putAside(listener::note);
        }
        Optional<ProbeResult> earlier = ProbeResult.read(files);
        // Built once before any size is tried, so that mistakes are said once.
        RunConfig first =
                options.ranks() == 1
                        ? config
                        : options.load(options.mode().setting() + "=" + options.first(config));
        Optional<ChildAnswer> answer =
                children.run(
                        "setup",
                        request(Optional.empty(), first.batchSize(), first, 0),
                        options.firstLimit(),
                        PATIENCE);
        if (answer.isEmpty()) {
            return new ProbeOutcome.Preempted(0);
        }
        if (answer.get() instanceof ChildAnswer.Built built) {
            built.notes().forEach(listener::note);
            return search(built.setup(), earlier);
        }
        return ProbeOutcome.NothingFits.of(answer.get(), PATIENCE);
    }

    private ProbeOutcome search(Setup setup, Optional<ProbeResult> earlier) {
        Optional<MemoryLimit> limit = options.kernelLimit(setup.gpu(), earlier);
        return search(start(setup, limit, earlier), limit);
    }

    private ProbeChild.Request request(
            Optional<ProbeMode> mode, int size, RunConfig sized, int leastSteps) {
        return new ProbeChild.Request(
                mode,
                size,
                options.device().inChild(),
                ConfigWriter.toYaml(sized),
                new TimingRules(RELATIVE_WIDTH, options.seconds(), leastSteps),
                options.gpuMemory());
    }

    private ProbeResult start(
            Setup setup, Optional<MemoryLimit> limit, Optional<ProbeResult> earlier) {
        ProbeKey key = ProbeKey.of(config, options, setup);
        Optional<ProbeResult> same = earlier.flatMap(probe -> reusable(key, probe));
        return new ProbeResult(
                config.name(),
                options.mode(),
                options.command(),
                Instant.now().toString(),
                key,
                setup,
                setup.gpu() ? gpuMemory(setup, same) : limit.map(MemoryLimit::bytes).orElse(0L),
                same.map(ProbeResult::sizes).orElseGet(TreeMap::new),
                same.map(ProbeResult::confirmations).orElseGet(TreeMap::new),
                options.ranks(),
                same.flatMap(ProbeResult::alone));
    }

    /** What is free changes by the hour; sizes of both hours have to fit. */
    private static long gpuMemory(Setup setup, Optional<ProbeResult> earlier) {
        return earlier.map(probe -> Math.min(probe.memory(), setup.deviceMemory()))
                .orElse(setup.deviceMemory());
    }

    /** An earlier probe of the same key; one of another is put aside. */
    private Optional<ProbeResult> reusable(ProbeKey key, ProbeResult earlier) {
        List<String> differences = key.differences(earlier.key());
        if (differences.isEmpty()) {
            return Optional.of(earlier);
        }
        listener.note(
                "%s is of another probe (%s differ), so this one starts over"
                        .formatted(files.json(), String.join(", ", differences)));
        files.putAside(listener::note);
        return Optional.empty();
    }

    private ProbeOutcome search(ProbeResult start, Optional<MemoryLimit> limit) {
        SizeSearch search = SizeSearch.of(options, config, start.setup());
        ProbeResult probe = start;
        for (SizeResult known : start.rows()) {
            listener.measured(known.batchSize(), ProbeTable.line(start, known), true);
        }
        Optional<Try> next = next(probe, search);
        while (next.isPresent()) {
            Optional<SizeResult> result = measure(next.get(), probe, limit);
            if (result.isEmpty()) {
                return new ProbeOutcome.Preempted(probe.sizes().size());
            }
            probe = next.get().purpose().keep(probe, result.get());
            write(read(probe, search));
            listener.measured(
                    result.get().batchSize(), ProbeTable.line(probe, result.get()), false);
            next = next(probe, search);
        }
        return done(read(probe, search));
    }

    /** Why a size is tried. */
    private enum Purpose {
        SEARCH,
        /** With as many steps as it needs before it is recommended. */
        CONFIRMATION,
        /** By one rank, as its part of a batch. */
        ALONE;

        ProbeResult keep(ProbeResult probe, SizeResult result) {
            return switch (this) {
                case SEARCH -> probe.with(result);
                case CONFIRMATION -> probe.confirmed(result);
                case ALONE -> probe.alone(result);
            };
        }
    }

    /** What to try next. */
    private record Try(int size, Purpose purpose) {}

    private Optional<Try> next(ProbeResult probe, SizeSearch search) {
        OptionalInt size = search.next(probe.sizes());
        if (size.isPresent()) {
            return Optional.of(new Try(size.getAsInt(), Purpose.SEARCH));
        }
        ProbeReading reading = read(probe, search);
        OptionalInt unconfirmed = reading.unconfirmed();
        if (unconfirmed.isPresent()) {
            return Optional.of(new Try(unconfirmed.getAsInt(), Purpose.CONFIRMATION));
        }
        OptionalInt part = reading.partToTryAlone();
        return part.isPresent()
                ? Optional.of(new Try(part.getAsInt(), Purpose.ALONE))
                : Optional.empty();
    }

    private Optional<SizeResult> measure(Try next, ProbeResult probe, Optional<MemoryLimit> limit) {
        int size = next.size();
        switch (next.purpose()) {
            case CONFIRMATION -> {
                listener.confirming(size, CONFIRMING_STEPS);
                double step = probe.measured(size).orElseThrow().timing().meanSeconds();
                return measure(
                        children,
                        size,
                        limit,
                        CONFIRMING_STEPS,
                        CONFIRMING_STEPS * step,
                        List.of());
            }
            case ALONE -> {
                listener.alone(size, options.ranks());
                // with the threads that a rank has
                String threads = "threads=" + probe.setup().threads();
                return measure(
                        children.alone(), size, limit, 0, options.seconds(), List.of(threads));
            }
            default -> {
                listener.measuring(size, probe.sizes().containsKey(size));
                return measure(children, size, limit, 0, options.seconds(), List.of());
            }
        }
    }

    private ProbeOutcome done(ProbeReading reading) {
        ProbeResult probe = reading.probe();
        write(reading);
        files.write(ProbePage.of(reading));
        return probe.measured().isEmpty()
                ? ProbeOutcome.NothingFits.of(probe)
                : new ProbeOutcome.Done(
                        new SizeReport(
                                new ProbeTable(reading).text(),
                                reading.sentences(),
                                files.html(),
                                files.csv()));
    }

    private ProbeReading read(ProbeResult probe, SizeSearch search) {
        return new ProbeReading(
                probe,
                options.margin(),
                search.end(probe.sizes()),
                ProbeSentences.remedies(config, probe.setup().gpu()));
    }

    private void write(ProbeReading reading) {
        Map<String, Object> json = reading.probe().json();
        json.put("reading", reading.json());
        files.write(json, ProbeTable.data(reading.probe()));
    }

    /**
     * Tries one size; empty when the probe is to stop.
     *
     * @param processes that try it
     * @param leastSteps to measure
     * @param seconds that measuring should take at most
     * @param overrides of the config, beside the user's
     */
    private Optional<SizeResult> measure(
            Children processes,
            int size,
            Optional<MemoryLimit> limit,
            int leastSteps,
            double seconds,
            List<String> overrides) {
        ProbeChild.Request request;
        try {
            List<String> all = new ArrayList<>(overrides);
            all.add(options.mode().setting() + "=" + size);
            RunConfig sized = options.load(all.toArray(String[]::new));
            request = request(Optional.of(options.mode()), size, sized, leastSteps);
        } catch (ConfigException e) {
            return Optional.of(new ChildAnswer.Mistakes(e.problems(), true).refused(size));
        }
        Duration patience = PATIENCE.plusSeconds((long) (3 * seconds));
        return processes
                .run("size-" + size, request, limit, patience)
                .map(
                        answer ->
                                answer instanceof ChildAnswer.Mistakes mistakes
                                        ? mistakes.refused(size)
                                        : (SizeResult) answer);
    }
}
