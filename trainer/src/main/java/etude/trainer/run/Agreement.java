package etude.trainer.run;

import ai.djl.Device;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What all ranks must have alike to train one model, found out before they do: rank 0 refuses what
 * differs, by the number of the rank. All ranks call each method at the same place.
 */
record Agreement(Ranks ranks) {
    /**
     * The same program, config and kind of device: otherwise their weights would drift apart.
     *
     * @throws EtudeException at rank 0, when one has another
     */
    void onTraining(RunConfig wanted, Device device) {
        if (ranks.size() > 1) {
            RankFacts own = RankFacts.of(wanted, device);
            require(own.text(), own::difference);
        }
    }

    /**
     * The same data, wherever they lie.
     *
     * @throws EtudeException at rank 0, when one has others
     */
    void onData(DataFingerprint data) {
        if (ranks.size() > 1) {
            String own = data.words();
            require(own, first -> RankFacts.differs("other data", own, first));
        }
    }

    /**
     * Compares with rank 0.
     *
     * @param difference of its text, if there is one
     */
    private void require(String own, Function<String, Optional<String>> difference) {
        String first = text(ranks.broadcast(bytes(own)));
        List<byte[]> all = ranks.gather(bytes(difference.apply(first).orElse("")));
        List<String> problems = new ArrayList<>();
        for (int rank = 0; rank < all.size(); rank++) {
            if (all.get(rank).length > 0) {
                problems.add("rank %d has %s".formatted(rank, text(all.get(rank))));
            }
        }
        if (!problems.isEmpty()) {
            throw new EtudeException(
                    "%s; ranks are %s: start all of them from the same build, config and data"
                            .formatted(
                                    problems.stream().limit(3).collect(Collectors.joining("; ")),
                                    ranks.places()));
        }
    }

    /** The config of rank 0 with all that is resolved in it. */
    RunConfig onResolved(RunConfig config) {
        if (ranks.size() == 1) {
            return config;
        }
        String text = text(ranks.broadcast(bytes(ConfigWriter.toYaml(config))));
        return ranks.leads() ? config : ConfigLoader.parse(text, "the config of rank 0", List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
