package etude.trainer.export;

import etude.datasets.Features;
import etude.datasets.Quoted;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.ImageFit;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.engine.TorchScript;
import etude.trainer.model.GptProvider;
import etude.trainer.model.VitProvider;
import etude.trainer.run.SavedModel;
import etude.trainer.run.Versions;
import etude.trainer.weights.PublishedNames;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an exported model is called, for whoever finds the folder. */
record ExportReadme(Export export, SavedModel model, Optional<PublishedNames> names) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    String text() {
        Preprocessing preprocessing = model.preprocessing();
        String file =
                export.format() == ExportFormat.TORCHSCRIPT ? "torchscript.md" : "safetensors.md";
        return PLACE.matcher(TorchScript.resource(ExportReadme.class, file))
                .replaceAll(place -> Matcher.quoteReplacement(said(place.group(1), preprocessing)));
    }

    /** What stands in a place of the text; what is put there is not looked at again. */
    private String said(String place, Preprocessing preprocessing) {
        return switch (place) {
            case "name" -> export.name();
            case "step" -> Long.toString(export.step());
            case "version" -> Versions.etude();
            case "command" ->
                    (preprocessing.encoding() instanceof Encoding.Text
                                    ? "etude generate %s --prompt TEXT"
                                    : "etude predict %s FILES...")
                            .formatted(export.folder().getFileName());
            case "input" -> input(preprocessing.encoding());
            case "output" -> output(preprocessing);
            case "java" -> java(preprocessing.encoding());
            case "python" -> python(preprocessing.encoding());
            case "also" ->
                    preprocessing.target().classes().isEmpty()
                            ? ""
                            : "  # the classes are model.class_names()";
            case "reads" -> reads(preprocessing.encoding());
            case "names" -> convention();
            case "load" -> load();
            default -> throw new IllegalArgumentException("nothing to say of " + place);
        };
    }

    private static String input(Encoding encoding) {
        if (encoding instanceof Encoding.Images images) {
            Features.Image shape = images.shape();
            return "bytes of images, (N, %s, %s, %s) as height, width and %s,%s"
                    .formatted(
                            shape.height(),
                            shape.width(),
                            shape.channels(),
                            shape.channels() == 1 ? "grey" : "red, green, blue",
                            images.fit() instanceof ImageFit.Centred centred
                                    ? " resized so that the shorter edge has %s pixels and cut around the centre,"
                                            .formatted(centred.shorterEdge())
                                    : "");
        }
        if (encoding instanceof Encoding.Table table) {
            return "rows of the columns %s, (N, %s) in float64, a category as its place among those of its column in `preprocessing.json`, from 0,%s"
                    .formatted(
                            Quoted.list(
                                    table.columns().stream().map(Encoding.Column::name).toList()),
                            table.columns().size(),
                            special(table));
        }
        Encoding.Text text = (Encoding.Text) encoding;
        return "tokens, (N, length) of at most %s, %s,"
                .formatted(text.contextLength(), tokens(text.vocabulary()));
    }

    private static String tokens(Vocabulary vocabulary) {
        if (vocabulary instanceof Vocabulary.Ended ended) {
            return tokens(ended.vocabulary())
                    + ", and %s for the end of a text".formatted(vocabulary.size() - 1);
        }
        if (vocabulary instanceof Vocabulary.Subwords) {
            return "subwords by `tokenizer.json` (Hugging Face's tokenizers read it)";
        }
        return vocabulary instanceof Vocabulary.Bytes
                ? "the bytes of UTF-8 text"
                : "each the place of a character in `characters`";
    }

    /** What only some tables have. */
    private static String special(Encoding.Table table) {
        boolean dates = false;
        boolean gaps = false;
        for (Encoding.Column column : table.columns()) {
            boolean imputed = column instanceof Encoding.Column.Imputed;
            Encoding.Column present =
                    column instanceof Encoding.Column.Imputed gap ? gap.column() : column;
            gaps |= imputed;
            dates |= present instanceof Encoding.Column.Dates;
        }
        return (dates ? " a date as days since 1970-01-01," : "")
                + (gaps ? " a missing value as NaN (in columns that have `impute`)," : "");
    }

    private static String output(Preprocessing preprocessing) {
        if (preprocessing.target() instanceof Target.Classes classes) {
            return "probabilities of the classes %s, (N, %s),"
                    .formatted(Quoted.list(classes.names()), classes.names().size());
        }
        if (preprocessing.target() instanceof Target.Labels labels) {
            return "the probability of each of the labels %s by itself, (N, %s),"
                    .formatted(Quoted.list(labels.names()), labels.names().size());
        }
        return preprocessing.target() instanceof Target.Value
                ? "a number for each row in the target's own unit, (N),"
                : "probabilities of the next token at each position, (N, length, %s),"
                        .formatted(((Target.NextToken) preprocessing.target()).vocabularySize());
    }

    private static String java(Encoding encoding) {
        if (encoding instanceof Encoding.Images images) {
            return "model.getNDManager().create(ByteBuffer.wrap(bytes), new Shape(1, %s, %s, %s), DataType.UINT8)"
                    .formatted(
                            images.shape().height(),
                            images.shape().width(),
                            images.shape().channels());
        }
        return encoding instanceof Encoding.Table
                ? "model.getNDManager().create(new double[][] {row})"
                : "model.getNDManager().create(new int[][] {tokens})";
    }

    private static String python(Encoding encoding) {
        if (encoding instanceof Encoding.Images) {
            return "images.to(torch.uint8)";
        }
        return encoding instanceof Encoding.Table
                ? "torch.tensor(rows, dtype=torch.float64)"
                : "torch.tensor([tokens])";
    }

    private static String reads(Encoding encoding) {
        if (encoding instanceof Encoding.Images) {
            return "float32 images (N, channels, height, width), each channel less its mean and over its deviation (both in units of bytes)";
        }
        return encoding instanceof Encoding.Table
                ? "the columns one after the other: a number less its origin and mean, over its deviation; a category as 1 in its place and 0 in the others; dates and missing values as Etude's docs/data.md has them"
                : "windows of tokens, "
                        + tokens(((Encoding.Text) encoding).vocabulary())
                                .replace("`characters`", "`characters` of `preprocessing.json`");
    }

    private String convention() {
        return names.map(theirs -> "%s's names".formatted(theirs.convention()))
                .orElse("Etude's names");
    }

    private String load() {
        if (names.isEmpty()) {
            return "weights = load_file(\"model.safetensors\")";
        }
        int outputs = Math.max(1, model.preprocessing().target().classes().size());
        String load = "model.load_state_dict(load_file(\"model.safetensors\"))";
        Record settings = model.config().model().settings();
        if (settings instanceof GptProvider.Settings gpt
                && model.preprocessing().encoding() instanceof Encoding.Text text) {
            return """
                    from transformers import GPT2Config, GPT2LMHeadModel
                        config = GPT2Config(vocab_size=%s, n_positions=%s, n_embd=%s, n_layer=%s, n_head=%s, layer_norm_epsilon=%s)
                        model = GPT2LMHeadModel(config).eval()
                        model.load_state_dict(load_file("model.safetensors"), strict=False)  # the output layer is the embedding"""
                    .formatted(
                            text.vocabulary().size(),
                            text.contextLength(),
                            gpt.width(),
                            gpt.layers(),
                            gpt.heads(),
                            gpt.epsilon());
        }
        if (settings instanceof VitProvider.Settings vit
                && model.preprocessing().encoding() instanceof Encoding.Images images) {
            return """
                    import functools, timm, torch
                        model = timm.models.VisionTransformer(img_size=(%s, %s), in_chans=%s, patch_size=%s, embed_dim=%s, depth=%s, num_heads=%s,
                            mlp_ratio=%s, num_classes=%s, norm_layer=functools.partial(torch.nn.LayerNorm, eps=%s)).eval()
                        %s"""
                    .formatted(
                            images.shape().height(),
                            images.shape().width(),
                            images.shape().channels(),
                            vit.patchSize(),
                            vit.width(),
                            vit.layers(),
                            vit.heads(),
                            vit.mlpRatio(),
                            outputs,
                            vit.epsilon(),
                            load);
        }
        return "import torchvision\n    model = torchvision.models.%s(num_classes=%s).eval()\n    %s"
                .formatted(names.get().model(), outputs, load);
    }
}
