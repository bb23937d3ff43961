package dev.plumb.samples.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.onnx.OnnxModel;
import dev.plumb.samples.digits.DigitClassifierModel;
import dev.plumb.samples.digits.Digits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PredictionServiceTest {
    private static final DigitClassifierModel MODEL = DigitClassifierModel.create(1);
    private static final String ZEROS = String.join(", ", Collections.nCopies(64, "0"));

    @TempDir
    private static Path folder;

    private static PredictionService service;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        Path file = folder.resolve("digits.onnx");
        OnnxModel.of(MODEL).write(file);
        service = PredictionService.start(ServedModel.load(file), 0);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .timeout(Duration.ofMinutes(1))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void givesWhatTheModelPredicts() throws Exception {
        float[][] images = Digits.load().test().pixels().subList(0, 3).toArray(float[][]::new);
        HttpResponse<String> response = post("/predict", Examples.write("image", images));
        assertEquals(200, response.statusCode(), response.body());
        float[][] digits = Examples.read(response.body().getBytes(StandardCharsets.UTF_8), "digit", 10);
        assertEquals(images.length, digits.length);
        for (int image = 0; image < images.length; image++) {
            assertArrayEquals(MODEL.predict(images[image]), digits[image], 1e-5f);
        }
    }

    static List<Arguments> badRequests() {
        String expected = "expected {\"image\": rows of 64 numbers each}";
        return List.of(
                Arguments.of("", expected + ": it is not a JSON object: line 1, column 1"),
                Arguments.of("{\"images\": [[1]]}", expected + ", got an object with [images]"),
                Arguments.of(
                        "{\"" + "i".repeat(41) + "\": 1}", expected + ", got an object with [" + "i".repeat(40) + "…]"),
                Arguments.of(
                        "{\"a\": 1, \"b\": 1, \"c\": 1, \"d\": 1, \"e\": 1, \"f\": 1}",
                        expected + ", got an object with [a, b, c, d, e and 1 more]"),
                Arguments.of(
                        "{\"image\": [[" + ZEROS.replaceFirst("^0", "[0]") + "]]}",
                        expected + ", number 0 of row 0 is a list"),
                Arguments.of("{\"image\": 7}", expected + ", 'image' is no list of at least one row"),
                Arguments.of("{\"image\": []}", expected + ", 'image' is no list of at least one row"),
                Arguments.of("{\"image\": [[1, 2]]}", expected + ", row 0 has 2"),
                Arguments.of("{\"image\": [[" + ZEROS + "], 5]}", expected + ", row 1 is no list"),
                Arguments.of(
                        "{\"image\": [[" + ZEROS.replaceFirst("0$", "\"x\"") + "]]}",
                        expected + ", number 63 of row 0 is \"x\", a text"),
                Arguments.of(
                        "{\"image\": [[" + ZEROS.replaceFirst("^0", "1e99") + "]]}",
                        expected + ", number 0 of row 0 is 1.0E99"),
                Arguments.of(
                        " ".repeat(PredictionService.LARGEST_REQUEST + 1), "expected at most 4194304 bytes, got more"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void aBadRequestIsToldWhatWasExpected(String body, String answer) throws Exception {
        HttpResponse<String> response = post("/predict", body);
        assertEquals(400, response.statusCode());
        assertTrue(response.body().startsWith(answer), response.body());
    }

    @Test
    void otherPathsAndMethodsAreToldWhatThereIs() throws Exception {
        assertEquals(404, post("/", "{}").statusCode());
        HttpResponse<String> read = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + "/predict"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(405, read.statusCode());
        assertEquals("expected POST /predict, got GET", read.body().strip());
    }

    /** One of them goes on in time and is answered, so the others were not cut off yet when somebody else was answered. */
    @Test
    void whoSendsSlowlyHoldsUpNoOthersAndIsCutOff() throws Exception {
        String request = "{\"image\": [[" + ZEROS + "]]}";
        String head = "POST /predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        String body = head + "Content-Length: 1000\r\n\r\n{\"im";
        try (Socket late = slow(head + "Content-Length: " + request.length() + "\r\n\r\n");
                Socket bodyA = slow(body);
                Socket bodyB = slow(body);
                Socket headA = slow(head);
                Socket headB = slow(head)) {
            HttpResponse<String> response = post("/predict", request);
            assertEquals(200, response.statusCode(), response.body());
            late.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(late.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            for (Socket socket : List.of(bodyA, bodyB, headA, headB)) {
                assertTrue(isCutOff(socket));
            }
        }
    }

    /** A connection that has sent a part of a request. */
    private static Socket slow(String part) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
        socket.setSoTimeout(10_000 * PredictionService.LONGEST_SECONDS);
        socket.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Waits for the service to close a connection without an answer. */
    private static boolean isCutOff(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // closed with bytes that were not read
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "65536", "99999", "-1", "123456"})
    void whatIsNoPortIsToldAtTheStart(String port) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ServingSample().run(List.of(port), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String said = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(
                "Its argument is a port to listen on, from 0 (any that is free) to 65535, such as 8080, not '" + port
                        + "'.",
                said.strip());
    }
}
