package example;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about Etude as a library: its program is this one, and runs with its configs. */
final class TrainAndStudyTest {
    private static final Pattern BLOCK =
            Pattern.compile("```(java|yaml)\\R(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("..", "docs", "library.md")))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    @Test
    void theProgramOfThePageIsCompiledHere() throws IOException {
        assertThat(blocks("java"))
                .containsExactly(
                        Files.readString(Path.of("src/test/java/example/TrainAndStudy.java")));
    }

    @Test
    void itTrainsARunAndAStudyWithTheConfigsOfThePage() throws IOException {
        Files.writeString(folder.resolve("digits.yaml"), blocks("yaml").get(0));
        Files.writeString(folder.resolve("study.yaml"), blocks("yaml").get(1));

        TrainAndStudy.main(new String[] {folder.toString()});

        assertThat(new RunDirectory(folder.resolve("runs/digits")).summary())
                .content()
                .contains("\"completed\"");
        assertThat(folder.resolve("studies/rates/trials")).isDirectoryContaining("glob:**00001");
    }
}
