package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a rank says of itself where it differs from rank 0. */
final class RankFactsTest {
    private static final String CONFIG =
            """
            name: digits
            dataset: {name: generated}
            model: {name: mlp}
            batch_size: 4
            max_train_steps: 1
            optimizer: {name: sgd, learning_rate: 0.1}
            """;

    private static final RankFacts FIRST = new RankFacts("0.4.0+abc", "a CPU, AMD", CONFIG);

    @Test
    void ranksThatAreAlikeDifferInNothing() {
        assertThat(FIRST.difference(FIRST.text())).isEmpty();
        assertThat(
                        new RankFacts("0.4.0+abc", "a CPU, AMD", CONFIG.replace("digits", "other"))
                                .difference(FIRST.text()))
                .as("a name does no harm")
                .isEmpty();
    }

    @Test
    void anotherDeviceIsNamedWithThatOfTheFirst() {
        assertThat(new RankFacts("0.4.0+abc", "NVIDIA H200", CONFIG).difference(FIRST.text()))
                .hasValue("another device: NVIDIA H200, where rank 0 has a CPU, AMD");
    }

    @Test
    void otherDataAreToldWithThoseOfTheFirst() {
        assertThat(RankFacts.differs("other data", "5 examples", "6 examples"))
                .hasValue("other data: 5 examples, where rank 0 has 6 examples");
        assertThat(RankFacts.differs("other data", "6 examples", "6 examples")).isEmpty();
    }

    /** It may have settings that this one does not know, or say what follows otherwise. */
    @Test
    void ofAnotherVersionNothingElseIsRead() {
        String later = "0.5.0\nunknown: [";
        assertThat(FIRST.difference(later))
                .hasValue("another Etude: 0.4.0+abc, where rank 0 has 0.5.0");
        assertThat(FIRST.difference("0.5.0")).isPresent();
    }

    @Test
    void anotherConfigIsToldBySettings() {
        RankFacts other =
                new RankFacts(
                        FIRST.etude(), FIRST.device(), CONFIG.replace("rate: 0.1", "rate: 0.2"));
        assertThat(other.difference(FIRST.text()))
                .hasValue("another config: optimizer.learning_rate: 0.1 -> 0.2");
    }
}
