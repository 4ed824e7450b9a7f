package etude.datasets.source;

import etude.datasets.EtudeException;
import etude.datasets.RandomStream;
import etude.datasets.config.DatasetConfig;
import etude.datasets.reader.TextFiles;
import etude.datasets.reader.TextPiece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which texts train, validate and test, before they have tokens: a vocabulary that is learnt sees
 * only what trains, and other vocabularies have the same bytes in each split. One file is cut, its
 * last shares testing and, before that, validating. Of several, whole files are held out: they come
 * in an order that {@code split_seed} and their names decide.
 *
 * @param warnings sentences for the user
 */
record TextDivision(
        List<TextPiece> train,
        List<TextPiece> validation,
        List<TextPiece> test,
        List<String> warnings) {
    /** Sets the order apart from those of other purposes, which have the same seed. */
    private static final long POSITION = -6;

    /** How far from what is asked for a share may be without a word. */
    private static final double FAR = 0.5;

    static TextDivision of(DatasetConfig config, TextFiles files) {
        return files.several() ? new Draw(config, files).divide() : cut(config, files);
    }

    /** In the order of the splits. */
    List<List<TextPiece>> parts() {
        return List.of(train, validation, test);
    }

    private static long wanted(double fraction, long bytes) {
        return fraction > 0 ? Math.max(1, Math.round(fraction * bytes)) : 0;
    }

    private static double validationFraction(DatasetConfig config) {
        return config.validationPath().isPresent() ? 0 : config.validationFraction();
    }

    private static TextDivision cut(DatasetConfig config, TextFiles files) {
        TextPiece whole = files.documents().get(0);
        long bytes = whole.bytes();
        long validated = whole.cut(bytes - wanted(config.testFraction(), bytes));
        long trained =
                whole.cut(Math.max(0, validated - wanted(validationFraction(config), bytes)));
        if (trained == 0) {
            throw new EtudeException(
                    "%s: expected a text of which some is left to train on, found %d bytes; use a longer one, or lower validation_fraction"
                            .formatted(whole.file(), bytes));
        }
        return new TextDivision(
                piece(whole, 0, trained),
                piece(whole, trained, validated),
                piece(whole, validated, bytes),
                List.of());
    }

    private static List<TextPiece> piece(TextPiece whole, long from, long to) {
        return from < to ? List.of(new TextPiece(whole.file(), from, to)) : List.of();
    }

    /** The choice of whole files. */
    private static final class Draw {
        private final DatasetConfig config;
        private final TextFiles files;
        private final List<TextPiece> order;
        private final long bytes;
        private final List<String> warnings = new ArrayList<>();
        private int next;

        Draw(DatasetConfig config, TextFiles files) {
            this.config = config;
            this.files = files;
            bytes = files.documents().stream().mapToLong(TextPiece::bytes).sum();
            long seed = RandomStream.SPLIT.seed(config.splitSeed(), POSITION);
            order = new ArrayList<>(files.documents());
            order.sort(
                    Comparator.<TextPiece>comparingLong(
                                    file -> RandomStream.mix(hash(files.name(file)) ^ seed))
                            .thenComparing(files::name));
        }

        private static long hash(String name) {
            long hash = 0;
            for (int i = 0; i < name.length(); i++) {
                hash = RandomStream.mix(hash ^ name.charAt(i));
            }
            return hash;
        }

        TextDivision divide() {
            Set<TextPiece> test = take(config.testFraction(), "test");
            Set<TextPiece> validation = take(validationFraction(config), "validation");
            if (next >= order.size()) {
                throw new EtudeException(
                        "%s: expected more files than are held out, so that some train, found %d in all; lower the fractions, or set validation_path"
                                .formatted(files.source(), order.size()));
            }
            List<TextPiece> train = new ArrayList<>(files.documents());
            train.removeAll(test);
            train.removeAll(validation);
            return new TextDivision(train, sorted(validation), sorted(test), warnings);
        }

        private List<TextPiece> sorted(Set<TextPiece> chosen) {
            return files.documents().stream().filter(chosen::contains).toList();
        }

        /** The next files, until another one would lead further away from what is wanted. */
        private Set<TextPiece> take(double fraction, String split) {
            long wanted = wanted(fraction, bytes);
            Set<TextPiece> chosen = new HashSet<>();
            long taken = 0;
            while (taken < wanted && next < order.size()) {
                long size = order.get(next).bytes();
                boolean nearer = Math.abs(taken + size - wanted) < wanted - taken;
                if (taken > 0 && !nearer) {
                    break;
                }
                chosen.add(order.get(next));
                taken += size;
                next++;
            }
            if (Math.abs(taken - wanted) > FAR * wanted) {
                warnings.add(
                        String.format(
                                Locale.ROOT,
                                "dataset.%s_fraction: %.0f %% of the bytes are held out, and not %.0f %%, as files stay whole: %d of %d; %s_path names a text of its own",
                                split,
                                100.0 * taken / bytes,
                                100 * fraction,
                                chosen.size(),
                                order.size(),
                                split));
            }
            return chosen;
        }
    }
}
