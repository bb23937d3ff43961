package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mask as an input of its own: the role {@code mask}. */
final class GivenMaskTest {
    private static final String IMPORTS =
            "import static dev.plumb.dsl.DType.*; import static dev.plumb.dsl.Bind.BOUND; " + Javac.IMPORTS;

    private static final String READER = IMPORTS + """
            @Model public interface Reader {
                @Input(dims = {"time", "3"}) Seq x();
                @Input(dims = "time", dtype = BOOL) Tensor valid();
                @Repeat(2) @LSTM(units = 4, returnSequences = true) Seq read(Seq x, @From("valid") Tensor mask);
                @Bidirectional @GRU(units = 4) Vec both(@From("valid") Tensor mask, @From("read") Seq sequence);
                @GlobalAveragePooling1D Vec mean(Seq read, @From("valid") Tensor mask);
                @GlobalMaxPooling1D Vec most(Seq read, @From("valid") Tensor mask);
                @Concatenate Vec all(Vec both, Vec mean, Vec most);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1) Vec score(Vec all);
                @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 2) Seq each(Seq read, @From("valid") Tensor mask);
            }
            """;

    @TempDir
    Path output;

    private List<String> said(String model) {
        return Javac.errors(Javac.into(output).compile(IMPORTS + model));
    }

    private Graph graph(String name) throws ReflectiveOperationException, java.io.IOException {
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, GivenMaskTest.class.getClassLoader())) {
            Method graph = loader.loadClass(name).getMethod("graph");
            graph.setAccessible(true);
            return (Graph) graph.invoke(null);
        }
    }

    @Test
    void recurrentLayersPoolingsAndOutputsAreGivenOne() throws Exception {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(READER));
        String generated = javac.generated("ReaderModel");
        assertTrue(
                generated.contains(
                        "both = g.apply(\"both\", Layers.bidirectional(Layers.gru(4)), read.masked(valid));"),
                generated);
        Graph graph = graph("ReaderModel");
        assertTrue(graph.node("each").outputTypes().get(0).masked());
        assertEquals(
                List.of("read/0", "valid"),
                graph.node("read/1").inputs().stream().map(Object::toString).toList());
        assertTrue(graph.node("read/1").outputTypes().get(0).masked());
    }

    @Test
    void inABlockAndWithSharedWeights() throws Exception {
        assertEquals("", Javac.into(output).compile(IMPORTS + """
                @Block @interface Read {
                    int units();
                    interface Wiring {
                        @Input(dims = {"t", "f"}) Seq x();
                        @Input(dims = "t", dtype = INT32) Tensor valid();
                        @LSTM(units = BOUND) @Bind("units") Vec first(Seq x, @From("valid") Tensor mask);
                        @SameWeightsAs("first") Vec again(Seq x);
                        @Output @Add Vec y(Vec first, Vec again);
                    }
                }
                @Model interface Reads {
                    @Input({5, 3}) Seq x();
                    @Input(value = 5, dtype = INT32) Tensor valid();
                    @Output @Read(units = 4) Vec y(Seq x, Tensor valid);
                }
                """));
        Graph graph = graph("ReadsModel");
        assertEquals(2, graph.node("y/first").inputs().size());
        assertEquals(1, graph.node("y/again").inputs().size());
        assertEquals("y/first", graph.node("y/again").sharing());
    }

    @Test
    void aParameterOfThatNameIsNoState() throws Exception {
        assertEquals("", Javac.into(output).compile(IMPORTS + """
                @Model interface Named {
                    @Input({5, 3}) Seq x();
                    @Input(value = 5, dtype = BOOL) Tensor mask();
                    @Output @Loss(MEAN_SQUARED_ERROR) @GRU(units = 5) Vec y(Seq x, Tensor mask);
                }
                """));
        assertTrue(graph("NamedModel").draft().stepsByName().get("y").terms().masked());
    }

    @Test
    void aMaskOfAnotherLengthIsRefused() {
        assertEquals(List.of("8: [plumb/shape-mismatch] LSTM 'y' needs a mask of shape (5): 'mask' is (6)"), said("""
                        @Model interface M {
                            @Input({5, 3}) Seq x();
                            @Input(6) Tensor mask();
                            @Output @LSTM(units = 4) Vec y(Seq x, Tensor mask);
                        }
                        """));
    }

    @Test
    void aLayerThatWouldDoNothingWithItTakesNone() {
        assertEquals(
                List.of(
                        "8: [plumb/wrong-arity] Conv1D 'c' takes no mask, got 'mask': it neither uses a mask nor passes one on"),
                said("""
                        @Model interface M {
                            @Input({5, 3}) Seq x();
                            @Input(5) Tensor mask();
                            @Conv1D(filters = 4, kernelSize = 2) Seq c(Seq x, Tensor mask);
                            @Output @LSTM(units = 4) Vec y(Seq c);
                        }
                        """));
    }

    @Test
    void whatHasNoStepsTakesNone() {
        assertEquals(
                List.of("8: [plumb/wrong-arity] Dense 'y' takes no mask, got 'mask': 'x' has no steps, (5)"),
                said("""
                        @Model interface M {
                            @Input(5) Vec x();
                            @Input(5) Tensor mask();
                            @Output @Dense(units = 4) Vec y(Vec x, Tensor mask);
                        }
                        """));
    }

    @Test
    void theOthersAreCountedWithoutIt() {
        assertEquals(
                List.of("9: [plumb/wrong-arity] LSTM 'y' takes one or 3 inputs beside its mask: it has 2"), said("""
                        @Model interface M {
                            @Input({5, 3}) Seq x();
                            @Input(4) Vec h();
                            @Input(5) Tensor mask();
                            @Output @LSTM(units = 4) Vec y(Seq x, Vec h, @From("mask") Tensor mask);
                        }
                        """));
    }

    @Test
    void whereInputsHaveRolesOrAnyNumberItIsOneOfThem() {
        assertEquals("", Javac.into(output).compile(IMPORTS + """
                @Model interface M {
                    @Input({5, 3}) Seq x();
                    @Input({5, 5}) Tensor mask();
                    @Input(5) Vec a();
                    @MultiHeadAttention(numHeads = 1, keyDim = 2) Seq seen(Seq x, @From("x") Seq value, @From("x") Seq key, Tensor mask);
                    @Flatten Vec flat(Seq seen);
                    @Concatenate Vec joined(Vec flat, @From("a") Vec mask);
                    @Output @Dense(units = 1) Vec y(Vec joined);
                }
                """));
    }
}
