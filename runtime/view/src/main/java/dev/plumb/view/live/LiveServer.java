package dev.plumb.view.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Serves a page to browsers of this machine: it listens on the loopback interface alone, and answers no request that was made for another host's name, as a page
 * from elsewhere could make one (DNS rebinding). News reach the page as server-sent events.
 */
public final class LiveServer implements AutoCloseable {
    /** Pages that are kept up to date at the same time. */
    private static final int MOST_READERS = 8;
    /** Between two events of a page. */
    private static final long PAUSE_MILLISECONDS = 200;
    /** After so long without news a comment is sent, to find out whether the page is still there. */
    private static final long HEARTBEAT_MILLISECONDS = 10_000;
    /** How long pages may take for the last news, when it closes. */
    private static final long FAREWELL_MILLISECONDS = 1_000;

    private static final String SCRIPT = """
            const events = new EventSource('events');
            events.addEventListener('part', event => {
              const end = event.data.indexOf('\\n');
              document.getElementById(event.data.slice(0, end)).innerHTML = event.data.slice(end + 1);
            });
            events.addEventListener('end', () => events.close());
            """;

    private final HttpServer server;
    private final LiveSource source;
    private final News news = new News();
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "plumb-live-page");
        thread.setDaemon(true);
        return thread;
    });

    private LiveServer(HttpServer server, LiveSource source) {
        this.server = server;
        this.source = source;
    }

    /**
     * Serves from now on.
     *
     * @param port or 0 for any that is free
     * @throws UncheckedIOException if the port is taken
     */
    public static LiveServer start(int port, LiveSource source) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            LiveServer live = new LiveServer(http, source);
            http.createContext("/", live::answer);
            http.setExecutor(live.threads);
            http.start();
            return live;
        } catch (BindException e) {
            throw new UncheckedIOException(
                    "the live page cannot be at port " + port + ": " + e.getMessage()
                            + "; LivePage.onFreePort() takes one that is free",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("the live page cannot be served: " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    public URI address() {
        return URI.create("http://" + host() + ":" + port() + "/");
    }

    private String host() {
        String address = server.getAddress().getAddress().getHostAddress();
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private int port() {
        return server.getAddress().getPort();
    }

    /** Whether a browser shows the page now. */
    public boolean isRead() {
        return readers.availablePermits() < MOST_READERS;
    }

    /** Something has changed: pages get it soon. */
    public void tell() {
        news.tell();
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            Set<String> hosts = Set.of(host() + ":" + port(), "localhost:" + port());
            String host = request.getRequestHeaders().getFirst("Host");
            if (host == null || !hosts.contains(host)) {
                refuse(request, 403, "this page is for browsers of this machine");
            } else if (!request.getRequestMethod().equals("GET")) {
                refuse(request, 405, "this page can be read only");
            } else {
                switch (request.getRequestURI().getPath()) {
                    case "/" -> page(request);
                    case "/events" -> events(request);
                    default -> refuse(request, 404, "there is no such page");
                }
            }
        }
    }

    private void page(HttpExchange request) throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String page = source.page(SCRIPT, HexFormat.of().formatHex(random));
        send(request, 200, "text/html; charset=utf-8", page);
    }

    private static void refuse(HttpExchange request, int status, String reason) throws IOException {
        send(request, status, "text/plain; charset=utf-8", reason + "\n");
    }

    private static void send(HttpExchange request, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(request, type);
        request.sendResponseHeaders(status, bytes.length);
        request.getResponseBody().write(bytes);
    }

    private static void head(HttpExchange request, String type) {
        request.getResponseHeaders().set("Content-Type", type);
        request.getResponseHeaders().set("Cache-Control", "no-store");
        request.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        request.getResponseHeaders().set("X-Frame-Options", "DENY");
    }

    private void events(HttpExchange request) throws IOException {
        if (!readers.tryAcquire()) {
            refuse(request, 503, "the page is open " + MOST_READERS + " times already");
            return;
        }
        try {
            head(request, "text/event-stream");
            request.sendResponseHeaders(200, 0);
            stream(request.getResponseBody());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.release();
        }
    }

    /** Sends the parts that differ from those sent before, again and again. */
    private void stream(OutputStream out) throws IOException, InterruptedException {
        Map<String, String> sent = new TreeMap<>();
        long known = -1;
        boolean last = false;
        while (!last) {
            last = news.hasEnded(); // before the parts are asked for: none is missed
            for (Map.Entry<String, String> part : new TreeMap<>(source.parts()).entrySet()) {
                if (!part.getValue().equals(sent.put(part.getKey(), part.getValue()))) {
                    event(out, "part", part.getKey() + "\n" + part.getValue());
                }
            }
            if (!last) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
                long changes = news.after(known, HEARTBEAT_MILLISECONDS);
                if (changes == known) {
                    out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
                known = changes;
            }
        }
        event(out, "end", "");
    }

    /** An event as WHATWG's HTML standard, section 9.2.6, has it: each line of its data behind the name of the field. */
    private static void event(OutputStream out, String name, String data) throws IOException {
        String text = "event: " + name + "\n"
                + data.lines().map(line -> "data: " + line + "\n").reduce("", String::concat)
                + (data.isEmpty() ? "data:\n\n" : "\n");
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Gives open pages the last news, and serves no more. */
    @Override
    public void close() {
        news.end();
        try {
            if (readers.tryAcquire(MOST_READERS, FAREWELL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                readers.release(MOST_READERS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
