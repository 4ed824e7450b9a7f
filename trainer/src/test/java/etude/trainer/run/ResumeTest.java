package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.TestDevice;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.run.SmallRun.Quiet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped, killed or damaged ends with the same bits as one that was not. */
class ResumeTest {
    @TempDir static Path shared;

    @TempDir Path temporary;

    private static Path undisturbed;

    @BeforeAll
    static void trainUndisturbed() {
        undisturbed = shared.resolve("undisturbed");
        assertThat(SmallRun.run(undisturbed, new Quiet()))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
    }

    @Test
    void stopAndResumeAtThreeRandomStepsEqualsUninterrupted() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        Path directory = temporary.resolve("stopped");
        long before = 0;
        for (int stop = 0; stop < 3; stop++) {
            long at = before + 2 + random.nextInt(14);
            Outcome outcome = SmallRun.run(directory, new StopAt(at));
            assertThat(outcome).isInstanceOf(Outcome.Preempted.class);
            before = ((Outcome.Preempted) outcome).step();
            assertThat(before).isEqualTo(at);
        }
        assertThat(SmallRun.run(directory, new Quiet()))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
        assertSameResult(directory);
        assertThat(new Attempts(new RunDirectory(directory)).count()).isEqualTo(4);
    }

    @Test
    void aFinishedRunIsNotTrainedAgain() {
        Quiet progress = new Quiet();
        assertThat(SmallRun.run(undisturbed, progress))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
        assertThat(progress.steps).hasValue(0);
    }

    @Test
    void aDamagedNewestCheckpointIsNamedAndThePreviousOneUsed() throws IOException {
        Path directory = temporary.resolve("damaged");
        SmallRun.run(directory, new Quiet());
        Path newest =
                new RunDirectory(directory)
                        .checkpoints()
                        .resolve("step-%08d".formatted(SmallRun.STEPS));
        Path parameters = newest.resolve("parameters.safetensors");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[bytes.length / 2] ^= 1;
        Files.write(parameters, bytes);
        Quiet progress = new Quiet();
        SmallRun.run(directory, progress);
        assertThat(progress.notes)
                .anySatisfy(note -> assertThat(note).contains(parameters.toString(), "instead"));
        assertThat(progress.steps).hasValue(SmallRun.STEPS);
        assertSameResult(directory);
    }

    @Test
    void aConfigThatWouldChangeTheRunIsRefusedWithTheDifferingKeys() {
        assertThatThrownBy(
                        () ->
                                SmallRun.run(
                                        undisturbed, new Quiet(), "optimizer.learning_rate=0.02"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("optimizer.learning_rate")
                .hasMessageContaining("--fresh");
    }

    @Test
    void dataThatChangedBehindAnUnchangedConfigAreRefused() throws IOException {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Path images = data.resolve("train-images-idx3-ubyte");
        Path labels = data.resolve("train-labels-idx1-ubyte");
        byte[] pixels = new byte[200 * 16];
        new Random(2).nextBytes(pixels);
        Files.write(images, idx(pixels, 200, 4, 4));
        byte[] classes = new byte[200];
        Arrays.fill(classes, 100, 200, (byte) 1);
        Files.write(labels, idx(classes, 200));
        String dataset = "dataset={name: idx, path: '%s'}".formatted(data);
        Path directory = temporary.resolve("changed");
        SmallRun.run(directory, new StopAt(12), dataset);

        pixels[1800]++;
        Files.write(images, idx(pixels, 200, 4, 4));
        assertThatThrownBy(() -> SmallRun.run(directory, new Quiet(), dataset))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("the data have changed since the checkpoint of step 12")
                .hasMessageContaining("expected 180 training and 20 validation examples, digest ")
                .hasMessageContaining("--fresh");

        pixels[1800]--;
        Files.write(images, idx(pixels, 200, 4, 4));
        assertThat(SmallRun.run(directory, new Quiet(), dataset))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
    }

    /** What is cut of a picture follows from seed and position, not from what was read before. */
    @Test
    void cropsFromTheFilesOwnPixelsAreTheSameAfterAStop() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20; i++) {
            BufferedImage image = new BufferedImage(40, 30 + i, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 40 * 30; pixel++) {
                image.setRGB(pixel % 40, pixel / 40, random.nextInt(0x1000000));
            }
            Path of = Files.createDirectories(temporary.resolve("images/" + i % 2));
            ImageIO.write(image, "jpg", of.resolve(i + ".jpg").toFile());
        }
        String[] overrides = {
            "dataset={name: image_folder, path: '%s', height: 12, width: 12, shorter_edge: 14, decode: training, crop_from_file: true, validation_fraction: 0.2, augment: [random_resized_crop, horizontal_flip, mixup]}"
                    .formatted(temporary.resolve("images")),
            "max_train_steps=12"
        };
        Path whole = temporary.resolve("whole");
        Path stopped = temporary.resolve("stopped");

        SmallRun.run(whole, new Quiet(), overrides);
        assertThat(SmallRun.run(stopped, new StopAt(13), overrides))
                .isEqualTo(new Outcome.Preempted(13));
        assertThat(SmallRun.run(stopped, new Quiet(), overrides))
                .isEqualTo(new Outcome.Completed(22));

        assertThat(SmallRun.bits(stopped)).isEqualTo(SmallRun.bits(whole));
        assertThat(new RunDirectory(stopped).steps())
                .hasSameBinaryContentAs(new RunDirectory(whole).steps());
    }

    private static byte[] idx(byte[] content, int... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + content.length);
        bytes.putInt(0x0800 + dimensions.length);
        for (int dimension : dimensions) {
            bytes.putInt(dimension);
        }
        return bytes.put(content).array();
    }

    @Test
    void freshKeepsTheEarlierRunBesideTheNewOne() {
        Path directory = temporary.resolve("again");
        SmallRun.run(directory, new Quiet());
        RunOptions fresh =
                new RunOptions(
                        directory, TestDevice.name(), true, List.of("test"), Optional.empty());
        TrainingRun.execute(SmallRun.config("seed=4"), fresh, new Quiet());
        assertThat(SmallRun.bits(temporary.resolve("again.old-1")))
                .isEqualTo(SmallRun.bits(undisturbed));
        assertThat(SmallRun.bits(directory)).isNotEqualTo(SmallRun.bits(undisturbed));
    }

    @Test
    @Tag("slow")
    void killsAtTwentyRandomMomentsEndInTheSameParameters() throws Exception {
        Path directory = temporary.resolve("killed");
        SplittableRandom random = new SplittableRandom(20);
        int kills = 0;
        for (int i = 0; i < 20; i++) {
            Process process = SmallRun.start(directory);
            if (!process.waitFor(random.nextInt(300, 4000), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                kills++;
            }
        }
        assertThat(kills).isPositive();
        assertThat(SmallRun.start(directory).waitFor()).isZero();
        assertSameResult(directory);
    }

    private static void assertSameResult(Path directory) throws IOException {
        assertThat(SmallRun.bits(directory)).isEqualTo(SmallRun.bits(undisturbed));
        RunDirectory expected = new RunDirectory(undisturbed);
        RunDirectory actual = new RunDirectory(directory);
        assertThat(actual.steps()).hasSameBinaryContentAs(expected.steps());
        assertThat(actual.classes()).hasSameBinaryContentAs(expected.classes());
        assertThat(actual.correct()).hasSameBinaryContentAs(expected.correct());
        assertThat(actual.outcomes()).hasSameBinaryContentAs(expected.outcomes());
        assertThat(withoutTimes(actual)).isEqualTo(withoutTimes(expected));
    }

    /** Metrics that are times of day or speeds differ between any two runs. */
    private static List<Measurement> withoutTimes(RunDirectory directory) {
        List<Measurement> measurements = new ArrayList<>();
        for (Measurement measurement : MetricsLog.read(directory.metrics())) {
            Map<String, Double> metrics = new LinkedHashMap<>(measurement.metrics());
            metrics.remove("examples_per_second");
            metrics.remove("data_wait_fraction");
            measurements.add(new Measurement(measurement.step(), metrics));
        }
        return measurements;
    }

    /** Sends this process the signal that a cluster sends, once {@code at} updates are done. */
    private static final class StopAt extends Quiet {
        private final long at;
        private final CountDownLatch received = new CountDownLatch(1);

        StopAt(long at) {
            this.at = at;
        }

        @Override
        public void note(String sentence) {
            super.note(sentence);
            if (sentence.contains("SIGUSR1 received")) {
                received.countDown();
            }
        }

        @Override
        public void stepped(long step) {
            super.stepped(step);
            if (step == at) {
                try {
                    String pid = Long.toString(ProcessHandle.current().pid());
                    new ProcessBuilder("kill", "-USR1", pid).start().waitFor();
                    received.await(); // Java hears of signals on another thread
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
