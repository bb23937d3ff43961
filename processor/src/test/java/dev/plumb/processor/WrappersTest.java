package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Wrappers that stack on layers, in models as users write them. */
final class WrappersTest {
    private static final String HEAD = """
        import static dev.plumb.dsl.LossFunction.*;
        import dev.plumb.dsl.*;
        import dev.plumb.dsl.layer.*;
        @Model
        public interface Reader {
            @Input({6, 3}) Seq words();
        """;

    private static final String MODEL = HEAD + """
            @TimeDistributed @Dense(units = 4)                                  Seq each(Seq words);
            @Bidirectional(mergeMode = MergeMode.SUM) @LSTM(units = 5, returnSequences = true, returnState = true)
                                                                                Seq both(Seq each);
            @GRU(units = 5)                                                     Vec read(Seq both, @From("both.backward_state") Vec start);
            @Output @Loss(MEAN_SQUARED_ERROR) @Dense(units = 1)                 Vec score(Vec read);
        }
        """;

    @TempDir
    Path output;

    private String compile(String methods) {
        return Javac.into(output).compile(HEAD + methods + "}\n");
    }

    @Test
    void areLayersOfTheGeneratedGraph() {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(MODEL));
        String generated = javac.generated("ReaderModel");
        assertTrue(generated.contains("g.apply(\"each\", Layers.timeDistributed(Layers.dense(4)), words);"), generated);
        assertTrue(
                generated.contains(
                        "Layers.bidirectional(Layers.lstm(5).returnSequences(true).returnState(true)).mergeMode(SUM),"
                                + " each);"),
                generated);
        assertTrue(generated.contains("Layers.gru(5), both, both.output(\"backward_state\"));"), generated);
    }

    @Test
    void train() throws Exception {
        assertEquals("", Javac.into(output).compile(MODEL));
        URL[] urls = {output.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, WrappersTest.class.getClassLoader())) {
            Class<?> type = loader.loadClass("ReaderModel");
            Object generated = type.getMethod("create", long.class).invoke(null, 42L);
            Network model = (Network) type.getMethod("network").invoke(generated);
            INDArray words = Nd4j.rand(32, 6, 3);
            INDArray means = words.mean(1, 2).reshape(32, 1);
            History history = model.trainer(Adam.of(0.02))
                    .fit(
                            Dataset.of(
                                    Structure.list(List.of("words")),
                                    List.of(words),
                                    Structure.list(List.of("score")),
                                    List.of(means)),
                            Fit.epochs(60).batchSize(32).verbose(Verbosity.SILENT));
            double first = history.get("loss").get(0);
            assertTrue(history.last("loss") < first / 10, history::toString);
        }
    }

    @Test
    void aWrongAttributeIsReportedAtTheAnnotationThatHasIt() {
        assertEquals(
                """
                Reader.java:7: error: [plumb/bad-attribute] TimeDistributed(Bidirectional(LSTM)) 'out' has units = 0: must be at least 1
                    @Output @TimeDistributed @Bidirectional(mergeMode = MergeMode.AVE) @LSTM(units = 0) Seq out(Seq words);
                                                                                                     ^
                    see  docs/errors/bad-attribute.md\
                """,
                compile("    @Output @TimeDistributed @Bidirectional(mergeMode = MergeMode.AVE) @LSTM(units = 0) Seq"
                        + " out(Seq words);\n"));
    }

    @Test
    void aWrapperNeedsALayerBelowIt() {
        assertEquals("""
            Reader.java:7: error: [plumb/missing-layer] method 'out' has no layer annotation below @Bidirectional: nothing says which layer it wraps
                @Output @Bidirectional Vec out(Seq words);
                        ^
                see  docs/errors/missing-layer.md\
            """, compile("    @Output @Bidirectional Vec out(Seq words);\n"));
    }

    @Test
    void aWrapperMayStandOnEitherSideOfItsLayer() {
        for (String layers : List.of(
                "@Bidirectional @LSTM(units = 4) @Frozen",
                "@LSTM(units = 4) @Bidirectional @Frozen",
                "@Frozen @LSTM(units = 4) @Bidirectional")) {
            assertEquals("", compile("    @Output " + layers + " Vec out(Seq words);\n"), layers);
            String generated = Javac.into(output).generated("ReaderModel");
            assertTrue(generated.contains("Layers.bidirectional(Layers.lstm(4))"), layers);
        }
    }

    @Test
    void aMethodIsStillOneLayer() {
        assertEquals("""
                Reader.java:7: error: [plumb/several-layers] method 'out' has 2 layer annotations (LSTM, GRU): a method is one layer
                    @Output @Bidirectional @LSTM(units = 4) @GRU(units = 4) Vec out(Seq words);
                                                                                ^
                    fix  write a method for each, one after the other
                    see  docs/errors/several-layers.md\
                """, compile("    @Output @Bidirectional @LSTM(units = 4) @GRU(units = 4) Vec out(Seq words);\n"));
    }

    @Test
    void aLayerThatCannotBeWrappedIsSaidWithTheFix() {
        assertEquals("""
            Reader.java:7: error: [plumb/bad-attribute] Bidirectional(Dense) 'out' wraps Dense(units = 8) in Bidirectional, which takes a recurrent layer: SimpleRNN, LSTM, GRU or ConvLSTM
                @Output @Bidirectional @Dense(units = 8) Seq out(Seq words);
                                       ^
                fix  out: without @Bidirectional
                see  docs/errors/bad-attribute.md\
            """, compile("    @Output @Bidirectional @Dense(units = 8) Seq" + " out(Seq words);\n"));
    }

    @Test
    void aNormalizedKernelIsAKernel() {
        assertEquals("""
            Reader.java:7: error: [plumb/bad-attribute] SpectralNormalization(GRU) 'out' wraps GRU(units = 8) in SpectralNormalization, which takes a layer of one kernel: Dense, EinsumDense, Embedding, a convolution, a depthwise or a transposed one
                @Output @SpectralNormalization @GRU(units = 8) Vec out(Seq words);
                                               ^
                fix  out: without @SpectralNormalization
                see  docs/errors/bad-attribute.md\
            """, compile("    @Output @SpectralNormalization @GRU(units = 8)" + " Vec out(Seq words);\n"));
        assertEquals(
                """
                Reader.java:7: error: [plumb/bad-attribute] SpectralNormalization(Dense) 'out' has powerIterations = 0: must be at least 1
                    @Output @SpectralNormalization(powerIterations = 0) @Dense(units = 8) Seq out(Seq words);
                                                                     ^
                    see  docs/errors/bad-attribute.md\
                """,
                compile("    @Output @SpectralNormalization(powerIterations = 0) @Dense(units = 8) Seq out(Seq"
                        + " words);\n"));
    }

    @Test
    void aNormalizedKernelMayBeThatOfEachStep() {
        assertEquals(
                "",
                compile("    @Output @TimeDistributed @SpectralNormalization @Dense(units = 8) Seq out(Seq words);\n"));
        assertTrue(Javac.into(output)
                .generated("ReaderModel")
                .contains("Layers.timeDistributed(Layers.spectralNormalization(Layers.dense(8)))"));
    }

    @Test
    void aRuleOfTheWrappedLayerIsReportedAtTheWire() {
        assertEquals(
                """
                Reader.java:7: error: [plumb/rank-mismatch] TimeDistributed(Conv2D) 'out' needs an input of rank 3 (height, width, channels): 'words' has rank 1, (3) in each step
                    @Output @TimeDistributed @Conv2D(filters = 8, kernelSize = 3) Tensor out(Seq words);
                                                                                                 ^
                    from  words (6, 3)
                    see   docs/errors/rank-mismatch.md\
                """,
                compile("    @Output @TimeDistributed @Conv2D(filters = 8, kernelSize = 3) Tensor out(Seq words);\n"));
    }

    @Test
    void aLayerTakesItsSequenceOrItsSequenceAndAllStates() {
        assertEquals("""
            Reader.java:8: error: [plumb/wrong-arity] LSTM 'out' takes one or 3 inputs: it has 2
                @Output @LSTM(units = 4) Vec out(Seq words, Vec state);
                                             ^
                see  docs/errors/wrong-arity.md\
            """, compile("""
                            @GRU(units = 4) Vec state(Seq words);
                            @Output @LSTM(units = 4) Vec out(Seq words, Vec state);
                        """));
    }
}
