package etude.datasets.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where examples come from; {@code dataset.name} chooses the record. */
public sealed interface SourceConfig {

    /** IDX files (LeCun): MNIST, Fashion-MNIST, KMNIST, EMNIST; plain or .gz. */
    @Named("idx")
    record Idx(
            @Setting(
                            "Folder with the IDX files, or one images file; relative paths are looked up in the current folder, then in ETUDE_DATA.")
                    String path)
            implements SourceConfig {
        public Idx {
            PathText.require("path", path);
        }
    }

    /** CIFAR-10 or CIFAR-100 binary files. */
    @Named("cifar_binary")
    record CifarBinary(
            @Setting("Folder with the .bin files, or the .tar.gz as published.") String path,
            @Setting(value = "10 or 100 classes.", defaultsTo = "10") int classes)
            implements SourceConfig {
        public CifarBinary {
            PathText.require("path", path);
        }
    }

    /**
     * One folder per class with JPEG, PNG or WebP files, or train/ of that, then with test/ and
     * validation/ (or val/, valid/) if they stand beside it; or a .tar, .tar.gz or .tgz of that.
     */
    @Named("image_folder")
    record ImageFolder(
            @Setting(
                            "Folder, or .tar, .tar.gz or .tgz of it, with one folder per class; or with train/ and beside it test/ and validation/ (val/, valid/) of that.")
                    String path,
            @Setting(
                            value =
                                    "Height in pixels; images of another size are refused unless resize is set.",
                            defaultsTo = "null")
                    Optional<Integer> height,
            @Setting(value = "Width in pixels.", defaultsTo = "null") Optional<Integer> width,
            @Setting(
                            value = "Resize every image to height x width, whatever its shape.",
                            defaultsTo = "false")
                    boolean resize,
            @Setting(
                            value =
                                    "Resize every image so that its shorter edge has this many pixels, and cut height x width around its centre; null for neither.",
                            defaultsTo = "null",
                            min = 1,
                            max = 4096)
                    Optional<Integer> shorterEdge,
            @Setting(
                            value =
                                    "Keep whole training pictures too, as squares of this edge, from which random_resized_crop cuts in their own shape; null where it cuts from what evaluation sees.",
                            defaultsTo = "null",
                            min = 1,
                            max = 4096)
                    Optional<Integer> trainingSize,
            @Setting(
                            value =
                                    "Whether random_resized_crop cuts from the pixels of each file, as published, instead of a square of training_size or what evaluation sees; with decode: training.",
                            defaultsTo = "false")
                    boolean cropFromFile,
            @Setting(
                            value =
                                    "What an image does that cannot be read: fail, naming it and others like it, or skip, which leaves it out and says so.",
                            defaultsTo = "fail")
                    OnError onError,
            @Setting(
                            value =
                                    "The largest share of the images that on_error: skip may leave out.",
                            defaultsTo = "0.01",
                            min = 0,
                            max = 0.5)
                    double maxSkipped,
            @Setting(
                            value =
                                    "When images are decoded: ahead, once, which keeps their pixels in the cache, or training, whenever they are read, which keeps only their files there. The pixels are the same.",
                            defaultsTo = "ahead")
                    Decode decode,
            @Setting(
                            value =
                                    "A .csv or .tsv file with the names of the images' files in its first column, and which of several labels each has: a column of 0 and 1 for each label, or with separator one column that names them. Folders are no classes then; one is enough.",
                            defaultsTo = "null")
                    Optional<String> labelsPath,
            @Setting(
                            value =
                                    "What stands between the labels of one column of labels_path, such as |.",
                            defaultsTo = "null")
                    Optional<String> separator)
            implements SourceConfig {
        /** Images whose folders are their classes, decoded ahead. */
        public ImageFolder(
                String path,
                Optional<Integer> height,
                Optional<Integer> width,
                boolean resize,
                Optional<Integer> shorterEdge,
                Optional<Integer> trainingSize,
                OnError onError,
                double maxSkipped) {
            this(
                    path,
                    height,
                    width,
                    resize,
                    shorterEdge,
                    trainingSize,
                    false,
                    onError,
                    maxSkipped,
                    Decode.AHEAD,
                    Optional.empty(),
                    Optional.empty());
        }

        public ImageFolder {
            PathText.require("path", path);
            labelsPath.ifPresent(labels -> PathText.require("labels_path", labels));
            if (separator.isPresent() && labelsPath.isEmpty()) {
                throw new IllegalArgumentException(
                        "separator: expected labels_path beside it, a table of labels; remove it");
            }
            shorterEdge.ifPresent(edge -> requireRoom("shorter_edge", edge, height, width));
            trainingSize.ifPresent(edge -> requireRoom("training_size", edge, height, width));
            if (cropFromFile && trainingSize.isPresent()) {
                throw new IllegalArgumentException(
                        "crop_from_file: expected without training_size, of which it is the alternative, found both; remove one of them");
            }
            if (cropFromFile && decode != Decode.TRAINING) {
                throw new IllegalArgumentException(
                        "crop_from_file: expected decode: training beside it, which keeps the files, found decode: ahead; set that, or training_size instead");
            }
            if (resize && shorterEdge.isPresent()) {
                throw new IllegalArgumentException(
                        "shorter_edge: expected without resize, which stretches images, found both; remove one of them");
            }
        }

        private static void requireRoom(
                String key, int edge, Optional<Integer> height, Optional<Integer> width) {
            if (height.isEmpty() || width.isEmpty()) {
                throw new IllegalArgumentException(
                        key + ": expected with height and width, found it without; set them");
            }
            if (edge < Math.max(height.get(), width.get())) {
                throw new IllegalArgumentException(
                        "%s: expected at least height %d and width %d, found %d"
                                .formatted(key, height.get(), width.get(), edge));
            }
        }
    }

