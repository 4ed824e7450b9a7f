package etude.trainer.run;

import etude.datasets.config.Inline;
import etude.datasets.config.Named;
import etude.datasets.config.Setting;
import etude.trainer.config.ModelConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.model.ModelRegistry;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Walks over the settings of a config and finds those with a bound or a closed set of values. */
final class SettingValues {
    /** One value of one setting, and what it needs around it. */
    record Case(List<String> needs, String value) {
        List<String> overrides() {
            List<String> all = new ArrayList<>(needs);
            all.add(value);
            return all;
        }

        /** The name of the model, if it is chosen, for what two models call the same. */
        String model() {
            return needs.stream()
                    .filter(need -> need.startsWith("model.name="))
                    .map(need -> need.substring("model.name=".length()) + ": ")
                    .findFirst()
                    .orElse("");
        }
    }

    private static final List<String> MODELS =
            List.of("mlp", "resnet", "wide_resnet", "vit", "gpt");

    private final ModelRegistry models;
    private final Map<String, List<String>> needs;
    private final List<Case> cases = new ArrayList<>();

    SettingValues(ModelRegistry models, Path data) {
        this.models = models;
        String text =
                "dataset={name: text, path: '%s', context_length: 8}"
                        .formatted(data.resolve("text.txt"));
        needs =
                Map.ofEntries(
                        Map.entry("optimizer.name", List.of("optimizer.learning_rate=0.001")),
                        Map.entry(
                                "dataset.name=image_folder",
                                List.of("dataset.path=" + data.resolve("images"))),
                        Map.entry(
                                "dataset.name=csv",
                                List.of(
                                        "dataset.path=" + data.resolve("table.csv"),
                                        "dataset.target=y")),
                        Map.entry(
                                "dataset.name=text",
                                List.of(
                                        "dataset.path=" + data.resolve("text.txt"),
                                        "dataset.context_length=8",
                                        "model={name: gpt, layers: 1, width: 8, heads: 2}")),
                        Map.entry(
                                "loss.name=binary_cross_entropy",
                                List.of(
                                        "dataset={name: csv, path: %s, labels: [y]}"
                                                .formatted(data.resolve("table.csv")))),
                        Map.entry(
                                "loss.name=squared_error",
                                List.of(
                                        "dataset={name: csv, path: %s, target: y, task: regression}"
                                                .formatted(data.resolve("table.csv")))),
                        Map.entry(
                                "dataset.test_fraction",
                                List.of("dataset.validation_fraction=0.05")),
                        Map.entry("model.name=mlp", List.of("model.hidden=[8]")),
                        Map.entry("model.name=resnet", List.of("model.depth=8")),
                        Map.entry(
                                "model.name=wide_resnet",
                                List.of("model.depth=10", "model.width=1")),
                        Map.entry(
                                "model.name=vit",
                                List.of(
                                        "model.layers=1",
                                        "model.width=8",
                                        "model.heads=2",
                                        "model.patch_size=4")),
                        Map.entry(
                                "model.name=gpt",
                                List.of(text, "model.layers=1", "model.width=8", "model.heads=2")),
                        Map.entry(
                                "model.normalization.name=ghost_batch_norm",
                                List.of("model.normalization.virtual_batch_size=4")),
                        Map.entry(
                                "model.normalization.name=group_norm",
                                List.of("model.normalization.groups=4")),
                        Map.entry("schedule.decay=exponential", List.of("schedule.end_factor=0.1")),
                        Map.entry(
                                "schedule.decay=piecewise",
                                List.of("schedule.boundaries=[1]", "schedule.factors=[0.1]")),
                        Map.entry("schedule.power", List.of("schedule.decay=polynomial")),
                        Map.entry(
                                "schedule.factors",
                                List.of("schedule.decay=piecewise", "schedule.boundaries=[1]")),
                        Map.entry("model.variant=imagenet", List.of("model.depth=18")));
    }

    List<Case> cases() {
        record(RunConfig.class, "", List.of());
        return cases;
    }

