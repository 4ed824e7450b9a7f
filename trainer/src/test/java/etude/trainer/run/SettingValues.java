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
import java.util.Optional;

/** Walks over the settings of a config and finds those with a bound or a closed set of values. */
final class SettingValues {
    /**
     * One value of one setting, and what it needs around it.
     *
     * @param beyond a value beyond this one, if it is a bound
     */
    record Case(List<String> needs, String value, Optional<String> beyond) {
        List<String> overrides() {
            return with(value);
        }

        List<String> with(String setting) {
            List<String> all = new ArrayList<>(needs);
            all.add(setting);
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
        needs = SettingNeeds.of(data);
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
                String key = key(component);
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
                String entry = "[{match: '*', " + key(component) + ": %s}]";
                value(component.getGenericType(), own, path, around, entry);
            }
        } else if (isConfig(plain)) {
            record(plain, path, around);
        } else {
            bounds(plain, setting, path, around, shape);
        }
    }

    private static boolean isConfig(Class<?> type) {
        return type.isRecord()
                && (type.getRecordComponents()[0].isAnnotationPresent(Setting.class)
                        || type.getRecordComponents()[0].isAnnotationPresent(Inline.class));
    }

    private void bounds(
            Class<?> type, Setting setting, String path, List<String> around, String shape) {
        boolean whole = type == int.class || type == Integer.class || type == long.class;
        bound(setting.min(), -1, whole, path, around, shape);
        bound(setting.max(), 1, whole, path, around, shape);
    }

    private void bound(
            double bound,
            int outwards,
            boolean whole,
            String path,
            List<String> around,
            String shape) {
        if (Double.isFinite(bound)) {
            double beyond = bound + outwards * (whole || bound == 0 ? 1 : 0.1 * Math.abs(bound));
            add(
                    path,
                    shape.formatted(text(bound, whole)),
                    around,
                    Optional.of(path + "=" + shape.formatted(text(beyond, whole))));
        }
    }

    private static String text(double number, boolean whole) {
        return whole ? Long.toString((long) number) : Double.toString(number);
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
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
        cases.add(new Case(inside, choice, Optional.empty()));
        record(type, path, inside);
    }

    private void listed(Class<?> sealed, String path, List<String> around) {
        for (Class<?> alternative : named(sealed)) {
            String name = alternative.getAnnotation(Named.class).value();
            cases.add(new Case(around, path + "=[" + name + "]", Optional.empty()));
            for (RecordComponent component : alternative.getRecordComponents()) {
                value(
                        component.getGenericType(),
                        component.getAnnotation(Setting.class),
                        path,
                        around,
                        "[{name: " + name + ", " + key(component) + ": %s}]");
            }
        }
    }

    private void add(String path, String value, List<String> around) {
        add(path, value, around, Optional.empty());
    }

    private void add(String path, String value, List<String> around, Optional<String> beyond) {
        List<String> all = new ArrayList<>(around);
        all.addAll(needs.getOrDefault(path, List.of()));
        all.addAll(needs.getOrDefault(path + "=" + value, List.of()));
        cases.add(new Case(all, path + "=" + value, beyond));
    }
}
