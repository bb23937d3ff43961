package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of weights that does not fit its model is an error of the compiler, at the string that names it. */
final class WeightsTest {
    private static final String SHA = "sha256 = \"%s\"";

    @TempDir
    Path output;

    @TempDir
    Path folder;

    @TempDir
    Path other;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("digits.safetensors");
        Files.write(
                file, safetensors("hidden/kernel 784 64", "hidden/bias 64", "classes/kernel 64 10", "classes/bias 10"));
    }

    /** A file of zeros; each array is its name and its sizes. */
    static byte[] safetensors(String... arrays) {
        List<String> entries = new ArrayList<>();
        int at = 0;
        for (String array : arrays) {
            String[] words = array.split(" ", -1);
            int bytes = 4;
            List<String> sizes = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
                bytes *= Integer.parseInt(words[i]);
                sizes.add(words[i]);
            }
            entries.add("\"" + words[0] + "\":{\"dtype\":\"F32\",\"shape\":" + sizes + ",\"data_offsets\":[" + at + ","
                    + (at + bytes) + "]}");
            at += bytes;
        }
        byte[] json = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + at)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static String model(String weights, int units) {
        return Javac.IMPORTS + """
            @Model
            @Weights(%s)
            interface Digits {
                @Input(784) Vec image();
                @Dense(units = %d, activation = RELU) Vec hidden(Vec image);
                @Output @Dense(units = 10, activation = SOFTMAX) Vec classes(Vec hidden);
            }
            """.formatted(weights, units);
    }

    private String compile(String weights, int units) {
        return Javac.into(output).with("-Aplumb.weights=" + folder).compile(model(weights, units));
    }

    @Test
    void aFileThatFitsIsReadByCreate() {
        assertEquals("", compile("\"digits.safetensors\"", 64));
        String generated = Javac.into(output).generated("DigitsModel");
        assertTrue(generated.contains("InitialWeights.into(Network.create(graph(), seed), \"digits.safetensors\", \"\","
                + " DigitsModel.class.getResourceAsStream(\"/digits.safetensors\"))"));
    }

    @Test
    void theFileOfASavedModelIsComparedToo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("plumb.json"));
            zip.putNextEntry(new ZipEntry("weights.safetensors"));
            zip.write(Files.readAllBytes(file));
            zip.closeEntry();
        }
        Files.write(folder.resolve("digits.plumb"), bytes.toByteArray());
        assertEquals("", compile("\"digits.plumb\"", 64));
        assertTrue(compile("\"digits.plumb\"", 32).contains("[plumb/weights-mismatch]"));
    }

    @Test
    void theFileMayLieAmongTheClassesOrOnTheClassPathOrAtItsPath() throws IOException {
        Files.createDirectories(output.resolve("weights"));
        Files.copy(file, output.resolve("weights/digits.safetensors"));
        assertEquals("", Javac.into(output).compile(model("\"weights/digits.safetensors\"", 64)));
        assertEquals("", Javac.into(output).compile(model("\"" + file + "\"", 64)));
    }

    @Test
    void otherUnitsAreProposed() {
        assertEquals("""
            Digits.java:6: error: [plumb/weights-mismatch] the weights in 'digits.safetensors' do not fit model 'Digits': 'hidden/kernel' is (784, 64) in the file, the model needs (784, 128)
            @Weights("digits.safetensors")
                     ^
                differs  hidden/kernel    is (784, 64) in the file, the model needs (784, 128)
                differs  hidden/bias      is (64) in the file, the model needs (128)
                differs  classes/kernel   is (64, 10) in the file, the model needs (128, 10)
                fix      hidden: units = 64
                see      docs/errors/weights-mismatch.md\
            """, compile("\"digits.safetensors\"", 128));
    }

    @Test
    void whatIsMissingAndLeftOverIsNamed() throws IOException {
        Files.write(
                file, safetensors("hiden/kernel 784 64", "hidden/bias 64", "classes/kernel 64 10", "classes/bias 10"));
        String message = compile("\"digits.safetensors\"", 64);
        assertTrue(message.contains("'hidden/kernel' is missing"), message);
        assertTrue(message.contains("did you mean 'hiden/kernel'?"), message);
        assertTrue(message.contains("left over  hiden/kernel"), message);
        assertFalse(message.contains("fix"), message);
    }

    @Test
    void aMissingFileIsSaidWithWhereItWasLookedFor() {
        String message = compile("\"digit.safetensors\"", 64);
        assertTrue(
                message.startsWith(
                        "Digits.java:6: error: [plumb/weights-file] the weights of 'Digits' cannot be read from"
                                + " 'digit.safetensors': there is no such file\n"),
                message);
        assertTrue(message.contains("looked  in " + folder + "\n"), message);
        assertTrue(message.contains("looked  on the class path\n"), message);
    }

    @Test
    void aFileOfAnotherKindIsSaidToBeOne() throws IOException {
        Files.write(file, new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
        assertTrue(compile("\"digits.safetensors\"", 64).contains("it is an HDF5 file, as Keras writes"));
        Files.write(file, new byte[5]);
        assertTrue(compile("\"digits.safetensors\"", 64).contains("begins with 8 bytes, found 5"));
    }

    @Test
    void anotherFileThanTheDigestSaysIsRefused() {
        String zeros = "0".repeat(64);
        String message = compile("value = \"digits.safetensors\", " + SHA.formatted(zeros), 64);
        assertTrue(
                message.contains(
                        "6: error: [plumb/weights-changed] the weights of 'Digits' are not those that were meant:"
                                + " 'digits.safetensors' has another digest than sha256 says"),
                message);
        String found = message.replaceFirst("(?s).*fix  sha256 = \"(\\w+)\".*", "$1");
        String pinned = "value = \"digits.safetensors\", " + SHA.formatted(found);
        assertEquals("", Javac.into(other).with("-Aplumb.weights=" + folder).compile(model(pinned, 64)));
        assertTrue(
                compile("value = \"digits.safetensors\", sha256 = \"12\"", 64).contains("[plumb/bad-attribute]"));
    }

    @Test
    void aModelWithAProblemOfItsOwnIsNotAskedForItsWeights() {
        String message = compile("\"none\"", 0);
        assertTrue(message.contains("[plumb/bad-attribute]"), message);
        assertFalse(message.contains("[plumb/weights"), message);
    }

    /** What a layer in code declares is known when it runs, also in a wrapper or as the cell of a recurrent layer. */
    @Test
    void whatLayersInCodeDeclareIsNotLeftOver() throws IOException {
        Files.write(
                file,
                safetensors("plain/kernel 4 4", "each/kernel 4 4", "gone/kernel 4 4", "out/kernel 4 2", "out/bias 2"));
        String model = Javac.IMPORTS + """
            import dev.plumb.layer.*;
            import dev.plumb.ops.Var;
            import java.util.List;
            @Model
            @Weights("%s")
            interface Coded {
                @Layer(signature = "(..., d) -> (..., d)", code = Own.Code.class)
                @interface Own {
                    final class Code implements LayerCode {
                        @Override
                        public Var call(LayerContext context, List<Var> inputs) {
                            return inputs.get(0);
                        }
                    }
                }
                @Input({3, 4}) Seq x();
                @Own Seq plain(Seq x);
                @TimeDistributed @Own Seq each(Seq plain);
                @Output @Dense(units = 2) Seq out(Seq each);
            }
            """.formatted(file);
        String printed = Javac.into(output).compile(model);
        assertTrue(printed.contains("    left over  gone/kernel   (4, 4)\n    see"), printed);
        assertFalse(printed.contains("missing"), printed);
    }
}
