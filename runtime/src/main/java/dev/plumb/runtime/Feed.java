package dev.plumb.runtime;

import dev.plumb.array.ArrayNames;
import dev.plumb.array.InputException;
import dev.plumb.compile.StepInputs;
import dev.plumb.data.ArrayBatches;
import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Batches;
import dev.plumb.data.Dataset;
import dev.plumb.data.Order;
import dev.plumb.data.PowersOfTwo;
import dev.plumb.data.Structure;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.train.OutputTraining;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way from a data set to the steps of a model: each array goes to the input or target of its name, whatever the order in the data set. What
 * is in memory is checked before it is used, what is read as it goes is checked batch by batch.
 */
final class Feed {
    private static final int SHAPES_KEPT = 1_000;

    private final Graph graph;
    private final List<OutputTraining> outputs;
    private final Dataset<?, ?> data;
    private final Intake intake;
    private final Columns columns = new Columns();
    private final List<FeedColumn> inputs = new ArrayList<>();
    private final List<FeedColumn> targets = new ArrayList<>();
    private final Map<List<List<Long>>, Map<String, Long>> sizesByShapes = new HashMap<>();
    private Map<String, Long> inMemory = Map.of();

    /**
     * The way of a data set whose targets are not read.
     *
     * @throws InputException if the names of its inputs are not those of the model
     */
    static Feed ofInputs(Graph graph, Intake intake, Dataset<?, ?> data) {
        return new Feed(graph, intake, List.of(), data);
    }

    private Feed(Graph graph, Intake intake, List<OutputTraining> outputs, Dataset<?, ?> data) {
        this.graph = graph;
        this.intake = intake;
        this.outputs = outputs;
        this.data = data;
        boolean isChecked = data instanceof ArrayDataset;
        int[] inputPlaces = inputs(graph, data.inputStructure().names());
        for (int i = 0; i < inputPlaces.length; i++) {
            Graph.Input input = graph.inputs().get(i);
            List<ValueRule> rules = isChecked ? List.of() : ValueRule.ids(graph, input);
            inputs.add(new FeedColumn(InputCheck.where(input), true, inputPlaces[i], rules));
        }
        int[] targetPlaces = outputs.isEmpty() ? new int[0] : targets(graph, outputs, data.targetStructure());
        for (int i = 0; i < targetPlaces.length; i++) {
            Graph.Output output = InputCheck.output(graph, outputs.get(i));
            List<ValueRule> rules = isChecked ? List.of() : TargetRule.of(outputs.get(i), output, Map.of());
            targets.add(new FeedColumn(InputCheck.where(output), false, targetPlaces[i], rules));
        }
    }

    /**
     * The way of a data set.
     *
     * @throws InputException if the names of its inputs and targets are not those of the model
     */
    static Feed of(Graph graph, Intake intake, List<OutputTraining> outputs, Dataset<?, ?> data) {
        return new Feed(graph, intake, outputs, data);
    }

    /** Where each input of the graph is among those that are given. */
    static int[] inputs(Graph graph, Collection<String> given) {
        List<String> names = graph.inputs().stream().map(Graph.Input::name).toList();
        return ArrayNames.positions("the inputs of model '" + graph.name() + "'", names, names, given);
    }

    /** Where the target of each trained output is in a structure; those of other outputs may be there too. */
    static int[] targets(Graph graph, List<OutputTraining> outputs, Structure<?> structure) {
        return ArrayNames.positions(
                "the targets of model '" + graph.name() + "'",
                graph.outputs().stream().map(Graph.Output::name).toList(),
                outputs.stream().map(OutputTraining::output).toList(),
                structure.names());
    }

    /**
     * Checks what is in memory; the answer is the symbolic sizes that it has. What is read as it goes is checked batch by batch.
     *
     * @param finite whether to search for NaN and infinity as well
     */
    Map<String, Long> check(boolean finite) {
        if (data instanceof ArrayDataset<?, ?> arrays) {
            inMemory = check(finite, arrays.inputArrays()::get, arrays.targetArrays()::get);
        } else if (finite) {
            inputs.replaceAll(FeedColumn::finite);
            targets.replaceAll(FeedColumn::finite);
        }
        return inMemory;
    }

    private Map<String, Long> check(boolean finite, IntFunction<INDArray> input, IntFunction<INDArray> target) {
        InputCheck check = InputCheck.of(graph, finite)
                .inputs(inputs.stream()
                        .map(column -> input.apply(column.index()))
                        .toList());
        for (int i = 0; i < outputs.size(); i++) {
            check.target(outputs.get(i), target.apply(targets.get(i).index()));
        }
        return check.sizes();
    }

    /** The symbolic sizes of the current batch. What is read as it goes is checked here, once for each combination of shapes. */
    Map<String, Long> sizes(Batches batches) {
        if (data instanceof ArrayDataset) {
            return inMemory;
        }
        Batches whole = batches instanceof PowersOfTwo parts ? parts.whole() : batches;
        if (whole instanceof ArrayBatches arrays) {
            return sizes(arrays);
        }
        if (!graph.names().isEmpty()) {
            throw new InputException("model '" + graph.name() + "' has the symbolic sizes " + graph.names()
                    + ", and the data set gives batches without the shapes of their arrays: let its batches be"
                    + " ArrayBatches, or the data set a StreamedDataset");
        }
        return Map.of();
    }

