package etude.tuner.analysis.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Clustering;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Domain.Whole;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Role;
import etude.tuner.space.Values;
import etude.tuner.text.Numbers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of the search space in which trials may be infeasible. */
sealed interface InfeasibleRegion {
    /** The trials in it, by their place in the results. */
    BitSet members();

    /** How much more it must say than the simplest kind of region, of which there are fewer. */
    double penalty();

    /** Where it is, as in {@code 4 of them lie where ...}. */
    String place();

    /** What to do about it, as a sentence. */
    String advice();

    /**
     * The change of the search space that leaves it out; none where that is somebody's choice.
     *
     * @param arm the results of the arm in which it was found
     */
    List<Refinement> refinements(StudyResults arm, String reason);

    default Clustering.Region candidate() {
        return new Clustering.Region(members(), penalty());
    }

    /** What lies beyond a cut of a range. */
    record End(Hyperparameter hyperparameter, boolean lower, double cut, BitSet members)
            implements InfeasibleRegion {
        @Override
        public double penalty() {
            return 0;
        }

        private String value() {
            return Numbers.text(range().extended(cut));
        }

        @Override
        public String place() {
            return "%s is %s %s"
                    .formatted(hyperparameter.path(), lower ? "below" : "above", value());
        }

        @Override
        public String advice() {
            return "%s the range of %s near %s."
                    .formatted(lower ? "Begin" : "End", hyperparameter.path(), value());
        }

        @Override
        public List<Refinement> refinements(StudyResults arm, String reason) {
            double end = Double.parseDouble(Numbers.text(range().extended(cut)));
            return List.of(new Refinement.MovedEnd(hyperparameter, lower, whole(end), reason));
        }

        private double whole(double end) {
            boolean whole = range() instanceof Whole;
            return whole ? (lower ? Math.ceil(end) : Math.floor(end)) : end;
        }

        private Range range() {
            return (Range) hyperparameter.domain();
        }
    }

    /** Both ends of a range. */
    record Ends(End low, End high, BitSet members) implements InfeasibleRegion {
        static Ends of(End low, End high) {
            BitSet both = (BitSet) low.members().clone();
            both.or(high.members());
            return new Ends(low, high, both);
        }

        /** There are about ten times as many pairs of ends as ends. */
        @Override
        public double penalty() {
            return Math.log(10);
        }

        @Override
        public String place() {
            return low.place() + " or " + high.place().substring(high.place().indexOf(" is ") + 4);
        }

        @Override
        public String advice() {
            return low.advice() + " " + high.advice();
        }

        @Override
        public List<Refinement> refinements(StudyResults arm, String reason) {
            return Stream.of(low, high)
                    .flatMap(end -> end.refinements(arm, reason).stream())
                    .toList();
        }
    }

    /** One value of a list. */
    record Choice(Hyperparameter hyperparameter, JsonNode value, BitSet members)
            implements InfeasibleRegion {
        @Override
        public double penalty() {
            return 0;
        }

        @Override
        public String place() {
            return "%s is %s".formatted(hyperparameter.path(), Values.shortText(value));
        }

        @Override
        public String advice() {
            return "Leave %s out of %s, or find out why it does not train."
                    .formatted(Values.shortText(value), hyperparameter.path());
        }

        @Override
        public List<Refinement> refinements(StudyResults arm, String reason) {
            return hyperparameter.role() == Role.NUISANCE
                    ? List.of(new Refinement.DroppedValue(hyperparameter, value, reason))
                    : List.of();
        }
    }

    /** Where the sum or difference of two coordinates is high or low. */
    record Pair(Hyperparameter first, Hyperparameter second, int sign, boolean high, BitSet members)
            implements InfeasibleRegion {
        /** Two are claimed only where they say much more than one. */
        @Override
        public double penalty() {
            return 3;
        }

        @Override
        public String place() {
            boolean secondHigh = high == sign > 0;
            return "%s is %s and %s is %s"
                    .formatted(
                            first.path(),
                            high ? "high" : "low",
                            second.path(),
                            secondHigh ? "high" : "low");
        }

        @Override
        public String advice() {
            return "Reparameterize: search %s in place of one of the two, which then follows by a derived formula."
                    .formatted(combination());
        }

        @Override
        public List<Refinement> refinements(StudyResults arm, String reason) {
            Optional<Term> one = Term.of(first);
            Optional<Term> other = Term.of(second);
            if (one.isEmpty() || other.isEmpty()) {
                return List.of();
            }
            boolean product = one.get().sign * other.get().sign * sign > 0;
            double[] values = Refinements.combined(arm, first, second, product);
            return List.of(
                    new Refinement.Combined(
                            first,
                            second,
                            product,
                            Arrays.stream(values).min().orElseThrow(),
                            Arrays.stream(values).max().orElseThrow(),
                            reason));
        }

        /** What is constant where the sum or difference of the coordinates is. */
        private String combination() {
            Optional<Term> one = Term.of(first);
            Optional<Term> other = Term.of(second);
            if (one.isEmpty() || other.isEmpty()) {
                return "a combination of %s and %s".formatted(first.path(), second.path());
            }
            boolean product = one.get().sign * other.get().sign * sign > 0;
            return one.get().text + (product ? " * " : " / ") + other.get().text;
        }
    }

    /** A factor whose logarithm rises, or falls, with the coordinate. */
    record Term(String text, int sign) {
        static Optional<Term> of(Hyperparameter h) {
            return switch (((Range) h.domain()).scale()) {
                case LOG -> Optional.of(new Term(h.path(), 1));
                case ONE_MINUS_LOG -> Optional.of(new Term("(1 - " + h.path() + ")", -1));
                case LINEAR, REVERSE_LOG -> Optional.empty();
            };
        }
    }
}
