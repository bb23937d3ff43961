package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.array.InputException;
import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.train.SGD;
import dev.plumb.train.callback.LambdaCallback;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Class weights that are for no class: of the output, or of the data. */
final class ClassWeightsTest {
    private static final Fit TWO = Fit.epochs(2).batchSize(4).shuffle(false).verbose(Verbosity.SILENT);
    private static final INDArray LABELS = Nd4j.createFromArray(0, 1, 0, 1, 0, 1, 1, 1);

    private static Network model(int units, ActivationFunction activation, LossFunction loss) {
        GraphBuilder g = GraphBuilder.named("Topics");
        Wire topic = g.apply("topic", Layers.dense(units).activation(activation), g.input("x", 3));
        return Network.create(g.output(topic, loss).build(), 7);
    }

    private static Network classifier() {
        return model(3, ActivationFunction.SOFTMAX, LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY);
    }

    private static ArrayDataset<List<INDArray>, List<INDArray>> data(INDArray targets) {
        INDArray x = Nd4j.ones(targets.size(0), 3);
        return Dataset.of(Structure.list(List.of("x")), List.of(x), Structure.list(List.of("topic")), List.of(targets));
    }

    private static void refuses(Network model, INDArray targets, int label, String expected) {
        InputException refused = assertThrows(InputException.class, () -> model.trainer(SGD.of(0.1))
                .fit(data(targets), TWO.classWeight(Map.of(label, 2.0))));
        assertEquals(expected, refused.getMessage());
    }

    @Test
    void aWeightForAClassThatTheOutputDoesNotHaveIsRefused() {
        refuses(
                classifier(),
                LABELS,
                3,
                "the class weights of 'topic' have one for class 3: expected classes from 0 to 2");
        refuses(
                classifier(),
                LABELS,
                -1,
                "the class weights of 'topic' have one for class -1: expected classes from 0 to 2");
        refuses(
                model(4, ActivationFunction.SOFTMAX, LossFunction.CATEGORICAL_CROSSENTROPY),
                Nd4j.eye(4),
                4,
                "the class weights of 'topic' have one for class 4: expected classes from 0 to 3");
        refuses(
                model(1, ActivationFunction.SIGMOID, LossFunction.BINARY_CROSSENTROPY),
                LABELS.reshape(8, 1).castTo(Nd4j.dataType()),
                2,
                "the class weights of 'topic' have one for class 2: expected classes from 0 to 1");
        refuses(
                model(1, ActivationFunction.LINEAR, LossFunction.HINGE),
                LABELS.reshape(8, 1).castTo(Nd4j.dataType()),
                2,
                "the class weights of 'topic' have one for class 2: expected classes from -1 to 1");
    }

    @Test
    void aClassThatNeverCameInTheFirstEpochIsSaidOnce() {
        List<String> said = said(() -> fit(TWO.classWeight(Map.of(1, 2.0, 2, 5.0))));
        assertEquals(1, said.size(), said.toString());
        assertTrue(
                said.get(0)
                        .startsWith(
                                "[plumb/unseen-class] Fit.classWeight gives class 2 of 'topic' a weight, and no target"
                                        + " of the first epoch was of it"),
                said.get(0));
    }

    @Test
    void nothingIsSaidOfClassesThatCameOrOfAnEpochThatWasCutShort() {
        assertEquals(List.of(), said(() -> fit(TWO.classWeight(Map.of(0, 2.0, 1, 5.0)))));
        Fit unseen = TWO.classWeight(Map.of(2, 5.0));
        assertEquals(List.of(), said(() -> fit(unseen.warnings(false))));
        assertEquals(
                List.of(),
                said(() -> fit(unseen.callbacks(
                        LambdaCallback.onTrainBatchEnd((training, epoch, batch, logs) -> training.stop("enough"))))));
    }

    @Test
    void anEmptyMapIsNoClassWeights() {
        ArrayDataset<List<INDArray>, List<INDArray>> weighted = data(LABELS).sampleWeights(Nd4j.ones(8));
        History plain = classifier().trainer(SGD.of(0.1)).fit(weighted, TWO);
        History empty = classifier().trainer(SGD.of(0.1)).fit(weighted, TWO.classWeight(Map.of()));
        assertEquals(plain.get("loss"), empty.get("loss"));
        assertEquals(TWO, TWO.classWeight(Map.of(1, 2.0)).classWeight(Map.of()));
    }

    private static void fit(Fit options) {
        classifier().trainer(SGD.of(0.1)).fit(data(LABELS), options);
    }

    private static List<String> said(Runnable work) {
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                said.add(message.getMessage());
            }

            @Override
            public void flush() {
                // nothing is held
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
        Logger logger = Logger.getLogger(ClassWeights.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return said;
    }
}
