package etude.trainer.run;

import etude.datasets.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns TERM, INT, USR1, HUP (a terminal was closed) and XCPU (a limit of processor time) into a
 * flag that the loop looks at between updates; a second signal, unless it is the same one within
 * two seconds, ends the process at once with the same exit code, for the run is resumable from its
 * last checkpoint anyway. Where {@code nohup} made the process ignore HUP, Java leaves it so.
 *
 * <p>USR2 is one of them where Java has been told to use another signal for its own purposes by
 * {@code _JAVA_SR_SIGNUM}, as the launcher does on Linux. Elsewhere it ends Java at once.
 */
public final class StopSignals {
    private static final int PREEMPTED = 75;

    /**
     * The system repeats these by itself: XCPU after every second of processor time beyond the
     * limit, HUP from the shell and from the kernel when a terminal is closed.
     */
    private static final Set<String> REPEATED = Set.of("HUP", "XCPU");

    private static final String USR2 = "12";

    /**
     * Who stops a job may send its signal twice, to each process and to their group, as Slurm does.
     */
    private static final long ONE_REQUEST_NANOSECONDS = TimeUnit.SECONDS.toNanos(2);

    /** The keyboard's: a person presses twice. */
    private static final String INTERRUPT = "INT";

    private record Request(String signal, long nanoTime) {
        boolean isRepeatedBy(String name) {
            boolean soon = System.nanoTime() - nanoTime < ONE_REQUEST_NANOSECONDS;
            return REPEATED.contains(name)
                    || (name.equals(signal) && !name.equals(INTERRUPT) && soon);
        }
    }

    /** The first; null before it. */
    private final AtomicReference<@Nullable Request> request = new AtomicReference<>();

    private final String consequence;
    private final Consumer<String> notes;

    private StopSignals(String consequence, Consumer<String> notes) {
        this.consequence = consequence;
        this.notes = notes;
    }

    /**
     * Takes over the process's signals.
     *
     * @param consequence what a first signal leads to, for the note
     * @param notes told which signal arrived
     */
    public static StopSignals install(String consequence, Consumer<String> notes) {
        StopSignals signals = new StopSignals(consequence, notes);
        for (String name : List.of("TERM", INTERRUPT, "USR1", "HUP", "XCPU")) {
            signals.handle(name);
        }
        if (!System.getenv().getOrDefault("_JAVA_SR_SIGNUM", USR2).equals(USR2)) {
            signals.handle("USR2");
        }
        return signals;
    }

    public boolean requested() {
        return request.get() != null;
    }

    private void received(String name) {
        Request now = new Request(name, System.nanoTime());
        Request first = request.compareAndExchange(null, now);
        if (first == null) {
            notes.accept(
                    "SIG%s received: %s; a second signal stops at once"
                            .formatted(name, consequence));
        } else if (!first.isRepeatedBy(name)) {
            Runtime.getRuntime().halt(PREEMPTED);
        }
    }

    /**
     * By reflection: javac warns of sun.misc.Signal in a way that cannot be suppressed, and
     * warnings are errors here.
     */
    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            StopSignals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    received(name);
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            notes.accept(
                    "SIG%s cannot be caught here (%s)"
                            .formatted(name, Reason.of(e.getTargetException())));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no sun.misc.Signal", e);
        }
    }
}
