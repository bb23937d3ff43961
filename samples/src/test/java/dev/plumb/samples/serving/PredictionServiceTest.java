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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
                Arguments.of("{\"image\": 7}", expected + ", 'image' is no list of at least one row"),
                Arguments.of("{\"image\": []}", expected + ", 'image' is no list of at least one row"),
                Arguments.of("{\"image\": [[1, 2]]}", expected + ", row 0 has 2"),
                Arguments.of("{\"image\": [[" + ZEROS + "], 5]}", expected + ", row 1 is no list"),
                Arguments.of(
                        "{\"image\": [[" + ZEROS.replaceFirst("0$", "\"x\"") + "]]}",
                        expected + ", number 63 of row 0 is x"),
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

    @Test
    void whatIsNoPortIsTold() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ServingSample().run(List.of("http"), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("not 'http'"));
    }
}
