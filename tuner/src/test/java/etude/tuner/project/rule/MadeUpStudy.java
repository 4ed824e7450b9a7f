package etude.tuner.project.rule;

import etude.tuner.analysis.result.RerunResults;
import etude.tuner.project.Contestant;
import etude.tuner.project.Effort;
import etude.tuner.project.RoundStudy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The study of a round made for a test: finished, with no reruns, unless it is said. */
final class MadeUpStudy {
    private final List<Contestant> contestants = new ArrayList<>();
    private final String directory;
    private int unended;
    private int failed;
    private int openReruns;
    private Optional<String> edge = Optional.empty();

    MadeUpStudy(String name) {
        directory = "studies/" + name;
    }

    /** The incumbent's side, with what its best trial and its reruns reached. */
    MadeUpStudy incumbent(double value, double... reruns) {
        contestants.add(contestant(directory, "without", true, 0, value, reruns));
        return this;
    }

    /** The side with the change. */
    MadeUpStudy candidate(double value, double... reruns) {
        contestants.add(contestant(directory, "with", false, 1, value, reruns));
        return this;
    }

    static Contestant contestant(
            String study,
            String label,
            boolean incumbent,
            int trial,
            double value,
            double... reruns) {
        SortedMap<Long, Double> costs = new TreeMap<>();
        for (int i = 0; i < reruns.length; i++) {
            costs.put((long) i, reruns[i]);
        }
        return new Contestant(
                label,
                incumbent,
                incumbent ? List.of() : List.of("dropout=0.2", "optimizer.learning_rate=0.2"),
                study,
                trial,
                value,
                new RerunResults(costs, 0),
                OptionalDouble.of(0.002));
    }

    MadeUpStudy unended(int trials) {
        unended = trials;
        return this;
    }

    MadeUpStudy failed(int trials) {
        failed = trials;
        return this;
    }

    MadeUpStudy openReruns(int reruns) {
        openReruns = reruns;
        return this;
    }

    MadeUpStudy edge(String reason) {
        edge = Optional.of(reason);
        return this;
    }

    RoundStudy study() {
        return new RoundStudy(
                directory,
                unended,
                failed,
                openReruns,
                0,
                contestants.stream()
                        .sorted((one, other) -> Double.compare(one.value(), other.value()))
                        .toList(),
                edge,
                List.of("Something is to be seen."),
                OptionalLong.empty(),
                new Effort(24, 10, 68_000, 0, 0));
    }
}
