package etude.tuner.procedure;

import etude.tuner.page.Section;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** No warmup that the training has room for makes it stable: a result, too. */
record NoStableWarmup(WarmupProcedure procedure, UnstableRate.Found found, List<WarmupTry> tries)
        implements Result {
    NoStableWarmup {
        tries = List.copyOf(tries);
    }

    @Override
    public List<String> sentences() {
        return List.of(
                "None is stable: no warmup of %s steps makes training stable at %s times the unstable rate (%s), and longer ones would be above 10 %% of max_train_steps (%,d)."
                        .formatted(
                                tries.stream()
                                        .map(one -> "%,d".formatted(one.steps()))
                                        .collect(Collectors.joining(" or ")),
                                procedure.peaks("or"),
                                Numbers.text(found.unstable()),
                                procedure.durations().maxTrainSteps()),
                Sentences.start(
                        tries.stream().map(WarmupTry::words).collect(Collectors.joining("; "))
                                + "."),
                "Clip gradients (`%s`), or keep the learning rate below %s."
                        .formatted(
                                found.clipping(procedure.unstable().search()),
                                Numbers.text(found.unstable())));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("result", "none_stable");
        json.put("unstable_base_learning_rate", found.unstable());
        json.put("warmups", tries.stream().map(WarmupTry::json).toList());
        return json;
    }

    @Override
    public List<Section> sections() {
        return WarmupPage.tried(tries);
    }
}
