package etude.tuner.cluster;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.tuner.cluster.Submission.HostWorker;
import etude.tuner.text.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Workers on hosts that ssh reaches without a password. */
public record Ssh(Programs programs) {
    private static final String PROGRAM = "ssh";

    /** What begins with a dash would be an option. */
    private static final Pattern HOST = Pattern.compile("[\\w\\[][\\w.@:%\\]-]*");

    /**
     * Refuses what is no host.
     *
     * @throws ConfigException when one of them is none, or there is no ssh
     */
    public void require(List<String> hosts) {
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new ConfigException(
                        List.of(
                                "--hosts: expected names of hosts with commas between them, found \"%s\""
                                        .formatted(host)));
            }
        }
        programs.require(PROGRAM, "install OpenSSH's client");
    }

    /**
     * Starts workers on the hosts in turn; those that were started are kept, even where one cannot
     * be.
     *
     * @throws EtudeException when a host cannot be reached, or lacks the script
     */
    public void start(Submission submission, List<String> hosts, int workers) {
        List<HostWorker> started = new ArrayList<>();
        for (int worker = 1; worker <= workers; worker++) {
            started.add(start(submission, worker, hosts.get((worker - 1) % hosts.size())));
            submission.write(started);
        }
    }

    /** One, which outlives the connection. */
    private HostWorker start(Submission submission, int number, String host) {
        String script = submission.script().toString();
        Path log = submission.log(number);
        String command =
                "test -r %1$s && { setsid bash %1$s %2$d >>%3$s 2>&1 </dev/null & echo $!; }"
                        .formatted(Shell.word(script), number, Shell.word(log.toString()));
        Programs.Answer answer = call(host, command);
        if (!answer.isDone() || !answer.out().matches("\\d{1,9}")) {
            throw new EtudeException(
                    "no worker was started on %s (%s); it needs ssh without a password, and the folder %s as it is here"
                            .formatted(host, answer.complaint(), submission.folder()));
        }
        return new HostWorker(number, host, Long.parseLong(answer.out()));
    }

    /**
     * Has a worker stop with a checkpoint, unless its number is another process's by now.
     *
     * @return whether it was there
     */
    boolean stop(Submission submission, HostWorker worker) {
        return said(
                worker,
                "if %s; then kill -USR1 %d; echo there; fi"
                        .formatted(isWorker(submission, worker), worker.process()));
    }

    /**
     * Waits until a worker has stopped.
     *
     * @return false: it is not there any more
     */
    boolean await(Submission submission, HostWorker worker) {
        return said(worker, "while %s; do sleep 1; done".formatted(isWorker(submission, worker)));
    }

    private static String isWorker(Submission submission, HostWorker worker) {
        return "grep -qsF %s /proc/%d/cmdline"
                .formatted(Shell.word(submission.script().toString()), worker.process());
    }

    private boolean said(HostWorker worker, String command) {
        Programs.Answer answer = call(worker.host(), command);
        if (!answer.isDone()) {
            throw new EtudeException(
                    "the worker %d on %s cannot be reached (%s); if the host is down, its trial is free once its lease has ended"
                            .formatted(worker.number(), worker.host(), answer.complaint()));
        }
        return !answer.out().isEmpty();
    }

    /** By a shell of which every host has the words, whatever that of the user is. */
    private Programs.Answer call(String host, String command) {
        return programs.run(
                List.of(
                        PROGRAM,
                        "-n",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "ConnectTimeout=10",
                        host,
                        Shell.command(List.of("sh", "-c", command))));
    }
}
