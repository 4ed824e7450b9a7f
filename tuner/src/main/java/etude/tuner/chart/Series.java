package etude.tuner.chart;

import java.util.List;

/** Things of one kind in a plot, with one entry in its legend. */
public sealed interface Series {
    /** What the page's scripts and tables know it by. */
    String kind();

    /** What the legend calls it. */
    String name();

    /** What it is for. */
    default Role role() {
        return Role.DATA;
    }

    /** What a series is for, which decides its look: never colour alone. */
    enum Role {
        /** The data; each such series has its own colour, symbol and dash pattern. */
        DATA,
        /** What the data would be in an ideal case: dashed, grey, without symbols. */
        REFERENCE,
        /** The best ones: green stars. */
        BEST,
        /** Context behind the data: thin and grey. */
        BACKGROUND
    }

    /** Those that are made of points. */
    sealed interface OfPoints extends Series {
        List<Point> points();
    }

    /** Points joined in their order. */
    record Line(String name, Role role, List<Point> points) implements OfPoints {
        @Override
        public String kind() {
            return "line";
        }

        public Line {
            points = List.copyOf(points);
        }
    }

    /** Points of which each holds until the next: the best so far. */
    record Staircase(String name, Role role, List<Point> points) implements OfPoints {
        @Override
        public String kind() {
            return "staircase";
        }

        public Staircase {
            points = List.copyOf(points);
        }
    }

    /**
     * A value of every step, thinned to what a plot can show: of so many neighbouring steps the
     * lowest, the highest and the mean, so that no spike is lost. What is not finite is a gap.
     *
     * @param key as of a {@link Point}
     * @param stride how many steps are one of the values; the first begin with step 1
     */
    record Trace(
            String name,
            Role role,
            String key,
            int stride,
            double[] lowest,
            double[] highest,
            double[] mean)
            implements Series {
        @Override
        public String kind() {
            return "trace";
        }

        /** The first of the steps that are value number {@code index}. */
        public double step(int index) {
            return 1 + (double) stride * index;
        }
    }

    /** Points on their own. */
    record Scatter(String name, Role role, List<Point> points) implements OfPoints {
        @Override
        public String kind() {
            return "scatter";
        }

        public Scatter {
            points = List.copyOf(points);
        }
    }

    /** Columns from zero to each point. */
    record Bar(String name, List<Point> points) implements OfPoints {
        @Override
        public String kind() {
            return "bar";
        }

        public Bar {
            points = List.copyOf(points);
        }
    }

    /** Red crosses, pinned at the top of the plot where they have no value. */
    record Failed(String name, List<Failure> failures) implements Series {
        @Override
        public String kind() {
            return "failed";
        }

        public Failed {
            failures = List.copyOf(failures);
        }
    }

    /** Box plots. */
    record Box(String name, List<Quantiles> boxes) implements Series {
        @Override
        public String kind() {
            return "box";
        }

        public Box {
            boxes = List.copyOf(boxes);
        }
    }

    /** Many thin lines that share one look, such as one training curve per trial. */
    record Curves(String name, Role role, List<Curve> curves) implements Series {
        @Override
        public String kind() {
            return "curves";
        }

        public Curves {
            curves = List.copyOf(curves);
        }
    }

    /**
     * A position where something failed.
     *
     * @param value what was measured all the same; not a number where nothing was
     * @param reason shown when the cross is hovered
     * @param key as of a {@link Point}
     */
    record Failure(double x, double value, String reason, String key) {
        /** Without a value. */
        public Failure(double x, String reason, String key) {
            this(x, Double.NaN, reason, key);
        }

        /** The same as a point, which has a gap where there is no value. */
        Point point() {
            return Point.of(x, value).noted(reason).keyed(key);
        }
    }

    /** The five numbers of a box plot at one position. */
    record Quantiles(
            double x,
            double low,
            double lowerQuartile,
            double median,
            double upperQuartile,
            double high) {}

    /**
     * One of many lines.
     *
     * @param key as of a {@link Point}; the hover shows it too
     */
    record Curve(String key, double[] x, double[] y) {
        public Curve {
            if (x.length != y.length) {
                throw new IllegalArgumentException(
                        "a curve has as many x as y, not " + x.length + " and " + y.length);
            }
        }
    }
}
