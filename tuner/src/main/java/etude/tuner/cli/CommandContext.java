package etude.tuner.cli;

import etude.tuner.cluster.Programs;
import etude.tuner.doctor.LibraryChoice;
import etude.tuner.progress.Terminal;
import etude.tuner.workspace.Workspace;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * What the edge of the process hands to each command that asks for it in its constructor. Results
 * go to the writers of the {@link CommandLine}.
 *
 * @param programs of this machine
 * @param answers the next line that the user types; empty where nobody does
 * @param guided whether `etude next` asked for the command, and says what comes after it
 */
record CommandContext(
        Workspace workspace,
        Terminal terminal,
        LibraryChoice library,
        Computing computing,
        Programs programs,
        Supplier<Optional<String>> answers,
        boolean guided)
        implements IFactory {
    /** Of a process that no launcher started, with nobody to ask. */
    CommandContext(Workspace workspace, Terminal terminal, Computing computing) {
        this(
                workspace,
                terminal,
                new LibraryChoice(Optional.empty()),
                computing,
                Programs.ofThisProcess(),
                Optional::empty,
                false);
    }

    /** For a step of a project: what its study would say to do next is not what the guide says. */
    CommandContext guiding() {
        return new CommandContext(workspace, terminal, library, computing, programs, answers, true);
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1
                    && constructor.getParameterTypes()[0] == CommandContext.class) {
                return type.cast(constructor.newInstance(this));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
