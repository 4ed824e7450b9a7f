package etude.tuner.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as the user typed it, for the record. */
final class CommandWords {
    private CommandWords() {}

    static List<String> of(CommandSpec spec) {
        List<String> words = new ArrayList<>();
        words.add(spec.root().name());
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return words;
    }
}
