package etude.trainer.weights;

import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.config.ConfigException;
import etude.trainer.config.InitializeFromConfig;
import etude.trainer.config.RenameConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of a file by the names of the model: renamed as the config says, then looked up among
 * the model's own names and those that another project gives its tensors.
 */
final class Candidates {
    /** The token embedding, which is the output layer as well. */
    static final String TOKENS = "embedding_token";

    private final InitializeFromConfig config;
    private final Optional<PublishedNames> conventions;
    private final WeightFile file;
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();
    private final List<String> unused = new ArrayList<>();
    private boolean published;

    Candidates(InitializeFromConfig config, Optional<PublishedNames> conventions, WeightFile file) {
        this.config = config;
        this.conventions = conventions;
        this.file = file;
    }

    /**
     * A tensor of the file that has a place in the model.
     *
     * @param read whether it could be read in the model's layout; else it is as in the file
     */
    record Candidate(String theirs, NamedTensor tensor, boolean read) {
        boolean fits(long[] shape) {
            return read && Arrays.equals(tensor.shape(), shape);
        }
    }

    /**
     * Gives each tensor of the file its place.
     *
     * @param names of the model's tensors
     * @throws ConfigException when two have one place, or a rule of {@code map} renames nothing
     */
    void find(Set<String> names) {
        Map<String, NamedTensor> others = new LinkedHashMap<>();
        renamed()
                .forEach(
                        (name, tensor) ->
                                place(name, names)
                                        .ifPresentOrElse(
                                                place -> add(place, tensor),
                                                () -> others.put(name, tensor)));
        Optional<Candidate> tokens = Optional.ofNullable(candidates.get(TOKENS));
        others.forEach(
                (name, tensor) -> {
                    if (!idle(name, tensor, tokens)) {
                        unused.add(tensor.name());
                    }
                });
    }

    /** What the file has for a tensor of the model. */
    Optional<Candidate> of(String name) {
        return Optional.ofNullable(candidates.get(name));
    }

    /** Names of tensors of the file that have no place. */
    List<String> unused() {
        return Collections.unmodifiableList(unused);
    }

    /** Whether any bears another project's name. */
    boolean arePublished() {
        return published;
    }

    private Optional<Renaming> place(String name, Set<String> names) {
        if (names.contains(name)) {
            return Optional.of(new Renaming(name, name, new Renaming.Same()));
        }
        Optional<Renaming> theirs = conventions.flatMap(known -> known.find(name));
        published |= theirs.isPresent();
        return theirs;
    }

    private void add(Renaming place, NamedTensor tensor) {
        boolean read = place.layout().reads(tensor.shape());
        NamedTensor ours = read ? place.layout().back(tensor, place.ours()) : tensor;
        Candidate earlier = candidates.put(place.ours(), new Candidate(tensor.name(), ours, read));
        if (earlier != null) {
            throw file.refusal(
                    "two of its tensors, %s and %s, are %s of the model; rename only one of them in initialize_from.map"
                            .formatted(earlier.theirs, tensor.name(), place.ours()));
        }
    }

    /** What no model of ours needs: also an output layer that is the embedding once more. */
    private boolean idle(String name, NamedTensor tensor, Optional<Candidate> tokens) {
        boolean known =
                conventions.stream()
                        .flatMap(convention -> convention.idle().stream())
                        .anyMatch(pattern -> pattern.matches(name));
        return known
                && (!name.equals(PublishedNames.TIED_OUTPUT)
                        || tokens.filter(one -> Arrays.equals(one.tensor.data(), tensor.data()))
                                .isPresent());
    }

    /** Under new names, where the config has some; each tensor keeps its own. */
    private Map<String, NamedTensor> renamed() {
        Set<RenameConfig> used = new LinkedHashSet<>();
        Map<String, NamedTensor> renamed = new LinkedHashMap<>();
        file.tensors()
                .forEach(
                        (name, tensor) -> {
                            Optional<RenameConfig> rule =
                                    config.map().stream()
                                            .filter(one -> one.pattern().matches(name))
                                            .findFirst();
                            rule.ifPresent(used::add);
                            String there =
                                    rule.flatMap(one -> one.pattern().renamed(name, one.to()))
                                            .orElse(name);
                            if (renamed.put(there, tensor) != null) {
                                throw file.refusal(
                                        "initialize_from.map gives two of its tensors the name %s"
                                                .formatted(there));
                            }
                        });
        config.map().stream()
                .filter(rule -> !used.contains(rule))
                .findFirst()
                .ifPresent(
                        rule -> {
                            throw new ConfigException(
                                    List.of(
                                            "initialize_from.map: expected %s to match a tensor of %s that no earlier rule renames, found none"
                                                    .formatted(
                                                            rule.from(), file.source().words())));
                        });
        return renamed;
    }
}
