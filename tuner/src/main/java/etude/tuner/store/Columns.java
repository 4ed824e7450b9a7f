package etude.tuner.store;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.tuner.space.Origin;
import etude.tuner.space.Rerun;
import etude.tuner.space.Resplit;
import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import etude.tuner.space.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How rows and values stand in columns: times as milliseconds, maps as JSON. */
final class Columns {
    /** The columns of a trial or rerun as it was made; see {@link #training}. */
    static final String TRAINING =
            "number, arm, point, seed, chosen, settings, rerun_of, rerun_seed, origin";

    /** The origin of a trial whose point is still to be chosen. */
    static final String AWAITED = Json.line(new Origin.Awaited().json());

    private Columns() {}

    /**
     * A trial or rerun as it was made.
     *
     * @param first the first of the columns {@link #TRAINING}
     */
    static Training training(ResultSet row, int first) throws SQLException {
        OptionalLong rerunOf = optionalLong(row, first + 6);
        int number = row.getInt(first);
        if (rerunOf.isEmpty()) {
            return trial(row, first, number);
        }
        Trial trial = trial(row, first, (int) rerunOf.getAsLong());
        int index = number / Training.FIRST_RERUN;
        long seed = row.getLong(first + 7);
        return index <= Rerun.MOST
                ? new Rerun(trial, index, seed)
                : new Resplit(trial, index - Rerun.MOST, seed);
    }

    private static Trial trial(ResultSet row, int first, int number) throws SQLException {
        String chosen = row.getString(first + 4);
        if (chosen == null) {
            throw new EtudeException(
                    "the study store holds trials of an earlier version of Etude; `etude study status STUDY` brings them up to date");
        }
        return new Trial(
                number,
                row.getInt(first + 1),
                row.getInt(first + 2),
                row.getLong(first + 3),
                values(chosen),
                values(row.getString(first + 5)),
                origin(row.getString(first + 8)));
    }

    private static Origin origin(@Nullable String text) {
        try {
            return text == null ? new Origin.Planned() : Origin.read(parse(text));
        } catch (IOException e) {
            throw unreadable(text, e);
        }
    }

    /** As {@link #origin} reads it. */
    static @Nullable String text(Origin origin) {
        return origin.precedesResults() ? null : Json.line(origin.json());
    }

    static StoredStudy study(ResultSet row) throws SQLException {
        return new StoredStudy(
                row.getLong(1),
                instant(row, 6),
                new StudyDefinition(
                        row.getString(2), row.getString(3), row.getString(4), strings(row, 5)),
                optionalDouble(row, 7));
    }

    static TrialStatus status(ResultSet row) throws SQLException {
        TrialState state = TrialState.of(row.getString(1));
        Optional<String> reason = text(row, 3);
        Optional<Infeasible> infeasible = infeasible(row, 2);
        boolean untyped = state == TrialState.INFEASIBLE && infeasible.isEmpty();
        return new TrialStatus(
                training(row, 9),
                state,
                untyped ? Optional.of(Version1.infeasible(reason.orElse("unknown"))) : infeasible,
                state == TrialState.FAILED ? reason : Optional.empty(),
                row.getInt(4),
                text(row, 5),
                optionalInstant(row, 6),
                optionalInstant(row, 7),
                row.getString(8));
    }

    /** Reads attempt, run directory and what is to be trained. */
    static Claim claim(ResultSet row, long studyId, String worker) throws SQLException {
        return new Claim(studyId, training(row, 3), row.getInt(1), worker, row.getString(2));
    }

    static TrialAttempt attempt(ResultSet row) throws SQLException {
        AttemptOrigin origin =
                new AttemptOrigin(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        strings(row, 8));
        return new TrialAttempt(
                row.getInt(1),
                origin,
                instant(row, 9),
                optionalLong(row, 10),
                text(row, 11).map(AttemptEnd::of),
                optionalInstant(row, 12),
                text(row, 13),
                row.getString(14));
    }

    static TrialMeasurement measurement(ResultSet row) throws SQLException {
        return new TrialMeasurement(
                row.getInt(1), new Measurement(row.getLong(2), numbers(row, 3)));
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

    private static OptionalDouble optionalDouble(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
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

    private static EtudeException unreadable(@Nullable String text, IOException cause) {
        return new EtudeException(
                "the study store holds '%s' where JSON is expected; restore it from a copy"
                        .formatted(text),
                cause);
    }
}
