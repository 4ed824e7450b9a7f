package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.page.PageFile;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A study of two optimizers with a hyperparameter on every kind of scale. High learning rates with
 * much momentum diverge.
 */
record SampleStudy(int trials, int evaluations) {
    private static final int STEPS = 100;

    void write(Path html) {
        StudyRecord data = data();
        Analysis analysis = Analysis.of(data, VerdictThresholds.defaults());
        ReportCharts charts = ReportCharts.of(data, analysis, logged(analysis));
        ReportPage page =
                new ReportPage(
                        data,
                        analysis,
                        charts,
                        List.of(),
                        List.of(),
                        new TrialsTable(
                                        data,
                                        analysis.results(),
                                        Optional.empty(),
                                        Optional.of(Path.of("")))
                                .sheet(),
                        Optional.empty());
        PageFile.write(html, page.page(List.of("etude")));
    }

    StudyRecord data() {
        Random random = new Random(7);
        return SyntheticStudy.study()
                .arms("optimizer.name=adam", "optimizer.name=sgd")
                .choices("optimizer.name", Role.SCIENTIFIC, "adam", "sgd")
                .range("optimizer.learning_rate", Role.NUISANCE, Scale.LOG, 1e-4, 1)
                .range("optimizer.momentum", Role.NUISANCE, Scale.ONE_MINUS_LOG, 0.5, 0.999)
                .range("schedule.final_fraction", Role.NUISANCE, Scale.REVERSE_LOG, 0.001, 1)
                .range("model.dropout", Role.NUISANCE, Scale.LINEAR, 0, 0.6)
                .whole("model.layers", 2, 8)
                .fixed("batch_size", "128")
                .trials(trials, i -> run(i, random))
                .data();
    }

    private Run run(int number, Random random) {
        boolean sgd = number % 2 == 1;
        double rate = Math.pow(10, -4 + 4 * random.nextDouble());
        double momentum = 1 - 0.5 * Math.pow(0.002, random.nextDouble());
        double fraction = 1.001 - 0.001 * Math.pow(1000, random.nextDouble());
        double dropout = 0.6 * random.nextDouble();
        int layers = 2 + random.nextInt(7);
        Run run =
                Run.trial(number)
                        .arm(sgd ? 1 : 0)
                        .with("optimizer.name", sgd ? "sgd" : "adam")
                        .learningRate(rate)
                        .with("schedule.final_fraction", fraction)
                        .with("model.dropout", dropout)
                        .with("model.layers", layers)
                        .examplesPerSecond(9000 + 900 * random.nextGaussian());
        if (sgd) {
            run.with("optimizer.momentum", momentum);
        }
        double reach = Math.log10(rate / (sgd ? 1 - momentum : 0.03));
        if (reach > 0.6) {
            return run.infeasible(new Infeasible.Diverged(7));
        }
        double off = Math.abs(reach + 0.7);
        double end =
                0.03
                        + 0.04 * off * off
                        + 0.12 * (dropout - 0.2) * (dropout - 0.2)
                        + 0.004 * Math.abs(layers - 5)
                        + 0.01 * random.nextDouble();
        return trained(run, end, 3 + 4 * dropout, new Random(number));
    }

    /** Training reaches less error than validation, which rises again a little. */
    private Run trained(Run run, double end, double speed, Random noise) {
        return run.errors(evaluations, i -> error(i, end, speed, 1, noise))
                .measured("train_evaluation/error_rate", i -> error(i, end * 0.6, speed, 0, noise))
                .measured("validation/loss", i -> 3.2 * error(i, end, speed, 2, noise))
                .measured("train_evaluation/loss", i -> 3.2 * error(i, end * 0.5, speed, 0, noise))
                .stepLosses(
                        STEPS * evaluations,
                        i -> 0.1 + 2.2 * Math.exp(-0.004 * i) + 0.05 * noise.nextDouble())
                .gradientNorms(STEPS * evaluations, i -> Math.exp(0.4 * noise.nextGaussian()))
                .clipping(1.5, 0.15);
    }

    private double error(int i, double end, double speed, double overfit, Random noise) {
        double share = (i + 1.0) / evaluations;
        return end * (1 + 0.2 * overfit * share * share)
                + 0.85 * Math.exp(-speed * 2 * share)
                + 0.003 * noise.nextDouble();
    }

    private Map<Integer, List<Measurement>> logged(Analysis analysis) {
        Map<Integer, List<Measurement>> logged = new LinkedHashMap<>();
        Random random = new Random(3);
        analysis.results()
                .best(3)
                .forEach(best -> logged.put(best.trial().number(), lines(random)));
        return logged;
    }

    private List<Measurement> lines(Random random) {
        return IntStream.rangeClosed(1, evaluations)
                .mapToObj(
                        i ->
                                new Measurement(
                                        (long) STEPS * i,
                                        Map.of(
                                                "examples_per_second",
                                                9000 + 300 * random.nextGaussian(),
                                                "data_wait_fraction",
                                                0.03 * random.nextDouble())))
                .toList();
    }
}
