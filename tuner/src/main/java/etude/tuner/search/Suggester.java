package etude.tuner.search;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.RandomStream;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.ConfigException;
import etude.tuner.sequence.QuasiRandom;
import etude.tuner.space.Arm;
import etude.tuner.space.Origin;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import etude.tuner.surrogate.Acquisition;
import etude.tuner.surrogate.Dimension;
import etude.tuner.surrogate.PointSearch;
import etude.tuner.surrogate.Prediction;
import etude.tuner.surrogate.Regression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Chooses the points of an arm from what is known of its trials. What it keeps between two of them
 * saves time and changes no number.
 */
public final class Suggester {
    /** Marks what is drawn for a suggestion among the streams of a study's seed. */
    private static final long SUGGESTION = -3;

    private static final int CANDIDATES = 1000;
    private static final int CANDIDATES_OF_MANY = 500;

    /** From so many trials on, each candidate takes its time. */
    private static final int MANY = 300;

    private static final int NEIGHBORHOODS = 5;
    private static final int NEIGHBORS = 40;

    /** Where all points can be tried as candidates. */
    private static final int MOST_LISTED = 2000;

    /** Points of the sequence that are looked at for one that no trial has. */
    private static final int MOST_PASSED_OVER = 10_000;

    private final Study study;
    private final ArmSpace space;
    private final List<Known> earlier;
    private Optional<ArmModel> latest = Optional.empty();

    /**
     * @param earlier trials of an earlier study over the same space
     */
    public Suggester(Study study, Arm arm, List<Known> earlier) {
        this.study = study;
        this.earlier = List.copyOf(earlier);
        space = new ArmSpace(study, arm);
    }

    /** What is believed of the arm; empty where nothing can be yet. */
    public Optional<ArmModel> model(List<Known> known) {
        List<Known> all = Stream.concat(earlier.stream(), known.stream()).toList();
        if (ArmModel.hindrance(all).isPresent()) {
            return Optional.empty();
        }
        latest = Optional.of(ArmModel.of(space, all, latest));
        return latest;
    }

    /**
     * The trial with the point that is worth most now.
     *
     * @param awaited the trial whose point is to be chosen
     * @param known the trials of the arm that have a point, by number
     */
    public Trial suggest(Trial awaited, List<Known> known) {
        List<Known> all = Stream.concat(earlier.stream(), known.stream()).toList();
        Optional<Origin.Reason> hindrance = ArmModel.hindrance(all);
        if (hindrance.isPresent()) {
            return substitute(awaited, known, hindrance.get());
        }
        ArmModel model = model(known).orElseThrow();
        List<double[]> open = points(all, Known::isOpen);
        Regression process = model.objective().awaiting(open, seed(awaited));
        Regression gains =
                model.objective()
                        .withoutGainAt(points(all, one -> one.tells() && !one.isFeasible()))
                        .awaiting(open, seed(awaited));
        PointSearch search = new PointSearch(new Acquisition(gains, model.feasibility()), space);
        Set<Map<String, JsonNode>> taken = taken(all);
        for (PointSearch.Found found : search.from(candidates(awaited, model))) {
            Optional<Trial> trial =
                    trial(awaited, found.point(), suggestion(model, process, found, known), taken);
            if (trial.isPresent()) {
                return trial.get();
            }
        }
        return substitute(awaited, known, Origin.Reason.EXHAUSTED);
    }

    private Origin suggestion(
            ArmModel model, Regression process, PointSearch.Found found, List<Known> known) {
        double[] point = space.masked(found.point());
        Prediction cost = model.warp().cost(process.at(point));
        return new Origin.Suggested(
                numbers(known, Known::tells),
                numbers(known, Known::isOpen),
                ArmModel.kept(space, model.objectiveBeliefs()),
                model.keptFeasibility(),
                study.objective().mode() == Mode.MIN ? cost.mean() : -cost.mean(),
                cost.deviation(),
                model.feasible(point));
    }

    private List<double[]> points(List<Known> known, Predicate<Known> which) {
        return known.stream().filter(which).map(one -> space.point(one.values())).toList();
    }

    private static List<Integer> numbers(List<Known> known, Predicate<Known> which) {
        return known.stream().filter(which).map(Known::number).toList();
    }

