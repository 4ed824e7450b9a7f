package etude.trainer.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.Reason;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Encoding.Column;
import etude.datasets.encoding.ImageFit;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.TargetScale;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code preprocessing.json}, which lies beside weights and says how examples become what the model
 * reads: {@code inputs}, of a {@code kind}, and {@code target}. Statistics of a table stand with
 * their columns; one-hot columns have none, for they are read as they are.
 */
public final class PreprocessingFile {
    /** Its name beside weights. */
    public static final String NAME = "preprocessing.json";

    /** Of texts with subwords or a token for their end. */
    private static final int FORMAT_VERSION = 3;

    /**
     * Of several labels, of tables with dates or gaps, and of pictures that are cut, which earlier
     * versions would stretch; all others are written as 1 was.
     */
    private static final int SECOND_VERSION = 2;

    private static final int FIRST_VERSION = 1;

    private static final String WHAT = "how examples become what a model reads";

    private PreprocessingFile() {}

    /**
     * The file's content.
     *
     * @param etude version of Etude that writes it
     */
    public static byte[] encode(Preprocessing preprocessing, String etude) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(
                "format_version",
                preprocessing.target() instanceof Target.Labels
                        ? FORMAT_VERSION
                        : version(preprocessing.encoding()));
        members.put("etude", etude);
        members.put("inputs", inputs(preprocessing));
        members.put("target", target(preprocessing));
        return Json.file(members);
    }

    private static int version(Encoding encoding) {
        if (encoding instanceof Encoding.Text text) {
            return TextJson.isOfTheFirst(text.vocabulary()) ? FIRST_VERSION : FORMAT_VERSION;
        }
        boolean first =
                encoding instanceof Encoding.Table table
                        ? table.columns().stream().allMatch(PreprocessingFile::isOfTheFirst)
                        : !(encoding instanceof Encoding.Images images
                                && images.fit() instanceof ImageFit.Centred);
        return first ? FIRST_VERSION : SECOND_VERSION;
    }

    private static boolean isOfTheFirst(Column column) {
        return column instanceof Column.Numbers || column instanceof Column.Categories;
    }

    private static Map<String, Object> inputs(Preprocessing preprocessing) {
        FeatureStatistics statistics = preprocessing.statistics();
        Map<String, Object> inputs = new LinkedHashMap<>();
        if (preprocessing.encoding() instanceof Encoding.Images images) {
            inputs.put("kind", "images");
            inputs.put("height", images.shape().height());
            inputs.put("width", images.shape().width());
            inputs.put("channels", images.shape().channels());
            inputs.put("resize", images.fit() instanceof ImageFit.Stretched);
            if (images.fit() instanceof ImageFit.Centred centred) {
                inputs.put("shorter_edge", centred.shorterEdge());
            }
            inputs.put("mean", statistics.mean());
            inputs.put("deviation", statistics.deviation());
        } else if (preprocessing.encoding() instanceof Encoding.Table table) {
            inputs.put("kind", "table");
            inputs.put("target", table.target());
            inputs.put("target_position", table.targetPosition());
            table.separator().ifPresent(between -> inputs.put("separator", between));
            inputs.put("columns", columns(table, statistics));
        } else if (preprocessing.encoding() instanceof Encoding.Text text) {
            inputs.put("kind", "text");
            inputs.put("context_length", text.contextLength());
            TextJson.put(text.vocabulary(), inputs);
        }
        return inputs;
    }

    private static List<Object> columns(Encoding.Table table, FeatureStatistics statistics) {
        List<Object> columns = new ArrayList<>();
        int feature = 0;
        for (Column column : table.columns()) {
            columns.add(TableColumnJson.encode(column, statistics, feature));
            feature += column.width();
        }
        return columns;
    }

    private static Map<String, Object> target(Preprocessing preprocessing) {
        Map<String, Object> target = new LinkedHashMap<>();
        if (preprocessing.target() instanceof Target.Classes classes) {
            target.put("kind", "classes");
            target.put("names", classes.names());
        } else if (preprocessing.target() instanceof Target.Labels labels) {
            target.put("kind", "labels");
            target.put("names", labels.names());
        } else if (preprocessing.target() instanceof Target.Value) {
            target.put("kind", "value");
            target.put("mean", preprocessing.scale().mean());
            target.put("deviation", preprocessing.scale().deviation());
        } else {
            target.put("kind", "next_token");
        }
        return target;
    }

    /**
     * What a file says.
     *
     * @throws CorruptFileException when it is damaged, or of a later version of Etude
     */
    public static Preprocessing read(Path path) {
        try {
            return decode(path, Files.readAllBytes(path));
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(path, Reason.of(path, e)), e);
        }
    }

    private static Preprocessing decode(Path path, byte[] text) {
        try {
            JsonObject file = new JsonObject(Json.parse(text));
            int version = file.count("format_version");
            if (version < FIRST_VERSION || version > FORMAT_VERSION) {
                throw new CorruptFileException(
                        path,
                        "format version %s to %s".formatted(FIRST_VERSION, FORMAT_VERSION),
                        "version %s, of Etude %s".formatted(version, file.text("etude")));
            }
            return decode(file.object("inputs"), file.object("target"));
        } catch (IOException e) {
            throw new CorruptFileException(path, WHAT, String.valueOf(e.getMessage()));
        }
    }

    private static Preprocessing decode(JsonObject inputs, JsonObject target) throws IOException {
        String kind = inputs.text("kind");
        return switch (kind) {
            case "images" ->
                    preprocessing(images(inputs), target, floats(inputs, "mean", "deviation"));
            case "table" -> table(inputs, target);
            case "text" ->
                    preprocessing(
                            new Encoding.Text(
                                    TextJson.vocabulary(inputs), inputs.count("context_length")),
                            target,
                            new FeatureStatistics(new float[0], new float[0]));
            default -> throw new IOException("inputs of an unknown kind: " + kind);
        };
    }

    private static Preprocessing preprocessing(
            Encoding encoding, JsonObject target, FeatureStatistics statistics) throws IOException {
        return new Preprocessing(
                encoding,
                target(target, encoding),
                statistics,
                target.text("kind").equals("value")
                        ? new TargetScale(target.number("mean"), target.number("deviation"))
                        : TargetScale.own());
    }

    private static Target target(JsonObject target, Encoding encoding) throws IOException {
        String kind = target.text("kind");
        return switch (kind) {
            case "classes" -> new Target.Classes(target.texts("names"));
            case "labels" -> new Target.Labels(target.texts("names"));
            case "value" -> new Target.Value();
            case "next_token" -> {
                if (!(encoding instanceof Encoding.Text text)) {
                    throw new IOException("a next token of what is no text");
                }
                yield new Target.NextToken(text.vocabulary().size());
            }
            default -> throw new IOException("a target of an unknown kind: " + kind);
        };
    }

    private static Encoding images(JsonObject inputs) throws IOException {
        return new Encoding.Images(
                new Features.Image(
                        inputs.count("height"), inputs.count("width"), inputs.count("channels")),
                fit(inputs));
    }

    private static ImageFit fit(JsonObject inputs) throws IOException {
        if (inputs.has("shorter_edge")) {
            return new ImageFit.Centred(inputs.count("shorter_edge"));
        }
        return inputs.truth("resize") ? new ImageFit.Stretched() : new ImageFit.Exact();
    }

    private static Preprocessing table(JsonObject inputs, JsonObject target) throws IOException {
        List<Column> columns = new ArrayList<>();
        List<Float> means = new ArrayList<>();
        List<Float> deviations = new ArrayList<>();
        for (JsonNode node : inputs.list("columns")) {
            columns.add(TableColumnJson.decode(new JsonObject(node), means, deviations));
        }
        return preprocessing(
                new Encoding.Table(
                        columns,
                        inputs.text("target"),
                        inputs.count("target_position"),
                        inputs.optionalText("separator")),
                target,
                new FeatureStatistics(floats(means), floats(deviations)));
    }

    private static FeatureStatistics floats(JsonObject inputs, String mean, String deviation)
            throws IOException {
        return new FeatureStatistics(
                Json.value(inputs.list(mean), float[].class),
                Json.value(inputs.list(deviation), float[].class));
    }

    private static float[] floats(List<Float> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i);
        }
        return floats;
    }
}
