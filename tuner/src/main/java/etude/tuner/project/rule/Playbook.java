package etude.tuner.project.rule;

import java.util.List;

/** The rules in the playbook's order. */
final class Playbook {
    private static final List<Rule> IN_ORDER =
            List.of(
                    new SoundData(),
                    new SimplestConfigFirst(),
                    new BatchSizeOfThisMachine(),
                    new NumberOfSteps(),
                    new BaselineBetterThanChance(),
                    new StabilityAroundTheBestRate());

    private Playbook() {}

    static List<Rule> inOrder() {
        return IN_ORDER;
    }
}
