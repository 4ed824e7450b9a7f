package etude.tuner.procedure;

import etude.tuner.page.Section;
import etude.tuner.text.Numbers;
import etude.tuner.text.Sentences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * No clipping that is not extremely aggressive makes training stable: then the learning rate is to
 * be lowered, which is a result, too.
 *
 * @param tries the thresholds that were tried; the last is stable where clipping is aggressive
 */
record NoMildClipping(
        ClippingProcedure procedure, UnstableRate.Found found, List<ClippingTry> tries)
        implements Result {
    NoMildClipping {
        tries = List.copyOf(tries);
    }

    private ClippingTry last() {
        return tries.get(tries.size() - 1);
    }

    @Override
    public List<String> sentences() {
        String rate = Numbers.text(found.unstable());
        List<String> sentences = new ArrayList<>();
        sentences.add(
                last().isStable()
                        ? "Lower the learning rate: at %s training is stable with gradients clipped above %s, which clips %s of the updates, and above 50 %% clipping is a strange way of lowering the rate."
                                .formatted(
                                        rate,
                                        Numbers.text(last().threshold()),
                                        Numbers.percent(last().clipped()))
                        : "None is stable: at %s training is unstable with gradients clipped above the 90th percentile of the norms (%s), and above half and a quarter of it."
                                .formatted(rate, Numbers.text(procedure.threshold())));
        sentences.add(
                Sentences.start(
                        "at %s, %s."
                                .formatted(
                                        rate,
                                        tries.stream()
                                                .map(ClippingTry::words)
                                                .collect(Collectors.joining("; ")))));
        sentences.add(
                last().isStable()
                        ? "Keep the learning rate below %s, or warm up to it (`%s`)."
                                .formatted(rate, found.warmup(procedure.unstable().search()))
                        : "Warm up (`%s`), or keep the learning rate below %s."
                                .formatted(found.warmup(procedure.unstable().search()), rate));
        return sentences;
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("result", last().isStable() ? "lower_the_rate" : "none_stable");
        json.put("unstable_base_learning_rate", found.unstable());
        json.put("thresholds", tries.stream().map(ClippingTry::json).toList());
        return json;
    }

    @Override
    public List<Section> sections() {
        return new ClippingPage(procedure, found, tries).sections();
    }
}