    private static Set<Map<String, JsonNode>> taken(List<Known> all) {
        Set<Map<String, JsonNode>> taken = new HashSet<>();
        all.forEach(one -> taken.add(one.values()));
        return taken;
    }

    /** The trial at a point, unless another has it or it has no settings. */
    private Optional<Trial> trial(
            Trial awaited, double[] point, Origin origin, Set<Map<String, JsonNode>> taken) {
        try {
            Trial trial = study.chosen(awaited, space.unit(point), origin);
            return taken.contains(trial.values()) ? Optional.empty() : Optional.of(trial);
        } catch (ConfigException e) { // a formula without a value there
            return Optional.empty();
        }
    }

    /**
     * The trial with the next point of the quasi-random sequence that no other has.
     *
     * @param known see {@link #suggest}
     */
    public Trial substitute(Trial awaited, List<Known> known, Origin.Reason reason) {
        Set<Map<String, JsonNode>> taken =
                taken(Stream.concat(earlier.stream(), known.stream()).toList());
        Origin origin =
                new Origin.Substituted(
                        reason, numbers(known, Known::tells), numbers(known, Known::isOpen));
        double[] fixed = fixed(awaited);
        for (boolean evenly : new boolean[] {true, false}) {
            for (int i = 0; i < MOST_PASSED_OVER; i++) {
                double[] point = space.placed(study.sequence(space.arm(), awaited.point() + i));
                Optional<Trial> trial =
                        trial(awaited, evenly ? with(fixed, point) : point, origin, taken);
                if (trial.isPresent()) {
                    return trial.get();
                }
            }
        }
        throw new IllegalStateException("no point is left for " + awaited.label());
    }

    /** The point of the sequence, whose scientific coordinates stay. */
    private double[] fixed(Trial awaited) {
        return space.placed(study.sequence(space.arm(), awaited.point()));
    }

    private double[] with(double[] fixed, double[] point) {
        double[] both = point.clone();
        for (int d = 0; d < both.length; d++) {
            both[d] = space.isFree(d) ? point[d] : fixed[d];
        }
        return both;
    }

    private long seed(Trial awaited) {
        return RandomStream.SEARCH.seed(
                RandomStream.SEARCH.seed(study.seed(), SUGGESTION), awaited.number());
    }

    private List<double[]> candidates(Trial awaited, ArmModel model) {
        double[] fixed = fixed(awaited);
        List<double[]> listed = space.all(fixed, MOST_LISTED);
        if (!listed.isEmpty()) {
            return listed;
        }
        List<double[]> candidates = new ArrayList<>();
        QuasiRandom sequence = new QuasiRandom(seed(awaited), space.dimensions().size());
        int count = model.known().size() < MANY ? CANDIDATES : CANDIDATES_OF_MANY;
        for (int i = 0; i < count; i++) {
            candidates.add(with(fixed, space.placed(sequence.point(i))));
        }
        SplittableRandom random = new SplittableRandom(seed(awaited));
        model.feasibleTrials()
                .sorted(
                        Comparator.comparingDouble(
                                one -> ((Known.Result.Reached) one.result()).cost()))
                .limit(NEIGHBORHOODS)
                .forEach(
                        best -> {
                            double[] center = completed(space.point(best.values()), fixed);
                            for (int i = 0; i < NEIGHBORS; i++) {
                                candidates.add(with(fixed, neighbor(center, i, random)));
                            }
                        });
        return candidates;
    }

    private double[] completed(double[] point, double[] others) {
        double[] completed = point.clone();
        for (int d = 0; d < completed.length; d++) {
            completed[d] = Double.isNaN(point[d]) ? others[d] : point[d];
        }
        return completed;
    }

    /** Some coordinates changed, by less and less the higher the index. */
    private double[] neighbor(double[] center, int index, SplittableRandom random) {
        double[] point = center.clone();
        double reach = StrictMath.exp(-5.0 * index / NEIGHBORS) / 2;
        for (int d = 0; d < point.length; d++) {
            if (random.nextBoolean()) {
                continue;
            }
            Dimension.Kind kind = space.dimensions().get(d).kind();
            double moved = center[d] + reach * (2 * random.nextDouble() - 1);
            if (kind.size() == 0) {
                point[d] = Math.min(1, Math.max(0, moved));
            } else if (random.nextInt(3) == 0) {
                point[d] = kind.place(random.nextInt(kind.size()));
            }
        }
        return point;
    }
}
