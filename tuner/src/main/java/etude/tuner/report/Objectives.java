package etude.tuner.report;

import etude.tuner.analysis.data.StudyData;
import etude.tuner.chart.Axis;

/** How the objective of a study is drawn. */
final class Objectives {
    private Objectives() {}

    /** The axis of the best value over training. */
    static Axis axis(StudyData study) {
        return Axis.linear("Best " + study.design().objective().metric(), "");
    }

    /** The axis of the value at a step. */
    static Axis perStep(StudyData study) {
        return Axis.linear(study.design().objective().metric(), "");
    }
}
