package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.store.TrialState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is killed and whenever: every trial is done once, with the numbers it would have had.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class StudyChaosTest {
    private static final String[] COMMAND = {
        "study", "run", "study.yaml", "--workers", "2", "--lease", "3"
    };

    /** Kills before the first trial has ended. */
    private static final int AHEAD = 3;

    @TempDir private Path directory;

    @Test
    void fewTrialsSurviveSomeKills() throws Exception {
        survive(2, 3, 500);
    }

    @Test
    @Tag("slow")
    void manyTrialsSurviveManyKills() throws Exception {
        survive(24, 30, 1500);
    }

    private void survive(int trials, int kills, int steps) throws Exception {
        SmallStudy quiet = SmallStudy.write(directory.resolve("quiet"), trials, steps);
        assertThat(quiet.etude(COMMAND).exitCode()).isZero();
        SmallStudy chaotic = SmallStudy.write(directory.resolve("chaotic"), trials, steps);
        long start = System.nanoTime();
        int done = disturb(chaotic, trials, kills);
        System.out.printf(
                "%d trials, %d kills, %d s%n",
                trials, done, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));

        assertThat(done).isEqualTo(kills);
        assertThat(chaotic.trials())
                .hasSize(trials)
                .allMatch(trial -> trial.state() == TrialState.COMPLETED);
        for (int trial = 0; trial < trials; trial++) {
            List<String> endings = chaotic.endings(trial);
            assertThat(endings).endsWith("completed");
            assertThat(Collections.frequency(endings, "completed")).isEqualTo(1);
        }
        assertThat(chaotic.results()).isEqualTo(quiet.results());
    }

    /**
     * Kills a worker or the supervisor again and again, and starts the supervisor again. Kills are
     * spread over the study: a slow machine could do nothing between two of them, and a fast one
     * all of its work.
     */
    private static int disturb(SmallStudy study, int trials, int kills) throws Exception {
        Random random = new Random(1);
        int done = 0;
        Process supervisor = study.start(Etude.class, COMMAND);
        while (true) {
            boolean ended = supervisor.waitFor(200 + random.nextInt(1000), TimeUnit.MILLISECONDS);
            if (ended && supervisor.exitValue() == 0) {
                return done;
            }
            if (!ended && done < kills && done <= AHEAD + study.completed() * kills / trials) {
                List<ProcessHandle> alive = new ArrayList<>(supervisor.children().toList());
                alive.add(supervisor.toHandle());
                alive.get(random.nextInt(alive.size())).destroyForcibly();
                done++;
                ended = supervisor.waitFor(100, TimeUnit.MILLISECONDS);
            }
            if (ended) {
                supervisor = study.start(Etude.class, COMMAND);
            }
        }
    }
}
