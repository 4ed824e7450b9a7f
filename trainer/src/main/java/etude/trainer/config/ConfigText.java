package etude.trainer.config;

import etude.datasets.Reason;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.Problems;
import etude.trainer.config.bind.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The first two steps of reading any config: a file's text, and its keys and values. */
public final class ConfigText {
    /** Reading takes at most a second or two then; people write a thousandth of it. */
    private static final int MOST_BYTES = 1 << 20;

    private ConfigText() {}

    /**
     * The text of a file.
     *
     * @throws ConfigException when there is none that can be read
     */
    public static String read(Path yaml) {
        try (InputStream in = Files.newInputStream(yaml)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refused(yaml, "expected a config of at most 1 MiB, found a longer file");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw refused(yaml, "there is no such config file");
        } catch (AccessDeniedException e) {
            throw refused(yaml, "this user may not read the config file");
        } catch (CharacterCodingException e) {
            throw refused(yaml, "expected UTF-8 text, found other bytes; convert the file");
        } catch (IOException e) {
            throw refused(
                    yaml,
                    Files.isDirectory(yaml)
                            ? "expected a config file, found a folder"
                            : "cannot read the config file: " + Reason.of(yaml, e));
        }
    }

    private static ConfigException refused(Path yaml, String sentence) {
        return new ConfigException(List.of(yaml + ": " + sentence));
    }

    /**
     * The keys and values of a document; empty, with a problem added, where it has none.
     *
     * @param source what messages call it
     */
    public static Optional<Mapping> root(String yaml, String source, Problems problems) {
        Optional<ConfigNode> node =
                YamlReader.read(yaml, line -> new Place(source, line), problems);
        if (node.isPresent() && !(node.get() instanceof Mapping)) {
            problems.add(
                    node.get().place(),
                    "expected keys and values, such as batch_size: 128, found "
                            + node.get().describe());
        }
        return node.filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }
}
