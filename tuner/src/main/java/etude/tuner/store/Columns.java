package etude.tuner.store;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import etude.tuner.space.Trial;
import etude.tuner.space.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How values stand in columns: times as milliseconds, maps as JSON. */
final class Columns {
    /** The columns of a trial as it was made; see {@link #trial}. */
    static final String TRIAL = "number, arm, point, seed, chosen, settings";

    private Columns() {}

    /**
     * A trial as it was made.
     *
     * @param first the first of the columns {@link #TRIAL}
     */
    static Trial trial(ResultSet row, int first) throws SQLException {
        String chosen = row.getString(first + 4);
        if (chosen == null) {
            throw new EtudeException(
                    "the study store holds trials of an earlier version of Etude; `etude study status STUDY` brings them up to date");
        }
        return new Trial(
                row.getInt(first),
                row.getInt(first + 1),
                row.getInt(first + 2),
                row.getLong(first + 3),
                values(chosen),
                values(row.getString(first + 5)));
    }

    static Map<String, JsonNode> values(String text) {
        try {
            return Values.parse(text);
        } catch (IOException e) {
            throw unreadable(text, e);
        }
    }

    /** Why a trial is infeasible. */
    static Optional<Infeasible> infeasible(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        try {
            return text == null ? Optional.empty() : Optional.of(Infeasible.read(parse(text)));
        } catch (IOException e) {
            throw unreadable(text, e);
        }
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
        OptionalLong time = optionalLong(row, column);
        return time.isPresent()
                ? Optional.of(Instant.ofEpochMilli(time.getAsLong()))
                : Optional.empty();
    }

    static OptionalLong optionalLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static String json(Map<String, ?> map) {
        return Json.line(map);
    }

    static Map<String, String> strings(ResultSet row, int column) throws SQLException {
        Map<String, String> strings = new TreeMap<>();
        parse(row.getString(column))
                .properties()
                .forEach(member -> strings.put(member.getKey(), member.getValue().asText()));
        return strings;
    }

    static Map<String, Double> numbers(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        try {
            return Json.numbers(parse(text));
        } catch (IOException e) {
            throw unreadable(text, e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreadable(text, e);
        }
    }

    private static EtudeException unreadable(String text, IOException cause) {
        return new EtudeException(
                "the study store holds '%s' where JSON is expected; restore it from a copy"
                        .formatted(text),
                cause);
    }
}
