package dev.plumb.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.train.callback.LambdaCallback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The page that shows a training while it runs. */
final class LivePageTest {
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    private static HttpResponse<String> get(URI address) {
        return send(HttpRequest.newBuilder(address).build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return BROWSER.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theTrainingIsThereWhileItRunsAndNotAfterwards() {
        LivePage live = LivePage.onFreePort();
        List<String> pages = new ArrayList<>();
        List<URI> addresses = new ArrayList<>();
        Lines.trainer("Line")
                .fit(Lines.data(), Lines.fit(3).callbacks(live, LambdaCallback.onEpochEnd((training, epoch, logs) -> {
                    URI address = live.address().orElseThrow();
                    addresses.add(address);
                    pages.add(get(address).body());
                })));
        assertTrue(pages.get(0).contains("<h1>Training of Line</h1>"));
        assertTrue(pages.get(0).contains("Epoch 1 of 3"), pages.get(0));
        assertTrue(pages.get(2).contains("Epoch 3 of 3"));
        assertTrue(pages.get(2).contains("<h2>Curves</h2>"));
        assertTrue(pages.get(2).contains("<h2>Graph</h2>"));
        assertEquals(1, pages.get(2).split("<script", -1).length - 1, "one script, its own");
        assertEquals("127.0.0.1", addresses.get(0).getHost());
        assertTrue(live.address().isEmpty());
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> get(addresses.get(0)));
        assertTrue(e.getCause() instanceof ConnectException, e.toString());
    }

    @Test
    void newsReachThePageToTheLastState() throws Exception {
        LivePage live = LivePage.onFreePort();
        List<CompletableFuture<HttpResponse<String>>> readers = new ArrayList<>();
        Lines.trainer("Line")
                .fit(Lines.data(), Lines.fit(4).callbacks(live, LambdaCallback.onEpochEnd((training, epoch, logs) -> {
                    if (epoch == 0) {
                        URI events = live.address().orElseThrow().resolve("events");
                        readers.add(BROWSER.sendAsync(
                                HttpRequest.newBuilder(events).build(), HttpResponse.BodyHandlers.ofString()));
                    }
                    pause(400);
                })));
        HttpResponse<String> events = readers.get(0).get(20, TimeUnit.SECONDS);
        assertEquals(
                "text/event-stream", events.headers().firstValue("Content-Type").orElse(""));
        String text = events.body();
        assertTrue(text.contains("event: part\ndata: results\ndata: <h2>Curves</h2>"), text);
        assertTrue(text.contains("data: status\n"), text);
        assertTrue(text.contains("Ended after 4 epochs"), "the last state");
        assertTrue(text.endsWith("event: end\ndata:\n\n"), text.substring(text.length() - 80));
        for (String line : text.split("\n", -1)) {
            assertTrue(line.isEmpty() || line.matches("(event|data):.*|:"), "no line is outside of a field: " + line);
        }
    }

    private static void pause(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anExceptionClosesItToo() {
        LivePage live = LivePage.onFreePort();
        List<URI> addresses = new ArrayList<>();
        assertThrows(IllegalStateException.class, () -> Lines.trainer("Line")
                .fit(Lines.data(), Lines.fit(3).callbacks(live, LambdaCallback.onEpochEnd((training, epoch, logs) -> {
                    addresses.add(live.address().orElseThrow());
                    throw new IllegalStateException("the power went out");
                }))));
        assertThrows(UncheckedIOException.class, () -> get(addresses.get(0)));
    }

    @Test
    void onlyBrowsersOfThisMachineAreAnswered() {
        LivePage live = LivePage.onFreePort();
        List<String> answers = new ArrayList<>();
        Lines.trainer("Line")
                .fit(Lines.data(), Lines.fit(1).callbacks(live, LambdaCallback.onEpochEnd((training, epoch, logs) -> {
                    URI address = live.address().orElseThrow();
                    String own = "127.0.0.1:" + address.getPort();
                    answers.add(raw(address, "GET / HTTP/1.1\r\nHost: " + own));
                    answers.add(raw(address, "GET / HTTP/1.1\r\nHost: localhost:" + address.getPort()));
                    answers.add(raw(address, "GET / HTTP/1.1\r\nHost: evil.example:" + address.getPort()));
                    answers.add(raw(address, "POST / HTTP/1.1\r\nContent-Length: 0\r\nHost: " + own));
                    answers.add(raw(address, "GET /../etc/passwd HTTP/1.1\r\nHost: " + own));
                })));
        List<String> statuses =
                answers.stream().map(answer -> answer.split(" ", 3)[1]).toList();
        assertEquals(List.of("200", "200", "403", "405", "404"), statuses);
    }

    /** What is answered to a head of a request: a client of the JDK sets the name of the host by itself. */
    private static String raw(URI address, String head) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(40), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> Lines.trainer("Line")
                    .fit(Lines.data(), Lines.fit(1).callbacks(LivePage.onPort(taken.getLocalPort()))));
            assertTrue(
                    e.getMessage().startsWith("the live page cannot be at port " + taken.getLocalPort() + ": "),
                    e.getMessage());
            assertTrue(e.getMessage().endsWith("; LivePage.onFreePort() takes one that is free"), e.getMessage());
        }
        assertEquals(
                "a port is from 1 to 65535, found 0; onFreePort() takes any that is free",
                assertThrows(IllegalArgumentException.class, () -> LivePage.onPort(0))
                        .getMessage());
        assertFalse(LivePage.onPort(8080).address().isPresent());
    }
}
