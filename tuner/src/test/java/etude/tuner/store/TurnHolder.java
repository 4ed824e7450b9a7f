package etude.tuner.store;

import java.nio.file.Path;
import java.time.Duration;

/** Takes a turn and keeps it until it reads something or is killed. */
final class TurnHolder {
    private TurnHolder() {}

    public static void main(String[] arguments) throws Exception {
        Dialect.Turn turn = WriteTurn.take(Path.of(arguments[0]), Duration.ofMinutes(1));
        System.out.println("taken");
        System.in.read();
        turn.close();
    }
}
