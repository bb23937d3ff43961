package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.file.ElementType;
import dev.plumb.io.SafetensorsFile;
import dev.plumb.io.TensorData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model starts with the weights of its file, and with no others. */
final class InitialWeightsTest {
    @TempDir
    Path folder;

    private static Network network(int units, long seed) {
        GraphBuilder g = GraphBuilder.named("Flowers");
        Wire x = g.input("x", 2);
        return Network.create(g.output(g.apply("out", Layers.dense(units), x)).build(), seed);
    }

    private static TensorData array(String name, ElementType type, List<Long> shape, int bytes, short... halves) {
        ByteBuffer elements = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (short half : halves) {
            elements.putShort(half);
        }
        return new TensorData(name, type, shape, elements);
    }

    @Test
    void aSavedModelIsRead() throws IOException {
        Path file = folder.resolve("flowers.plumb");
        Network saved = network(3, 1);
        saved.save(file);
        Network read = InitialWeights.into(network(3, 2), file.toString(), "", null);
        assertEquals(saved.weights(), read.weights());
        Network resource = InitialWeights.into(
                network(3, 2), "flowers.plumb", "", new ByteArrayInputStream(Files.readAllBytes(file)));
        assertEquals(saved.weights(), resource.weights());
    }

    /** A file without a digest is read where it lies; a copy goes by the name of what it is a copy of. */
    @Test
    void whatIsWrongIsSaidOfTheFileThatWasNamed() throws IOException {
        Path file = folder.resolve("flowers.safetensors");
        SafetensorsWeights.write(network(4, 1), file);
        for (InputStream resource : new InputStream[] {null, Files.newInputStream(file)}) {
            IllegalArgumentException other = assertThrows(
                    IllegalArgumentException.class,
                    () -> InitialWeights.into(network(3, 2), file.toString(), "", resource));
            assertTrue(
                    other.getMessage()
                            .startsWith("the weights of the file 'flowers.safetensors' do not fit model 'Flowers'"),
                    other.getMessage());
        }
        Files.write(file, new byte[9]);
        for (InputStream resource : new InputStream[] {null, Files.newInputStream(file)}) {
            UncheckedIOException damaged = assertThrows(
                    UncheckedIOException.class,
                    () -> InitialWeights.into(network(3, 2), file.toString(), "", resource));
            assertTrue(
                    damaged.getMessage().contains("'" + file + "' cannot be read as safetensors"),
                    damaged.getMessage());
        }
    }

    @Test
    void safetensorsOfHalvesBecomeFloats() throws IOException {
        Path file = folder.resolve("flowers.safetensors");
        SafetensorsFile.write(
                file,
                List.of(
                        array(
                                "out/kernel",
                                ElementType.F16,
                                List.of(2L, 2L),
                                8,
                                (short) 0x3C00,
                                (short) 0xC000,
                                (short) 0x0001,
                                (short) 0x7BFF),
                        array("out/bias", ElementType.BF16, List.of(2L), 4, (short) 0x3F80, (short) 0xBF00)));
        Network read = InitialWeights.into(network(2, 2), file.toString(), "", null);
        assertArrayEquals(
                new float[] {1, -2, 0x1p-24f, 65504},
                read.weight("out/kernel").dup('c').data().asFloat());
        assertArrayEquals(new float[] {1, -0.5f}, read.weight("out/bias").data().asFloat());
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Path file = folder.resolve("flowers.plumb");
        network(3, 1).save(file);
        IllegalStateException digest = assertThrows(
                IllegalStateException.class,
                () -> InitialWeights.into(network(3, 2), file.toString(), "0".repeat(64), null));
        assertTrue(String.valueOf(digest.getMessage()).contains("has the SHA-256 digest "), digest.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> InitialWeights.into(network(4, 2), file.toString(), "", null));
        UncheckedIOException missing = assertThrows(
                UncheckedIOException.class, () -> InitialWeights.into(network(3, 2), file + "x", "", null));
        assertTrue(
                String.valueOf(missing.getMessage()).contains("is not on the class path, and there is no file"),
                missing.getMessage());
    }
}
