package etude.tuner.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A window of a real headless browser for tests of pages: opens files, acts as a user does, and
 * tells what the page did. Skips the test with a message where there is no Chromium.
 */
public final class Browser implements AutoCloseable {
    /** Whether to take pictures; tests need none. */
    private static final boolean PICTURES = Boolean.getBoolean("etude.test.pictures");

    private static final int WAIT_SECONDS = 30;

    /** An object of a PDF that is one page. */
    private static final Pattern SHEET = Pattern.compile("/Type\\s*/Page\\b(?!s)");

    /**
     * A window that has not painted for so long hardly ever will; where the page or the machine is
     * only slow, the next window gets more time.
     */
    private static final List<Integer> PAINT_MILLISECONDS = List.of(2_000, 10_000, 30_000);

    /** A window's page and its name in the protocol. */
    private record Window(String target, DevTools tools) {}

    private final ChromiumProcess process;
    private final DevTools chromium;
    private final String context;
    private Window window;
    private DevTools tools;
    private Map<String, Object> screen = Map.of();
    private String scheme = "light";
    private Optional<Path> opened = Optional.empty();

    private Browser(ChromiumProcess process) {
        this.process = process;
        chromium = new DevTools(process.address());
        context = chromium.call("Target.createBrowserContext").get("browserContextId").asText();
        window = window(process, chromium, context);
        tools = window.tools();
        laptop();
    }

    private static Window window(ChromiumProcess process, DevTools chromium, String context) {
        String target =
                chromium.call(
                                "Target.createTarget",
                                "url",
                                "about:blank",
                                "browserContextId",
                                context,
                                "newWindow",
                                true)
                        .get("targetId")
                        .asText();
        DevTools tools = new DevTools(process.address(target));
        for (String domain : List.of("Inspector", "Page", "Runtime", "Log", "Network")) {
            tools.call(domain + ".enable");
        }
        return new Window(target, tools);
    }

    /** Opens a window with an empty profile. */
    public static Browser start() {
        var executable = ChromiumProcess.find();
        Assumptions.assumeTrue(
                executable.isPresent(),
                "no Chromium on the PATH (Debian: apt-get install chromium-headless-shell), so pages are not"
                        + " looked at");
        return new Browser(ChromiumProcess.shared(executable.orElseThrow()));
    }

    /** The same outside of tests: fails where there is no Chromium. */
    public static Browser startOutsideOfTests() {
        return new Browser(ChromiumProcess.shared(ChromiumProcess.find().orElseThrow()));
    }

    /** Opens a file and waits until it is loaded and has painted twice. */
    public void open(Path file) {
        opened = Optional.of(file);
        load(file);
        painted();
    }

    private void load(Path file) {
        leave();
        tools.forgetEvents();
        tools.call("Page.navigate", "url", file.toUri().toString());
        waitFor("location.protocol === 'file:' && document.readyState === 'complete'");
    }

    private void leave() {
        if (!evaluate("location.href === 'about:blank'").asBoolean()) {
            tools.call("Page.navigate", "url", "about:blank");
            waitFor("location.href === 'about:blank'");
        }
    }

    /** Leaves the page, which would draw itself anew for what comes next, for a laptop's window. */
    public void begin() {
        leave();
        opened = Optional.empty();
        scheme = "light";
        laptop();
    }

    /**
     * Waits for two frames, after which what was asked for has been drawn. Chromium 156 stops
     * painting a window now and then, for good, while the page is visible and its timers run (in 2
     * of 4 runs of all tests): then the file is opened in another window, at the same place.
     */
    public void painted() {
        for (int milliseconds : PAINT_MILLISECONDS) {
            if (paints(milliseconds)) {
                return;
            }
            openAgain();
        }
        throw new IllegalStateException("the browser paints nothing more");
    }

    private boolean paints(int milliseconds) {
        return evaluate(
                        "new Promise(done => { requestAnimationFrame(() => requestAnimationFrame(() => done(true))); setTimeout(() => done(false), %d); })"
                                .formatted(milliseconds))
                .asBoolean();
    }

    /** Charts are drawn once they are scrolled to; those that were are drawn again. */
    private void openAgain() {
        JsonNode place = evaluate("[scrollX, scrollY]");
        JsonNode drawn =
                evaluate(
                        "typeof etude === 'undefined' ? [] : etude.charts.filter(chart => chart.instance).map(chart => chart.box.id)");
        tools.close();
        chromium.call("Target.closeTarget", "targetId", window.target());
        window = window(process, chromium, context);
        tools = window.tools();
        emulate();
        opened.ifPresent(this::load);
        for (JsonNode chart : drawn) {
            evaluate(
                    "document.getElementById('%s').scrollIntoView({block: 'center', behavior: 'instant'})"
                            .formatted(chart.asText()));
            paints(PAINT_MILLISECONDS.get(0));
        }
        evaluate(
                "scrollTo({left: %s, top: %s, behavior: 'instant'})"
                        .formatted(place.get(0), place.get(1)));
    }

