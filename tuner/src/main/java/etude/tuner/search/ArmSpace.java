package etude.tuner.search;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.space.Arm;
import etude.tuner.space.Arm.Axis;
import etude.tuner.space.Domain;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.space.Study;
import etude.tuner.surrogate.Dimension;
import etude.tuner.surrogate.PointSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The points of an arm as models see them: each hyperparameter on its scale from 0 to 1. */
public final class ArmSpace implements PointSpace {
    /** Among more whole numbers, what lies between two of them hardly matters. */
    private static final long MOST_STEPS = 1000;

    /** Two numbers are no order but a choice. */
    private static final int FEWEST_STEPS = 3;

    private final Study study;
    private final Arm arm;
    private final List<Dimension> dimensions;

    public ArmSpace(Study study, Arm arm) {
        this.study = study;
        this.arm = arm;
        dimensions =
                arm.axes().stream()
                        .map(a -> new Dimension(kind(a.hyperparameter().domain()), a.always()))
                        .toList();
    }

    private static Dimension.Kind kind(Domain domain) {
        if (domain instanceof Domain.Listed listed) {
            return isOrdered(listed)
                    ? new Dimension.Steps(
                            IntStream.range(0, listed.values().size())
                                    .mapToObj(i -> (double) i / (listed.values().size() - 1))
                                    .toList())
                    : new Dimension.Choice(listed.values().size());
        }
        return domain.size().isPresent() && domain.size().getAsLong() <= MOST_STEPS
                ? new Dimension.Steps(domain.all().stream().map(domain::coordinate).toList())
                : new Dimension.Continuum();
    }

    private static boolean isOrdered(Domain.Listed listed) {
        return listed.values().size() >= FEWEST_STEPS
                && listed.values().stream().allMatch(JsonNode::isNumber);
    }

    Arm arm() {
        return arm;
    }

    @Override
    public List<Dimension> dimensions() {
        return dimensions;
    }

    /** The hyperparameter of a dimension. */
    public Hyperparameter hyperparameter(int dimension) {
        return arm.axes().get(dimension).hyperparameter();
    }

    /** Scientific values follow the quasi-random sequence, so that they stay evenly sampled. */
    @Override
    public boolean isFree(int dimension) {
        return hyperparameter(dimension).role() == Role.NUISANCE;
    }

    @Override
    public double[] masked(double[] point) {
        if (arm.axes().stream().allMatch(Axis::always)) {
            return point;
        }
        Map<String, JsonNode> values = study.values(arm, unit(point));
        double[] masked = point.clone();
        for (int d = 0; d < masked.length; d++) {
            if (!values.containsKey(hyperparameter(d).id())) {
                masked[d] = Dimension.ABSENT;
            }
        }
        return masked;
    }

    /** A trial's point, without the coordinates that it lacks. */
    public double[] point(Map<String, JsonNode> values) {
        double[] point = new double[dimensions.size()];
        for (int d = 0; d < point.length; d++) {
            Domain domain = hyperparameter(d).domain();
            point[d] =
                    Optional.ofNullable(values.get(hyperparameter(d).id()))
                            .map(value -> place(domain, value))
                            .orElse(Dimension.ABSENT);
        }
        return point;
    }

    private static double place(Domain domain, JsonNode value) {
        if (domain instanceof Domain.Listed listed) {
            int index = listed.indexOf(value);
            return isOrdered(listed)
                    ? (double) rising(listed).indexOf(index) / (listed.values().size() - 1)
                    : index;
        }
        return domain.coordinate(value);
    }

    /** The indices of a list of numbers, from that of the smallest on. */
    private static List<Integer> rising(Domain.Listed listed) {
        return IntStream.range(0, listed.values().size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> listed.values().get(i).asDouble()))
                .toList();
    }

    /** A point as domains see it. */
    double[] unit(double[] point) {
        double[] unit = point.clone();
        for (int d = 0; d < unit.length; d++) {
            if (hyperparameter(d).domain() instanceof Domain.Listed listed) {
                int place =
                        (int)
                                Math.rint(
                                        isOrdered(listed)
                                                ? point[d] * (listed.values().size() - 1)
                                                : point[d]);
                int index = isOrdered(listed) ? rising(listed).get(place) : place;
                unit[d] = (index + 0.5) / listed.values().size();
            }
        }
        return unit;
    }

    /** A point of the unit cube, as sequences give them, with a coordinate for every dimension. */
    double[] placed(double[] unit) {
        double[] point = new double[unit.length];
        for (int d = 0; d < unit.length; d++) {
            Domain domain = hyperparameter(d).domain();
            point[d] = place(domain, domain.at(unit[d]));
        }
        return point;
    }

    /** The coordinate of a dimension on the axis of a plot, and of its value. */
    public double coordinate(int dimension, double place) {
        double[] point = new double[dimensions.size()];
        point[dimension] = place;
        return hyperparameter(dimension)
                .domain()
                .coordinate(hyperparameter(dimension).domain().at(unit(point)[dimension]));
    }

    /** Every point, where the values that may be chosen are few; empty where they are not. */
    List<double[]> all(double[] fixed, int most) {
        List<double[]> points = new ArrayList<>(List.of(fixed.clone()));
        for (int d = 0; d < fixed.length; d++) {
            Dimension.Kind kind = dimensions.get(d).kind();
            if (!isFree(d)) {
                continue;
            }
            if (kind.size() == 0 || (long) points.size() * kind.size() > most) {
                return List.of();
            }
            List<double[]> more = new ArrayList<>();
            for (double[] point : points) {
                for (int value = 0; value < kind.size(); value++) {
                    double[] next = point.clone();
                    next[d] = kind.place(value);
                    more.add(next);
                }
            }
            points = more;
        }
        return points;
    }
}
