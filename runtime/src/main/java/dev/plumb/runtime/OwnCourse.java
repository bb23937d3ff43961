package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.data.ArrayBatches;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.ExampleDataset;
import dev.plumb.data.Order;
import dev.plumb.io.FitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A data set whose batches go to a step of one's own: each as the user sees it, on a tape of its own.
 *
 * @param tapes of training or of evaluation
 */
record OwnCourse<I, T>(Dataset<I, T> data, TrainingStep<I, T> step, Phase phase, Function<Phase, GradientTape> tapes)
        implements Course {

    @Override
    public OptionalInt steps(int batchSize) {
        return Feed.steps(data, batchSize);
    }

    @Override
    public Pass training(int batchSize, Order order) {
        return new Own(batchSize, order);
    }

    @Override
    public Pass evaluation(int batchSize) {
        return new Own(batchSize, Order.sequential());
    }

    /** The current batch of a data set, as arrays of its own or as a list of examples. */
    static <I, T> Batch<I, T> batch(Dataset<I, T> data, ArrayBatches batches) {
        T targets = data.targetStructure()
                .record(arrays(data.targetStructure().names().size(), batches::targetArray));
        return new Batch<>(inputs(data, batches), targets, batches.size());
    }

    @SuppressWarnings("unchecked") // the inputs of a data set of examples are a list of them
    static <I, T> I inputs(Dataset<I, T> data, ArrayBatches batches) {
        return data instanceof ExampleDataset<?, ?> examples
                ? (I) examples.examples(batches)
                : data.inputStructure()
                        .record(arrays(data.inputStructure().names().size(), batches::inputArray));
    }

    private static List<INDArray> arrays(int count, Function<Integer, INDArray> array) {
        return new ArrayList<>(IntStream.range(0, count).boxed().map(array).toList());
    }

    /** An epoch of a data set whose batches can be had as arrays. */
    static ArrayBatches batches(Dataset<?, ?> data, int batchSize, Order order) {
        Batches batches = data.batches(batchSize, order);
        if (batches instanceof ArrayBatches arrays) {
            return arrays;
        }
        batches.close();
        throw new InputException("the data set gives batches without the shapes of their arrays, and "
                + "steps of one's own and models in code need these: "
                + "let its batches be ArrayBatches, or take a data set in memory");
    }

    private final class Own implements Pass {
        private final ArrayBatches batches;
        private final LogAverages averages = new LogAverages();

        Own(int batchSize, Order order) {
            batches = OwnCourse.batches(data, batchSize, order);
        }

        @Override
        public boolean next() {
            return batches.next();
        }

        @Override
        public void take(int epoch, int number) {
            Map<String, Double> values;
            try (GradientTape tape = tapes.apply(phase)) {
                values = step.take(batch(data, batches), tape);
            }
            if (values == null) {
                throw new IllegalStateException(
                        "the step of one's own gave null: expected what it reports by name, such as Map.of(\"loss\","
                                + " loss)");
            }
            Double loss = values.get("loss");
            if (phase == Phase.TRAINING && loss != null && !Double.isFinite(loss)) {
                throw new NonFiniteLossException(epoch, number, loss.floatValue());
            }
            averages.add(values, batches.size());
        }

        @Override
        public Map<String, Double> logs(String prefix) {
            return averages.logs(prefix);
        }

        @Override
        public FitState.Tally tally() {
            return averages.tally();
        }

        @Override
        public void restore(FitState.Tally tally) {
            averages.restore(tally);
        }

        @Override
        public void close() {
            batches.close();
        }
    }
}
