package etude.tuner.cli;

import etude.tuner.progress.Terminal;
import etude.tuner.text.Paragraph;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands share: where they print, and what the user typed. */
abstract class PrintingCommand implements Callable<Integer> {
    private static final Pattern SECRET = Pattern.compile("((?:ssl)?password=)[^&\\s]*");

    @Spec private CommandSpec spec = CommandSpec.create();

    final CommandSpec spec() {
        return spec;
    }

    /** Results; flushed by each println, and by {@code flush()} after a print. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Notes and mishaps; flushed by each println. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints lines for people, broken between words where the terminal is narrower. */
    final void print(List<String> lines, Terminal terminal) {
        for (String line : lines) {
            Paragraph.lines(line, terminal.width()).forEach(out()::println);
        }
    }

    /** The command line as the user typed it, for the record, without passwords. */
    final List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(spec.root().name());
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        words.replaceAll(word -> SECRET.matcher(word).replaceAll("$1..."));
        return words;
    }

    /** Refuses the command line unless the condition holds. */
    final void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }
}
