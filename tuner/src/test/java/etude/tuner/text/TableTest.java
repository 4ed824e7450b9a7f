package etude.tuner.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(new Table().row("a", "long cell", "x").row("bbbb", "c", "").lines())
                .containsExactly("a     long cell  x", "bbbb  c");
    }

    @Test
    void sizesAreInTheUnitAReaderWouldChoose() {
        assertThat(ByteSize.text(999)).isEqualTo("999 bytes");
        assertThat(ByteSize.text(1536)).isEqualTo("1.5 KiB");
        assertThat(ByteSize.text(5L << 40)).isEqualTo("5.0 TiB");
    }
}
