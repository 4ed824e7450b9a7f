package etude.tuner.notebook;

import etude.tuner.page.Section;
import etude.tuner.page.VerdictCard;
import etude.tuner.project.ProjectState;
import etude.tuner.project.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is open: the newest answer to each of the playbook's questions where it is not good, the
 * caveats of the newest study, and what no study has varied.
 */
record Doubts(ProjectState state, Map<String, StudyEvidence> studies) {
    /** What trains, as opposed to what is trained on, evaluated or kept. */
    private static final List<String> TRAINING =
            List.of(
                    "optimizer",
                    "schedule",
                    "model",
                    "dropout",
                    "label_smoothing",
                    "gradient_clipping",
                    "polyak_decay");

    /** Of a key that is not used. */
    private static final List<String> NOTHING = List.of("null", "[]");

    private record Doubt(StudyEvidence study, StudyEvidence.Finding finding) {}

    List<Section> sections() {
        List<VerdictCard> cards =
                newest().values().stream().filter(Doubts::isOpen).map(Doubts::card).toList();
        List<Section> sections = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (!cards.isEmpty()) {
            sections.add(new Section.Verdicts("Open doubts", cards));
        } else {
            notes.add(
                    evidence().isEmpty()
                            ? "No study has said anything yet."
                            : "The newest answer to each of the playbook's questions is good.");
        }
        last().ifPresent(study -> notes.addAll(caveats(study)));
        never().ifPresent(notes::add);
        if (!notes.isEmpty()) {
            sections.add(
                    new Section.Notes(cards.isEmpty() ? "Open doubts" : "What it rests on", notes));
        }
        return sections;
    }

    /** Of the rounds, oldest first. */
    private List<StudyEvidence> evidence() {
        return state.rounds().stream()
                .map(Round::study)
                .flatMap(name -> Optional.ofNullable(studies.get(name)).stream())
                .toList();
    }

    private Optional<StudyEvidence> last() {
        return evidence().stream().reduce((earlier, later) -> later);
    }

    private Map<String, Doubt> newest() {
        Map<String, Doubt> newest = new LinkedHashMap<>();
        for (StudyEvidence study : evidence()) {
            for (StudyEvidence.Finding finding : study.verdicts()) {
                if (!finding.answer().equals("not_asked")) {
                    newest.put(finding.topic(), new Doubt(study, finding));
                }
            }
        }
        return newest;
    }

    private static boolean isOpen(Doubt doubt) {
        return standing(doubt.finding()) != VerdictCard.Standing.GOOD;
    }

    private static VerdictCard card(Doubt doubt) {
        return new VerdictCard(
                standing(doubt.finding()),
                doubt.finding().question(),
                "%s (%s)".formatted(doubt.finding().sentence(), doubt.study().directory()),
                Optional.empty(),
                doubt.finding().advice());
    }

    private static VerdictCard.Standing standing(StudyEvidence.Finding finding) {
        return switch (finding.answer()) {
            case "good" -> VerdictCard.Standing.GOOD;
            case "attention" -> VerdictCard.Standing.ATTENTION;
            case "problem" -> VerdictCard.Standing.PROBLEM;
            default -> VerdictCard.Standing.OPEN;
        };
    }

    private static List<String> caveats(StudyEvidence study) {
        return study.caveats().stream()
                .map(caveat -> "%s: %s".formatted(study.directory(), caveat))
                .toList();
    }

    /** Every conclusion holds for these values alone. */
    private Optional<String> never() {
        Set<String> varied = new LinkedHashSet<>();
        evidence().forEach(study -> varied.addAll(study.varied()));
        String fixed =
                state.incumbent().values().entrySet().stream()
                        .filter(
                                value ->
                                        TRAINING.stream()
                                                .anyMatch(part -> isOf(part, value.getKey())))
                        .filter(value -> !NOTHING.contains(value.getValue()))
                        .filter(
                                value ->
                                        varied.stream()
                                                .noneMatch(path -> isOf(path, value.getKey())))
                        .map(value -> value.getKey() + "=" + value.getValue())
                        .collect(Collectors.joining(", "));
        return fixed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "No round has varied %s: all of it holds for these values."
                                .formatted(fixed));
    }

    /** Whether a hyperparameter decides a value, or the part of the config that it is in. */
    private static boolean isOf(String path, String key) {
        return key.equals(path) || key.startsWith(path + ".");
    }
}
