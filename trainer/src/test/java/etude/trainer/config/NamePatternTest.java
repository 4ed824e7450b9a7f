package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "output_*, output_weight, true",
        "output_*, output_, true",
        "output_*, my_output_weight, false",
        "*_gamma, stem_gamma, true",
        "stage?_gamma, stage1_gamma, false", // only the star stands for others
        "a.b, axb, false",
        "*, anything, true",
        "h.*.attn.*, h.3.attn.c_attn.weight, true",
        "plain, plain, true",
    })
    void aStarStandsForAnyCharactersOfTheWholeName(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "encoder.*, transformer.*, encoder.h.0.ln, transformer.h.0.ln",
        "*.block.*, b.*.x.*, 3.block.w, b.3.x.w",
        "old, new, old, new",
        "*, model.*, '', model.",
    })
    void starsOfTheNewNameAreThoseOfTheOld(String from, String to, String name, String renamed) {
        assertThat(new NamePattern(from).renamed(name, to)).contains(renamed);
    }

    @ParameterizedTest
    @CsvSource({"encoder.*, x.*, decoder.h"})
    void otherNamesAreNotRenamed(String from, String to, String name) {
        assertThat(new NamePattern(from).renamed(name, to)).isEmpty();
    }
}
