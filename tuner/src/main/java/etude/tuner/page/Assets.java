package etude.tuner.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The style and the scripts that every page carries within itself.
 *
 * @param css the style
 * @param echarts the charting library, as its makers ship it, in UTF-8
 * @param script our own scripts, in UTF-8
 */
record Assets(String css, byte[] echarts, byte[] script) {
    /** Reads them: a megabyte, so once a page. */
    static Assets read() {
        return new Assets(
                text("page.css") + text("table.css"),
                resource("echarts/echarts.min.js"),
                ownScripts().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * In the order in which they need one another. Those of the sheets stand in a scope within that
     * of the charts: they use it, and change nothing in it.
     */
    private static String ownScripts() {
        String charts =
                files(
                        "format.js",
                        "axes.js",
                        "look.js",
                        "tooltip.js",
                        "options.js",
                        "selection.js",
                        "choices.js",
                        "plain.js",
                        "cases.js",
                        "surface.js",
                        "pairs.js",
                        "parallel.js",
                        "selected-curves.js",
                        "count-grid.js",
                        "keyboard.js",
                        "page.js");
        String sheets = files("filter.js", "table.js");
        return scope("'use strict';\n" + charts + scope(sheets));
    }

    private static String files(String... names) {
        return Stream.of(names).map(Assets::text).collect(Collectors.joining("\n"));
    }

    private static String scope(String script) {
        return "(() => {\n" + script + "})();\n";
    }

    /**
     * Lets the browser run the two scripts and nothing else, and fetch nothing: a second wall
     * behind the escaping. Inline styles are what ECharts positions its tooltip with.
     */
    String securityPolicy() {
        return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:;"
                + " style-src 'unsafe-inline'; script-src "
                + Stream.of(echarts, script).map(Assets::digest).collect(Collectors.joining(" "));
    }

    private static String digest(byte[] script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script);
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String text(String name) {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
