package etude.trainer.config.bind;

import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Mapping;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Applies {@code --set key.path=value} to a mapping before it is bound, so that overrides are
 * checked like everything else. A value is a number, boolean or null, a list or mapping such as
 * {@code [256, 128]} or {@code {name: adam}}, or text as it stands, of which nothing is lost; text
 * that looks like something else needs quotes.
 *
 * <p>A new {@code name} is a new thing: keys that only the old one had are dropped. For some paths
 * less is kept, since equal keys mean different things (a learning rate under another optimizer).
 */
public final class Overrides {
    private final ConfigTypes types;
    private final Class<? extends Record> root;
    private final Map<String, Set<String>> keptUnderNewName;
    private final Problems problems;

    /**
     * @param keptUnderNewName path to the only keys that outlive a new name there, where it has
     *     them too
     */
    public Overrides(
            ConfigTypes types,
            Class<? extends Record> root,
            Map<String, Set<String>> keptUnderNewName,
            Problems problems) {
        this.types = types;
        this.root = root;
        this.keptUnderNewName = Map.copyOf(keptUnderNewName);
        this.problems = problems;
    }

    private record Assignment(List<String> path, Entry entry) {
        boolean isName() {
            return path.get(path.size() - 1).equals(Choice.NAME);
        }
    }

    /** The mapping with all overrides; of two for one path the later counts. */
    public Mapping apply(Mapping base, List<String> overrides) {
        // Outer before inner and names first, so that a name never drops what another override set.
        List<Assignment> ordered =
                overrides.stream()
                        .flatMap(override -> parse(override).stream())
                        .sorted(
                                Comparator.<Assignment>comparingInt(o -> o.path().size())
                                        .thenComparing(o -> !o.isName()))
                        .toList();
        Mapping result = base;
        for (Assignment assignment : ordered) {
            result = put(dropOldKeys(result, assignment), assignment.path(), assignment.entry());
        }
        return result;
    }

    private Optional<Assignment> parse(String override) {
        int equals = override.indexOf('=');
        List<String> path =
                Arrays.asList(override.substring(0, Math.max(0, equals)).strip().split("\\.", -1));
        if (path.contains("")) {
            problems.add(
                    new Place("--set " + Excerpt.of(override)),
                    "expected key=value, such as optimizer.learning_rate=0.1");
            return Optional.empty();
        }
        Place place = new Place("--set " + Excerpt.of(String.join(".", path)));
        return CommandValue.read(override.substring(equals + 1), place, problems)
                .map(value -> new Assignment(path, new Entry(place, value)));
    }

    private Mapping dropOldKeys(Mapping tree, Assignment assignment) {
        List<String> parent = assignment.path().subList(0, assignment.path().size() - 1);
        Optional<Mapping> old = find(tree, parent);
        Optional<Class<?>> type = types.typeAt(root, tree, parent);
        if (!assignment.isName() || old.isEmpty() || type.isEmpty()) {
            return tree;
        }
        Mapping renamed = old.get().with(Choice.NAME, assignment.entry());
        Optional<Choice> choice = types.naming(type.get());
        if (choice.isEmpty()
                || choice.get().nameIn(old.get()).equals(choice.get().nameIn(renamed))) {
            return tree;
        }
        Set<String> valid = types.keys(type.get(), renamed).keySet();
        Set<String> kept = new HashSet<>(valid);
        kept.retainAll(keptUnderNewName.getOrDefault(String.join(".", parent), valid));
        Mapping reduced = new Mapping(assignment.entry().place(), old.get().keep(kept).entries());
        return put(tree, parent, new Entry(assignment.entry().place(), reduced));
    }

    private static Optional<Mapping> find(Mapping tree, List<String> path) {
        Optional<Mapping> found = Optional.of(tree);
        for (String key : path) {
            found =
                    found.flatMap(mapping -> mapping.get(key))
                            .map(Choice::spellOut)
                            .filter(Mapping.class::isInstance)
                            .map(Mapping.class::cast);
        }
        return found;
    }

    private static Mapping put(Mapping tree, List<String> path, Entry entry) {
        String key = path.get(0);
        if (path.size() == 1) {
            return tree.with(key, entry);
        }
        List<String> rest = path.subList(1, path.size());
        Mapping below = find(tree, List.of(key)).orElse(new Mapping(entry.place(), Map.of()));
        Place keyPlace =
                Optional.ofNullable(tree.entries().get(key))
                        .map(Entry::place)
                        .orElse(entry.place());
        return tree.with(key, new Entry(keyPlace, put(below, rest, entry)));
    }
}
