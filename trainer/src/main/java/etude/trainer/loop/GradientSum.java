package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.ParameterPieces;
import etude.trainer.engine.ScriptPart;
import etude.trainer.engine.ScriptPart.KeptList;
import etude.trainer.engine.Segment;
import etude.trainer.engine.TorchScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the passes of a scripted update add up: the gradient in its segments, then what batch norm's
 * running statistics move by, then the loss, in one vector. Segments begin where vectors of their
 * own would, so that no operator sees a difference.
 */
final class GradientSum implements AutoCloseable {
    private final Passes passes;
    private final NDArray start;
    private final List<String> segments = new ArrayList<>();
    private final long statistics;
    private final long loss;
    private final int count;

    GradientSum(TrainStep.Context context, List<Segment> gradient) {
        long next = 0;
        for (Segment segment : gradient) {
            segments.add(ParameterPieces.narrow("pass_sums", next, segment.size()));
            next = aligned(next + segment.size());
        }
        NDArray running = context.network().parameters().vectors().statistics();
        statistics = next;
        loss = aligned(next + running.size());
        count = context.passes();
        passes = new Passes(context, statistics, loss + 1);
        start = context.manager().zeros(new Shape(running.size()));
    }

    private static long aligned(long entries) {
        return (entries + Passes.ALIGNED - 1) / Passes.ALIGNED * Passes.ALIGNED;
    }

    private boolean hasStatistics() {
        return start.size() > 0;
    }

    /**
     * The methods {@code take_pass(self)} and {@code finish(self)}, beside the parts of a step.
     *
     * @param firstNumber place of its three numbers: whether the batch is mixed, the number of the
     *     pass, whether it adds
     */
    ScriptPart part(int firstNumber) {
        Map<String, NDArray> arguments = new LinkedHashMap<>();
        arguments.put("pass_sums", passes.vector());
        List<KeptList> kept = new ArrayList<>();
        kept.add(new KeptList("sums", segments));
        kept.add(
                new KeptList(
                        "loss_sum", List.of("torch.select(pass_sums, 0, %s)".formatted(loss))));
        String methods =
                resource("passes.txt")
                        .replace("BEGIN_STATISTICS\n", call("begin_statistics", "first, "))
                        .replace(
                                "END_STATISTICS\n",
                                call("end_statistics", "torch.gt(n[ADDS], 0.), "))
                        .replace("AVERAGE_STATISTICS\n", call("average_statistics", ""))
                        .replace("MIXED", Integer.toString(firstNumber))
                        .replace("PASS]", firstNumber + 1 + "]")
                        .replace("ADDS", Integer.toString(firstNumber + 2));
        if (hasStatistics()) {
            arguments.put("pass_start", start);
            kept.add(
                    new KeptList(
                            "pass_statistics",
                            List.of(
                                    "running", // of the parameters' part
                                    "pass_start",
                                    ParameterPieces.narrow(
                                            "pass_sums", statistics, start.size()))));
            methods += resource("pass_statistics.txt").replace("PASSES", Integer.toString(count));
        }
        return new ScriptPart(arguments, kept, methods);
    }

    private String call(String method, String arguments) {
        return hasStatistics() ? "  _2 = (self).%s(%s)\n".formatted(method, arguments) : "";
    }

    private static String resource(String name) {
        return TorchScript.resource(GradientSum.class, name);
    }

    /** See {@link Passes#run}. */
    void run(long step, Passes.Pass pass) {
        passes.run(step, pass);
    }

    @Override
    public void close() {
        passes.close();
        start.close();
    }
}
