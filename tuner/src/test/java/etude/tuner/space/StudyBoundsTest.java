package etude.tuner.space;

import static etude.tuner.space.Studies.RATE;
import static etude.tuner.space.Studies.problems;
import static etude.tuner.space.Studies.problemsOf;
import static etude.tuner.space.Studies.study;
import static etude.tuner.space.Studies.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers of a study file that would take all memory are refused before any work. */
final class StudyBoundsTest {
    private static final String GRID = "search: {algorithm: grid}";

    @Test
    void aStudyHasAtMostTenThousandTrials() {
        assertThat(problems(text(Integer.MAX_VALUE, "", RATE)))
                .containsExactly(
                        "study.yaml:4: trials: a study has at most 10000 trials, found 2147483647 for each of 1 arm; begin with fewer, `etude study extend STUDY --trials N` adds some later");
        assertThat(
                        problems(
                                text(
                                        6000,
                                        "",
                                        "path: batch_size, role: scientific, values: [8, 9]",
                                        RATE)))
                .singleElement()
                .asString()
                .contains("found 6000 for each of 2 arms");
        assertThat(problemsOf(() -> study("", RATE).withTrials(10_001)))
                .singleElement()
                .asString()
                .contains("found 10001");
        assertThat(Studies.read(text(10_000, "", RATE)).trialCount()).isEqualTo(10_000);
    }

    @Test
    void anAxisOfAGridHasAtMostAThousandValues() {
        assertThat(problems("search: {algorithm: grid, levels: 1000000000}", RATE))
                .singleElement()
                .asString()
                .startsWith("study.yaml:5: search.levels: expected")
                .contains("1000");
        assertThat(
                        problems(
                                GRID + "\ndesign: joint",
                                "path: batch_size, role: scientific, min: 1, max: 1000000000, integer: true"))
                .containsExactly(
                        "study.yaml:8: batch_size: a grid would try each of its 1000000000 values; expected at most 1000: narrow the range, list values, or use algorithm: quasi_random");
    }

    @Test
    void aListHasAtMostAThousandValues() {
        String values =
                IntStream.rangeClosed(1, 200_000)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
        assertThat(problems("", "path: batch_size, role: scientific, values: [" + values + "]"))
                .containsExactly(
                        "study.yaml:7: parameters[0].values: expected at most 1000 values, found 200000; write a range with min, max and integer");
    }

    @Test
    void equalNumbersAreOneValueHoweverTheyAreWritten() {
        assertThat(problems("", "path: dropout, role: nuisance, values: [0, 0.0]"))
                .containsExactly(
                        "study.yaml:7: parameters[0].values: each value must stand there once");
    }

    @Test
    void aStudyHasAtMostAHundredHyperparametersAThousandArmsAndAThousandPoints() {
        String[] many = new String[101];
        for (int i = 0; i < many.length; i++) {
            many[i] = "path: v%d, role: nuisance, min: 0, max: 1".formatted(i);
        }
        assertThat(problems("", many))
                .containsExactly(
                        "study.yaml:6: parameters: expected at most 100 hyperparameters, found 101");
        String chain =
                IntStream.range(0, 3000)
                        .mapToObj("v%d: v%<d0 + 1"::formatted)
                        .collect(Collectors.joining(", ", "derived: {", "}"));
        assertThat(problems(chain, RATE))
                .containsExactly(
                        "study.yaml:5: derived: expected at most 100 formulas, found 3000");
        String[] scientific = new String[9];
        for (int i = 0; i < scientific.length; i++) {
            scientific[i] =
                    "path: v%d, role: scientific, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
                            .formatted(i);
        }
        assertThat(
                        problems(
                                "derived: {dropout: v0 * v1 * v2 * v3 * v4 * v5 * v6 * v7 * v8}",
                                scientific))
                .singleElement()
                .asString()
                .startsWith(
                        "study.yaml:6: parameters: the scientific hyperparameters have more than 1000 combinations");
        String points =
                IntStream.range(0, 1001)
                        .mapToObj("{optimizer.learning_rate: 0.%d}"::formatted)
                        .collect(Collectors.joining(", "));
        assertThat(problems("search: {algorithm: points, points: [" + points + "]}", RATE))
                .containsExactly("study.yaml:5: search: expected at most 1000 points, found 1001");
    }
}
