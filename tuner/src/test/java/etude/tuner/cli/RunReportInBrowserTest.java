package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.run.KeptData;
import etude.trainer.run.RunDirectory;
import etude.tuner.browser.Browser;
import etude.tuner.report.PageFolder;
import etude.tuner.report.RunReport;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page of a real run on pictures, as its reader meets it. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunReportInBrowserTest {
    private static final Path PICTURES = Path.of("target", "pages");
    private static final List<String> CLASSES =
            List.of("<img src=x onerror=alert(1)>", "green & \"blue\"", "red");
    private static final int EACH = 60;
    private static final int SIZE = 16;

    private static final String CONFIG =
            """
            name: colors
            threads: 1
            dataset: {name: image_folder, path: "%s", validation_fraction: 0.4}
            model: {name: mlp, hidden: [8]}
            batch_size: 20
            max_train_steps: 30
            optimizer: {name: momentum, learning_rate: 0.01}
            logging: {every: 5}
            evaluation: {every: 10, batch_size: 40}
            checkpoints: {every: 10}
            """;

    private Path html = Path.of("");

    @BeforeAll
    void train(@TempDir Path directory) throws Exception {
        html = train(directory, drawData(directory));
    }

    /** Trains there; the report. */
    private static Path train(Path directory, Path data) throws IOException {
        Files.writeString(directory.resolve("config.yaml"), CONFIG.formatted(data));
        CommandResult trained = EtudeCommand.run(directory, "train", "config.yaml");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        return directory.resolve("runs/colors/report.html");
    }

    /** Noise with a little of the class in it: neither hopeless nor easy. */
    private static Path drawData(Path directory) throws IOException {
        Path data = directory.resolve("data");
        Random random = new Random(7);
        for (int c = 0; c < CLASSES.size(); c++) {
            Path folder = Files.createDirectories(data.resolve(CLASSES.get(c)));
            for (int i = 0; i < EACH; i++) {
                BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = image.createGraphics();
                for (int p = 0; p < SIZE * SIZE; p++) {
                    graphics.setColor(new Color(random.nextInt(0x1000000)));
                    graphics.fillRect(p % SIZE, p / SIZE, 1, 1);
                }
                graphics.setColor(new Color(0xFF << (8 * c)));
                graphics.fillRect(random.nextInt(10), random.nextInt(10), 5, 5);
                graphics.dispose();
                ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
            }
        }
        return data;
    }

    @Test
    void picturesAreSeenAndMistakesComeFirst() {
        try (Browser browser = Browser.start()) {
            browser.laptop();
            browser.open(html);
            List<String> captions = texts(browser, ".pictures figcaption");
            assertThat(captions).hasSize(40);
            assertThat(captions.get(0)).startsWith("✕");
            assertThat(String.join("", captions.stream().map(c -> c.substring(0, 1)).toList()))
                    .as("first what is wrong, then what is right")
                    .matches("✕+✓*");
            assertThat(
                            browser.evaluate(
                                            "[...document.images].every(i => i.complete && i.naturalWidth === 16 && i.alt.includes('predicted'))")
                                    .asBoolean())
                    .isTrue();
            assertThat(texts(browser, "td")).containsAll(CLASSES);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.requests()).containsExactly(html.toUri().toString());
        }
    }

    @Test
    void everyChartIsDrawnInLightAndDark() {
        try (Browser browser = Browser.start()) {
            browser.laptop();
            for (String theme : List.of("light", "dark")) {
                browser.prefer(theme);
                browser.open(html);
                for (String chart :
                        List.of(
                                "training-curves",
                                "step-loss",
                                "gradient-norm",
                                "gradient-norm-histogram",
                                "learning-rate",
                                "throughput",
                                "data-wait",
                                "classes")) {
                    browser.evaluate(
                            "document.getElementById('plot-%s').scrollIntoView({block: 'center', behavior: 'instant'})"
                                    .formatted(chart));
                    browser.waitFor(
                            "document.querySelectorAll('#plot-%s svg path').length > 4"
                                    .formatted(chart));
                }
                browser.painted();
                browser.wholePage(PICTURES.resolve("run-charts-" + theme + ".png"));
                see(browser, ".pictures");
                browser.screenshot(PICTURES.resolve("run-pictures-" + theme + ".png"));
            }
            assertThat(browser.errors()).isEmpty();
        }
    }

    @Test
    void aPhoneShowsThePicturesWithoutScrollingSideways() {
        try (Browser browser = Browser.start()) {
            browser.phone();
            browser.open(html);
            see(browser, ".pictures");
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isEqualTo(390);
            assertThat(
                            browser.evaluate(
                                            "new Set([...document.querySelectorAll('.pictures li')].map(e => Math.round(e.getBoundingClientRect().x))).size")
                                    .asInt())
                    .as("pictures side by side")
                    .isEqualTo(3);
            browser.screenshot(PICTURES.resolve("run-pictures-phone.png"));
        }
    }

    @Test
    void dataThatMovedAwayAreSaidToBeMissing(@TempDir Path directory) throws Exception {
        Path data = drawData(directory);
        Path report = train(directory, data);
        Files.move(data, directory.resolve("elsewhere"));
        CommandResult again = EtudeCommand.run(directory, "train", "config.yaml");
        assertThat(again.exitCode()).as("training needs its data").isEqualTo(ExitCode.FAILURE);
        RunReport.write(
                new RunDirectory(directory.resolve("runs/colors")),
                new PageFolder(directory.resolve("runs/colors")),
                new KeptData(),
                List.of("test"));
        assertThat(Files.readString(report))
                .contains("There is no data at &quot;%s&quot;".formatted(data), "class 0")
                .doesNotContain("src=\"data:image/png");
    }

    private static void see(Browser browser, String selector) {
        browser.evaluate(
                "document.querySelector('%s').scrollIntoView({block: 'start', behavior: 'instant'})"
                        .formatted(selector));
        browser.painted();
    }

    private static List<String> texts(Browser browser, String selector) {
        JsonNode texts =
                browser.evaluate(
                        "[...document.querySelectorAll('%s')].map(e => e.textContent)"
                                .formatted(selector));
        return StreamSupport.stream(texts.spliterator(), false).map(JsonNode::asText).toList();
    }
}
