package etude.tuner.project.rule;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.verdict.Answer;
import etude.tuner.project.Behaviour;
import etude.tuner.project.Lesson;
import etude.tuner.project.Lesson.Decision;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of a round, from its draft to its lesson, whatever it asks. */
final class RoundOfTest {
    private static final Rule DROPOUT = new RoundOf(Regularizers.dropout());
    private static final String ROUND = "01-dropout";

    /** One training varies by a tenth of a point, and a gain below 0.2 points does not matter. */
    private static final double[] INCUMBENT = {0.050, 0.051, 0.049, 0.0505, 0.0495};

    /** Steps of 10 ms, and a model that does worse on validation examples. */
    private static MadeUp state() {
        return new MadeUp().probe(64).behaviour(behaviour(0.01, 0.05, MadeUp.GOOD));
    }

    static Behaviour behaviour(double train, double validation, Answer overfitting) {
        return new Behaviour(
                "runs/best",
                train,
                validation,
                0.01,
                0.5,
                false,
                Optional.empty(),
                overfitting,
                MadeUp.GOOD);
    }

    private static MadeUpStudy study() {
        return new MadeUpStudy(ROUND);
    }

    private static Draft draft(MadeUp state) {
        return ((RuleState.Due) DROPOUT.judge(state.state())).draft();
    }

    private static String command(MadeUp state) {
        return String.join(" ", ((Action.Command) draft(state).action()).words());
    }

    private static Action.Conclude conclusion(MadeUpStudy study) {
        return (Action.Conclude) draft(state().round(ROUND, study.study())).action();
    }

    private static Lesson lesson(MadeUpStudy study) {
        return conclusion(study).lessons().get(0);
    }

