package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class FailuresTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter err = new PrintWriter(text);

    @Test
    void userMistakeIsOneSentenceWithoutStackTrace() {
        int exitCode = Failures.execution(new EtudeException("no such run: runs/a"), err);
        assertThat(exitCode).isEqualTo(1);
        assertThat(text.toString().lines()).containsExactly("etude: no such run: runs/a");
    }

    @Test
    void everyProblemOfAConfigHasItsLine() {
        int exitCode = Failures.execution(new ConfigException(List.of("a: b", "c: d")), err);
        assertThat(exitCode).isEqualTo(2);
        assertThat(text.toString().lines()).containsExactly("etude: a: b", "etude: c: d");
    }

    @Test
    void aFaultOfTheGpuIsOneSentence() {
        EngineException fault = new EngineException("CUDA error: unspecified launch failure\nmore");
        assertThat(Failures.execution(fault, err)).isEqualTo(1);
        assertThat(text.toString().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "etude: the GPU faulted and is lost to this process (CUDA error: unspecified launch failure); ");
    }

    @Test
    void bugLeavesItsStackTraceInAFileAndSaysWhere() throws IOException {
        int exitCode = Failures.execution(new IllegalStateException("index 3"), err);
        assertThat(exitCode).isEqualTo(1);
        Matcher sentence = Pattern.compile("the details in (.+)\\.").matcher(text.toString());
        assertThat(sentence.find()).isTrue();
        Path report = Path.of(sentence.group(1));
        assertThat(Files.readString(report))
                .startsWith("etude ")
                .contains("IllegalStateException: index 3")
                .contains("at etude.tuner.cli.FailuresTest");
        Files.delete(report);
    }
}
