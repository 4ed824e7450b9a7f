package etude.tuner.refine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.trainer.config.ConfigException;
import etude.trainer.model.ModelRegistry;
import etude.tuner.analysis.verdict.Refinement;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Study;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The study file that comes after a finished study: the question stays, the search space changes.
 * Comments and line breaks of the earlier file are not kept.
 *
 * @param name of the new study
 * @param text of its file
 * @param made the changes that it has
 * @param left what cannot be done in this file: why it was asked for, and why it cannot
 */
public record RefinedStudy(String name, String text, List<Change> made, List<Change> left) {
    private static final Pattern NUMBERED = Pattern.compile("(.*)-(\\d{1,6})");

    /** A larger space gets as dense a search, up to so many times the trials. */
    private static final double MOST_GROWTH = 4;

    /** What changes, in a few words, and why. */
    public record Change(String what, String why) {}

    public RefinedStudy {
        made = List.copyOf(made);
        left = List.copyOf(left);
    }

    /**
     * Writes the file.
     *
     * @param values of the earlier study file
     * @param study that it describes
     * @param changes in the order in which they are to be made
     * @param origin which study it comes from and what that found, in a sentence
     * @param baseName what the base config is called beside the new file
     * @param base its text
     */
    public static RefinedStudy of(
            ObjectNode values,
            Study study,
            List<Refinement> changes,
            String origin,
            String baseName,
            String base) {
        String name = next(study.name());
        ObjectNode root = values.deepCopy();
        root.put("name", name);
        root.put("base", baseName);
        StudyDraft draft = new StudyDraft(root, study.outline().hyperparameters());
        List<Change> made = new ArrayList<>();
        List<Change> left = new ArrayList<>();
        double growth = 1;
        int trials = study.trialsPerArm();
        Optional<Refinement.TrialCount> wanted = Optional.empty();
        for (Refinement change : changes) {
            if (change instanceof Refinement.TrialCount count) {
                wanted = Optional.of(count);
                continue;
            }
            StudyDraft next = draft.copy();
            try {
                String what = next.apply(change);
                read(next.text(), baseName, base);
                made.add(new Change(what, change.reason()));
                growth *= growth(change);
                draft = next;
            } catch (StudyDraft.Unfit e) {
                left.add(new Change(change.reason(), String.valueOf(e.getMessage())));
            } catch (ConfigException e) {
                left.add(new Change(change.reason(), e.problems().get(0)));
            }
        }
        int dense =
                (int)
                        Math.ceil(
                                wanted.map(Refinement.TrialCount::trials).orElse(trials)
                                        * Math.max(1, Math.min(MOST_GROWTH, growth)));
        if (dense > trials) {
            made.add(trials(draft, dense, wanted, growth));
        }
        draft.root().put("notes", notes(origin, made));
        draft.root().withObjectProperty("search").put("seed", study.seed() + 1);
        return new RefinedStudy(name, draft.text(), made, left);
    }

    private static Change trials(
            StudyDraft draft, int dense, Optional<Refinement.TrialCount> wanted, double growth) {
        String reason =
                (wanted.map(count -> count.reason() + " ").orElse("")
                                + (growth > 1
                                        ? "The search space is %.1f times as large and is searched as densely."
                                                .formatted(growth)
                                        : ""))
                        .strip();
        return new Change(draft.trials(dense), reason);
    }

    /** How much larger the space becomes on the scale of the range. */
    private static double growth(Refinement change) {
        if (!(change instanceof Refinement.MovedEnd moved)) {
            return 1;
        }
        Range range = (Range) moved.hyperparameter().domain();
        double place = range.scale().coordinate(moved.end(), range.low(), range.high());
        return moved.lower() ? 1 - place : place;
    }

    private static String notes(String origin, List<Change> made) {
        List<String> what = made.stream().map(Change::what).toList();
        return origin + " Changed: " + String.join("; ", what) + ".";
    }

    /** {@code digits-3} after {@code digits-2}, and {@code digits-2} after {@code digits}. */
    public static String next(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches()
                ? "%s-%d".formatted(numbered.group(1), Integer.parseInt(numbered.group(2)) + 1)
                : name + "-2";
    }

    /** Throws where the file is no valid study. */
    private static void read(String text, String baseName, String base) {
        Path file = Path.of("study.yaml");
        Study.read(
                file,
                ModelRegistry.load(),
                path -> path.endsWith(Path.of(baseName).getFileName()) ? base : text);
    }
}
