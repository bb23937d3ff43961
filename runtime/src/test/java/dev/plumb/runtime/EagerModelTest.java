package dev.plumb.runtime;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.ActivationFunction.TANH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.Var;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.SGD;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class EagerModelTest {
    private static final float[] X = {0.5f, -1, 2, 0.25f, 1, -0.5f};
    private static final int[] Y = {1, 0};

    /** A model whose flow does not depend on values, so that it can be compared with a graph. */
    private static final class Classifier extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer("hidden", Layers.dense(4).activation(TANH));
        private final EagerLayer normal = layer("normal", Layers.batchNormalization());
        private final EagerLayer classes = layer("classes", Layers.dense(3).activation(SOFTMAX));

        Classifier(long seed) {
            super(seed);
        }

        @Override
        public Var call(EagerContext context, Var x) {
            return classes.call(context, normal.call(context, hidden.call(context, x)));
        }
    }

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Classifier");
        Wire hidden = g.apply("hidden", Layers.dense(4).activation(TANH), g.input("x", 3));
        Wire normal = g.apply("normal", Layers.batchNormalization(), hidden);
        Wire classes = g.apply("classes", Layers.dense(3).activation(SOFTMAX), normal);
        return g.output(classes, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY).build();
    }

    private static INDArray output(EagerModel<Var, Var> model, float... x) {
        try (GradientTape tape = model.tape(Phase.INFERENCE)) {
            EagerContext context = tape.context();
            return context.copy(model.call(context, context.floats(x, x.length / 3, 3)));
        }
    }

    private static float step(EagerModel<Var, Var> model, EagerOptimizer optimizer) {
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            EagerContext context = tape.context();
            Var output = model.call(context, context.floats(X, 2, 3));
            return optimizer.step(tape, context.loss(Losses.sparseCategoricalCrossentropy(), output, context.ints(Y)));
        }
    }

    @Test
    void startsAndLearnsAsTheNetworkOfItsGraph() {
        Network network = Network.create(graph(), 7);
        Classifier model = new Classifier(7);
        assertClose(network.predict(List.of(Nd4j.create(X, new long[] {2, 3}))).get(0), output(model, X), 1e-6);
        assertEquals(network.weights(), model.weights());
        EagerOptimizer optimizer = model.optimizer(Adam.of(0.01));
        for (int i = 0; i < 5; i++) {
            step(model, optimizer);
        }
        INDArray x = Nd4j.create(X, new long[] {2, 3});
        INDArray y = Nd4j.createFromArray(Y);
        network.trainer(Adam.of(0.01))
                .fit(
                        Dataset.of(
                                Structure.list(List.of("x")),
                                List.of(x),
                                Structure.list(List.of("classes")),
                                List.of(y)),
                        Fit.epochs(5).batchSize(2).verbose(Verbosity.SILENT));
        network.weights().forEach((path, weight) -> assertClose(weight, model.weight(path), 1e-5));
        assertEquals(5, optimizer.iterations());
    }

    @Test
    void gradientsAreWhatDifferencesShow() {
        Classifier model = new Classifier(3);
        Map<String, float[]> found;
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            found = new TreeMap<>();
            tape.gradients(loss(model, tape), model)
                    .forEach((path, gradient) -> found.put(path, tape.context().numbers(gradient)));
        }
        assertEquals(
                Set.of("classes/bias", "classes/kernel", "hidden/bias", "hidden/kernel", "normal/beta", "normal/gamma"),
                found.keySet());
        found.forEach((path, gradient) -> {
            INDArray weight = model.weight(path);
            for (int i = 0; i < gradient.length; i++) {
                float at = weight.data().getFloat(i);
                double difference =
                        lossAt(model, path, weight, i, at + 1e-2f) - lossAt(model, path, weight, i, at - 1e-2f);
                lossAt(model, path, weight, i, at);
                assertEquals(difference / 2e-2, gradient[i], 3e-3, path + " " + i);
            }
        });
    }

    private static double lossAt(Classifier model, String path, INDArray weight, int index, float value) {
        weight.data().put(index, value);
        model.setWeight(path, weight);
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            return tape.context().number(loss(model, tape));
        }
    }

    private static Var loss(Classifier model, GradientTape tape) {
        EagerContext context = tape.context();
        Var output = model.call(context, context.floats(X, 2, 3));
        return context.loss(Losses.sparseCategoricalCrossentropy(), output, context.ints(Y));
    }

    @Test
    void whatIsFrozenStays() {
        Classifier model = new Classifier(1);
        model.hidden.build(3);
        model.freeze("hidden");
        assertEquals(Set.of("hidden"), model.frozen());
        String early = assertThrows(IllegalStateException.class, () -> model.freeze("classes"))
                .getMessage();
        assertTrue(early.startsWith("layer 'classes' of model 'Classifier' was not called yet"), early);
        EagerOptimizer optimizer = model.optimizer(SGD.of(0.1));
        output(model, X);
        Map<String, INDArray> before = model.weights();
        step(model, optimizer);
        assertEquals(before.get("hidden/kernel"), model.weight("hidden/kernel"));
        assertNotEquals(before.get("classes/kernel"), model.weight("classes/kernel"));
        model.unfreeze("hidden");
        model.freeze("normal");
        Map<String, INDArray> then = model.weights();
        step(model, optimizer);
        assertNotEquals(then.get("hidden/kernel"), model.weight("hidden/kernel"));
        assertEquals(then.get("normal/moving_mean"), model.weight("normal/moving_mean"));
        assertThrows(IllegalArgumentException.class, () -> model.freeze("hiden"));
    }

    @Test
    void anOptimizerTakesUpWhatIsBuiltLater() {
        Classifier model = new Classifier(1);
        model.hidden.build(3);
        EagerOptimizer optimizer = model.optimizer(Adam.of(0.1));
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            Var x = tape.context().floats(X, 2, 3);
            optimizer.step(tape, model.hidden.call(tape.context(), x).square().mean());
        }
        assertEquals(
                1,
                model.weights().keySet().stream()
                        .filter("hidden/kernel"::equals)
                        .count());
        float first = step(model, optimizer);
        float last = first;
        for (int i = 0; i < 20; i++) {
            last = step(model, optimizer);
        }
        assertTrue(last < first / 4, first + " then " + last);
        assertEquals(22, optimizer.iterations());
    }

    @Test
    void whatWasTrainedIsSavedAndLoaded(@TempDir Path folder) {
        Path file = folder.resolve("classifier.plumb");
        Classifier model = new Classifier(1);
        assertThrows(IllegalStateException.class, () -> model.save(file));
        output(model, X);
        step(model, model.optimizer(SGD.of(0.1)));
        model.freeze("hidden");
        model.save(file);
        Classifier again = new Classifier(2);
        again.load(file);
        assertEquals(model.weights(), again.weights());
        assertEquals(model.frozen(), again.frozen());
        assertEquals(output(model, X), output(again, X));
        Classifier built = new Classifier(3);
        output(built, X);
        built.load(file);
        assertEquals(output(model, X), output(built, X));
        EagerModel<Var, Var> other = new EagerModel<>() {
            private final EagerLayer hidden = layer("hidden", Layers.dense(5));

            @Override
            public Var call(EagerContext context, Var x) {
                return hidden.call(context, x);
            }
        };
        String message = assertThrows(IllegalArgumentException.class, () -> other.load(file))
                .getMessage();
        assertTrue(message.contains("with the layers [hidden, normal, classes]"), message);
    }

    @Test
    void theTableSaysWhatIsBuilt() {
        Classifier model = new Classifier(1);
        String before = model.summaryText();
        assertTrue(before.startsWith("Model: \"Classifier\""), before);
        assertTrue(before.contains("hidden  Dense(units = 4, activation = TANH)"), before);
        output(model, X);
        String after = model.summaryText();
        assertTrue(after.contains("hidden (Dense)") && after.contains("(None, 4)"), after);
        assertFalse(after.contains("Not called yet"), after);
        assertFalse(after.contains("InputLayer") || after.contains("Connected to"), after);
        assertTrue(after.indexOf("hidden (Dense)") < after.indexOf("normal (BatchNormalization)"), after);
        assertTrue(after.indexOf("normal (BatchNormalization)") < after.indexOf("classes (Dense)"), after);
    }

    @Test
    void aLayerThatDoesNotFitIsRefusedInTheWordsOfTheCompiler() {
        Classifier model = new Classifier(1);
        output(model, X);
        try (GradientTape tape = model.tape(Phase.INFERENCE)) {
            Var x = tape.context().floats(X, 1, 6);
            String message = assertThrows(IllegalArgumentException.class, () -> model.call(tape.context(), x))
                    .getMessage();
            assertTrue(message.startsWith("layer 'hidden' of model 'Classifier' was built for inputs (3)"), message);
            EagerLayer lstm = model.layer("lstm", Layers.lstm(3));
            message = assertThrows(IllegalArgumentException.class, () -> lstm.call(tape.context(), x))
                    .getMessage();
            assertTrue(message.contains("LSTM 'lstm' needs"), message);
            assertFalse(lstm.isBuilt());
        }
        assertThrows(IllegalArgumentException.class, () -> model.layer("hidden", Layers.dense(1)));
    }

    @Test
    void masksTravel() {
        EagerModel<int[], Var> reader = new EagerModel<>(5) {
            private final EagerLayer words =
                    layer("words", Layers.embedding(10, 4).maskZero(true));
            private final EagerLayer read = layer("read", Layers.lstm(3));

            @Override
            public Var call(EagerContext context, int[] ids) {
                return read.call(context, words.call(context, context.ints(ids, 1, ids.length)));
            }
        };
        GraphBuilder g = GraphBuilder.named("Reader");
        Wire words = g.apply("words", Layers.embedding(10, 4).maskZero(true), g.input("ids", Shape.of(5), DType.INT32));
        Network network =
                Network.create(g.output(g.apply("read", Layers.lstm(3), words)).build(), 5);
        INDArray expected = network.predict(List.of(Nd4j.createFromArray(new int[][] {{3, 4, 5, 0, 0}})))
                .get(0);
        assertClose(expected, reader.predict(new int[] {3, 4, 5, 0, 0}), 1e-6);
        assertClose(expected, reader.predict(new int[] {3, 4, 5}), 1e-6);
    }

    @Test
    void dropoutFollowsFromTheSeed() {
        EagerModel<float[], Var> model = new EagerModel<>(5) {
            private final EagerLayer first = layer("first", Layers.dropout(0.5));
            private final EagerLayer second = layer("second", Layers.dropout(0.5));

            @Override
            public Var call(EagerContext context, float[] x) {
                Var input = context.floats(x, 1, x.length);
                return first.call(context, input).concatenate(1, second.call(context, input));
            }
        };
        float[] ones = new float[64];
        java.util.Arrays.fill(ones, 1);
        float[] one = dropped(model, 1, ones);
        assertArrayEquals(one, dropped(model, 1, ones));
        assertFalse(java.util.Arrays.equals(one, dropped(model, 2, ones)));
        assertFalse(
                java.util.Arrays.equals(java.util.Arrays.copyOf(one, 64), java.util.Arrays.copyOfRange(one, 64, 128)));
    }

    private static float[] dropped(EagerModel<float[], Var> model, long seed, float... x) {
        try (GradientTape tape = model.tape(Phase.TRAINING, seed)) {
            return tape.context().numbers(model.call(tape.context(), x));
        }
    }

    @Test
    void aNetworkIsCalledInsideAndTrained() {
        Network network = Network.create(graph(), 4);
        EagerModel<Var, Var> model = new EagerModel<>(5) {
            private final EagerLayer inner = layer("inner", network);
            private final EagerLayer last = layer("last", Layers.dense(2).activation(SOFTMAX));

            @Override
            public Var call(EagerContext context, Var x) {
                return last.call(context, inner.call(context, x));
            }
        };
        output(model, X);
        assertEquals(network.weight("hidden/kernel"), model.weight("inner/hidden/kernel"));
        INDArray before = network.weight("hidden/kernel");
        EagerOptimizer optimizer = model.optimizer(SGD.of(0.1));
        model.freeze("inner");
        step(model, optimizer);
        assertEquals(before, network.weight("hidden/kernel"));
        model.unfreeze("inner");
        step(model, optimizer);
        assertNotEquals(before, network.weight("hidden/kernel"));
        assertEquals(network.weight("hidden/kernel"), model.weight("inner/hidden/kernel"));
    }

    @Test
    void aLossThatIsNoNumberTakesNoStep() {
        Classifier model = new Classifier(1);
        output(model, X);
        Map<String, INDArray> before = model.weights();
        EagerOptimizer optimizer = model.optimizer(SGD.of(0.1));
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            Var loss = loss(model, tape).times(Float.NaN);
            assertThrows(ArithmeticException.class, () -> optimizer.step(tape, loss));
            Map<String, Var> wrong = Map.of("hidden/kernel", tape.context().constant(1));
            assertThrows(IllegalArgumentException.class, () -> optimizer.apply(tape, wrong));
        }
        assertEquals(before, model.weights());
    }

    @Test
    void gradientsAreTakenBeforeAStep() {
        Classifier model = new Classifier(1);
        EagerOptimizer optimizer = model.optimizer(SGD.of(0.1));
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            Var loss = loss(model, tape);
            optimizer.step(tape, loss);
            String message = assertThrows(IllegalStateException.class, () -> tape.gradients(loss, model))
                    .getMessage();
            assertTrue(message.startsWith("weights that this tape has read were changed since"), message);
            assertThrows(IllegalStateException.class, () -> tape.gradient(loss, loss));
        }
    }

    private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(
                expected.dup('c').data().asFloat(), actual.dup('c').data().asFloat(), (float) tolerance);
    }
}
