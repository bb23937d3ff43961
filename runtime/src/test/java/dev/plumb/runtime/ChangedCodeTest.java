package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.compose.ModelLayer;
import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.layer.LayerCode;
import dev.plumb.ops.Var;
import dev.plumb.train.SGD;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** A file tells when the code of a model's layers has changed since it was saved, and which layer it is. */
final class ChangedCodeTest {
    @TempDir
    Path folder;

    private static CodeLayer layer(String signature, LayerCode code) {
        return CodeBuilder.named("demo.Own")
                .signature(signature)
                .code(values -> code)
                .with(Map.of());
    }

    /** Scaled by a weight, which starts at 0.5 of each feature, and something of it. */
    private static CodeLayer scaled(UnaryOperator<Var> then) {
        return layer("(..., d) -> (..., d)", (context, in) -> {
            Var x = in.get(0);
            return then.apply(x.times(context.weight("scale", List.of(x.size(-1)), Initializer.ONES)));
        });
    }

    private static final CodeLayer THEN = scaled(Var::tanh);
    private static final CodeLayer NOW = scaled(x -> x.tanh().times(1.001f));

    private static Graph model(Function<GraphBuilder, Wire> wiring) {
        GraphBuilder g = GraphBuilder.named("Own");
        Wire last = wiring.apply(g);
        return g.output(last).build();
    }

    private static Graph line(LayerSpec own, long... sizes) {
        return model(g -> g.apply("after", Layers.dense(2), g.apply("own", own, g.input("x", sizes))));
    }

    private Path saved(Graph graph) {
        Path file = folder.resolve("own.plumb");
        Network.create(graph, 5).save(file);
        return file;
    }

    /** What loading says if the second graph is of the code now. */
    private String refusal(Graph then, Graph now) {
        Path file = saved(then);
        assertDoesNotThrow(() -> Network.load(file, then).verifySaved(file));
        return assertThrows(IllegalArgumentException.class, () -> Network.load(file, now))
                .getMessage();
    }

    private void assertFound(String layer, Graph then, Graph now) {
        String message = refusal(then, now);
        assertTrue(message.startsWith("the code of model 'Own' has changed since " + folder), message);
        assertTrue(
                message.contains(": for the examples that the file keeps, layer '" + layer + "', of the code "),
                message);
    }

    @Test
    void anotherFormulaIsFoundAndItsLayerNamed() {
        String message = refusal(line(THEN, 3), line(scaled(x -> x.tanh().times(2)), 3));
        assertTrue(
                message.matches(
                        "(?s)the code of model 'Own' has changed since .*own.plumb was saved: for the examples that"
                                + " the file keeps, layer 'own', of the code dev.plumb.runtime.ChangedCodeTest.*, gives -?[0-9.]+ where it gave"
                                + " -?[0-9.]+: 8 of 9 numbers differ, by up to [0-9.]+; layers in code before it give what they gave\n"
                                + "  fix     load it with the code of that time; if the change is meant, give its weights to a new model by"
                                + " weightsFrom\\(file, Matching.byName\\(\\)\\) and save that\n  see .*"),
                message);
        assertFound("own", line(THEN, 3), line(NOW, 3));
    }

    @Test
    void theSameFormulaInOtherWordsIsNoChange() {
        Path file = saved(line(THEN, 3));
        CodeLayer words = scaled(x -> x.negated().tanh().negated());
        assertDoesNotThrow(() -> Network.load(file, line(words, 3)).verifySaved(file));
    }

    @Test
    void theFirstOfSeveralChangesIsNamed() {
        Function<List<CodeLayer>, Graph> three = layers -> model(g -> {
            Wire first = g.apply("first", layers.get(0), g.input("x", 4));
            return g.apply("third", layers.get(2), g.apply("second", layers.get(1), first));
        });
        Graph then = three.apply(List.of(THEN, THEN, THEN));
        assertFound("second", then, three.apply(List.of(THEN, NOW, NOW)));
        assertFound("third", then, three.apply(List.of(THEN, THEN, NOW)));
        assertFound("first", then, three.apply(List.of(NOW, THEN, THEN)));
    }

