package dev.plumb.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.data.Structure;
import dev.plumb.dsl.LossFunction;
import dev.plumb.keras.optimizer.KerasOptimizers;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.SavedOptimizer;
import dev.plumb.runtime.Trainer;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import dev.plumb.train.Muon;
import dev.plumb.train.Optimizer;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.SGD;
import dev.plumb.train.schedule.ExponentialDecay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training that Keras began goes on here, and the other way round. The models are those of {@code src/test/fixtures/optimizers.py}; what Keras said of files that were written here is recorded with
 * a digest of each: whoever changes what is written runs
 *
 * <pre>
 * mvn test -pl runtime/keras -Dtest=KerasOptimizerTest -Dkeras.written=FOLDER
 * python src/test/fixtures/check_written_optimizers.py FOLDER
 * </pre>
 */
final class KerasOptimizerTest {
    private static final FixtureArchive FIXTURES = FixtureArchive.of("optimizers.zip");
    private static final Path VERDICT = Path.of("src/test/resources/keras/written_optimizers.json");
    private static final int STEPS = 5;

    @TempDir
    Path folder;

    static Stream<String> trained() {
        return FIXTURES.names(".after.keras").stream();
    }

    private KerasModel model(String file) {
        return KerasModel.read(FIXTURES.file(file, folder));
    }

    private static INDArray array(String name, String which, long... shape) {
        double[] values = ((List<?>) FIXTURES.json(name + ".json").get(which))
                .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Nd4j.createFromArray(floats).reshape(shape);
    }

    private static void train(Network network, String name, Optimizer optimizer) {
        String output = network.graph().outputs().get(0).name();
        Trainer<INDArray, INDArray> trainer = network.trainer(
                Structure.single(network.graph().inputs().get(0).name()),
                Structure.single(output),
                optimizer,
                List.of(new OutputTraining(output, Losses.of(LossFunction.MEAN_SQUARED_ERROR), 1, List.of())));
        boolean isSequence = network.graph().inputs().get(0).type().rank() == 2;
        INDArray x = isSequence ? array(name, "x", 8, 6, 5) : array(name, "x", 8, 5);
        INDArray y = array(name, "y", 8, 2);
        for (int i = 0; i < STEPS; i++) {
            trainer.trainOnBatch(x, y);
        }
    }

    private static void assertClose(Map<String, INDArray> expected, Map<String, INDArray> found) {
        assertEquals(new TreeSet<>(expected.keySet()), new TreeSet<>(found.keySet()));
        expected.forEach((name, array) -> {
            double largest = array.sub(found.get(name)).amaxNumber().doubleValue();
            double size = Math.max(1, array.amaxNumber().doubleValue());
            assertTrue(largest <= 2e-5 * size, name + " differs by " + largest);
        });
    }

    @ParameterizedTest
    @MethodSource("trained")
    void trainingGoesOnAsInKeras(String name) {
        KerasModel before = model(name + ".keras");
        KerasModel after = model(name + ".after.keras");
        Network network = before.network();
        network.optimizerFrom(before.optimizerState());
        train(network, name, before.optimizer());
        assertClose(after.network().weights(), network.weights());
        SavedOptimizer expected = after.optimizerState();
        SavedOptimizer found = network.optimizer().orElseThrow();
        assertEquals(expected.state().iteration(), found.state().iteration());
        assertClose(expected.arrays(), found.arrays());
    }

    @ParameterizedTest
    @MethodSource("trained")
    void kerasGoesOnAsHere(String name) throws IOException {
        KerasModel before = model(name + ".keras");
        Network network = before.network();
        network.optimizerFrom(before.optimizerState());
        train(network, name, before.optimizer());
        String kept = System.getProperty("keras.written", "");
        Path target = kept.isEmpty() ? folder : Files.createDirectories(Path.of(kept));
        Path file = target.resolve(name + ".written.keras");
        KerasExport.of(network).trainedBy(before.optimizer()).write(file);
        KerasModel again = KerasModel.read(file);
        assertEquals(before.optimizer(), again.optimizer());
        assertEquals(
                network.optimizer().orElseThrow().arrays(),
                again.optimizerState().arrays());
        if (kept.isEmpty()) {
            assertEquals(JSON.std.mapFrom(Files.readString(VERDICT)).get(name), WrittenFile.structure(file));
        } else {
            Map<String, Object> known = new LinkedHashMap<>(FIXTURES.json(name + ".json"));
            known.put("digest", WrittenFile.structure(file));
            known.put("iteration", network.optimizer().orElseThrow().state().iteration());
            known.put("steps", STEPS);
            Files.writeString(target.resolve(name + ".json"), JSON.std.asString(known));
            train(network, name, before.optimizer());
            KerasExport.of(network).trainedBy(before.optimizer()).write(target.resolve(name + ".further.keras"));
        }
    }

