package etude.trainer.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which cards this process computes on: those that {@code CUDA_VISIBLE_DEVICES} leaves, in its
 * order, as the CUDA C++ Programming Guide says. Without it all cards, in the order of the bus
 * ({@code CUDA_DEVICE_ORDER=PCI_BUS_ID}).
 */
public final class VisibleCards {
    private VisibleCards() {}

    /** As {@link #of}, with the variable of this process. */
    public static List<Optional<GraphicsCard>> toThisProcess(List<GraphicsCard> cards) {
        return of(cards, Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")));
    }

    /**
     * The card of each of CUDA's numbers; empty where it cannot be told, as of a part of a card
     * (MIG).
     *
     * @param cards of the driver
     * @param variable the value of {@code CUDA_VISIBLE_DEVICES}, if it is set
     */
    public static List<Optional<GraphicsCard>> of(
            List<GraphicsCard> cards, Optional<String> variable) {
        if (variable.isEmpty()) {
            return cards.stream().map(Optional::of).toList();
        }
        List<Optional<GraphicsCard>> visible = new ArrayList<>();
        for (String word : variable.get().split(",", -1)) {
            String name = word.strip();
            Optional<GraphicsCard> card =
                    cards.stream().filter(candidate -> means(name, candidate)).findFirst();
            if (card.isEmpty() && !name.startsWith("MIG-")) {
                break; // this name and all after it are invisible
            }
            visible.add(card);
        }
        return visible;
    }

    /** A number, or a UUID that may be cut off. */
    private static boolean means(String name, GraphicsCard card) {
        return name.equals(Integer.toString(card.number()))
                || (name.startsWith("GPU-") && card.uuid().startsWith(name));
    }
}
