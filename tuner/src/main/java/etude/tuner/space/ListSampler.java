package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Points that the user listed.
 *
 * @param points those of each arm
 */
record ListSampler(List<List<Map<String, JsonNode>>> points) implements Sampler {
    @Override
    public List<Map<String, JsonNode>> first(Arm arm, long count) {
        return points.get(arm.index()).stream().limit(count).toList();
    }

    @Override
    public Map<String, JsonNode> point(Arm arm, long number) {
        return points.get(arm.index()).get(Math.toIntExact(number));
    }

    @Override
    public OptionalLong size(Arm arm) {
        return OptionalLong.of(points.get(arm.index()).size());
    }
}