    @Test
    void whatIsMeantIsTakenByWeights() {
        Path file = saved(line(THEN, 3));
        Network now = Network.create(line(NOW, 3), 8);
        now.weightsFrom(file, Matching.byName());
        assertEquals(Network.load(file, line(THEN, 3)).weights(), now.weights());
        assertThrows(IllegalArgumentException.class, () -> now.verifySaved(file));
        now.save(file);
        now.verifySaved(file);
        assertEquals(now.weights(), Network.load(file, line(NOW, 3)).weights());
    }

    @Test
    void otherWeightsAreNamedBeforeAnythingIsComputed() {
        String message = refusal(
                line(THEN, 3),
                line(
                        layer("(..., d) -> (..., d)", (context, in) -> in.get(0)
                                .times(context.weight("factor", List.of(3), Initializer.ONES))),
                        3));
        assertTrue(
                message.contains("layer 'own': the code declares the weights [scale (3)] in the file, [factor (3)]"),
                message);
    }

    private static Graph depth(CodeLayer own) {
        return model(g -> g.apply("many", Repetition.of(2, own), g.input("x", 3, 3)));
    }

    @Test
    void inRepetitionsModelsWrappersAndOtherCode() {
        assertFound("many/0", depth(THEN), depth(NOW));
        Function<CodeLayer, Graph> nested = own -> model(g ->
                g.apply("outer", ModelLayer.of(Network.create(line(own, 3), 1).graph()), g.input("x", 3)));
        assertFound("outer/own", nested.apply(THEN), nested.apply(NOW));
        Function<CodeLayer, Graph> each =
                own -> model(g -> g.apply("each", Layers.timeDistributed(own), g.input("x", 5, 3)));
        assertFound("each", each.apply(THEN), each.apply(NOW));
        Function<CodeLayer, Graph> inner = own -> line(
                layer("(d) -> (d)", (context, in) -> context.layer("gate", own)
                        .call(in.get(0))
                        .times(in.get(0))),
                3);
        assertFound("own/gate", inner.apply(THEN), inner.apply(NOW));
    }

    @Test
    void aPartOfAModelIsSavedWithItsCode() {
        Path file = folder.resolve("part.plumb");
        Network whole = Network.create(line(THEN, 3), 5);
        for (Network part : List.of(whole.upTo("own"), whole.part("own", "after"))) {
            part.save(file);
            part.verifySaved(file);
            assertEquals(part.weights(), Network.load(file, part.graph()).weights());
        }
        whole.upTo("own").save(file);
        Network changed = Network.create(line(NOW, 3), 5).upTo("own");
        String message = assertThrows(IllegalArgumentException.class, () -> changed.verifySaved(file))
                .getMessage();
        assertTrue(message.contains("layer 'own', of the code "), message);
    }

    @Test
    void aClassThatIsMissingIsNamed() {
        Path file = saved(line(THEN, 3));
        assertEquals(
                "layer 'own' is the layer in code demo.Own, and a file holds no code: load the model by the class that was generated"
                        + " for it, or by Network.load(file, graph) with a graph that has the layer",
                assertThrows(IllegalArgumentException.class, () -> Network.load(file))
                        .getMessage());
        CodeLayer gone = CodeBuilder.named("demo.Own")
                .signature("(..., d) -> (..., d)")
                .code(values -> {
                    throw new NoClassDefFoundError("demo/Own$Code");
                })
                .with(Map.of());
        assertEquals(
                "'own' of model 'Own': Own needs the class demo.Own$Code, which is missing: put the jar that has it on the class path",
                assertThrows(IllegalArgumentException.class, () -> Network.load(file, line(gone, 3)))
                        .getMessage());
    }

    @Test
    void inALaterCallOnly() {
        Function<CodeLayer, Graph> twice = own -> line(
                layer("(d) -> (d)", (context, in) -> {
                    Var zeros = in.get(0).times(0);
                    return context.layer("cell", own)
                            .call(context.layer("cell", own).call(zeros).plus(in.get(0)));
                }),
                3);
        assertFound("own/cell#2", twice.apply(THEN), twice.apply(NOW));
    }

