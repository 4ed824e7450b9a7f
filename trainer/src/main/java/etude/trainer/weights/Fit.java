package etude.trainer.weights;

import etude.datasets.Features;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.config.ConfigException;
import etude.trainer.config.InitializeFromConfig;
import etude.trainer.config.NamePattern;
import etude.trainer.config.RunConfig;
import etude.trainer.model.GptProvider;
import etude.trainer.model.VitProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what each tensor of a model starts from among those of a file. Only the output layer may be
 * missing there or have another shape, which another number of classes gives it, and positions may
 * be of another number of tokens; whatever else does not fit has to be skipped by name, so that
 * nobody trains half a model fresh without knowing.
 */
public final class Fit {
    private static final String OUTPUT = "output_";
    private static final String POSITIONS = "embedding_position";

    private final InitializeFromConfig config;
    private final Optional<PublishedNames> published;
    private final Optional<Positions> positions;
    private final boolean tied;
    private final WeightFile file;

    private final Map<String, NamedTensor> tensors = new LinkedHashMap<>();
    private final List<String> loaded = new ArrayList<>();
    private final List<LoadReport.Fitted> fitted = new ArrayList<>();
    private final List<LoadReport.Fresh> fresh = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    private final List<String> unlike = new ArrayList<>();

    private Fit(
            InitializeFromConfig config,
            Optional<PublishedNames> published,
            Optional<Positions> positions,
            boolean tied,
            WeightFile file) {
        this.config = config;
        this.published = published;
        this.positions = positions;
        this.tied = tied;
        this.file = file;
    }

    /**
     * What the model of a config starts from.
     *
     * @param from its {@code initialize_from}
     * @param features what the model reads
     * @param shapes of its tensors by name, in its order
     * @throws ConfigException when the file does not fit, or a pattern matches nothing
     */
    public static InitialWeights of(
            RunConfig config,
            InitializeFromConfig from,
            Features features,
            Map<String, long[]> shapes,
            WeightFile file) {
        return new Fit(
                        from,
                        PublishedNames.of(config, features),
                        positions(config, features),
                        config.model().settings() instanceof GptProvider.Settings,
                        file)
                .weights(shapes);
    }

    private static Optional<Positions> positions(RunConfig config, Features features) {
        if (config.model().settings() instanceof VitProvider.Settings vit
                && features instanceof Features.Image image) {
            int size = vit.patchSize();
            return Optional.of(new Positions.Grid(image.height() / size, image.width() / size));
        }
        return config.model().settings() instanceof GptProvider.Settings
                ? Optional.of(new Positions.Line())
                : Optional.empty();
    }

    private InitialWeights weights(Map<String, long[]> shapes) {
        List<String> names = List.copyOf(shapes.keySet());
        config.skip().forEach(pattern -> requireMatch(pattern, names));
        Candidates candidates = new Candidates(config, published, file);
        candidates.find(shapes.keySet());
        shapes.forEach((name, shape) -> start(name, shape, candidates.of(name)));
        if (tensors.isEmpty() && unlike.isEmpty()) {
            throw file.refusal(nothingFits(names));
        }
        if (!unlike.isEmpty()) {
            throw file.refusal(
                    "of another shape than in the model: %s; name them in initialize_from.skip to start them fresh, or correct the model"
                            .formatted(LoadReport.shown(unlike)));
        }
        if (!absent.isEmpty()) {
            throw file.refusal(
                    "it lacks %s of the model's tensors (%s); name them in initialize_from.skip to start them fresh, or correct the model"
                            .formatted(absent.size(), LoadReport.shown(absent)));
        }
        return new InitialWeights(
                tensors,
                new LoadReport(
                        file.source(),
                        loaded,
                        fitted,
                        fresh,
                        candidates.unused(),
                        config.freeze(),
                        published
                                .filter(known -> candidates.arePublished())
                                .flatMap(PublishedNames::advice)
                                .stream()
                                .toList()));
    }

    private void start(String name, long[] shape, Optional<Candidates.Candidate> candidate) {
        boolean head = name.startsWith(OUTPUT) || (tied && name.equals(Candidates.TOKENS));
        if (config.skip().stream().anyMatch(pattern -> new NamePattern(pattern).matches(name))) {
            fresh.add(new LoadReport.Fresh(name, LoadReport.Why.SKIPPED));
        } else if (candidate.isEmpty()) {
            if (head) {
                fresh.add(new LoadReport.Fresh(name, LoadReport.Why.ABSENT));
            } else {
                absent.add(name);
            }
        } else if (candidate.get().fits(shape)) {
            tensors.put(name, candidate.get().tensor());
            loaded.add(name);
        } else if (head) {
            fresh.add(new LoadReport.Fresh(name, LoadReport.Why.ANOTHER_SHAPE));
        } else {
            resample(name, shape, candidate.get());
        }
    }

    private void resample(String name, long[] shape, Candidates.Candidate candidate) {
        Optional<Positions.Fitted> resampled =
                positions
                        .filter(known -> candidate.read() && name.equals(POSITIONS))
                        .flatMap(known -> known.fit(candidate.tensor(), shape));
        if (resampled.isPresent()) {
            tensors.put(name, resampled.get().tensor());
            fitted.add(new LoadReport.Fitted(name, resampled.get().how()));
        } else {
            String found = Arrays.toString(candidate.tensor().shape());
            unlike.add(
                    candidate.read()
                            ? "%s, %s in the model and %s in the file"
                                    .formatted(name, Arrays.toString(shape), found)
                            : "%s, which %s %s is not laid out for"
                                    .formatted(name, candidate.theirs(), found));
        }
    }

    private String nothingFits(List<String> names) {
        String found = LoadReport.shown(List.copyOf(file.tensors().keySet()));
        return "none of its tensors fits the model: expected names as %s%s, found %s; rename them in initialize_from.map, or correct the model"
                .formatted(
                        LoadReport.shown(names),
                        published
                                .map(
                                        known ->
                                                ", or those of %s as %s"
                                                        .formatted(
                                                                known.convention(),
                                                                known.tensors().get(0).theirs()))
                                .orElse(""),
                        found.isEmpty() ? "no tensors" : found);
    }

    private static void requireMatch(String pattern, List<String> names) {
        if (new NamePattern(pattern).among(names).isEmpty()) {
            throw new ConfigException(
                    List.of(
                            "initialize_from.skip: expected %s to match a parameter, found none; there are %s"
                                    .formatted(pattern, LoadReport.shown(names))));
        }
    }
}
