package etude.trainer.config;

import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Place;
import etude.trainer.config.bind.Problems;
import etude.trainer.config.bind.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The first two steps of reading any config: a file's text, and its keys and values. */
public final class ConfigText {
    private ConfigText() {}

    /**
     * The text of a file.
     *
     * @throws ConfigException when there is none that can be read
     */
    public static String read(Path yaml) {
        try {
            return Files.readString(yaml);
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(yaml + ": there is no such config file"));
        } catch (CharacterCodingException e) {
            throw new ConfigException(
                    List.of(yaml + ": expected UTF-8 text, found other bytes; convert the file"));
        } catch (IOException e) {
            throw new ConfigException(List.of(yaml + ": cannot read the config file: " + e));
        }
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
