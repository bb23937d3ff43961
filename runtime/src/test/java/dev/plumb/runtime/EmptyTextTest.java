package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.data.Dataset;
import dev.plumb.data.Structure;
import dev.plumb.data.Texts;
import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.train.Adam;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A text without a word is nothing but padding, and the mean of no steps is 0 / 0: NaN, as in Keras. The page about texts says what helps. */
final class EmptyTextTest {
    private static final List<String> TEXTS = List.of("a good film", "!!!", "", "bad");

    private static Network judge(boolean maskZero) {
        GraphBuilder g = GraphBuilder.named("Judge");
        Wire words = g.apply(
                "words",
                Layers.textVectorization().maxTokens(10).outputSequenceLength(5),
                g.input("review", Shape.of(), DType.STRING));
        Wire vectors = g.apply("vectors", Layers.embedding(10, 3).maskZero(maskZero), words);
        Wire mean = g.apply("mean", Layers.globalAveragePooling1D(), vectors);
        Wire praise = g.apply("praise", Layers.dense(1).activation(ActivationFunction.SIGMOID), mean);
        Network network = Network.create(
                g.output(praise, LossFunction.BINARY_CROSSENTROPY).build(), 3);
        network.adapt(List.of(Texts.of(TEXTS)));
        return network;
    }

    private static INDArray judged(Network network, List<String> texts) {
        return network.predict(List.of(Texts.of(texts))).get(0);
    }

    @Test
    void theMeanOfNoWordsIsNoNumber() {
        INDArray praise = judged(judge(true), TEXTS);
        assertFalse(Float.isNaN(praise.getFloat(0)) || Float.isNaN(praise.getFloat(3)));
        assertTrue(Float.isNaN(praise.getFloat(1)) && Float.isNaN(praise.getFloat(2)), praise::toString);
    }

    @Test
    void trainingOnItIsRefusedWithWords() {
        Network network = judge(true);
        Dataset<INDArray, INDArray> data =
                Dataset.of(Structure.single("review"), Texts.of(TEXTS), Structure.single("praise"), Nd4j.ones(4, 1));
        Trainer<INDArray, INDArray> trainer =
                network.trainer(Structure.single("review"), Structure.single("praise"), Adam.of());
        String text = assertThrows(
                        NonFiniteLossException.class,
                        () -> trainer.fit(data, Fit.epochs(1).verbose(Verbosity.SILENT)))
                .getMessage();
        assertTrue(
                text.contains("an example that is nothing but padding has no mean in GlobalAveragePooling1D 'mean'"),
                text);
    }

    /** What the page says: a word in place of none, or no mask. */
    @Test
    void aWordForNothingOrNoMaskGivesANumber() {
        Network network = judge(true);
        List<String> filled = TEXTS.stream()
                .map(text -> text.chars().anyMatch(Character::isLetterOrDigit) ? text : "nothing")
                .toList();
        assertEquals(
                0,
                judged(network, filled)
                        .isNaN()
                        .castTo(Nd4j.dataType())
                        .sumNumber()
                        .intValue());
        assertEquals(
                0,
                judged(judge(false), TEXTS)
                        .isNaN()
                        .castTo(Nd4j.dataType())
                        .sumNumber()
                        .intValue());
    }
}
