package etude.tuner.project.rule;

import etude.trainer.config.Duration;
import etude.trainer.config.RunConfig;
import etude.trainer.config.ScheduleConfig;
import etude.tuner.project.Adoption;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.Satisfied;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project begins without what can be added later; what has been launched since stays. */
record SimplestConfigFirst() implements Rule {
    @Override
    public String step() {
        return "simplest_config";
    }

    @Override
    public String title() {
        return "The simplest configuration comes first";
    }

    @Override
    public String section() {
        return "Choosing the initial configuration";
    }

    @Override
    public RuleState judge(ProjectState state) {
        if (!state.launches().isEmpty()) {
            return new Satisfied("Launches have begun; each rests on evidence of its own.");
        }
        Map<String, String> changes = changes(state.incumbent().config());
        changes.keySet().removeIf(key -> state.config().keeps(key));
        if (changes.isEmpty()) {
            return new Satisfied(
                    "A constant learning rate without warmup, and no regularization, clipping,"
                            + " averaging or augmentation that project.yaml does not keep.");
        }
        String evidence =
                "incumbent.yaml begins with more than it needs (%s). It can be added later, when a study shows that it helps; from the start it wastes time or bakes in what does not help."
                        .formatted(String.join(", ", changes.keySet()));
        return new Due(
                Draft.of(
                        evidence,
                        new Action.Adopt(
                                Adoption.of(
                                        step(),
                                        state.incumbentFile(),
                                        List.copyOf(
                                                changes.entrySet().stream()
                                                        .map(
                                                                change ->
                                                                        change.getKey()
                                                                                + "="
                                                                                + change.getValue())
                                                        .toList()),
                                        evidence)),
                        Cost.none()));
    }

    private static Map<String, String> changes(RunConfig config) {
        Map<String, String> changes = new LinkedHashMap<>();
        if (!isConstant(config.schedule())) {
            changes.put("schedule", "{decay: constant}");
        }
        if (!config.dataset().augment().isEmpty()) {
            changes.put("dataset.augment", "[]");
        }
        if (config.optimizer().weightDecay() > 0) {
            changes.put("optimizer.weight_decay", "0.0");
        }
        if (config.dropout() > 0) {
            changes.put("dropout", "0.0");
        }
        if (config.labelSmoothing() > 0) {
            changes.put("label_smoothing", "0.0");
        }
        if (config.gradientClipping().isPresent()) {
            changes.put("gradient_clipping", "null");
        }
        if (config.polyakDecay().isPresent()) {
            changes.put("polyak_decay", "null");
        }
        return changes;
    }

    private static boolean isConstant(ScheduleConfig schedule) {
        return schedule.decay() == ScheduleConfig.Decay.CONSTANT
                && isZero(schedule.warmupSteps())
                && isZero(schedule.holdSteps());
    }

    private static boolean isZero(Duration duration) {
        return duration.amount() == 0;
    }
}
