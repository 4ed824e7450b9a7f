package etude.tuner.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShortNamesTest {
    @Test
    void theLastPartIsEnoughWhereItIsTheOnlyOne() {
        ShortNames names = ShortNames.of(List.of("optimizer.learning_rate", "dropout"));
        assertThat(names.shorten("optimizer.learning_rate if dropout is 0"))
                .isEqualTo("learning_rate if dropout is 0");
        assertThat(names.shorten("Widen optimizer.learning_rate."))
                .isEqualTo("Widen learning_rate.");
    }

    @Test
    void whatWouldBeCalledTheSameKeepsWhatTellsItApart() {
        ShortNames names =
                ShortNames.of(List.of("model.a.rate", "model.b.rate", "x.decay", "decay"));
        assertThat(names.shorten("model.a.rate, model.b.rate, x.decay, decay"))
                .isEqualTo("a.rate, b.rate, x.decay, decay");
    }

    @Test
    void longerPathsAreOtherNames() {
        ShortNames names = ShortNames.of(List.of("optimizer.beta1"));
        assertThat(names.shorten("my.optimizer.beta1, optimizer.beta10, optimizer.beta1.x"))
                .isEqualTo("my.optimizer.beta1, optimizer.beta10, optimizer.beta1.x");
    }

    @Test
    void nameAloneSaysNothing() {
        ShortNames names = ShortNames.of(List.of("optimizer.name", "a.model.name"));
        assertThat(names.shorten("optimizer.name, a.model.name"))
                .isEqualTo("optimizer.name, model.name");
    }

    @Test
    void thePartsAreTheTextAndSayWhatWasShortened() {
        ShortNames names = ShortNames.of(List.of("optimizer.beta1"));
        assertThat(names.parts("If optimizer.beta1=0.9"))
                .containsExactly(
                        new ShortNames.Part("If ", "If "),
                        new ShortNames.Part("beta1", "optimizer.beta1"),
                        new ShortNames.Part("=0.9", "=0.9"));
        assertThat(ShortNames.none().parts("optimizer.name"))
                .containsExactly(new ShortNames.Part("optimizer.name", "optimizer.name"));
    }
}
