package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What people say of a run afterwards, as {@code labels.json} keeps it. Training neither reads nor
 * writes that file, so it may change at any time.
 *
 * @param tags in order
 * @param note a sentence; may be empty
 */
public record RunLabels(List<String> tags, String note) {
    /** A name, so that expressions can say it. */
    private static final Pattern TAG = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}");

    public RunLabels {
        tags = List.copyOf(tags);
    }

    /** Nobody has said anything. */
    public static RunLabels none() {
        return new RunLabels(List.of(), "");
    }

    /** Whether a word can be a tag: letters, digits and underscores, at most 40. */
    public static boolean isTag(String word) {
        return TAG.matcher(word).matches();
    }

    /** These, with some tags more and some less. */
    public RunLabels tagged(Collection<String> added, Collection<String> removed) {
        SortedSet<String> all = new TreeSet<>(tags);
        all.addAll(added);
        all.removeAll(removed);
        return new RunLabels(List.copyOf(all), note);
    }

    /** These, with another note. */
    public RunLabels noted(String words) {
        return new RunLabels(tags, words);
    }

    /**
     * Those of a run; none where the file is missing.
     *
     * @throws CorruptFileException when the file is not what is written here
     */
    public static RunLabels read(RunDirectory run) {
        return Json.read(
                        run.labels(),
                        "the tags and the note of a run",
                        object -> new RunLabels(object.texts("tags"), object.text("note")))
                .orElse(none());
    }

    /**
     * Replaces the file.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public void write(RunDirectory run) {
        AtomicFiles.write(run.labels(), Json.file(this));
    }
}
