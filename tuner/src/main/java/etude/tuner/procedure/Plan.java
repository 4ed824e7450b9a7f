package etude.tuner.procedure;

import java.util.Map;

/** What a procedure was asked for, as {@code plan.json} keeps it. */
public interface Plan {
    /** Of its folder below {@code procedures/}; its studies' names begin with it. */
    String name();

    /** The command without its arguments, such as {@code etude tune steps}. */
    String command();

    /** All that decides what it runs. */
    Map<String, Object> inputs();
}