    @Test
    void allOptimizersThatAreReadHaveACase() {
        TreeSet<String> read = trained()
                .map(name -> model(name + ".keras").optimizer().name())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(KerasOptimizers.names()), read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "adam_wired"})
    void olderFilesHaveTheState(String name) {
        KerasModel expected = model(name + ".after.keras");
        KerasModel older = model(name + ".after.h5");
        assertEquals(expected.optimizer(), older.optimizer());
        assertEquals(expected.optimizerState().state(), older.optimizerState().state());
        assertEquals(expected.optimizerState().arrays(), older.optimizerState().arrays());
    }

    @Test
    void optimizersAreThoseThatWereCompiled() {
        assertEquals(Adam.of(0.01), model("adam.keras").optimizer());
        assertEquals(
                new SGD(new ExponentialDecay(0.05, 3, 0.8, true), 0.9, true),
                model("sgd_nesterov.keras").optimizer());
        assertEquals(
                Adam.of(0.01).clipNorm(0.3).movingAverage(0.8),
                model("adam_averaged.keras").optimizer());
    }

    @Test
    void whatWasOnlyCompiledStartsHere() {
        KerasModel model = model("untrained.keras");
        SavedOptimizer state = model.optimizerState();
        assertEquals(0, state.state().iteration());
        state.arrays()
                .forEach((name, array) -> assertEquals(0, array.amaxNumber().doubleValue(), name));
    }

    @Test
    void whatWasNotTrainedIsWrittenWithItsOptimizerAtItsStart() {
        Network network = model("adam.keras").network();
        Path file = folder.resolve("start.keras");
        KerasExport.of(network).trainedBy(Adam.of(0.002)).write(file);
        assertEquals(Adam.of(0.002), KerasModel.read(file).optimizer());
        assertEquals(0, KerasModel.read(file).optimizerState().state().iteration());
    }

    @Test
    void aLearningRateThatWasSetIsWritten() {
        KerasModel model = model("adam.keras");
        Network network = model.network();
        network.optimizerFrom(model.optimizerState());
        Trainer<List<INDArray>, List<INDArray>> trainer = network.trainer(
                Structure.list(List.of(network.graph().inputs().get(0).name())),
                Structure.list(List.of(network.graph().outputs().get(0).name())),
                model.optimizer(),
                List.of(new OutputTraining(
                        network.graph().outputs().get(0).name(),
                        Losses.of(LossFunction.MEAN_SQUARED_ERROR),
                        1,
                        List.of())));
        trainer.learningRate(0.5);
        trainer.trainOnBatch(List.of(array("adam", "x", 8, 5)), List.of(array("adam", "y", 8, 2)));
        Path file = folder.resolve("set.keras");
        KerasExport.of(network).trainedBy(model.optimizer()).write(file);
        assertEquals(Adam.of(0.5), KerasModel.read(file).optimizer());
    }

    @Test
    void modelsThatWereNotCompiledHaveNoOptimizer() {
        Path file = FixtureModels.file("mlp", folder);
        assertEquals(
                "the model in '" + file
                        + "' has something without a counterpart here: it has no optimizer: it was saved"
                        + " before compile, or without it",
                assertThrows(NoCounterpartException.class, () -> KerasModel.read(file)
                                .optimizer())
                        .getMessage());
    }

    @Test
    void whatKerasCouldNotGoOnFromIsNamed() {
        KerasModel model = model("adam.keras");
        Network network = model.network();
        network.optimizerFrom(model.optimizerState());
        Path file = folder.resolve("refused.keras");
        network.freeze("dense");
        network.learningRateMultiplier("dense_1", 2);
        NoCounterpartException refusal = assertThrows(NoCounterpartException.class, () -> KerasExport.of(network)
                .trainedBy(Adam.of(0.01).excludeFromWeightDecay("bias"))
                .write(file));
        assertEquals(
                List.of(
                        "the optimizer Adam: it has a state of 'dense/bias', which is frozen now, and Keras keeps none"
                                + " of frozen weights: unfreeze it",
                        "the optimizer Adam: it has a state of 'dense/kernel', which is frozen now, and Keras keeps"
                                + " none of frozen weights: unfreeze it",
                        "the learning rate of 'dense_1' is multiplied by 2.0, and Keras has one for all layers",
                        "the optimizer Adam: some weights do not decay (bias), which no file of Keras says: call"
                                + " exclude_from_weight_decay there"),
                refusal.reasons());
        assertFalse(Files.exists(file));
    }

    @Test
    void optimizersOfAnotherKindAreRefused() {
        KerasModel model = model("adam.keras");
        Network network = model.network();
        network.optimizerFrom(model.optimizerState());
        Path file = folder.resolve("refused.keras");
        assertEquals(
                "model '" + network.graph().name()
                        + "' was trained by Adam [momentum, velocity], and is to be written with"
                        + " SGD []: give the optimizer that trained it, or call forgetTraining() first",
                assertThrows(IllegalArgumentException.class, () -> KerasExport.of(network)
                                .trainedBy(SGD.of(0.1))
                                .write(file))
                        .getMessage());
        network.forgetTraining();
        assertTrue(assertThrows(
                        NoCounterpartException.class,
                        () -> KerasExport.of(network).trainedBy(Muon.of()).write(file))
                .getMessage()
                .contains("Keras keeps no second moment"));
        KerasExport.of(network).trainedBy(SGD.of(0.1)).write(file);
        assertEquals(SGD.of(0.1), KerasModel.read(file).optimizer());
    }

    @Test
    void aStateOfOtherWeightsIsRefusedWithItsPlace() {
        KerasModel model = model("adam.keras");
        Network other = model("adam_wired.keras").network();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> other.optimizerFrom(model.optimizerState()))
                .getMessage()
                .startsWith("the state of Adam has "));
        assertThrows(UncheckedIOException.class, () -> KerasModel.read(folder.resolve("none.keras")));
    }
}
