package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.rated;
import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InfeasibleVerdictTest {
    private static final String INFEASIBLE = "How many trials are infeasible";

    /** The trials with the highest rates are infeasible. */
    private static SyntheticStudy infeasible(int feasible, int infeasible) {
        int all = feasible + infeasible;
        return study().learningRate()
                .trials(
                        all,
                        i ->
                                i < feasible
                                        ? rated(i, (i + 0.5) / all).errors(0.9, 0.1)
                                        : rated(i, (i + 0.5) / all)
                                                .infeasible(new Infeasible.Diverged(7)));
    }

    @Test
    void fewInfeasibleTrialsAreGood() {
        good(infeasible(17, 3).verdict(INFEASIBLE), "3 of 20 trials (15 %): 3 diverged.");
        good(infeasible(20, 0).verdict(INFEASIBLE), "None of 20 trials.");
    }

    @Test
    void aFifthAsksForAttentionAndAHalfIsAProblem() {
        attention(
                infeasible(16, 4).verdict(INFEASIBLE),
                "4 of them and 0 of the 16 feasible trials lie where optimizer.learning_rate is above 0.2512.",
                "End the range of optimizer.learning_rate near 0.2512.");
        problem(infeasible(10, 10).verdict(INFEASIBLE), "(50 %)", "End the range");
    }

    /** As in the example report: 4 of 20 trials at the lower end, 2 at the upper. */
    @Test
    void bothEndsOfARangeAreNamed() {
        SyntheticStudy study =
                study().learningRate()
                        .range("beta", Role.NUISANCE, Scale.LINEAR, 0.5, 1)
                        .trials(
                                20,
                                i -> {
                                    Run run =
                                            rated(i, (i + 0.5) / 20)
                                                    .with("beta", 0.5 + i * 7 % 20 / 40.0);
                                    return i < 4 || i > 17
                                            ? run.infeasible(new Infeasible.Diverged(7))
                                            : run.errors(0.9, 0.1);
                                });
        attention(
                study.verdict(INFEASIBLE),
                "4 of them and 0 of the 14 feasible trials lie where optimizer.learning_rate is below 0.003981. 2 of them and 0 of the 14 feasible trials lie where optimizer.learning_rate is above 0.5012.",
                "Begin the range of optimizer.learning_rate near 0.003981. End the range of optimizer.learning_rate near 0.5012.");
    }

    @Test
    void aChoiceThatAlwaysDivergesIsNamed() {
        SyntheticStudy study =
                study().learningRate()
                        .choices("model.activation", Role.NUISANCE, "relu", "gelu", "tanh", "silu")
                        .trials(
                                20,
                                i -> {
                                    Run run =
                                            rated(i, i * 7 % 20 / 20.0)
                                                    .with(
                                                            "model.activation",
                                                            List.of("relu", "gelu", "tanh", "silu")
                                                                    .get(i % 4));
                                    return i % 4 == 2
                                            ? run.infeasible(new Infeasible.Diverged(7))
                                            : run.errors(0.9, 0.1);
                                });
        attention(
                study.verdict(INFEASIBLE),
                "5 of 20 trials (25 %): 5 diverged. 5 of them and 0 of the 15 feasible trials lie where model.activation is tanh.",
                "Leave tanh out of model.activation, or find out why it does not train.");
    }

    @Test
    void aFifthOfTenTrialsMayBeBadLuck() {
        SyntheticStudy study =
                study().learningRate()
                        .trials(
                                10,
                                i ->
                                        i == 3 || i == 6
                                                ? rated(i, i / 10.0)
                                                        .infeasible(new Infeasible.Diverged(7))
                                                : rated(i, i / 10.0).errors(0.1));
        good(study.verdict(INFEASIBLE), "2 of 10 trials (20 %): 2 diverged.");
    }

    @Test
    void scatteredInfeasibleTrialsMayBeABug() {
        SyntheticStudy study =
                study().learningRate()
                        .trials(
                                20,
                                i ->
                                        i % 2 == 0
                                                ? rated(i, i / 20.0).errors(0.1)
                                                : rated(i, i / 20.0)
                                                        .infeasible(new Infeasible.Diverged(7)));
        problem(
                study.verdict(INFEASIBLE),
                "No hyperparameter tells where they lie by more than chance.",
                "Look for a bug");
    }

    @Test
    void infeasibleTrialsInACornerCallForReparameterizing() {
        SyntheticStudy study =
                study().learningRate()
                        .range("optimizer.momentum", Role.NUISANCE, Scale.ONE_MINUS_LOG, 0.9, 0.999)
                        .trials(
                                25,
                                i -> {
                                    double u = i % 5 / 4.0;
                                    double v = Math.floor(i / 5.0) / 4;
                                    Run run =
                                            rated(i, u)
                                                    .with(
                                                            "optimizer.momentum",
                                                            1 - 0.1 * Math.pow(0.01, v));
                                    return u + v > 1.1
                                            ? run.infeasible(new Infeasible.Diverged(7))
                                            : run.errors(0.1);
                                });
        attention(
                study.verdict(INFEASIBLE),
                "where optimizer.learning_rate is high and optimizer.momentum is high",
                "Reparameterize: search optimizer.learning_rate / (1 - optimizer.momentum) in place");
    }

    /** The crosses lie above the other trials, apart from the best. */
    @Test
    void aRegionWithTheBestTrialIsNotGivenUp() {
        SyntheticStudy study =
                study().learningRate()
                        .trials(
                                20,
                                i ->
                                        i == 13 || i < 10
                                                ? rated(i, 0.025 + i / 20.0).errors(0.4 - 0.02 * i)
                                                : rated(i, 0.025 + i / 20.0)
                                                        .infeasible(new Infeasible.Diverged(7)));
        attention(
                study.verdict(INFEASIBLE),
                "9 of them and 1 of the 11 feasible trials lie where optimizer.learning_rate is above 0.03162.",
                "The best trial lies where optimizer.learning_rate is above 0.03162, too: make training stable there before giving the region up.");
    }

    @Test
    void failedTrialsAreMentioned() {
        good(
                study().trial(trial(0).errors(0.1))
                        .trial(trial(1).state(TrialState.FAILED))
                        .verdict(INFEASIBLE),
                "Not counted: 1 that failed (etude study retry 'my studies/s').");
    }

    @Test
    void trialsOutOfMemoryAreNoBug() {
        SyntheticStudy study =
                study().trials(
                                4,
                                i ->
                                        i < 2
                                                ? trial(i).errors(0.1)
                                                : trial(i).infeasible(
                                                                new Infeasible.OutOfMemory(
                                                                        "batch_size", 64, "")));
        problem(study.verdict(INFEASIBLE), "2 out of memory", "etude probe");
    }

    @Test
    void aStudyWithoutFeasibleTrialsIsAskedOfItsDataOnly() {
        SyntheticStudy study =
                study().trials(4, i -> trial(i).infeasible(new Infeasible.Diverged(7)));
        assertThat(study.analysis().verdicts())
                .extracting(Verdict::topic)
                .containsExactly(Topic.OVERLAP, Topic.INFEASIBLE);
        problem(study.verdict(INFEASIBLE), "4 of 4 trials", "Look for a bug");
        notKnown(study().verdict(INFEASIBLE), "No trial has finished", "Run the study");
    }
}
