package etude.tuner.process;

import etude.trainer.config.ConfigException;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import etude.trainer.gpu.VisibleCards;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device that a child process is to use. A GPU is the only one that the child sees, so that
 * nothing touches another by accident, and there it is {@code gpu:0}.
 *
 * @param name as a user wrote it: {@code auto}, {@code cpu}, {@code gpu}, {@code gpu:N}, {@code N},
 *     or what {@code nvidia-smi -L} prints, such as {@code GPU-8932f937-...} or {@code MIG-...}
 */
public record ChildDevice(String name) {
    static final String VISIBLE = "CUDA_VISIBLE_DEVICES";
    private static final Pattern NUMBER = Pattern.compile("(?:gpu:)?(\\d{1,4})");
    private static final Pattern IDENTIFIER = Pattern.compile("(?:GPU|MIG)-[0-9A-Za-z/-]+");

    /**
     * Reads it.
     *
     * @param option whose value it is, for the message
     * @throws ConfigException when it is no device
     */
    public static ChildDevice parse(String option, String text) {
        boolean identifier = IDENTIFIER.matcher(text).matches();
        String name = identifier ? text : text.toLowerCase(Locale.ROOT);
        if (!identifier
                && !List.of("auto", "cpu", "gpu").contains(name)
                && !NUMBER.matcher(name).matches()) {
            throw new ConfigException(
                    List.of(
                            "%s: expected auto, cpu, gpu, a GPU's number, or its identifier as `nvidia-smi -L` prints it (GPU-... or MIG-...), found \"%s\""
                                    .formatted(option, text)));
        }
        return new ChildDevice(name);
    }

    /**
     * Reads several, each of which has to be here.
     *
     * @param option whose values they are, for the message
     * @throws ConfigException when one is no device, or is not here
     */
    public static List<ChildDevice> available(String option, List<String> names) {
        List<ChildDevice> all = names.stream().map(name -> parse(option, name)).toList();
        all.forEach(one -> one.requireAvailable(option));
        return all;
    }

    /**
     * Looks whether a child can have this device, as far as can be told before the engine loads.
     *
     * @param option whose value it is, for the message
     * @throws ConfigException when the engine's library is for CPUs, or there is no such GPU
     */
    public void requireAvailable(String option) {
        if (isGpu()) {
            List<GraphicsCard> cards =
                    NvidiaDriver.ofThisProcess().map(NvidiaDriver::cards).orElse(List.of());
            refusal(
                            EngineLibrary.ofThisProcess(),
                            cards,
                            Optional.ofNullable(System.getenv(VISIBLE)))
                    .ifPresent(
                            why -> {
                                throw new ConfigException(List.of(option + ": " + why));
                            });
        }
    }

    /**
     * Why there is no such GPU here, if that is known.
     *
     * @param cards that the driver sees; none where it does not tell
     * @param visible as in {@link #environment(Optional)}
     */
    Optional<String> refusal(
            EngineLibrary library, List<GraphicsCard> cards, Optional<String> visible) {
        if (library.cudaBuild().isEmpty()) {
            return Optional.of(
                    "%s asked for, but the engine is %s, which knows no GPU; use cpu, or see `etude doctor`"
                            .formatted(name, library));
        }
        boolean unknown =
                !cards.isEmpty() && VisibleCards.of(cards, Optional.of(seen(visible))).isEmpty();
        return unknown
                ? Optional.of(
                        "%s asked for, expected one of those that `nvidia-smi -L` prints, numbered from 0 to %d"
                                .formatted(name, cards.size() - 1))
                : Optional.empty();
    }

    private boolean isGpu() {
        return !name.equals("auto") && !name.equals("cpu");
    }

    /** What the child calls it. */
    public String inChild() {
        return isGpu() ? "gpu:0" : name;
    }

    /**
     * What the child's environment has beside this one's.
     *
     * @throws ConfigException when the environment hides the GPU
     */
    public Map<String, String> environment() {
        return environment(Optional.ofNullable(System.getenv(VISIBLE)));
    }

    /**
     * As {@link #environment()}.
     *
     * @param visible the GPUs that this process sees, as CUDA_VISIBLE_DEVICES has them; empty for
     *     all
     */
    Map<String, String> environment(Optional<String> visible) {
        return isGpu()
                ? Map.of(VISIBLE, seen(visible), "CUDA_DEVICE_ORDER", "PCI_BUS_ID")
                : Map.of();
    }

    /**
     * The card that it is; empty of a CPU, and where nobody can tell, as of a part of a card.
     *
     * @param cards that the driver sees
     * @param visible as in {@link #environment(Optional)}
     */
    Optional<GraphicsCard> card(List<GraphicsCard> cards, Optional<String> visible) {
        if (IDENTIFIER.matcher(name).matches()) {
            return VisibleCards.of(cards, Optional.of(name)).stream()
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        Matcher number = NUMBER.matcher(name);
        boolean first = name.equals("auto") || name.equals("gpu");
        if (!first && !number.matches()) {
            return Optional.empty();
        }
        return VisibleCards.of(cards, visible).stream()
                .skip(first ? 0 : Integer.parseInt(number.group(1)))
                .findFirst()
                .flatMap(card -> card);
    }

    /** Numbers count those that this process sees. */
    private String seen(Optional<String> visible) {
        if (IDENTIFIER.matcher(name).matches()) {
            return name;
        }
        String number = name.equals("gpu") ? "0" : NUMBER.matcher(name).replaceFirst("$1");
        if (visible.isEmpty()) {
            return number;
        }
        List<String> all = List.of(visible.get().split(",", -1));
        int index = Integer.parseInt(number);
        if (visible.get().isBlank() || index >= all.size()) {
            throw new ConfigException(
                    List.of(
                            "GPU %s: CUDA_VISIBLE_DEVICES=%s shows %d to this process, numbered from 0"
                                    .formatted(
                                            number,
                                            visible.get(),
                                            visible.get().isBlank() ? 0 : all.size())));
        }
        return all.get(index).strip();
    }

    @Override
    public String toString() {
        return name;
    }
}
