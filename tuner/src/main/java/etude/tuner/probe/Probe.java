package etude.tuner.probe;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.files.WriteFailures;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunLock;
import etude.trainer.run.StopSignals;
import etude.trainer.timing.Setup;
import etude.trainer.timing.TimingRules;
import etude.tuner.probe.ProbeFiles.Earlier;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import etude.tuner.process.MemoryLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tries batch sizes, each in a process of its own, and reads the results. */
public final class Probe {
    /** At this width of the 90 % interval a size is measured well enough. */
    private static final double RELATIVE_WIDTH = 0.05;

    /** For starting, reading data, building the model, and the fewest steps of a slow size. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ProbeOptions options;
    private final ProbeListener listener;
    private final ProbeFiles files;
    private final Children children;
    private final TimingRules rules;

    private Probe(ProbeOptions options, ProbeListener listener, StopSignals signals) {
        this.options = options;
        this.listener = listener;
        files = new ProbeFiles(options.out());
        children = new Children(files.logs().toAbsolutePath(), signals::requested);
        rules = new TimingRules(RELATIVE_WIDTH, options.seconds());
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
        return new Probe(options, listener, signals).run();
    }

    private ProbeOutcome run() {
        RunConfig config = load(List.of());
        createDirectory();
        try (RunLock lock = RunLock.acquire(new RunDirectory(files.directory()))) {
            return locked(config, new ProbeFiles(lock.run().root()));
        }
    }

    private ProbeOutcome locked(RunConfig config, ProbeFiles files) {
        if (options.fresh() && Files.exists(files.json())) {
            files.putAside(listener::note);
        }
        Optional<Earlier> earlier = files.read();
        Optional<MemoryLimit> limit = ProbeLimit.of(options, earlier);
        SetupCheck.Result check =
                SetupCheck.run(
                        children,
                        options.device(),
                        ConfigWriter.toYaml(config),
                        ProbeLimit.machine(options.device()),
                        PATIENCE);
        if (check instanceof SetupCheck.Result.Stopped) {
            return new ProbeOutcome.Preempted(0);
        }
        if (check instanceof SetupCheck.Result.DoesNotFit none) {
            return new ProbeOutcome.NothingFits(
                    "the model alone does not fit (%s); use a smaller model or more memory"
                            .formatted(none.detail()));
        }
        Setup setup = ((SetupCheck.Result.Built) check).setup();
        ProbeResult start = start(config, setup, limit, reusable(config, setup, earlier));
        return search(start, limit, PipelineAdvice.of(config, setup.gpu()));
    }

    /** Earlier sizes of the same key; those of another are put aside. */
    private SortedMap<Integer, SizeResult> reusable(
            RunConfig config, Setup setup, Optional<Earlier> earlier) {
        if (earlier.isEmpty()) {
            return new TreeMap<>();
        }
        List<String> differences =
                ProbeKey.of(config, options, setup).differences(earlier.get().key());
        if (differences.isEmpty()) {
            return new TreeMap<>(earlier.get().sizes());
        }
        listener.note(
                "%s is of another probe (%s differ), so this one starts over"
                        .formatted(files.json(), String.join(", ", differences)));
        files.putAside(listener::note);
        return new TreeMap<>();
    }

    private ProbeResult start(
            RunConfig config,
            Setup setup,
            Optional<MemoryLimit> limit,
            SortedMap<Integer, SizeResult> sizes) {
        return new ProbeResult(
                config.name(),
                options.mode(),
                options.command(),
                Instant.now().toString(),
                ProbeKey.of(config, options, setup),
                setup,
                Machine.here().toString(),
                setup.gpu() ? setup.deviceMemory() : limit.map(MemoryLimit::bytes).orElse(0L),
                sizes);
    }