    @Test
    void oneOfSeveralOutputs() {
        Function<Float, Graph> split = factor -> model(g -> {
            CodeLayer both = CodeBuilder.named("demo.Both")
                    .signature("(d) -> low: (d), high: (d)")
                    .code(values -> (LayerCode.Several) (context, in) -> List.of(
                            in.get(0).minimum(0), in.get(0).times(factor).maximum(0)))
                    .with(Map.of());
            Wire own = g.apply("both", both, g.input("x", 4));
            return g.apply("sum", Layers.add(), own.output("low"), own.output("high"));
        });
        assertFound("both.high", split.apply(1f), split.apply(2f));
    }

    @Test
    void whereInputsAreIds() {
        Function<Float, Graph> ids = factor -> model(g -> {
            Wire words = g.input("words", Shape.of(5), DType.INT32);
            Wire vectors = g.apply("vectors", Layers.embedding(7, 3).maskZero(true), words);
            CodeLayer own = CodeBuilder.named("demo.Own")
                    .signature("(t, d) -> (t, d)")
                    .supportsMasking()
                    .code(values -> (LayerCode) (context, in) -> in.get(0)
                            .times(context.mask(0)
                                    .orElseThrow()
                                    .linear(factor, 1)
                                    .reshape(in.get(0).size(0), 5, 1)))
                    .with(Map.of());
            return g.apply("last", Layers.lstm(2), g.apply("own", own, vectors));
        });
        assertFound("own", ids.apply(1f), ids.apply(1.5f));
        Function<Float, Graph> table = factor -> model(g -> g.apply(
                "own",
                layer("int32 (t) -> (t, 2)", (context, in) -> context.weight(
                                "table", List.of(2, 2), Initializer.GLOROT_UNIFORM)
                        .gatherRows(in.get(0))
                        .times(factor)),
                g.input("words", Shape.of(5), DType.INT32)));
        assertFound("own", table.apply(1f), table.apply(1.5f));
    }

    @Test
    void aTableOfOneRowIsAskedForThat() {
        Function<Float, Graph> table = factor -> model(g -> g.apply(
                "own",
                layer("int32 (t) -> (t, 2)", (context, in) -> context.weight(
                                "table", List.of(1, 2), Initializer.GLOROT_UNIFORM)
                        .gatherRows(in.get(0))
                        .times(factor)),
                g.input("words", Shape.of(5), DType.INT32)));
        assertFound("own", table.apply(1f), table.apply(1.5f));
    }

    @Test
    void whereSizesAreSymbolic() {
        Function<CodeLayer, Graph> open = own -> model(g -> {
            Wire x = g.input("x", new Shape(List.of(Dim.named("time"), Dim.of(3))), DType.FLOAT32);
            Wire y = g.input("y", new Shape(List.of(Dim.named("other"), Dim.of(3))), DType.FLOAT32);
            Wire own1 = g.apply("own", own, x);
            return g.apply(
                    "both",
                    Layers.concatenate(),
                    g.apply("a", Layers.globalAveragePooling1D(), own1),
                    g.apply("b", Layers.globalAveragePooling1D(), y));
        });
        assertFound("own", open.apply(THEN), open.apply(NOW));
        CodeLayer halves = layer("(t, d) -> (t / 16, 16 * d)", (context, in) -> in.get(0)
                .reshape(
                        in.get(0).size(0),
                        in.get(0).size(1) / 16,
                        16 * in.get(0).size(2)));
        Path file = saved(model(g ->
                g.apply("own", halves, g.input("x", new Shape(List.of(Dim.named("time"), Dim.of(3))), DType.FLOAT32))));
        assertTrue(hasProbe(file));
    }

    @Test
    void aStateIsKeptAsItWasAtSaving() {
        Function<Float, Graph> counting = factor -> {
            GraphBuilder g = GraphBuilder.named("Own");
            CodeLayer own = layer("(d) -> (d)", (context, in) -> {
                Var mean = context.state("mean", List.of(3), Initializer.ZEROS);
                context.assign("mean", mean.plus(1));
                return in.get(0).plus(mean.times(factor));
            });
            Wire out = g.apply("after", Layers.dense(1), g.apply("own", own, g.input("x", 3)));
            return g.output(out, LossFunction.MEAN_SQUARED_ERROR).build();
        };
        Path file = folder.resolve("own.plumb");
        Network network = Network.create(counting.apply(1f), 5);
        // While the state is 0, its factor does not matter.
        network.save(file);
        assertDoesNotThrow(() -> Network.load(file, counting.apply(2f)));
        network.trainer(SGD.of(0.1)).trainOnBatch(List.of(Nd4j.ones(4, 3)), List.of(Nd4j.ones(4, 1)));
        network.save(file);
        network.verifySaved(file);
        assertEquals(
                1, Network.load(file, counting.apply(1f)).weight("own/mean").getFloat(0));
        assertThrows(IllegalArgumentException.class, () -> Network.load(file, counting.apply(2f)));
    }

