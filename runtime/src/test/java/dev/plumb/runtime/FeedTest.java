package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.array.InputException;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.SGD;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How the arrays of data sets reach a model: by their names, whatever the order and however the source writes them. */
final class FeedTest {
    private static final int EXAMPLES = 10;
    private static final INDArray A = Nd4j.linspace(-1, 1, EXAMPLES * 3).reshape(EXAMPLES, 3);
    private static final INDArray B = Nd4j.linspace(2, -2, EXAMPLES * 3).reshape(EXAMPLES, 3);
    private static final INDArray SIZE = A.sum(1);
    private static final INDArray KIND = Nd4j.createFromArray(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);

    /** Two inputs; one output for a number, one for a class, one that is not trained. */
    private static Graph pairs() {
        GraphBuilder g = GraphBuilder.named("Pairs");
        Wire a = g.input("a", 3);
        Wire b = g.input("b", 3);
        Wire difference = g.apply("difference", Layers.subtract(), a, b);
        Wire size = g.apply("size", Layers.dense(1), difference);
        Wire kind = g.apply("kind", Layers.dense(2).activation(ActivationFunction.SOFTMAX), difference);
        g.output(size, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR));
        g.output(kind, Loss.Spec.of(LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY));
        g.output(difference);
        return g.build();
    }

    private static Fit silent() {
        return Fit.epochs(2).batchSize(4).verbose(Verbosity.SILENT);
    }

    private static Network fitted(Dataset<List<INDArray>, List<INDArray>> data) {
        Network model = Network.create(pairs(), 1);
        model.trainer(SGD.of(0.1)).fit(data, silent());
        return model;
    }

    private static Dataset<List<INDArray>, List<INDArray>> lists(
            List<String> inputs, List<INDArray> inputArrays, List<String> targets, List<INDArray> targetArrays) {
        return Dataset.of(Structure.list(inputs), inputArrays, Structure.list(targets), targetArrays);
    }

    private static Dataset<List<INDArray>, List<INDArray>> inOrder() {
        return lists(List.of("a", "b"), List.of(A, B), List.of("size", "kind"), List.of(SIZE, KIND));
    }

    private static String refused(Dataset<List<INDArray>, List<INDArray>> data) {
        return String.valueOf(
                assertThrows(InputException.class, () -> fitted(data)).getMessage());
    }

    @Test
    void theOrderOfADataSetDoesNotMatter() {
        Map<String, INDArray> expected = fitted(inOrder()).weights();
        assertEquals(
                expected,
                fitted(lists(List.of("b", "a"), List.of(B, A), List.of("kind", "size"), List.of(KIND, SIZE)))
                        .weights());
        Network model = Network.create(pairs(), 1);
        Structure<Map<String, INDArray>> inputs = Structure.map(List.of("b", "a"));
        Structure<Map<String, INDArray>> targets = Structure.map(List.of("kind", "size"));
        model.trainer(inputs, targets, SGD.of(0.1))
                .fit(Dataset.of(inputs, Map.of("a", A, "b", B), targets, Map.of("kind", KIND, "size", SIZE)), silent());
        assertEquals(expected, model.weights());
    }

    @Test
    void namesOfAnotherModelAreRefused() {
        assertEquals(
                "the inputs of model 'Pairs' are [a, b] and go by their names: 'b' is missing; 'c' is unknown, did you mean 'b'?",
                refused(lists(List.of("a", "c"), List.of(A, B), List.of("size", "kind"), List.of(SIZE, KIND))));
        assertEquals(
                "the targets of model 'Pairs' are [size, kind, difference] and go by their names: 'kind' is missing",
                refused(lists(List.of("a", "b"), List.of(A, B), List.of("size"), List.of(SIZE))));
        assertEquals(
                "the inputs of model 'Pairs' are [a, b] and go by their names: 'b' is missing",
                assertThrows(InputException.class, () -> Network.create(pairs(), 1)
                                .trainer(
                                        Structure.list(List.of("a")),
                                        Structure.list(List.of("size", "kind")),
                                        SGD.of(0.1)))
                        .getMessage());
    }

    @Test
    void validationGoesByNamesToo() {
        Trainer<List<INDArray>, List<INDArray>> trainer =
                Network.create(pairs(), 1).trainer(SGD.of(0.1));
        Dataset<List<INDArray>, List<INDArray>> other =
                lists(List.of("b", "a"), List.of(B, A), List.of("kind", "size"), List.of(KIND, SIZE));
        History history = trainer.fit(inOrder(), silent().validationData(other));
        assertEquals(trainer.evaluate(inOrder()).loss(), history.last("val_loss"), 1e-6);
    }

    @Test
    void anOutputWithoutALossNeedsNoTargetAndMayHaveOne() {
        assertEquals(
                fitted(inOrder()).weights(),
                fitted(lists(
                                List.of("a", "b"),
                                List.of(A, B),
                                List.of("difference", "size", "kind"),
                                List.of(A.sub(B), SIZE, KIND)))
                        .weights());
    }

    @Test
    void aSourceMayWriteOneNumberAfterTheOther() {
        assertEquals(fitted(inOrder()).weights(), fitted(new Source()).weights());
    }

    @Test
    void aSourceThatWritesTooMuchOrTooLittleIsTold() {
        assertEquals(
                "the data set failed to write the 12 numbers of input 'a' for a batch of 4 examples: it wrote more",
                refused(new Source().more(1)));
        assertEquals(
                "the data set wrote only 11 of the 12 numbers of input 'a' for a batch of 4 examples",
                refused(new Source().more(-1)));
    }

    @Test
    void theNumbersOfASourceAreCheckedAsThoseOfArrays() {
        assertEquals(
                "target 'kind' has 3 in example 1 of the batch: expected class indices from 0 to 1",
                refused(new Source().label(3)));
        GraphBuilder g = GraphBuilder.named("Words");
        Wire ids = g.input("a", Shape.of(3), DType.INT32);
        Wire vectors = g.apply("vectors", Layers.embedding(2, 2), ids);
        Wire flat = g.apply("flat", Layers.flatten(), vectors);
        Wire size = g.apply("size", Layers.dense(1), flat);
        Graph words =
                g.output(size, Loss.Spec.of(LossFunction.MEAN_SQUARED_ERROR)).build();
        Dataset<List<INDArray>, List<INDArray>> data = new Source().names("a", "size");
        assertEquals(
                "input 'a' has 2 in example 0 of the batch, element 2: expected ids from 0 to 1 for Embedding 'vectors'",
                assertThrows(
                                InputException.class,
                                () -> Network.create(words, 1).trainer(SGD.of()).fit(data, silent()))
                        .getMessage());
    }

    @Test
    void aSourceWithoutExamplesOrWithWrongBatchesIsTold() {
        assertEquals(
                "the data set gave no batch: expected at least one in an epoch",
                assertThrows(InputException.class, () -> Network.create(pairs(), 1)
                                .trainer(SGD.of())
                                .fit(new Source().batch(0), silent()))
                        .getMessage());
        assertEquals(
                "the data set gave a batch of 9 examples: expected 1 to 4",
                assertThrows(InputException.class, () -> Network.create(pairs(), 1)
                                .trainer(SGD.of())
                                .fit(new Source().batch(9), silent()))
                        .getMessage());
    }

    @Test
    void aSourceNeedNotKnowItsSize() {
        Network model = Network.create(pairs(), 1);
        History history = model.trainer(SGD.of(0.1)).fit(new Source(), silent().verbose(Verbosity.BAR));
        assertEquals(List.of(0, 1), history.epochs());
    }

    /** Reads as a source of the user's own may: in order, one number after the other, without knowing how many there are. */
    private static final class Source implements Dataset<List<INDArray>, List<INDArray>> {
        private List<String> inputs = List.of("b", "a");
        private List<String> targets = List.of("kind", "size");
        private int more;
        private OptionalInt label = OptionalInt.empty();
        private OptionalInt batch = OptionalInt.empty();

        /** Has only these. */
        Source names(String input, String target) {
            inputs = List.of(input);
            targets = List.of(target);
            return this;
        }

        /** Writes so many numbers more than there are of 'a'. */
        Source more(int numbers) {
            more = numbers;
            return this;
        }

        /** Gives the second example of each batch this label. */
        Source label(int wrong) {
            label = OptionalInt.of(wrong);
            return this;
        }

        /** Gives batches of that size, whatever was asked for. */
        Source batch(int examples) {
            batch = OptionalInt.of(examples);
            return this;
        }

        @Override
        public Structure<List<INDArray>> inputStructure() {
            return Structure.list(inputs);
        }

        @Override
        public Structure<List<INDArray>> targetStructure() {
            return Structure.list(targets);
        }

        @Override
        public OptionalInt knownSize() {
            return OptionalInt.empty();
        }

        @Override
        public Batches batches(int batchSize, Order order) {
            int[] indices = order.indices(EXAMPLES);
            return new Batches() {
                private int from;
                private int count;

                @Override
                public boolean next() {
                    from += count;
                    count = Math.min(batch.orElse(batchSize), EXAMPLES - from);
                    return count > 0;
                }

                @Override
                public int size() {
                    return count;
                }

                @Override
                public void input(int index, FloatBuffer destination) {
                    boolean isA = inputs.get(index).equals("a");
                    for (int i = 0; i < 3 * count + (isA ? more : 0); i++) {
                        destination.put((isA ? A : B).getFloat(indices[(from + i / 3) % EXAMPLES], i % 3));
                    }
                }

                @Override
                public void input(int index, IntBuffer destination) {
                    for (int i = 0; i < 3 * count; i++) {
                        destination.put(i % 3);
                    }
                }

                @Override
                public void target(int index, FloatBuffer destination) {
                    for (int i = 0; i < count; i++) {
                        destination.put(SIZE.getFloat(indices[from + i]));
                    }
                }

                @Override
                public void target(int index, IntBuffer destination) {
                    for (int i = 0; i < count; i++) {
                        destination.put(
                                i == 1 ? label.orElse(KIND.getInt(indices[from + 1])) : KIND.getInt(indices[from + i]));
                    }
                }

                @Override
                public void close() {
                    count = 0;
                }
            };
        }
    }
}