    /** The value of an expression, or of the promise it gives. */
    public JsonNode evaluate(String expression) {
        JsonNode answer =
                tools.call(
                        "Runtime.evaluate",
                        "expression",
                        expression,
                        "awaitPromise",
                        true,
                        "returnByValue",
                        true);
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    /** Waits until an expression is true. */
    public void waitFor(String condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!evaluate(condition).asBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("never became true: " + condition);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Errors that the page caused: exceptions, {@code console.error}, refused resources. */
    public List<String> errors() {
        return Stream.of(
                        tools.events("Runtime.exceptionThrown").stream(),
                        tools.events("Runtime.consoleAPICalled").stream()
                                .filter(call -> !call.path("type").asText().equals("log")),
                        tools.events("Log.entryAdded").stream())
                .flatMap(Function.identity())
                .map(JsonNode::toString)
                .toList();
    }

    /** Addresses that the page asked for, itself included, but not pictures within it. */
    public List<String> requests() {
        return tools.events("Network.requestWillBeSent").stream()
                .map(event -> event.at("/request/url").asText())
                .filter(address -> !address.startsWith("data:"))
                .toList();
    }

    /** Moves the mouse to a place of the window. */
    public void hover(double x, double y) {
        mouse("mouseMoved", x, y, 0);
        painted();
    }

    /** Clicks at a place of the window. */
    public void click(double x, double y) {
        mouse("mouseMoved", x, y, 0);
        mouse("mousePressed", x, y, 1);
        mouse("mouseReleased", x, y, 1);
        painted();
    }

    /** Clicks the middle of the first element that a selector finds. */
    public void click(String selector) {
        JsonNode middle =
                evaluate(
                        "(() => { const e = document.querySelector('%s'); e.scrollIntoView({block: 'center', behavior: 'instant'}); const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
                                .formatted(selector));
        click(middle.get(0).asDouble(), middle.get(1).asDouble());
    }

    /** Presses at one place and lets go at another. */
    public void drag(double fromX, double fromY, double toX, double toY) {
        mouse("mouseMoved", fromX, fromY, 0);
        mouse("mousePressed", fromX, fromY, 1);
        for (int part = 1; part <= 4; part++) {
            double share = part / 4.0;
            mouse("mouseMoved", fromX + share * (toX - fromX), fromY + share * (toY - fromY), 1);
        }
        mouse("mouseReleased", toX, toY, 1);
        painted();
    }

    private void mouse(String type, double x, double y, int clicks) {
        tools.call(
                "Input.dispatchMouseEvent",
                "type",
                type,
                "x",
                x,
                "y",
                y,
                "button",
                clicks > 0 ? "left" : "none",
                "clickCount",
                clicks);
    }

    /** Presses a key on what has the focus: {@code Enter}, {@code ArrowDown}, {@code " "}, ... */
    public void press(String key) {
        String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
        tools.call("Input.dispatchKeyEvent", "type", "keyDown", "key", key, "text", text);
        tools.call("Input.dispatchKeyEvent", "type", "keyUp", "key", key);
        painted();
    }

    /** Types into what has the focus. */
    public void type(String text) {
        tools.call("Input.insertText", "text", text);
        painted();
    }

    /** A laptop's window. */
    public void laptop() {
        screen(1280, 900, false);
    }

    /** A phone: narrow, with a viewport of its own and touch. */
    public void phone() {
        screen(390, 844, true);
    }

    private void screen(int width, int height, boolean mobile) {
        screen =
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        mobile ? 2 : 1,
                        "mobile",
                        mobile);
        emulate();
    }

    /** What the system prefers: "light" or "dark". */
    public void prefer(String wanted) {
        scheme = wanted;
        emulate();
        painted();
    }

    private void emulate() {
        tools.call("Emulation.setDeviceMetricsOverride", screen);
        tools.call("Emulation.setTouchEmulationEnabled", Map.of("enabled", screen.get("mobile")));
        tools.call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** A picture of what the window shows, for people, where they ask for pictures. */
    public void screenshot(Path png) {
        if (!PICTURES) {
            return;
        }
        write(png, tools.call("Page.captureScreenshot", "optimizeForSpeed", true));
    }

    /** As {@link #screenshot}, of the whole page, which takes seconds where the page is long. */
    public void wholePage(Path png) {
        if (!PICTURES) {
            return;
        }
        JsonNode size = tools.call("Page.getLayoutMetrics").get("cssContentSize");
        JsonNode picture =
                tools.call(
                        "Page.captureScreenshot",
                        "optimizeForSpeed",
                        true,
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of(
                                "x",
                                0,
                                "y",
                                0,
                                "width",
                                size.get("width").asDouble(),
                                "height",
                                size.get("height").asDouble(),
                                "scale",
                                1));
        write(png, picture);
    }

    /** The page on paper; returns how many sheets. */
    public int print(Path pdf) {
        JsonNode printed =
                tools.call(
                        "Page.printToPDF",
                        "preferCSSPageSize",
                        true,
                        "paperWidth",
                        8.27,
                        "paperHeight",
                        11.69);
        write(pdf, printed);
        String text =
                new String(
                        Base64.getDecoder().decode(printed.get("data").asText()),
                        StandardCharsets.ISO_8859_1);
        return (int) SHEET.matcher(text).results().count();
    }

    private static void write(Path file, JsonNode answer) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(answer.get("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tools.close();
        chromium.call("Target.disposeBrowserContext", "browserContextId", context);
        chromium.close();
    }
}