    /** When images are decoded. */
    enum Decode {
        AHEAD,
        TRAINING
    }

    /** What an example does that cannot be read. */
    enum OnError {
        FAIL,
        SKIP
    }

    /**
     * A table with a header line; a column of numbers is one feature, any other one per category.
     */
    @Named("csv")
    record Csv(
            @Setting(
                            "The .csv or .tsv file (optionally .gz), with a comma, semicolon, tab or | between values.")
                    String path,
            @Setting(
                            value =
                                    "Name of the column to predict; required unless there are labels.",
                            defaultsTo = "''")
                    String target,
            @Setting(
                            value =
                                    "Columns of 0 and 1 to predict together, each by itself: which of several labels hold.",
                            defaultsTo = "[]")
                    List<String> labels,
            @Setting(
                            value =
                                    "What stands between the labels in the target column, such as |, where it holds several labels or none; null where it holds one class or number.",
                            defaultsTo = "null")
                    Optional<String> separator,
            @Setting(value = "classification or regression.", defaultsTo = "classification")
                    Task task,
            @Setting(
                            value =
                                    "Regression trains on targets less their mean, over their deviation (of the training examples); losses, metrics and predictions stay in the target's own unit.",
                            defaultsTo = "false")
                    boolean standardizeTarget,
            @Setting(
                            value =
                                    "What the table writes for a value that is not there, such as [NA, \"\", -, -999]; null for empty cells, ?, NA, N/A and null.",
                            defaultsTo = "null")
                    Optional<List<CellText>> missing,
            @Setting(
                            value =
                                    "What single columns are, by their names: {age: {impute: median}, id: {type: ignore}}; `etude data inspect FILE --target COLUMN --write-config` proposes it.",
                            defaultsTo = "{}")
                    Map<String, ColumnConfig> columns)
            implements SourceConfig {
        /** A table whose columns are what their values say. */
        public Csv(String path, String target, Task task, boolean standardizeTarget) {
            this(path, target, task, standardizeTarget, Optional.empty(), Map.of());
        }

        /** A table that has one class or number to predict. */
        public Csv(
                String path,
                String target,
                Task task,
                boolean standardizeTarget,
                Optional<List<CellText>> missing,
                Map<String, ColumnConfig> columns) {
            this(
                    path,
                    target,
                    List.of(),
                    Optional.empty(),
                    task,
                    standardizeTarget,
                    missing,
                    columns);
        }

        /** The columns that are predicted. */
        public List<String> targets() {
            return labels.isEmpty() ? List.of(target) : labels;
        }

        /** Whether it is predicted which of several labels hold. */
        public boolean hasLabels() {
            return !labels.isEmpty() || separator.isPresent();
        }

        public Csv {
            missing = missing.map(List::copyOf);
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            labels = List.copyOf(labels);
            PathText.require("path", path);
            requireTarget(target, labels, separator);
            for (String column : labels.isEmpty() ? List.of(target) : labels) {
                ColumnConfig said = columns.getOrDefault(column, ColumnConfig.UNSAID);
                if (said.type().isPresent() || said.impute().isPresent()) {
                    throw new IllegalArgumentException(
                            "columns: %s is the target: expected no type and no impute for it; task says what it is, and rows without it are left out of the file"
                                    .formatted(column));
                }
            }
            boolean several = !labels.isEmpty() || separator.isPresent();
            if (several && task == Task.REGRESSION) {
                throw new IllegalArgumentException(
                        "task: expected classification for labels, found regression; remove it");
            }
            if (standardizeTarget && task != Task.REGRESSION) {
                throw new IllegalArgumentException(
                        "standardize_target: expected false, as the target is a class (task: classification) and no number, found true; set task: regression, or remove it");
            }
        }

        private static void requireTarget(
                String target, List<String> labels, Optional<String> separator) {
            if (labels.isEmpty() == target.isEmpty()) {
                throw new IllegalArgumentException(
                        labels.isEmpty()
                                ? "target: expected the name of the column to predict, found none; or name the columns of several labels in labels"
                                : "labels: expected no target beside them, found %s; remove one of them"
                                        .formatted(target));
            }
            if (!labels.isEmpty() && separator.isPresent()) {
                throw new IllegalArgumentException(
                        "separator: expected a target column with several labels in a cell, found labels in columns of their own; remove it");
            }
            if (separator.filter(String::isBlank).isPresent() && !separator.get().equals(" ")) {
                throw new IllegalArgumentException(
                        "separator: expected what stands between two labels, such as |, found nothing");
            }
            if (Set.copyOf(labels).size() < labels.size()) {
                throw new IllegalArgumentException(
                        "labels: expected each column once, found one twice");
            }
        }
    }

