package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.FixtureOptimizer;
import dev.plumb.fixtures.Tensor;
import dev.plumb.fixtures.WeightedFitCase;
import dev.plumb.graph.Graph;
import dev.plumb.train.Adam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole fits with weights of samples, of classes and of losses, against recorded ones of Keras. */
final class WeightedFitTest {

    static List<WeightedFitCase> fits() {
        return WeightedFitCase.read();
    }

    @ParameterizedTest
    @MethodSource("fits")
    void aFitWithWeightsIsThatOfKeras(WeightedFitCase fit) {
        Graph graph = fit.model().graph();
        Network model = Network.create(graph, 1);
        fit.weights().forEach((path, tensor) -> model.setWeight(path, array(tensor)));
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(optimizer(fit.optimizer()));
        ArrayDataset<List<INDArray>, List<INDArray>> data = dataset(graph, fit);
        History history = trainer.fit(data, options(graph, fit));
        assertEquals(new TreeSet<>(fit.history().keySet()), new TreeSet<>(history.keys()));
        fit.history().forEach((key, values) -> {
            for (int epoch = 0; epoch < values.size(); epoch++) {
                Agreement.assertAgrees(values.get(epoch), history.get(key).get(epoch), key + " of epoch " + epoch);
            }
        });
        fit.weightsAfter()
                .forEach((path, tensor) -> Agreement.assertAgrees(
                        tensor.floats(), model.weight(path).dup('c').data().asFloat(), path));
        Evaluation evaluation = trainer.evaluate(data, fit.batchSize());
        fit.evaluation().forEach((key, value) -> Agreement.assertAgrees(value, evaluation.get(key), key));
    }

    private static Fit options(Graph graph, WeightedFitCase fit) {
        Fit options = Fit.epochs(fit.epochs())
                .batchSize(fit.batchSize())
                .validationSplit(fit.validationSplit())
                .shuffle(false)
                .verbose(Verbosity.SILENT);
        options = fit.classWeight().isEmpty() ? options : options.classWeight(fit.classWeight());
        return fit.lossWeights().isEmpty() ? options : options.callbacks(new Callback() {
            @Override
            public void onEpochBegin(Training training, int epoch) {
                for (int i = 0; i < graph.outputs().size(); i++) {
                    training.lossWeight(
                            graph.outputs().get(i).name(), fit.lossWeights().get(epoch).get(i));
                }
            }
        });
    }

    private static ArrayDataset<List<INDArray>, List<INDArray>> dataset(Graph graph, WeightedFitCase fit) {
        List<String> inputs = graph.inputs().stream().map(Graph.Input::name).toList();
        List<String> outputs = graph.outputs().stream().map(Graph.Output::name).toList();
        ArrayDataset<List<INDArray>, List<INDArray>> data = Dataset.of(
                Structure.list(inputs), arrays(inputs, fit.inputs()), Structure.list(outputs), arrays(outputs, fit.targets()));
        for (Map.Entry<String, Tensor> weights : fit.sampleWeights().entrySet()) {
            data = data.sampleWeights(weights.getKey(), array(weights.getValue()));
        }
        return data;
    }

    private static List<INDArray> arrays(List<String> names, Map<String, Tensor> tensors) {
        List<INDArray> arrays = new ArrayList<>();
        names.forEach(name -> arrays.add(array(tensors.get(name))));
        return arrays;
    }

    private static INDArray array(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> Nd4j.create(tensor.floats(), tensor.shape(), 'c');
            case INT32, BOOL -> Nd4j.createFromArray(tensor.ints()).reshape(tensor.shape());
        };
    }

    private static Optimizer optimizer(FixtureOptimizer recorded) {
        return recorded.type().equals("Adam")
                ? new Adam(
                        recorded.number("learningRate"),
                        recorded.number("beta1"),
                        recorded.number("beta2"),
                        recorded.number("epsilon"))
                : new SGD(recorded.number("learningRate"), recorded.number("momentum"), recorded.nesterov());
    }
}