    private ProbeOutcome search(
            ProbeResult start, Optional<MemoryLimit> limit, PipelineAdvice pipeline) {
        SizeSearch search = SizeSearch.of(options, start.setup());
        ProbeResult probe = start;
        for (SizeResult known : start.rows()) {
            listener.measured(start, known, true);
        }
        OptionalInt next = search.next(probe.sizes());
        while (next.isPresent()) {
            listener.measuring(next.getAsInt(), probe.sizes().containsKey(next.getAsInt()));
            Optional<SizeResult> result = measure(next.getAsInt(), limit);
            if (result.isEmpty()) {
                return new ProbeOutcome.Preempted(probe.sizes().size());
            }
            probe = probe.with(better(probe, result.get()));
            files.write(probe, read(probe, search, pipeline));
            listener.measured(probe, result.get(), false);
            next = search.next(probe.sizes());
        }
        Reading reading = read(probe, search, pipeline);
        files.write(probe, reading);
        files.writePage(probe, reading);
        return nothing(probe, limit).orElse(new ProbeOutcome.Done(probe, reading, files));
    }

    /** A size that was measured again keeps its better result; a failure is no better one. */
    private static SizeResult better(ProbeResult probe, SizeResult result) {
        if (probe.sizes().get(result.batchSize()) instanceof SizeResult.Measured earlier) {
            return result instanceof SizeResult.Measured again
                    ? earlier.or(again)
                    : earlier.measuredAgain();
        }
        return result;
    }

    private Reading read(ProbeResult probe, SizeSearch search, PipelineAdvice pipeline) {
        return Reader.read(probe, options.margin(), search.end(probe.sizes()), pipeline);
    }

    /** Tries one size; empty when the probe is to stop. */
    private Optional<SizeResult> measure(int size, Optional<MemoryLimit> limit) {
        ChildRequest request;
        try {
            RunConfig config = load(List.of(options.mode().setting() + "=" + size));
            request =
                    new ChildRequest(
                            ChildRequest.Task.of(options.mode()),
                            options.device(),
                            ConfigWriter.toYaml(config),
                            rules);
        } catch (ConfigException e) {
            return Optional.of(new Failed(size, Failure.REFUSED, String.join("; ", e.problems())));
        }
        Children.End end = children.run("size-" + size, request, limit, patience());
        return end instanceof Children.End.Stopped
                ? Optional.empty()
                : Optional.of(Verdict.of(options.mode(), size, end));
    }

    private Duration patience() {
        return PATIENCE.plusSeconds((long) (3 * options.seconds()));
    }

    /** What to say when no size at all was measured. */
    private Optional<ProbeOutcome> nothing(ProbeResult probe, Optional<MemoryLimit> limit) {
        if (probe.rows().stream().anyMatch(SizeResult.Measured.class::isInstance)) {
            return Optional.empty();
        }
        Failed failed =
                probe.rows().stream()
                        .map(Failed.class::cast)
                        .sorted(Comparator.comparing(row -> !row.failure().memory()))
                        .findFirst()
                        .orElseThrow();
        String setting = options.mode().setting();
        return switch (failed.failure()) {
            case OUT_OF_MEMORY ->
                    Optional.of(
                            new ProbeOutcome.NothingFits(
                                    "not even %s %d fits%s (%s); use a smaller model, a shorter precision or more memory"
                                            .formatted(
                                                    setting,
                                                    failed.batchSize(),
                                                    in(limit),
                                                    failed.detail())));
            case EVALUATION_OUT_OF_MEMORY ->
                    Optional.of(
                            new ProbeOutcome.NothingFits(
                                    "evaluation.batch_size does not fit%s even beside batch_size %d (%s); lower it, `etude probe --evaluation` finds a size that fits"
                                            .formatted(
                                                    in(limit),
                                                    failed.batchSize(),
                                                    failed.detail())));
            case CRASHED, REFUSED, TOO_SLOW ->
                    throw new EtudeException(
                            "no %s could be measured; %d: %s"
                                    .formatted(setting, failed.batchSize(), failed.detail()));
        };
    }

    private static String in(Optional<MemoryLimit> limit) {
        return limit.map(l -> " in " + l).orElse("");
    }

    private RunConfig load(List<String> further) {
        List<String> overrides =
                Stream.concat(options.overrides().stream(), further.stream()).toList();
        return ConfigLoader.load(options.config(), overrides);
    }

    private void createDirectory() {
        Path directory = files.directory();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw WriteFailures.explain("probe", directory, "nothing was started", e);
        }
    }
}
