package etude.tuner.procedure;

import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Objective;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What is to be trained for longer. */
public sealed interface ShortRuns {
    /** What they are compared by. */
    Objective objective();

    /** The best first; those that did not train are none of them. */
    Stream<TrialRecord> ranked();

    /** Validation examples whose errors were counted; empty where that is not known. */
    OptionalLong countedExamples();

    /** What was searched to find them. */
    List<Hyperparameter> tuned();

    /** What a study of its longer run is called, after the procedure's name. */
    String suffix(TrialRecord run);

    /** What sentences call one of them: {@code trial 3}. */
    String label(TrialRecord run);

    /** What decides them, as {@code plan.json} keeps it. */
    Map<String, Object> inputs(List<TrialRecord> chosen);

    /** The trials of a finished study. */
    record OfStudy(StudyRecord study) implements ShortRuns {
        @Override
        public Objective objective() {
            return study.outline().objective();
        }

        @Override
        public Stream<TrialRecord> ranked() {
            return study.ranked().stream();
        }

        @Override
        public OptionalLong countedExamples() {
            return study.countedExamples();
        }

        @Override
        public List<Hyperparameter> tuned() {
            return study.outline().hyperparameters();
        }

        @Override
        public String suffix(TrialRecord run) {
            return Integer.toString(run.number());
        }

        @Override
        public String label(TrialRecord run) {
            return "trial %d of %s".formatted(run.number(), study.outline().name());
        }

        @Override
        public Map<String, Object> inputs(List<TrialRecord> chosen) {
            Map<String, Object> inputs = new LinkedHashMap<>();
            inputs.put("study", study.directory());
            inputs.put("trials", chosen.stream().map(TrialRecord::number).toList());
            return inputs;
        }
    }

    /**
     * One run by itself.
     *
     * @param directory of the run
     * @param run that was completed
     */
    record OfRun(Path directory, TrialRecord run, Objective objective) implements ShortRuns {
        @Override
        public Stream<TrialRecord> ranked() {
            return Stream.of(run);
        }

        @Override
        public OptionalLong countedExamples() {
            return OptionalLong.empty();
        }

        @Override
        public List<Hyperparameter> tuned() {
            return List.of();
        }

        @Override
        public String suffix(TrialRecord one) {
            return "run";
        }

        @Override
        public String label(TrialRecord one) {
            return directory.toString();
        }

        @Override
        public Map<String, Object> inputs(List<TrialRecord> chosen) {
            return Map.of("run", directory.toString());
        }
    }
}
