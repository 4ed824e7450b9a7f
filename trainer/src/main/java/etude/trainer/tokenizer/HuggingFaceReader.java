package etude.trainer.tokenizer;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.Utils;
import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.datasets.subword.Tokenizer;
import etude.datasets.subword.TokenizerReader;
import etude.trainer.files.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code tokenizer.json} by Hugging Face's library, whose native part is in DJL's jar and
 * is unpacked into a folder at the first use.
 */
public final class HuggingFaceReader implements TokenizerReader {
    /** Which build of the native library DJL takes; it would look for another one beside a GPU. */
    private static final String BUILD = "RUST_FLAVOR";

    /** DJL would report over the network that somebody uses it, or wait for that. */
    private static final String SILENCE = "OPT_OUT_TRACKING";

    /** Nothing is added, cut off or filled up: windows are cut later. */
    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    @Override
    public Tokenizer read(String source, String json) {
        JsonNode file;
        try {
            file = Json.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreadable(source, String.valueOf(e.getMessage()), e);
        }
        if (!file.path("model").isObject()) {
            throw unreadable(source, "no model in it", new IOException("no model"));
        }
        setUnlessSet(BUILD, "cpu");
        setUnlessSet(SILENCE, "true");
        try {
            HuggingFaceTokenizer library =
                    HuggingFaceTokenizer.newInstance(
                            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                            OPTIONS);
            return new HuggingFaceSubwords(library, json, TokenTable.of(file));
        } catch (IOException | RuntimeException | LinkageError e) {
            if (e instanceof LinkageError || e instanceof EngineException) {
                throw new EtudeException(
                        "%s cannot be read: the library of Hugging Face's tokenizers does not load (%s); it is unpacked below %s, and ENGINE_CACHE_DIR can name another folder"
                                .formatted(source, reason(e), Utils.getEngineCacheDir()),
                        e);
            }
            throw unreadable(source, String.valueOf(e.getMessage()), e);
        }
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static String reason(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : reason(cause);
    }

    private static EtudeException unreadable(String source, String found, Throwable cause) {
        return new EtudeException(
                "%s: expected a tokenizer.json of Hugging Face's tokenizers, found %s"
                        .formatted(source, found.lines().findFirst().orElse("nothing")),
                cause);
    }
}
