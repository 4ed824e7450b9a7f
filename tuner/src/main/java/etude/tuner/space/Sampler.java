package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Which points an arm has. None is there twice. */
interface Sampler {
    /** The first points of an arm: the values of the parameters that exist there. */
    List<Map<String, JsonNode>> first(Arm arm, long count);

    /** One of them. */
    Map<String, JsonNode> point(Arm arm, long number);

    /** How many points there are; empty where there is no end, or it is too far to be counted. */
    OptionalLong size(Arm arm);
}
