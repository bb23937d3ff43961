package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.fixtures.Agreement;
import dev.plumb.fixtures.FitCase;
import dev.plumb.fixtures.FixtureOptimizer;
import dev.plumb.fixtures.Tensor;
import dev.plumb.fixtures.TrainingCase;
import dev.plumb.graph.Graph;
import dev.plumb.train.Adam;
import dev.plumb.train.Optimizer;
import dev.plumb.train.SGD;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Training moves weights as Keras moves them: losses, metrics, optimizers, regularizers, constraints, moving statistics. */
final class TrainingParityTest {

    static Stream<TrainingCase> cases() {
        return TrainingCase.FILES.stream().flatMap(file -> TrainingCase.read(file).stream());
    }

    static List<FitCase> fits() {
        return FitCase.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void threeStepsAgreeWithKeras(TrainingCase training) {
        Graph graph = training.model().graph();
        Network model = Network.create(graph, 1);
        training.weights().forEach((path, tensor) -> model.setWeight(path, array(tensor)));
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(optimizer(training.optimizer()));
        for (int i = 0; i < training.steps().size(); i++) {
            TrainingCase.Step step = training.steps().get(i);
            step.frozen().ifPresent(layers -> {
                model.unfreeze("**");
                if (!layers.isEmpty()) {
                    model.freeze(layers.toArray(String[]::new));
                }
            });
            Evaluation scores = trainer.trainOnBatch(inputs(graph, step.inputs()), targets(graph, step.targets()));
            String when = " in step " + (i + 1);
            assertEquals(new TreeMap<>(step.logs()).keySet(), new TreeMap<>(scores.values()).keySet());
            step.logs().forEach((name, value) -> Agreement.assertAgrees(value, scores.get(name), name + when));
            step.weights()
                    .forEach((path, tensor) ->
                            Agreement.assertAgrees(tensor.floats(), floats(model.weight(path)), path + when));
        }
        training.slots()
                .forEach((path, slots) -> slots.forEach((slot, tensor) -> {
                    float[] values = trainer.state()
                            .memory()
                            .places()
                            .get(path + "/" + slot)
                            .toFloats();
                    Agreement.assertAgrees(tensor.floats(), values, slot + " of " + path);
                }));
    }

    @ParameterizedTest
    @MethodSource("fits")
    void epochsAverageAsInKeras(FitCase fit) {
        Graph graph = fit.model().graph();
        Network model = Network.create(graph, 1);
        fit.weights().forEach((path, tensor) -> model.setWeight(path, array(tensor)));
        Trainer<List<INDArray>, List<INDArray>> trainer = model.trainer(optimizer(fit.optimizer()));
        Dataset<List<INDArray>, List<INDArray>> data = dataset(graph, fit.inputs(), fit.targets());
        Dataset<List<INDArray>, List<INDArray>> held = dataset(graph, fit.validationInputs(), fit.validationTargets());
        History history = trainer.fit(
                data,
                Fit.epochs(fit.epochs())
                        .batchSize(fit.batchSize())
                        .shuffle(false)
                        .validationData(held)
                        .verbose(Verbosity.SILENT));
        assertEquals(new TreeMap<>(fit.history()).keySet(), new TreeMap<>(toMap(history)).keySet());
        fit.history().forEach((key, values) -> {
            for (int epoch = 0; epoch < values.size(); epoch++) {
                Agreement.assertAgrees(values.get(epoch), history.get(key).get(epoch), key + " of epoch " + epoch);
            }
        });
        Evaluation evaluation = trainer.evaluate(held, fit.batchSize());
        fit.evaluation().forEach((key, value) -> Agreement.assertAgrees(value, evaluation.get(key), key));
        List<INDArray> predictions = model.predict(inputs(graph, fit.validationInputs()));
        for (int i = 0; i < predictions.size(); i++) {
            String name = graph.outputs().get(i).name();
            Agreement.assertAgrees(fit.predictions().get(name).floats(), floats(predictions.get(i)), name);
        }
        fit.weightsAfter()
                .forEach((path, tensor) -> Agreement.assertAgrees(tensor.floats(), floats(model.weight(path)), path));
    }

    private static Map<String, List<Double>> toMap(History history) {
        Map<String, List<Double>> map = new TreeMap<>();
        history.keys().forEach(key -> map.put(key, history.get(key)));
        return map;
    }

    private static Dataset<List<INDArray>, List<INDArray>> dataset(
            Graph graph, Map<String, Tensor> inputs, Map<String, Tensor> targets) {
        return Dataset.of(
                Structure.list(graph.inputs().stream().map(Graph.Input::name).toList()),
                inputs(graph, inputs),
                Structure.list(graph.outputs().stream().map(Graph.Output::name).toList()),
                targets(graph, targets));
    }

    private static List<INDArray> inputs(Graph graph, Map<String, Tensor> tensors) {
        return graph.inputs().stream()
                .map(input -> array(tensors.get(input.name())))
                .toList();
    }

    private static List<INDArray> targets(Graph graph, Map<String, Tensor> tensors) {
        return graph.outputs().stream()
                .map(output -> array(tensors.get(output.name())))
                .toList();
    }

    private static INDArray array(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> Nd4j.create(tensor.floats(), tensor.shape(), 'c');
            case INT32, BOOL -> Nd4j.createFromArray(tensor.ints()).reshape(tensor.shape());
            case STRING -> throw new IllegalArgumentException("no fixture has strings");
        };
    }

    private static float[] floats(INDArray array) {
        return array.dup('c').data().asFloat();
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
