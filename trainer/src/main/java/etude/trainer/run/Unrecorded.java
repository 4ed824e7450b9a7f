package etude.trainer.run;

import etude.datasets.ExampleSpec;
import etude.trainer.loop.EvaluationResult;
import etude.trainer.loop.Predicted;
import etude.trainer.loop.Recorder;
import etude.trainer.loop.TrainingState;
import etude.trainer.optimizer.StepLog;
import java.util.List;
import java.util.Map;

/** Keeps nothing: what all ranks come to is written by one of them. */
record Unrecorded() implements Recorder {
    @Override
    public void stepped(long step) {}

    @Override
    public void steps(StepLog.Entries entries) {}

    @Override
    public void evaluated(long step, String split, EvaluationResult result) {}

    @Override
    public void predicted(long step, ExampleSpec spec, List<Predicted> predictions) {}

    @Override
    public void measured(long step, Map<String, Double> metrics) {}

    @Override
    public void checkpoint(long step, Map<String, Double> metrics, TrainingState state) {}
}