    private Map<String, Long> sizes(ArrayBatches batches) {
        for (FeedColumn input : inputs) {
            if (batches.isStrings(input.index())) {
                return Map.of();
            }
        }
        List<List<Long>> shapes = new ArrayList<>();
        inputs.forEach(input -> shapes.add(perExample(batches.inputShape(input.index()))));
        targets.forEach(target -> shapes.add(perExample(batches.targetShape(target.index()))));
        Map<String, Long> sizes = sizesByShapes.get(shapes);
        if (sizes == null) {
            sizes = check(false, batches::inputArray, batches::targetArray);
            if (sizesByShapes.size() >= SHAPES_KEPT) {
                sizesByShapes.clear();
            }
            sizesByShapes.put(shapes, sizes);
        }
        return sizes;
    }

    private static List<Long> perExample(long[] shape) {
        return Arrays.stream(shape).skip(1).boxed().toList();
    }

    /** An epoch in batches. */
    Batches batches(int batchSize, Order order) {
        return Objects.requireNonNull(data.batches(batchSize, order), "the data set gave null instead of batches");
    }

    /** The number of batches of an epoch, if it is known before. */
    OptionalInt steps(int batchSize) {
        return steps(data, batchSize);
    }

    /** The number of batches of an epoch of a data set, if it is known before. */
    static OptionalInt steps(Dataset<?, ?> data, int batchSize) {
        OptionalInt size = data.knownSize();
        return size.isPresent() ? OptionalInt.of((size.getAsInt() - 1) / batchSize + 1) : OptionalInt.empty();
    }

    /** The number of examples in the current batch. */
    static int size(Batches batches, int batchSize) {
        int size = batches.size();
        if (size < 1 || size > batchSize) {
            throw new InputException("the data set gave a batch of " + size + " examples: expected 1 to " + batchSize);
        }
        return size;
    }

    /** The examples of the current batch, for what is computed of them before a plan runs. */
    Intake.Examples examples(Batches batches, int count) {
        columns.batches = Optional.of(batches);
        return intake.examples(count, sizes(batches), columns);
    }

    /** Reads inputs of the current batch by their columns. */
    private final class Columns implements Intake.Source {
        private Optional<Batches> batches = Optional.empty();

        @Override
        public void read(int input, FloatBuffer destination) {
            inputs.get(input).read(batches.orElseThrow(), destination);
        }

        @Override
        public void read(int input, IntBuffer destination) {
            inputs.get(input).read(batches.orElseThrow(), destination);
        }

        @Override
        public void read(int input, String[] destination) {
            inputs.get(input).read(batches.orElseThrow(), destination);
        }
    }

    /**
     * The outputs whose samples have weights.
     *
     * @throws InputException if both the data set and the classes give an output weights
     */
    Set<String> weighted(Batches batches, ClassWeights classes) {
        Set<String> weighted = new HashSet<>();
        for (int i = 0; i < outputs.size(); i++) {
            String output = outputs.get(i).output();
            boolean ofSamples = batches.weighs(targets.get(i).index());
            requireOneKind(output, ofSamples, classes);
            if (ofSamples || classes.has(output)) {
                weighted.add(output);
            }
        }
        return weighted;
    }

    /** Weights of samples and of classes are not given together, as in Keras. */
    static void requireOneKind(String output, boolean ofSamples, ClassWeights classes) {
        if (ofSamples && classes.has(output)) {
            throw new InputException("the data set has sample weights for target '" + output
                    + "', and Fit.classWeight gives it others: multiply the sample weights by those of the"
                    + " classes instead");
        }
    }

    /** Reads the current batch into a step of its size, without weights by classes. */
    void fill(StepInputs plan, Batches batches) {
        fill(plan, batches, ClassWeights.NONE);
    }

    /** Reads the current batch into a step of its size. */
    void fill(StepInputs plan, Batches batches, ClassWeights classes) {
        if (intake.isNeeded()) {
            intake.fill(plan, examples(batches, batches.size()));
        } else {
            for (int i = 0; i < inputs.size(); i++) {
                if (graph.inputs().get(i).type().dtype() == DType.FLOAT32) {
                    inputs.get(i).read(batches, plan.input(i));
                } else {
                    inputs.get(i).read(batches, plan.inputInts(i));
                }
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            if (plan.isSparse(i)) {
                targets.get(i).read(batches, plan.targetInts(i));
            } else {
                targets.get(i).read(batches, plan.target(i));
            }
            if (plan.isWeighted(i)) {
                weigh(plan, i, batches, classes);
            }
        }
    }

    private void weigh(StepInputs plan, int target, Batches batches, ClassWeights classes) {
        String output = outputs.get(target).output();
        FloatBuffer weights = plan.weights(target);
        if (!classes.has(output)) {
            targets.get(target).readWeights(batches, weights);
        } else if (plan.isSparse(target)) {
            classes.write(output, plan.targetInts(target), weights);
        } else {
            classes.write(output, plan.target(target), weights);
        }
    }
}
