package etude.tuner.report;

import etude.tuner.record.StudyRecord;
import etude.tuner.text.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the conclusions of a study rest on besides its trials, a sentence each. */
final class Caveats {
    private Caveats() {}

    /**
     * Of a study.
     *
     * @param difference how stored trials differ from those that this version would make
     */
    static List<String> of(StudyRecord study, Optional<String> difference) {
        List<String> caveats = new ArrayList<>();
        difference.map(Sentences::of).ifPresent(caveats::add);
        if (study.testEvaluations() > 0) {
            caveats.add(
                    "Runs of this study have been evaluated on the test split %s: what is chosen after that is chosen by the test examples too."
                            .formatted(
                                    study.testEvaluations() == 1
                                            ? "once"
                                            : study.testEvaluations() + " times"));
        }
        SameBits.of(study).map(SameBits::study).ifPresent(caveats::add);
        study.outline().advice().forEach(advice -> caveats.add(Sentences.of(advice.sentence())));
        String fixed =
                study.outline().fixed().entrySet().stream()
                        .filter(setting -> !isName(setting))
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(", "));
        caveats.add(
                fixed.isEmpty()
                        ? "All of it holds for the rest of the base config."
                        : "All of it holds for the settings that the study fixed (%s) and the rest of the base config."
                                .formatted(fixed));
        return List.copyOf(caveats);
    }

    /** Words about a run change nothing in it. */
    private static boolean isName(Map.Entry<String, String> setting) {
        return setting.getKey().equals("notes") || setting.getKey().equals("name");
    }
}
