package etude.tuner.analysis.calibration;

import etude.tuner.analysis.verdict.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures every kind of made-up study and writes the rates into the table of {@code
 * docs/verdicts.md}; run by {@code scripts/bench/verdicts}.
 */
public final class CalibrationTable {
    private static final int STUDIES = 1000;

    /** Away from the seeds on which the rules were tried while they were written. */
    private static final long FIRST = 10_000;

    private static final String BEGIN = "<!-- measured by scripts/bench/verdicts: begin -->\n";
    private static final String END = "<!-- end -->";

    private CalibrationTable() {}

    /** All kinds that are measured, in the order of their questions. */
    static List<MadeUp> all() {
        return Stream.of(MadeUpSpaces.all(), MadeUpCurves.all(), MadeUpSamples.all())
                .flatMap(List::stream)
                .sorted(Comparator.comparing(MadeUp::topic))
                .toList();
    }

    /** Replaces the table in the file that is named. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END, begin);
        String rows =
                all().parallelStream().map(CalibrationTable::row).collect(Collectors.joining());
        Files.writeString(
                file,
                text.substring(0, begin)
                        + "| question | studies | wrong answer | measured | allowed |\n|---|---|---|---|---|\n"
                        + rows
                        + whole("a problem", Answer.Problem.class, "10 %")
                        + whole("a question for attention", Answer.Attention.class, "")
                        + text.substring(end));
    }

    private static String whole(String answer, Class<? extends Answer> kind, String bar) {
        return String.format(
                Locale.ROOT,
                "| all | 20 trials, faultless in every respect: %s | false alarm | %.1f %% | %s |\n",
                answer,
                100 * MadeUpStudies.share(FIRST, STUDIES, kind),
                bar);
    }

    private static String row(MadeUp kind) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.1f %% | %.0f %% |\n",
                kind.topic().word(),
                kind.kind(),
                kind.as().words,
                100 * kind.rate(FIRST, STUDIES),
                100 * kind.bar());
    }
}
