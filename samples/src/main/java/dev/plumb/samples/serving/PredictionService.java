package dev.plumb.samples.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Predictions over HTTP, for this machine alone: {@code POST /predict} takes {@code {"image": [[0.0, …], …]}}, a row for each example under the name of the model's input, and gives
 * {@code {"digit": [[0.01, …], …]}}. A request that is anything else is answered by 400 and a line that says what was expected and what came.
 *
 * <p>Who sends slowly holds up no others while there are fewer than {@link #THREADS} of them, and is cut off after {@link #LONGEST_SECONDS}.
 */
final class PredictionService implements AutoCloseable {
    /** What a request may have, in bytes: some thousand small images. */
    static final int LARGEST_REQUEST = 4 << 20;

    /** What is answered at a time; most of it waits for what it reads or writes. */
    static final int THREADS = 32;

    /** What is computed at a time: ONNX Runtime has threads of its own for each. */
    private static final int PREDICTIONS = 2;

    /** How long a request may take until it is read, and then until it is answered. */
    static final int LONGEST_SECONDS = 5;

    private static final String PATH = "/predict";

    static {
        // the JDK's server reads these once, before its first use, and has no limit by itself
        limit("sun.net.httpserver.maxReqTime");
        limit("sun.net.httpserver.maxRspTime");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Semaphore predictions = new Semaphore(PREDICTIONS);
    private final ServedModel model;

    private PredictionService(HttpServer server, ServedModel model) {
        this.server = server;
        this.model = model;
    }

    /** Whoever starts this program may have stated another limit. */
    private static void limit(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(LONGEST_SECONDS));
        }
    }

    /**
     * Listens on the loopback interface.
     *
     * @param port 0 for any that is free
     */
    static PredictionService start(ServedModel model, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        PredictionService service = new PredictionService(server, model);
        server.createContext("/", service::answer);
        server.setExecutor(service.threads);
        server.start();
        return service;
    }

    /** The port that it listens on. */
    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!path.equals(PATH)) {
                send(exchange, 404, "there is nothing at " + Examples.cut(path) + ", only POST " + PATH);
            } else if (!exchange.getRequestMethod().equals("POST")) {
                exchange.getResponseHeaders().set("Allow", "POST");
                send(exchange, 405, "expected POST " + PATH + ", got " + exchange.getRequestMethod());
            } else {
                predict(exchange);
            }
        }
    }

    private void predict(HttpExchange exchange) throws IOException {
        try {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
            if (body.length > LARGEST_REQUEST) {
                throw new BadRequest("expected at most " + LARGEST_REQUEST + " bytes, got more");
            }
            String answer = answer(body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(exchange, 200, answer);
        } catch (BadRequest e) {
            send(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    private String answer(byte[] body) throws BadRequest {
        predictions.acquireUninterruptibly();
        try {
            float[][] examples = Examples.read(body, model.input(), model.exampleSize());
            return Examples.write(model.output(), model.predict(examples));
        } finally {
            predictions.release();
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("text/plain; charset=utf-8"));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        model.close();
    }
}
