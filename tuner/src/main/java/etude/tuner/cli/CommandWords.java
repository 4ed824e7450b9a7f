package etude.tuner.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as the user typed it, for the record, without passwords. */
final class CommandWords {
    private static final Pattern SECRET = Pattern.compile("((?:ssl)?password=)[^&\\s]*");

    private CommandWords() {}

    static List<String> of(CommandSpec spec) {
        List<String> words = new ArrayList<>();
        words.add(spec.root().name());
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        words.replaceAll(word -> SECRET.matcher(word).replaceAll("$1..."));
        return words;
    }
}
