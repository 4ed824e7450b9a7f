package etude.tuner.report;

import etude.tuner.chart.Axis;
import etude.tuner.record.StudyRecord;

/** How the objective of a study is drawn. */
final class Objectives {
    private Objectives() {}

    /** The axis of the best value over training. */
    static Axis axis(StudyRecord study) {
        return Axis.linear("Best " + study.outline().objective().metric(), "");
    }

    /** The axis of the value at a step. */
    static Axis perStep(StudyRecord study) {
        return Axis.linear(study.outline().objective().metric(), "");
    }
}
