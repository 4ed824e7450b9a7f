package etude.tuner.cli;

import etude.trainer.files.Json;
import etude.tuner.notebook.NotebookReader;
import etude.tuner.project.Adoption;
import etude.tuner.project.BegunStep;
import etude.tuner.project.JournalEntry;
import etude.tuner.project.Lesson;
import etude.tuner.project.ProcedureCost;
import etude.tuner.project.ProjectFolder;
import etude.tuner.project.ProjectLock;
import etude.tuner.project.ProjectReader;
import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.Action;
import etude.tuner.project.rule.Draft;
import etude.tuner.project.rule.Guide;
import etude.tuner.text.Numbers;
import etude.tuner.text.Shell;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to do next in a project. */
@Command(
        name = "next",
        description = {
            "Say where a project stands and what the playbook's next step is: why, what it costs,"
                    + " and the command.",
            "Runs, probes, procedures and studies that were made from the same config count,"
                    + " whoever asked for them."
        })
final class NextCommand extends PrintingCommand {
    /** What it is written as. */
    enum Format {
        TEXT,
        JSON
    }

    /** How far it goes on by itself. */
    enum Until {
        LAUNCH,
        BUDGET
    }

    private static final double NANOSECONDS = 1e9;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The project (default: the only one in projects/).")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--run", description = "Carry out the next step; a signal stops it.")
    private boolean run;

    @Option(
            names = "--until",
            paramLabel = "launch|budget",
            description = {
                "Go on by itself, step after step, until the launch, or until nothing more is due or"
                        + " fits the budget; a signal stops it, and the same command goes on."
            })
    private Optional<Until> until = Optional.empty();

    @Option(names = "--explain", description = "List every rule in order with its state.")
    private boolean explain;

    @Option(
            names = "--skip",
            paramLabel = "REASON",
            description = "Disagree with the next step: it is recorded and not proposed again.")
    private Optional<String> skip = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "Text for people, or everything for programs.")
    private Format format = Format.TEXT;

    private final CommandContext context;

    NextCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        boolean works = run || until.isPresent();
        require(
                !(works && skip.isPresent()),
                "--skip: expected alone, found --run or --until beside it");
        require(
                !(run && until.isPresent()),
                "--until: expected without --run, which carries out one step");
        require(
                !(works && format == Format.JSON),
                "--format json: expected without --run and --until, which print what the steps print");
        require(
                skip.filter(String::isBlank).isEmpty(),
                "--skip: expected a reason, for whoever reads the journal, found nothing");
        ProjectFolder folder = ProjectFolder.find(directory, context.workspace().projects());
        noteOtherPlace(folder);
        if (!works && skip.isEmpty()) {
            say(folder);
            return ExitCode.DONE;
        }
        ProjectLock lock = folder.lock();
        try {
            return skip.isPresent() ? skip(folder, skip.get()) : work(folder);
        } finally {
            lock.close();
        }
    }

    /** Not refused: a project may lie anywhere. But what was trained elsewhere is not found. */
    private void noteOtherPlace(ProjectFolder folder) {
        Path here = context.workspace().root().toAbsolutePath().normalize();
        if (!folder.root().toAbsolutePath().normalize().startsWith(here)) {
            err().printf(
                            "etude: %s is not below this folder (%s), where its runs and studies are looked for; if they lie elsewhere, call it from there%n",
                            folder.root(), here);
        }
    }

    private int skip(ProjectFolder folder, String reason) {
        Optional<String> step = guide(folder).next().map(next -> next.rule().step());
        require(
                step.isPresent(),
                "--skip: expected a step that is due, found none; `etude next --explain` says why");
        folder.log(JournalEntry.skipped(now(), step.orElseThrow(), reason, user()));
        err().println("etude: skipped %s: %s".formatted(step.orElseThrow(), reason));
        say(folder);
        return ExitCode.DONE;
    }

    /** One step, or one after the other until there is none, or one does not end well. */
    private int work(ProjectFolder folder) {
        Optional<Guide.Next> before = Optional.empty();
        while (true) {
            Guide guide = measured(folder);
            if (settle(folder, guide)) {
                continue;
            }
            Optional<Guide.Next> next = guide.next();
            boolean launched = until.filter(Until.LAUNCH::equals).isPresent() && guide.launched();
            if (next.isEmpty() || launched) {
                say(folder);
                return ExitCode.DONE;
            }
            if (next.equals(before)) {
                err().printf(
                                "etude: the step %s ended and is due again as it was, so it would never end; `etude next %s` says what it waits for%n",
                                next.get().rule().step(), Shell.word(folder.root().toString()));
                return ExitCode.FAILURE;
            }
            before = next;
            int exitCode = carryOut(folder, guide, next.get());
            if (exitCode != ExitCode.DONE || run) {
                return exitCode;
            }
        }
    }

    /** A process was killed between a command's end and its entry in the journal: it is charged. */
    private boolean settle(ProjectFolder folder, Guide guide) {
        Optional<BegunStep> begun = folder.begun();
        if (begun.isEmpty()) {
            return false;
        }
        if (!begun.get().isIn(guide.state().journal())) {
            boolean goesOn =
                    guide.next()
                            .flatMap(next -> begun(guide, next))
                            .filter(begun.get()::isContinuedBy)
                            .isPresent();
            if (goesOn) {
                return false;
            }
            folder.log(done(guide.state(), begun.get(), ExitCode.DONE, OptionalDouble.empty()));
        }
        folder.ended();
        return true;
    }

    /** What is begun when a step is carried out; empty where that is no command. */
    private static Optional<BegunStep> begun(Guide guide, Guide.Next next) {
        return next.draft().action() instanceof Action.Command command
                ? Optional.of(
                        new BegunStep(
                                guide.state().journal().entries().size(),
                                next.rule().step(),
                                next.draft().round(),
                                next.draft().why(),
                                command.words(),
                                next.draft().cost().seconds(),
                                command.procedure()))
                : Optional.empty();
    }

    private Guide guide(ProjectFolder folder) {
        return Guide.of(new ProjectReader(context.workspace()).read(folder));
    }

    /** The time of a step is kept once a whole training has shown it. */
    private Guide measured(ProjectFolder folder) {
        Guide guide = guide(folder);
        if (guide.state().timed().isEmpty()) {
            return guide;
        }
        folder.keepTime(guide.state().timed());
        return guide(folder);
    }

    private void say(ProjectFolder folder) {
        Guide guide = guide(folder);
        print(guide);
        guide.next().map(Guide.Next::draft).map(Draft::files).ifPresent(folder::draft);
        note(folder, guide);
    }

    /** First, for whoever may not write in the folder of the project. */
    private void print(Guide guide) {
        GuideText text = new GuideText(guide);
        if (format == Format.JSON) {
            out().print(Json.text(text.json()));
            out().flush();
            return;
        }
        print(text.lines(), context.terminal());
        if (explain) {
            out().println();
            print(text.rules(), context.terminal());
        }
    }

    private void note(ProjectFolder folder, Guide guide) {
        new NotebookReader(context.workspace()).read(guide, folder.root()).write(folder.root());
    }

    private int carryOut(ProjectFolder folder, Guide guide, Guide.Next next) {
        folder.draft(next.draft().files());
        Action action = next.draft().action();
        if (action instanceof Action.ByHand byHand) {
            say(folder);
            err().println("etude: only you can do this: " + byHand.sentence());
            return ExitCode.FAILURE;
        }
        if (until.isPresent()) {
            note(folder, guide);
            print(new GuideText(guide).step(next), context.terminal());
        }
        int exitCode = carryOut(folder, guide, next, action);
        if (exitCode == ExitCode.DONE) {
            out().println();
            if (run) {
                say(folder);
            }
        }
        return exitCode;
    }

    private int carryOut(ProjectFolder folder, Guide guide, Guide.Next next, Action action) {
        Optional<BegunStep> begun = begun(guide, next);
        if (begun.isPresent()) {
            return execute(folder, guide.state(), begun.get());
        }
        if (action instanceof Action.Adopt adopt) {
            launch(folder, next, adopt.adoption());
        } else if (action instanceof Action.Conclude conclude) {
            conclude.adoption().ifPresent(adoption -> launch(folder, next, adoption));
            conclude.lessons().forEach(lesson -> conclude(folder, next, lesson));
        }
        return ExitCode.DONE;
    }

    private int execute(ProjectFolder folder, ProjectState state, BegunStep step) {
        BegunStep whole =
                folder.begun().orElse(step); // where it was killed, with all it was to take
        folder.begin(whole);
        err().println(Shell.command(step.words()));
        long started = System.nanoTime();
        String[] arguments = step.words().subList(1, step.words().size()).toArray(String[]::new);
        CommandLine etude =
                Etude.commandLine(context.guiding(), arguments).setOut(out()).setErr(err());
        int exitCode = Etude.run(etude, arguments);
        OptionalDouble took = OptionalDouble.of((System.nanoTime() - started) / NANOSECONDS);
        folder.log(done(state, step.predicting(whole.predictedSeconds()), exitCode, took));
        if (exitCode == ExitCode.PREEMPTED) { // what it goes on with is part of the same
            folder.begin(whole.begunAfter(state.journal().entries().size() + 1));
        } else {
            folder.ended();
        }
        return exitCode;
    }

    private JournalEntry done(
            ProjectState state, BegunStep step, int exitCode, OptionalDouble tookSeconds) {
        return new JournalEntry(
                now(),
                JournalEntry.Kind.DONE,
                step.step(),
                step.round(),
                step.reason(),
                Shell.command(step.words()),
                OptionalInt.of(exitCode),
                step.predictedSeconds(),
                counted(state, step),
                tookSeconds,
                user());
    }

    /** What a procedure trained; empty of other commands, which train what was predicted. */
    private OptionalDouble counted(ProjectState state, BegunStep step) {
        int workers = state.config().workers();
        return step.procedure().isEmpty() || state.trainingTime().isEmpty()
                ? OptionalDouble.empty()
                : new ProcedureCost(context.workspace(), state.trainingTime().get(), workers)
                        .of(step.procedure().get());
    }

    private void launch(ProjectFolder folder, Guide.Next next, Adoption adoption) {
        int number = folder.launch(adoption, now());
        decided(folder, next, JournalEntry.Kind.LAUNCHED, "", adoption.evidence());
        String changes =
                adoption.changes().isEmpty()
                        ? "the incumbent as it is"
                        : Numbers.shortened(String.join(", ", adoption.changes()));
        print(List.of("Launch %d: %s.".formatted(number, changes)), context.terminal());
    }

    private void conclude(ProjectFolder folder, Guide.Next next, Lesson lesson) {
        folder.conclude(lesson, now());
        decided(folder, next, JournalEntry.Kind.LEARNED, lesson.round(), lesson.why());
        print(
                List.of("Lesson of %s: %s".formatted(lesson.round(), lesson.why())),
                context.terminal());
    }

    private void decided(
            ProjectFolder folder,
            Guide.Next next,
            JournalEntry.Kind kind,
            String round,
            String reason) {
        folder.log(
                new JournalEntry(
                        now(),
                        kind,
                        next.rule().step(),
                        round,
                        reason,
                        Shell.command(words()),
                        OptionalInt.of(ExitCode.DONE),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        user()));
    }

    private static String now() {
        return Instant.now().toString();
    }

    private static String user() {
        return System.getProperty("user.name", "somebody");
    }
}