    /** Texts, read as windows that predict each next token. */
    @Named("text")
    record Text(
            @Setting(
                            "A UTF-8 text file; or a folder of them, at any depth, or a pattern such as books/*.txt: each file is then a text of its own, with a token for its end.")
                    String path,
            @Setting(
                            value =
                                    "What a token is: character, byte, byte_pair (subwords that are learnt from the training text), or tokenizer (those of a tokenizer.json).",
                            defaultsTo = "character")
                    TextVocabulary vocabulary,
            @Setting(
                            value =
                                    "How many tokens byte_pair has, with the 256 bytes and the end of a text; null for 4096.",
                            defaultsTo = "null",
                            min = 258,
                            max = 262_144)
                    Optional<Integer> vocabularySize,
            @Setting(
                            value =
                                    "The tokenizer.json of Hugging Face's library that vocabulary: tokenizer reads.",
                            defaultsTo = "null")
                    Optional<String> tokenizer,
            @Setting(value = "Tokens in one window.", defaultsTo = "128", min = 1)
                    int contextLength)
            implements SourceConfig {
        /** Tokens of byte pairs where nothing is said. */
        public static final int USUAL_SIZE = 4096;

        /** A text whose tokens are characters or bytes. */
        public Text(String path, TextVocabulary vocabulary, int contextLength) {
            this(path, vocabulary, Optional.empty(), Optional.empty(), contextLength);
        }

        public Text {
            PathText.require("path", path);
            tokenizer.ifPresent(file -> PathText.require("tokenizer", file));
            if (vocabularySize.isPresent() && vocabulary != TextVocabulary.BYTE_PAIR) {
                throw new IllegalArgumentException(
                        "vocabulary_size: expected with vocabulary: byte_pair, as any other has a size of its own, found vocabulary: %s; remove one of them"
                                .formatted(vocabulary.name().toLowerCase(Locale.ROOT)));
            }
            if (tokenizer.isPresent() != (vocabulary == TextVocabulary.TOKENIZER)) {
                throw new IllegalArgumentException(
                        tokenizer.isPresent()
                                ? "tokenizer: expected with vocabulary: tokenizer, found vocabulary: %s; write that, or remove the file"
                                        .formatted(vocabulary.name().toLowerCase(Locale.ROOT))
                                : "vocabulary: tokenizer needs the path of its file, found none; add tokenizer: tokenizer.json");
            }
        }
    }

    /**
     * Handwritten-like digits drawn by a procedure: real work for a fresh machine. There are as
     * many as {@code dataset.examples} says, {@link #USUAL_EXAMPLES} by default.
     */
    @Named("generated")
    record Generated(
            @Setting(value = "Height and width in pixels.", defaultsTo = "28", min = 8, max = 512)
                    int imageSize,
            @Setting(
                            value = "Distortion and noise, 0 (clean) to 1 (hard).",
                            defaultsTo = "0.5",
                            min = 0,
                            max = 1)
                    double difficulty)
            implements SourceConfig {
        static final int USUAL_EXAMPLES = 10_000;
    }

    /**
     * A data set of the catalogue that {@code etude data fetch} has downloaded; {@code name: mnist}
     * is short for it.
     */
    @Named("catalogue")
    @Shorthand(
            key = "dataset",
            values = {"mnist", "fashion-mnist", "kmnist", "cifar10", "cifar100", "tinyshakespeare"})
    record Catalogue(
            @Setting("mnist, fashion-mnist, kmnist, cifar10, cifar100 or tinyshakespeare.")
                    String dataset)
            implements SourceConfig {
        public Catalogue {
            List<String> known = List.of(Catalogue.class.getAnnotation(Shorthand.class).values());
            if (!known.contains(dataset)) {
                throw new IllegalArgumentException(
                        "dataset: expected one of %s, found \"%s\""
                                .formatted(String.join(", ", known), dataset));
            }
        }
    }

    /** One that a class of a user's jar opens. */
    record Provided(String name, Record settings) implements SourceConfig, ProvidedConfig {}

    /** What a table's target column holds. */
    enum Task {
        CLASSIFICATION,
        REGRESSION
    }

    /** What one token of a text is. */
    enum TextVocabulary {
        CHARACTER,
        BYTE,
        BYTE_PAIR,
        TOKENIZER
    }
}
