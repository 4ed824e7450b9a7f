package etude.datasets.catalogue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Serves one file on the loopback interface, as badly as a test wants it. */
final class UnreliableServer implements AutoCloseable {
    private final HttpServer server;
    private final byte[] content;

    /** The Range and If-Range headers of every request, such as {@code bytes=7- "v1"}. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** Bytes after which each of the next answers ends. */
    final Deque<Integer> cuts = new ArrayDeque<>();

    /** Answers to the next requests in place of the file. */
    final Deque<Integer> failures = new ArrayDeque<>();

    /** Whether early ends drop the connection; what is under way may then be lost. */
    boolean abrupt;

    boolean ranges = true;
    String tag = "\"v1\"";

    UnreliableServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create(
                "http://"
                        + InetAddress.getLoopbackAddress().getHostAddress()
                        + ":"
                        + server.getAddress().getPort()
                        + "/file");
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            answer(exchange);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Optional<String> range = header(exchange, "Range");
        Optional<String> condition = header(exchange, "If-Range");
        requests.add(range.orElse("all") + condition.map(value -> " " + value).orElse(""));
        if (!failures.isEmpty()) {
            exchange.sendResponseHeaders(failures.removeFirst(), -1);
            return;
        }
        boolean partial = ranges && range.isPresent() && condition.map(tag::equals).orElse(true);
        int start = partial ? Integer.parseInt(range.get().replaceAll("\\D", "")) : 0;
        byte[] rest = Arrays.copyOfRange(content, start, content.length);
        exchange.getResponseHeaders().set("ETag", tag);
        if (partial) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
        }
        int sent = cuts.isEmpty() ? rest.length : Math.min(rest.length, cuts.removeFirst());
        // Promising no length (0) makes an early end a clean one.
        exchange.sendResponseHeaders(
                partial ? 206 : 200, sent < rest.length && !abrupt ? 0 : rest.length);
        exchange.getResponseBody().write(rest, 0, sent);
        exchange.getResponseBody().flush();
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