    private void record(Class<?> type, String path, List<String> around) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Inline.class)) {
                alternatives(component.getType(), path, around);
            } else {
                String key =
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                value(
                        component.getGenericType(),
                        component.getAnnotation(Setting.class),
                        path.isEmpty() ? key : path + "." + key,
                        around,
                        "%s");
            }
        }
    }

    private void value(Type type, Setting setting, String path, List<String> around, String shape) {
        if (type instanceof ParameterizedType generic) {
            boolean list = generic.getRawType() == List.class;
            value(
                    generic.getActualTypeArguments()[0],
                    setting,
                    path,
                    around,
                    list ? "[%s]" : shape);
            return;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            for (Object constant : plain.getEnumConstants()) {
                add(
                        path,
                        shape.formatted(((Enum<?>) constant).name().toLowerCase(Locale.ROOT)),
                        around);
            }
        } else if (plain == boolean.class) {
            add(path, shape.formatted("true"), around);
            add(path, shape.formatted("false"), around);
        } else if (plain == ModelConfig.class) {
            for (String name : MODELS) {
                alternative(models.find(name).orElseThrow().settings(), name, path, around);
            }
        } else if (plain.isSealed() && shape.equals("%s")) {
            alternatives(plain, path, around);
        } else if (plain.isSealed()) {
            listed(plain, path, around);
        } else if (plain.isRecord()
                && shape.equals("[%s]")
                && plain.getRecordComponents()[0].isAnnotationPresent(Setting.class)) {
            for (RecordComponent component : plain.getRecordComponents()) {
                Setting own = component.getAnnotation(Setting.class);
                String key =
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                String entry = "[{match: '*', " + key + ": %s}]";
                value(component.getGenericType(), own, path, around, entry);
            }
        } else if (plain.isRecord()
                && plain.getRecordComponents()[0].isAnnotationPresent(Setting.class)) {
            record(plain, path, around);
        } else {
            bounds(plain, setting, path, around, shape);
        }
    }

    private void bounds(
            Class<?> type, Setting setting, String path, List<String> around, String shape) {
        for (double bound : new double[] {setting.min(), setting.max()}) {
            if (Double.isFinite(bound)) {
                boolean whole = type == int.class || type == Integer.class || type == long.class;
                add(
                        path,
                        shape.formatted(
                                whole ? Long.toString((long) bound) : Double.toString(bound)),
                        around);
            }
        }
    }

    private static List<Class<?>> named(Class<?> sealed) {
        return Arrays.<Class<?>>stream(sealed.getPermittedSubclasses())
                .filter(one -> one.isAnnotationPresent(Named.class))
                .toList();
    }

    private void alternatives(Class<?> sealed, String path, List<String> around) {
        for (Class<?> alternative : named(sealed)) {
            String name = alternative.getAnnotation(Named.class).value();
            if (!path.equals("dataset")
                    || needs.containsKey("dataset.name=" + name)
                    || name.equals("generated")) {
                alternative(alternative, name, path, around);
            }
        }
    }

    private void alternative(Class<?> type, String name, String path, List<String> around) {
        List<String> inside = new ArrayList<>(around);
        String choice = path + ".name=" + name;
        inside.add(choice);
        inside.addAll(needs.getOrDefault(path + ".name", List.of()));
        inside.addAll(needs.getOrDefault(choice, List.of()));
        cases.add(new Case(inside, choice));
        record(type, path, inside);
    }

    private void listed(Class<?> sealed, String path, List<String> around) {
        for (Class<?> alternative : named(sealed)) {
            String name = alternative.getAnnotation(Named.class).value();
            cases.add(new Case(around, path + "=[" + name + "]"));
            for (RecordComponent component : alternative.getRecordComponents()) {
                bounds(
                        component.getType(),
                        component.getAnnotation(Setting.class),
                        path,
                        around,
                        "[{name: " + name + ", " + component.getName() + ": %s}]");
            }
        }
    }

    private void add(String path, String value, List<String> around) {
        List<String> all = new ArrayList<>(around);
        all.addAll(needs.getOrDefault(path, List.of()));
        all.addAll(needs.getOrDefault(path + "=" + value, List.of()));
        cases.add(new Case(all, path + "=" + value));
    }
}