    @Test
    void dropoutIsAtRestAndOnlyInferenceCounts() {
        Function<Double, Graph> dropping = rate -> line(
                layer(
                        "(d) -> (d)",
                        (context, in) -> context.training()
                                ? in.get(0)
                                        .times(context.dropoutMask(
                                                rate, in.get(0).shape()))
                                : in.get(0)),
                3);
        Path file = saved(dropping.apply(0.5));
        assertDoesNotThrow(() -> Network.load(file, dropping.apply(0.1)).verifySaved(file));
        Function<Double, Graph> always = rate -> line(
                layer("(d) -> (d)", (context, in) -> in.get(0)
                        .times(context.dropoutMask(rate, in.get(0).shape()))),
                64);
        assertFound("own", always.apply(0.5), always.apply(0.1));
    }

    @Test
    void notANumberIsNotANumber() {
        CodeLayer log = scaled(x -> x.log());
        Path file = saved(line(log, 3));
        assertDoesNotThrow(() -> Network.load(file, line(log, 3)).verifySaved(file));
        assertFound("own", line(log, 3), line(scaled(x -> x.log().times(1.5f)), 3));
        assertFound("own", line(THEN, 3), line(log, 3));
    }

    @Test
    void largeArraysAreComparedInPlaces() throws IOException {
        Function<CodeLayer, Graph> image = own -> model(
                g -> g.apply("flat", Layers.globalAveragePooling2D(), g.apply("own", own, g.input("x", 96, 96, 3))));
        CodeLayer border = layer("(h, w, c) -> (h, w, c)", (context, in) -> in.get(0)
                .slice(1, 0, 95)
                .concatenate(1, in.get(0).slice(1, 95, 1).times(2)));
        CodeLayer none =
                layer("(h, w, c) -> (h, w, c)", (context, in) -> in.get(0).times(1));
        Path file = saved(image.apply(none));
        assertTrue(Files.size(file) < 2 * 96 * 96 * 3, "bytes " + Files.size(file));
        String message = refusal(image.apply(none), image.apply(border));
        assertTrue(message.contains(" of 4096 compared numbers differ"), message);
    }

    @Test
    void aModelWithHugeInputsIsSavedWithoutExamples() {
        Graph huge = model(g -> g.apply(
                "own", layer("(h, w, c) -> (c)", (context, in) -> in.get(0).mean(1, 2)), g.input("x", 1024, 1024, 3)));
        Path file = saved(huge);
        assertFalse(hasProbe(file));
        Network.load(file, huge).verifySaved(file);
    }

    @Test
    void aModelWithoutCodeHasNone() {
        assertFalse(hasProbe(saved(line(Layers.dense(3), 3))));
    }

    private static boolean hasProbe(Path file) {
        try (var archive = dev.plumb.io.ArchiveReader.open(file)) {
            return archive.probe().isPresent();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void savedIsWhatTheModelIs() {
        Path file = saved(line(Layers.dense(3), 3));
        Network model = Network.load(file);
        model.verifySaved(file);
        model.setWeight("own/bias", Nd4j.createFromArray(0f, 2f, 3f));
        assertEquals(
                file
                        + " holds other weights than model 'Own': 'own/bias' has 0.0 in the file and 2.0 in the model at [1], 2 of"
                        + " its numbers differ",
                assertThrows(IllegalArgumentException.class, () -> model.verifySaved(file))
                        .getMessage());
        String other = assertThrows(IllegalArgumentException.class, () -> Network.create(line(Layers.dense(4), 3), 1)
                        .verifySaved(file))
                .getMessage();
        assertTrue(other.contains("layer 'own': units = 3 in the file, 4 in the model"), other);
    }
}
