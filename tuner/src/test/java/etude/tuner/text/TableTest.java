package etude.tuner.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    private static final String GOAL = "Does Adam beat Nesterov momentum on MNIST?";

    private static Table studies() {
        return new Table(
                        List.of(
                                Table.Column.of("STUDY"),
                                Table.Column.of("BEST").rank(1),
                                Table.Column.of("GOAL").rank(2).cutTo(12)))
                .row("nesterov-or-adam", "0.0305", GOAL);
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(new Table().row("a", "long cell", "x").row("bbbb", "c", "").lines())
                .containsExactly("a     long cell  x", "bbbb  c");
    }

    @Test
    void whereThereIsRoomNothingIsCut() {
        assertThat(studies().fitted(68).lines().get(1)).hasSize(68).endsWith(GOAL);
        assertThat(studies().lines()).isEqualTo(studies().fitted(68).lines());
    }

    @Test
    void cellsAreCutAtTheEndOfAWord() {
        assertThat(studies().fitted(60).lines("--format csv"))
                .containsExactly(
                        "STUDY             BEST    GOAL",
                        "nesterov-or-adam  0.0305  Does Adam beat Nesterov...");
    }

    @Test
    void columnsWithoutRoomAreLeftOutAndNamed() {
        assertThat(studies().fitted(30).lines("--format csv"))
                .containsExactly(
                        "STUDY             BEST",
                        "nesterov-or-adam  0.0305",
                        "No room for GOAL: --format csv has everything.");
        assertThat(studies().fitted(20).leftOut()).containsExactly("BEST", "GOAL");
        assertThat(studies().fitted(10).lines()).containsExactly("STUDY", "nestero...");
    }

    @Test
    void theLastColumnMayGoOnInFurtherLines() {
        Table table =
                new Table(List.of(Table.Column.of(""), Table.Column.of("").flowingIn(10)))
                        .row("disk", "55 GiB free below the folder");
        assertThat(table.fitted(20).lines())
                .containsExactly("disk  55 GiB free", "      below the", "      folder");
    }

    @Test
    void charactersOfTwoColumnsAndOfNoneCountAsSuch() {
        assertThat(new Table().row("\u5b66\u7fd2", "x").row("e\u0301tude", "x").lines())
                .containsExactly("\u5b66\u7fd2   x", "e\u0301tude  x");
        assertThat(TextWidth.cut("\u5b66\u7fd2\u5b66\u7fd2", 7)).isEqualTo("\u5b66\u7fd2...");
    }

    @Test
    void sizesAreInTheUnitAReaderWouldChoose() {
        assertThat(ByteSize.text(999)).isEqualTo("999 bytes");
        assertThat(ByteSize.text(1536)).isEqualTo("1.5 KiB");
        assertThat(ByteSize.text(5L << 40)).isEqualTo("5.0 TiB");
    }
}
