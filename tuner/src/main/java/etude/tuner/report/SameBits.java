package etude.tuner.report;

import etude.trainer.run.RunFacts;
import etude.tuner.record.StudyRecord;
import java.util.Optional;

/** Whether what ran on a GPU gives the same bits each time; on a CPU it does anyway. */
enum SameBits {
    DETERMINISTIC(
            "the same on this GPU each time (deterministic: true)",
            "Trials ran on GPUs with deterministic: true: one run again on the same kind of GPU, or stopped and continued, is the same bit for bit, as far as PyTorch's documentation promises."),
    ANY(
            "not the same each time (deterministic: false)",
            "Trials ran on GPUs without deterministic: true: one run again, or stopped and continued, is not the same bit for bit.");

    private final String run;
    private final String study;

    SameBits(String run, String study) {
        this.run = run;
        this.study = study;
    }

    /** Of a run; empty where it ran on no GPU. */
    static Optional<SameBits> of(RunFacts facts) {
        return facts.device()
                .filter(device -> device.startsWith("gpu"))
                .map(device -> facts.deterministic() ? DETERMINISTIC : ANY);
    }

    /** Of the trials of a study, which has one base config. */
    static Optional<SameBits> of(StudyRecord study) {
        return study.trials().stream()
                .flatMap(trial -> trial.facts().flatMap(SameBits::of).stream())
                .max(SameBits::compareTo);
    }

    /** In a table of facts of a run. */
    String run() {
        return run;
    }

    /** As a caveat on a study. */
    String study() {
        return study;
    }
}
