package dev.plumb.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceCommandTest {
    private static final String DIGITS = """
        package models;

        import static dev.plumb.dsl.ActivationFunction.RELU;
        import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

        import dev.plumb.dsl.Input;
        import dev.plumb.dsl.Sequential;
        import dev.plumb.dsl.Vec;
        import dev.plumb.dsl.layer.Dense;
        import dev.plumb.dsl.layer.Dropout;

        @Sequential
        public interface Digits {
            @Input(6)
            Vec image();

            @Dense(units = 4, activation = RELU)
            Vec hidden();

            @Dropout(0.3)
            Vec dropped();

            @Dense(units = 3, activation = SOFTMAX)
            Vec digit();
        }
        """;

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void compiled() throws IOException {
        classes = Files.createDirectories(folder.resolve("classes"));
        Path file = folder.resolve("Digits.java");
        Files.writeString(file, DIGITS);
        Compiler.compile(classes, file);
    }

    @Test
    void aSequentialComesBackAsItWasWritten() {
        Ran ran = Ran.plumb("source", "Digits", "--class-path", classes);
        assertEquals("", ran.err());
        assertEquals(DIGITS, ran.out());
        assertEquals(0, ran.code());
    }

    @Test
    void asAModelItLoadsTheSameWeights() throws IOException {
        Path out = folder.resolve("out");
        Ran ran = Ran.plumb(
                "source", "models.Digits", "-cp", classes, "--as", "model", "--out", out, "--package", "other");
        assertEquals(out.resolve("other/Digits.java") + "\n", ran.out(), ran.err());
        String text = Files.readString(out.resolve("other/Digits.java"));
        assertTrue(text.contains("@Model\npublic interface Digits {"), text);
        assertTrue(
                text.contains("    @Output\n    @Dense(units = 3, activation = SOFTMAX)\n    Vec digit(Vec dropped);"),
                text);

        Path again = Files.createDirectories(folder.resolve("again"));
        Compiler.compile(again, out.resolve("other/Digits.java"));
        Graph before = Compiler.graph(classes, "Digits");
        Path weights = folder.resolve("digits.plumb");
        Network network = Network.create(before, 7L);
        network.save(weights);
        float[] example = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(
                network.predict(example),
                Network.load(weights, Compiler.graph(again, "Digits")).predict(example));
    }

    @Test
    void anArchiveBecomesSource() {
        Path file = folder.resolve("digits.plumb");
        Network.create(Compiler.graph(classes, "Digits"), 7L).save(file);
        Ran ran = Ran.plumb("source", file, "--package", "models", "--kotlin", "--name", "Numbers");
        assertTrue(
                ran.out().contains("@Sequential\ninterface Numbers {\n    @Input(6)\n    fun image(): Vec\n"),
                ran.toString());
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws IOException {
        Path out = folder.resolve("out");
        Path file = Files.createDirectories(out.resolve("models")).resolve("Digits.java");
        Files.writeString(file, "mine");
        Ran ran = Ran.plumb("source", "Digits", "-cp", classes, "--out", out);
        assertEquals(1, ran.code());
        assertEquals(
                "plumb: '" + file + "' exists: say --force to replace it, or another --out, --package or --name\n",
                ran.err());
        assertEquals("mine", Files.readString(file));
        assertEquals(
                0,
                Ran.plumb("source", "Digits", "-cp", classes, "--out", out, "--force")
                        .code());
        assertEquals(DIGITS, Files.readString(file));
    }

    @Test
    void whatIsNotThereIsSaid() {
        Ran ran = Ran.plumb("source", "Digit", "-cp", classes);
        assertEquals(1, ran.code());
        assertEquals(
                "plumb: there is no file 'Digit', and no model of this name is compiled in [" + classes + "]\n",
                ran.err());
        assertEquals(
                "plumb: there is no '" + folder.resolve("x.jar") + "' on the class path\n",
                Ran.plumb("source", "Digits", "-cp", folder.resolve("x.jar")).err());
        assertEquals(
                "plumb: 'a-b' is no name of a package, expected one like com.example.models\n",
                Ran.plumb("source", "Digits", "-cp", classes, "--package", "a-b")
                        .err());
    }

    @Test
    void aWrongCallIsAnotherEndThanARefusedModel() {
        Ran ran = Ran.plumb("source", "Digits", "--as", "poem");
        assertEquals(2, ran.code());
        assertTrue(ran.err().contains("expected one of [simplest, model]"), ran.err());
        assertEquals(0, Ran.plumb("source", "--help").code());
        assertTrue(Ran.plumb().out().contains("summary"), Ran.plumb().out());
    }
}
