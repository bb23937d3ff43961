package dev.plumb.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.layer.LayerCode;
import dev.plumb.ops.Var;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file says of the examples of a model with layers in code is read with care, and loads no class. */
final class ProbeFileTest {
    private static final int MUTANTS = 1_000;

    @TempDir
    Path folder;

    private static Graph graph(String annotation, int units) {
        LayerCode code = (context, in) -> {
            Var x = in.get(0);
            return x.matmul(context.weight("kernel", List.of(x.size(-1), units), Initializer.GLOROT_UNIFORM))
                    .tanh();
        };
        GraphBuilder g = GraphBuilder.named("Words");
        Wire words = g.input("words", new Shape(List.of(Dim.named("time"))), DType.INT32);
        Wire vectors = g.apply("vectors", Layers.embedding(9, 3), words);
        Wire own = g.apply(
                "own",
                CodeBuilder.named(annotation)
                        .signature("(t, d) -> (t, " + units + ")")
                        .code(values -> code)
                        .with(Map.of()),
                vectors);
        return g.output(g.apply("mean", Layers.globalAveragePooling1D(), own)).build();
    }

    private Path saved(Graph graph) {
        Path file = folder.resolve("words.plumb");
        Network.create(graph, 3).save(file);
        return file;
    }

    @Test
    void whatIsKeptComesBack() throws IOException {
        Path file = saved(graph("demo.Own", 4));
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            Probe probe = archive.probe().orElseThrow();
            assertEquals(3, probe.examples());
            assertEquals(Map.of("time", 4L), probe.sizes());
            assertEquals(List.of(3L, 4L), probe.inputs().get(0).shape());
            Set<Integer> ids = new HashSet<>();
            for (int i = 0; i < 12; i++) {
                ids.add(probe.inputs().get(0).bytes().asIntBuffer().get(i));
            }
            assertTrue(ids.size() > 3 && ids.stream().allMatch(id -> id >= 0 && id < 9), ids.toString());
            Probe.Sample layer = probe.layers().get(0);
            assertEquals("own", layer.name());
            assertEquals(48, layer.elements());
            assertEquals(List.of(48L), layer.numbers().shape());
            assertEquals("mean", probe.outputs().get(0).name());
        }
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        Map<String, byte[]> one = ZipMutant.of(saved(graph("demo.Own", 4))).entries();
        Map<String, byte[]> other = ZipMutant.of(saved(graph("demo.Own", 4))).entries();
        assertEquals(one.keySet(), other.keySet());
        one.forEach((name, bytes) -> org.junit.jupiter.api.Assertions.assertArrayEquals(bytes, other.get(name), name));
    }

    @Test
    void aFileWithoutOneIsLoadedAsBefore() throws IOException {
        Graph graph = graph("demo.Own", 4);
        Path file = saved(graph);
        ZipMutant old = ZipMutant.of(file);
        old.entries().remove("probe.json");
        old.entries().remove("probe.safetensors");
        old.replaceText("plumb.json", "\"format\":3", "\"format\":2");
        old.write(file);
        Network network = Network.load(file, graph);
        assertEquals(Network.create(graph, 3).weights(), network.weights());
        assertEquals(
                file
                        + " does not say what the code of model 'Words' computed: it was saved by an older Plumb, save it again"
                        + "\n  see     docs/code-layers.md#files",
                assertThrows(IllegalArgumentException.class, () -> network.verifySaved(file))
                        .getMessage());
    }

    @Test
    void olderVersionsReadWhatHasNone() throws IOException {
        Path file = folder.resolve("model.plumb");
        Archives.trained().write(file);
        assertTrue(ZipMutant.of(file).text("plumb.json").startsWith("{\"format\":2,"));
        assertTrue(ZipMutant.of(saved(graph("demo.Own", 4))).text("plumb.json").startsWith("{\"format\":3,"));
    }

    @Test
    void whatDoesNotFitTheGraphIsNamed() throws IOException {
        Graph graph = graph("demo.Own", 4);
        assertRefused(
                graph,
                "probe.json: 'examples' is 4, expected a whole number from 1 to 3",
                "\"examples\":3",
                "\"examples\":4");
        assertRefused(
                graph,
                "probe.json: it has sizes for the axes [steps], the graph has [time]",
                "\"time\":4",
                "\"steps\":4");
        assertRefused(
                graph,
                "probe.json: it has numbers of 'owm', which is no layer in code of the graph, did you mean 'own'?",
                "\"own\":48",
                "\"owm\":48");
        assertRefused(
                graph,
                "probe.json: it has numbers of the outputs {mean=13}, of the graph they are {mean=12}",
                "\"mean\":12",
                "\"mean\":13");
        assertRefused(
                graph,
                "probe.safetensors: 'input/words' has the shape [3, 4], the graph needs [3, 5]",
                "\"time\":4",
                "\"time\":5");
        assertRefused(
                graph,
                "probe.json: 'time' is 5000, expected a whole number from 1 to 1024",
                "\"time\":4",
                "\"time\":5000");
        assertRefused(graph, "probe.json: it has the unknown field 'x'", "\"sizes\"", "\"x\":1,\"sizes\"");
    }

    private void assertRefused(Graph graph, String reason, String old, String replacement) throws IOException {
        Path file = saved(graph);
        ZipMutant wrong = ZipMutant.of(file);
        wrong.replaceText("probe.json", old, replacement);
        wrong.write(file);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> Network.load(file, graph));
        assertTrue(e.getCause() instanceof FormatException);
        assertEquals("'" + file + "' cannot be read as a model: " + reason, e.getMessage());
    }

    /** An id of no row, with sums that fit. */
    @Test
    void aFalseIdTouchesNoForeignMemory() throws IOException {
        Graph graph = graph("demo.Own", 4);
        Path file = saved(graph);
        ZipMutant wrong = ZipMutant.of(file);
        byte[] bytes = wrong.entries().get("probe.safetensors");
        int header = (int) java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getLong(0);
        bytes[Long.BYTES + header + 2] = 0x7F;
        wrong.write(file);
        String message = assertThrows(IllegalArgumentException.class, () -> Network.load(file, graph))
                .getMessage();
        assertTrue(message.contains("what was computed then fails now: Gather: id "), message);
    }

    @Test
    void eachMutantIsRefusedOrHasTheSameEffect() throws IOException {
        Graph graph = graph("demo.Own", 4);
        ZipMutant foreign = ZipMutant.of(saved(graph("demo.Own", 5)));
        Path file = saved(graph);
        Network saved = Network.load(file, graph);
        ArchiveMutator mutator =
                new ArchiveMutator(ZipMutant.of(file), foreign, 1, List.of("probe.json"), List.of("probe.safetensors"));
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            ArchiveMutator.Mutant mutant = mutator.next();
            mutant.zip().write(file);
            String what = "mutant " + i + ", " + mutant.what();
            try {
                assertEquals(saved.weights(), Network.load(file, graph).weights(), what);
            } catch (UncheckedIOException e) {
                refused++;
                String message = String.valueOf(e.getMessage());
                assertTrue(
                        e.getCause() instanceof FormatException && message.startsWith("'" + file + "' "),
                        what + ": " + e);
                assertTrue(
                        message.contains("the entry '")
                                || List.of(ArchiveEntry.values()).stream()
                                        .anyMatch(entry -> message.contains(entry.toString())),
                        what + ": " + e);
            } catch (IllegalArgumentException e) {
                refused++;
                assertTrue(e.getMessage().startsWith("the code of model 'Words' has changed since "), what + ": " + e);
            } catch (RuntimeException | Error e) {
                fail(what, e);
            }
        }
        assertTrue(refused > MUTANTS / 2, "refused " + refused);
    }

    private static final Set<String> LOADED = new HashSet<>();

    /** What a hostile file wants to have loaded. */
    public static final class Trap implements LayerCode {
        static {
            LOADED.add("Trap");
        }

        @Override
        public Var call(dev.plumb.layer.LayerContext context, List<Var> inputs) {
            LOADED.add("called");
            return inputs.get(0);
        }
    }

    @Test
    void aFileLoadsNoClass() throws IOException {
        // The name as text: a class literal would load it, and what loads is what is tested.
        String trap = ProbeFileTest.class.getName() + "$Trap";
        Graph own = graph("demo.Own", 4);
        Path file = saved(graph(trap, 4));
        String missing = assertThrows(IllegalArgumentException.class, () -> Network.load(file))
                .getMessage();
        assertTrue(
                missing.startsWith("layer 'own' is the layer in code " + trap + ", and a file holds no code"), missing);
        assertThrows(IllegalArgumentException.class, () -> Network.load(file, own));
        Network.create(own, 1).weightsFrom(file, Matching.byName());
        ZipMutant hostile = ZipMutant.of(file);
        for (String entry : hostile.entries().keySet()) {
            if (entry.endsWith(".json")) {
                ZipMutant one = hostile.copy();
                one.put(
                        entry,
                        one.text(entry).replace("\"own\"", "\"" + trap + "\"").replace("Embedding", trap));
                one.write(file);
                assertThrows(RuntimeException.class, () -> Network.load(file));
                try {
                    Network.load(file, own);
                } catch (IllegalArgumentException | UncheckedIOException refused) {
                    assertFalse(String.valueOf(refused.getMessage()).isEmpty());
                }
            }
        }
        assertEquals(Set.of(), LOADED);
    }
}
