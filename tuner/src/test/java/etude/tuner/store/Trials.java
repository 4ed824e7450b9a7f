package etude.tuner.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import etude.tuner.space.Trial;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Trials of one hyperparameter, x, whose value is the trial's number. */
public final class Trials {
    private Trials() {}

    public static Trial trial(int number) {
        Map<String, JsonNode> values = Map.of("x", LongNode.valueOf(number));
        return new Trial(number, 0, number, 100 + number, values, values);
    }

    /** Those from a number to before another. */
    public static List<Trial> trials(int from, int to) {
        return IntStream.range(from, to).mapToObj(Trials::trial).toList();
    }
}
