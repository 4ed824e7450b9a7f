package etude.trainer.model;

import ai.djl.ndarray.NDManager;
import etude.trainer.engine.TorchScript;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Texts that differ by pass, each compiled at its first use; passes may share one. */
public final class ScriptCache {
    private final NDManager manager;
    private final Function<Pass, String> text;
    private final Map<Pass, TorchScript> byPass = new HashMap<>();
    private final Map<String, TorchScript> byText = new HashMap<>();

    /**
     * @param manager owner of what is compiled
     * @param text a pure function
     */
    public ScriptCache(NDManager manager, Function<Pass, String> text) {
        this.manager = manager;
        this.text = text;
    }

    /** What is written for a pass. */
    public TorchScript of(Pass pass) {
        return byPass.computeIfAbsent(
                pass,
                key ->
                        byText.computeIfAbsent(
                                text.apply(key), source -> TorchScript.compile(manager, source)));
    }
}
