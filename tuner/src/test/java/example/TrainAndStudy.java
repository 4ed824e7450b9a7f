package example;

import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.run.Outcome;
import etude.trainer.run.Progress;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunOptions;
import etude.trainer.run.RunRecord;
import etude.trainer.run.TrainingRun;
import etude.tuner.process.ChildDevice;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyOpening;
import etude.tuner.study.TrialsHere;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains a run and the trials of a study, and reads what became of them. */
public final class TrainAndStudy {
    private static final List<String> COMMAND = List.of("TrainAndStudy"); // for the record

    private TrainAndStudy() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        train(folder.resolve("digits.yaml"), folder.resolve("runs/digits"));
        study(folder.resolve("study.yaml"), folder.resolve("studies"));
    }

    /** The same call again goes on where an earlier one stopped. */
    private static void train(Path file, Path directory) {
        RunConfig config = ConfigLoader.load(file, List.of("seed=7"));
        RunOptions options = new RunOptions(directory, "cpu", false, COMMAND, Optional.empty());
        Outcome outcome = TrainingRun.execute(config, options, new Printed(), () -> false);
        System.out.println(outcome.sentence());
        RunRecord.read(new RunDirectory(directory))
                .best()
                .ifPresent(best -> System.out.println("best at step " + best.step()));
    }

    private static void study(Path file, Path studies) {
        try (OpenStudy study = StudyOpening.openOrCreate(file, studies, Optional.empty())) {
            TrialsHere.train(study, new ChildDevice("cpu"), COMMAND, () -> false);
            StudyRecord record = StudyRecords.read(study);
            record.winner()
                    .ifPresent(best -> System.out.println("best trial: " + best.trial().values()));
        }
    }

    /** What a run tells while it trains. */
    private static final class Printed implements Progress {
        @Override
        public void started(String runName, long firstStep, long lastStep) {}

        @Override
        public void stepped(long step) {}

        @Override
        public void measured(long step, Map<String, Double> metrics) {
            System.out.println(step + " " + metrics);
        }

        @Override
        public void note(String sentence) {
            System.out.println(sentence);
        }

        @Override
        public void finished() {}
    }
}
