package etude.tuner.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One page of a browser, spoken to in the Chrome DevTools Protocol
 * (https://chromedevtools.github.io/devtools-protocol/).
 */
final class DevTools implements AutoCloseable {
    private static final int ANSWER_SECONDS = 60;

    /** Something that the browser reports by itself. */
    record Event(String method, JsonNode parameters) {}

    private final JsonMapper mapper = new JsonMapper();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<JsonNode> end = new CompletableFuture<>();
    private final WebSocket socket;

    DevTools(URI address) {
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(address, new Receiver())
                        .join();
    }

    /** Calls a method with parameters as name, value, name, value, and waits for its result. */
    JsonNode call(String method, Object... namesAndValues) {
        Map<String, Object> parameters = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return call(method, parameters);
    }

    /** Calls a method with parameters by name, and waits for its result. */
    JsonNode call(String method, Map<String, ?> parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        try {
            Map<String, Object> message =
                    Map.of("id", number, "method", method, "params", parameters);
            socket.sendText(mapper.writeValueAsString(message), true).join();
            JsonNode reply =
                    (JsonNode)
                            CompletableFuture.anyOf(answer, end)
                                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (reply.has("error")) {
                throw new IllegalStateException(method + ": " + reply.get("error"));
            }
            return reply.get("result");
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The events of one kind so far. */
    List<JsonNode> events(String method) {
        return events.stream()
                .filter(event -> event.method().equals(method))
                .map(Event::parameters)
                .toList();
    }

    void forgetEvents() {
        events.clear();
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** No answer comes any more, neither to what waits for one nor to what will be asked. */
    private void end(String why) {
        end.completeExceptionally(new IllegalStateException(why));
    }

    private void receive(String message) {
        try {
            JsonNode json = mapper.readTree(message);
            if (json.path("method").asText().equals("Inspector.targetCrashed")) {
                end("the page crashed");
            }
            CompletableFuture<JsonNode> answer = waiting.remove(json.path("id").asInt());
            if (answer != null) {
                answer.complete(json);
            } else {
                events.add(new Event(json.path("method").asText(), json.path("params")));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts the parts of a message together. */
    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                receive(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end("the browser closed the connection: %d %s".formatted(status, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end("the connection to the browser broke: " + error);
        }
    }
}
