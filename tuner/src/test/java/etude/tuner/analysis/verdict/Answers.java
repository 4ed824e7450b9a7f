package etude.tuner.analysis.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;

/** Checks what kind of answer a verdict gives and what it says. */
final class Answers {
    private Answers() {}

    static void good(Verdict verdict, String... parts) {
        assertThat(verdict.answer()).isInstanceOf(Good.class);
        assertThat(verdict.answer().sentence()).contains(parts);
    }

    static void attention(Verdict verdict, String part, String advice) {
        assertThat(verdict.answer()).isInstanceOf(Attention.class);
        assertThat(verdict.answer().sentence()).contains(part);
        assertThat(((Attention) verdict.answer()).advice().text()).contains(advice);
    }

    static void problem(Verdict verdict, String part, String advice) {
        assertThat(verdict.answer()).isInstanceOf(Problem.class);
        assertThat(verdict.answer().sentence()).contains(part);
        assertThat(((Problem) verdict.answer()).advice().text()).contains(advice);
    }

    static void notKnown(Verdict verdict, String part, String advice) {
        assertThat(verdict.answer()).isInstanceOf(NotKnown.class);
        assertThat(verdict.answer().sentence()).contains(part);
        assertThat(((NotKnown) verdict.answer()).advice().text()).contains(advice);
    }
}