    private static double[] better(double by) {
        double[] values = INCUMBENT.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] -= by + (i % 2 == 0 ? 0.0002 : -0.0002);
        }
        return values;
    }

    @Test
    void presenceIsScientificAndStrengthNuisance() {
        Draft draft = draft(state());
        assertThat(draft.files().get(2).path()).isEqualTo("rounds/01-dropout/study.yaml");
        assertThat(draft.files().get(2).text())
                .contains(
                        "name: \"digits-dropout\"",
                        "trials: 12\n",
                        "  - {path: use_dropout, role: scientific, values: [false, true]}\n",
                        "  - {path: dropout, role: nuisance, min: 0.05, max: 0.5, scale: linear,"
                                + " when: {use_dropout: true}}\n",
                        "  - {path: optimizer.learning_rate, role: nuisance, min: 0.025, max: 0.4,"
                                + " scale: log}\n");
        assertThat(draft.files().get(1).text()).isEqualTo(draft.files().get(2).text());
        assertThat(draft.cost().seconds()).as("2 x 12 x 2,000 steps with 2 at once").hasValue(240);
        assertThat(draft.why())
                .startsWith(
                        "runs/best: error_rate at the best step is 1.00 % on training examples");
        assertThat(command(state()))
                .isEqualTo(
                        "etude study run projects/digits/rounds/01-dropout/study.yaml --workers 2");
    }

    @Test
    void itIsAskedOnlyWhereItMayHelp() {
        assertThat(DROPOUT.judge(new MadeUp().probe(64).state()).text())
                .isEqualTo("No run of the incumbent shows whether there is anything to treat.");
        assertThat(
                        DROPOUT.judge(
                                        state().behaviour(behaviour(0.045, 0.05, MadeUp.GOOD))
                                                .state())
                                .text())
                .as("the splits hardly differ")
                .isEqualTo(Regularizers.NO_GAP);
        assertThat(DROPOUT.judge(state().keep("dropout").state()).text())
                .isEqualTo("project.yaml keeps dropout.");
        assertThat(DROPOUT.judge(state().incumbent("dropout=0.1").state()).text())
                .isEqualTo("The incumbent has it already.");
    }

    /** The whole round of 12 trials an arm is 320 s, of 9 trials 260 s, of 6 trials 200 s. */
    @Test
    void aSmallBudgetGetsASmallStudy() {
        assertThat(draft(state().budget("20s", "45m")).files().get(2).text())
                .contains("trials: 9\n");
        assertThat(draft(state().budget("20s", "10m")).files().get(2).text())
                .contains("trials: 6\n");
        assertThat(DROPOUT.judge(state().budget("20s", "3m").state()).text())
                .startsWith("Beyond the budget: its smallest version takes 12 trials");
    }

    @Test
    void aStudyIsRunToItsEnd() {
        assertThat(command(state().round(ROUND, study().incumbent(0.05).unended(3).study())))
                .isEqualTo("etude study run studies/01-dropout --workers 2");
        Draft failed = draft(state().round(ROUND, study().incumbent(0.05).failed(1).study()));
        assertThat(((Action.ByHand) failed.action()).sentence())
                .contains("etude study retry studies/01-dropout");
        assertThat(
                        command(
                                state().round(
                                                ROUND,
                                                study().incumbent(0.05, INCUMBENT)
                                                        .candidate(0.04, better(0.01))
                                                        .openReruns(2)
                                                        .study())))
                .isEqualTo("etude study run studies/01-dropout --workers 2");
    }

    @Test
    void anEdgeIsFollowedOnce() {
        MadeUp state =
                state().round(
                                ROUND,
                                study().incumbent(0.05).candidate(0.04).edge("It is low.").study());
        assertThat(command(state))
                .isEqualTo(
                        "etude study refine studies/01-dropout --out"
                                + " projects/digits/rounds/02-dropout-2/study.yaml");
        state.round("02-dropout-2");
        assertThat(command(state))
                .startsWith("etude study run projects/digits/rounds/02-dropout-2/study.yaml");
        state = state();
        state.round(ROUND, study().incumbent(0.05).candidate(0.06).study());
        state.round(
                "02-dropout-2",
                study().incumbent(0.05).candidate(0.06).edge("It is low again.").study());
        assertThat(((Action.Conclude) draft(state).action()).lessons())
                .extracting(Lesson::round)
                .as("both rounds end")
                .containsExactly(ROUND, "02-dropout-2");
        assertThat(((Action.Conclude) draft(state).action()).lessons().get(0).effect())
                .as("they asked one question, and are one round for what saturates")
                .isEmpty();
    }

    @Test
    void bothSidesAreTrainedAgain() {
        MadeUp state = state().round(ROUND, study().incumbent(0.05).candidate(0.04).study());
        assertThat(command(state))
                .isEqualTo(
                        "etude study rerun studies/01-dropout --trials 1,0 --seeds 5 --workers 2");
        assertThat(draft(state).cost().seconds()).as("10 reruns of 2,000 steps").hasValue(100);
        assertThat(draft(state).round()).isEqualTo(ROUND);
        assertThat(command(state.budget("20s", "90s")))
                .as("what is left pays for three seeds")
                .contains("--seeds 3 ");
        assertThat(((Action.Conclude) draft(state.budget("20s", "50s")).action()).lessons())
                .extracting(Lesson::decision)
                .as("or for none")
                .containsExactly(Decision.UNDECIDED);
    }

    @Test
    void whatIsBetterIsAdopted() {
        MadeUpStudy study = study().incumbent(0.05, INCUMBENT).candidate(0.04, better(0.01));
        assertThat(lesson(study).decision()).isEqualTo(Decision.ADOPTED);
        assertThat(lesson(study).taught()).isTrue();
        assertThat(lesson(study).seen().get(0))
                .startsWith(
                        "Over 5 other seeds each, after as much tuning of both, with reaches 4.00 % (one training varies by"
                                + " 0.10 points) and the incumbent 5.00 % (0.08 points): better by"
                                + " 1.00 points, where retraining alone explains up to ");
        assertThat(conclusion(study).adoption().orElseThrow().changes())
                .containsExactly("dropout=0.2", "optimizer.learning_rate=0.2");
        MadeUp launched =
                state().round(ROUND, study.study()).launch("dropout", "studies/01-dropout");
        assertThat(((Action.Conclude) draft(launched).action()).adoption())
                .as("the process died between launch and lesson")
                .isEmpty();
    }

    @Test
    void whatIsNotWorthItIsNot() {
        Lesson small = lesson(study().incumbent(0.05, INCUMBENT).candidate(0.049, better(0.001)));
        assertThat(small.decision()).isEqualTo(Decision.KEPT);
        assertThat(small.why()).contains("a gain of 0.10 points is too small to matter", "0.20");
        assertThat(small.taught()).isFalse();
        Lesson worse = lesson(study().incumbent(0.05).candidate(0.06));
        assertThat(worse.decision()).as("no reruns for what is worse").isEqualTo(Decision.KEPT);
        Lesson broken = lesson(study().incumbent(0.05));
        assertThat(broken.why()).contains("no trial with the change trains");
    }

    @Test
    void whatIsOpenGetsMoreSeedsOnceAndThenStaysOpen() {
        double[] wild = {0.047, 0.051, 0.043, 0.0505, 0.0445};
        MadeUpStudy study = study().incumbent(0.05, INCUMBENT).candidate(0.04, wild);
        assertThat(command(state().round(ROUND, study.study()))).contains("--seeds 10 ");
        double[] all = new double[10];
        double[] with = new double[10];
        for (int i = 0; i < all.length; i++) {
            all[i] = INCUMBENT[i % 5];
            with[i] = i < 5 ? wild[i] : all[i] + (i % 2 == 0 ? 0.008 : -0.006);
        }
        Lesson lesson = lesson(study().incumbent(0.05, all).candidate(0.04, with));
        assertThat(lesson.decision()).isNotEqualTo(Decision.ADOPTED);
        assertThat(lesson.taught()).isFalse();
    }

    @Test
    void aLessonSatisfies() {
        MadeUp state = state().lesson(ROUND, Decision.KEPT, false, 0);
        assertThat(DROPOUT.judge(state.state()).text()).isEqualTo("rounds/01-dropout: So it is.");
    }

    /** The last two rounds taught nothing; only what presses is still asked. */
    @Test
    void roundsSaturate() {
        MadeUp state =
                state().budget("2m", "8h")
                        .lesson("01-decay", Decision.KEPT, false, 0)
                        .lesson("02-weight-decay", Decision.UNDECIDED, false, 0.001);
        RoundOf depth = new RoundOf(new LargerModel(false));
        assertThat(depth.judge(state.state()).text())
                .startsWith("Exploration has ended: the last two rounds (01-decay and");
        assertThat(DROPOUT.judge(state.state()).word())
                .as("training and validation differ beyond noise")
                .isEqualTo("due");
        state = state().budget("2m", "8h").lesson("01-decay", Decision.ADOPTED, true, 0.01);
        state.lesson("02-weight-decay", Decision.UNDECIDED, false, 0.001);
        assertThat(depth.judge(state.state()).word()).isEqualTo("due");
    }
}
