package etude.tuner.store;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.files.Json;
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
    private Columns() {}

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
