package dev.plumb.dsl.layer;

import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.ScoreMode;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Fans;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Shapes, masks and weights of attention and of masking. */
final class AttentionRulesTest {
    private static final TensorType QUERY = TensorType.floats(8, 32);
    private static final TensorType VALUE = TensorType.floats(10, 24);

    private static MultiHeadAttentionLayer attention(Object... attributes) {
        Object[] all = new Object[attributes.length + 4];
        System.arraycopy(attributes, 0, all, 4, attributes.length);
        all[0] = "numHeads";
        all[1] = 2;
        all[2] = "keyDim";
        all[3] = 16;
        return ByName.layer(MultiHeadAttentionLayer.DEFINITION, all);
    }

    private static TensorType mask(long... sizes) {
        return TensorType.of(Shape.of(sizes), DType.BOOL);
    }

    private static long parameters(LayerSpec spec, TensorType... inputs) {
        return spec.weights(List.of(inputs)).stream()
                .mapToLong(Weight::parameters)
                .sum();
    }

    @Test
    void theResultHasTheStepsOfTheQuery() {
        assertEquals("(8, 32)", infer(attention(), QUERY));
        assertEquals("(8, 32)", infer(attention(), QUERY, VALUE));
        assertEquals("(8, 32)", infer(attention(), QUERY, VALUE, TensorType.floats(10, 5)));
        assertEquals("(8, 20)", infer(attention("outputShape", 20), QUERY, VALUE));
        assertEquals("(8, 2, 3)", infer(attention("outputShape", List.of(2, 3)), QUERY));
        assertEquals("(time, 32)", infer(attention(), named("time", "32"), named("other", "24")));
    }

    @Test
    void theResultHasTheMaskOfTheQuery() {
        assertEquals("(8, 32) masked", infer(attention(), masked(8, 32), VALUE));
        assertEquals("(8, 32)", infer(attention(), QUERY, masked(10, 24)));
    }

    @Test
    void queryValueAndKeyAreSequencesOfKnownFeatures() {
        assertEquals(
                "MultiHeadAttention needs an input of rank 2 (query: time, features): 'x0' has rank 1, (32)",
                infer(attention(), TensorType.floats(32)));
        assertEquals(
                "MultiHeadAttention needs an input of rank 2 (key: time, features): 'x2' has rank 3, (2, 10, 5)",
                infer(attention(), QUERY, VALUE, TensorType.floats(2, 10, 5)));
        assertEquals(
                "MultiHeadAttention needs an input of float32: 'x1' is int32",
                infer(attention(), QUERY, TensorType.of(Shape.of(10, 24), DType.INT32)));
        assertEquals(
                "MultiHeadAttention needs to know the size of axis -1 (a kernel has that many rows): 'x1' is (10, features)",
                infer(attention(), QUERY, named("10", "features")));
    }

    @Test
    void thereIsAKeyForEachStepOfTheValue() {
        assertEquals(
                "MultiHeadAttention needs a key for each step of its value: its value 'x1' is (10, 24), its key 'x2' is (9, 24)",
                infer(attention(), QUERY, VALUE, TensorType.floats(9, 24)));
        assertEquals("(8, 32)", infer(attention(), QUERY, VALUE, named("time", "24")), "decided at run time");
        assertEquals(
                "MultiHeadAttention needs a key for each step of its value: its value 'x1' is (time, 24), its key 'x2' is (time+1, 24)",
                infer(
                        attention(),
                        QUERY,
                        named("time", "24"),
                        new TensorType(
                                new Shape(List.of(
                                        dev.plumb.graph.shape.Dim.named("time").plus(1),
                                        dev.plumb.graph.shape.Dim.of(24))),
                                DType.FLOAT32,
                                false)));
    }

    @Test
    void aMaskSaysForEachStepOfTheQueryWhichStepsOfTheValueItSees() {
        assertEquals("(8, 32)", infer(attention(), QUERY, VALUE, VALUE, mask(8, 10)));
        assertEquals("(8, 32)", infer(attention(), QUERY, VALUE, VALUE, TensorType.floats(8, 10)));
        assertEquals(
                "MultiHeadAttention needs a mask with a row for each step of its query: its query 'x0' is (8, 32), its mask 'x3' is (10, 8) bool",
                infer(attention(), QUERY, VALUE, VALUE, mask(10, 8)));
        assertEquals(
                "MultiHeadAttention needs a mask with a column for each step of its value: its value 'x1' is (10, 24), its mask 'x3' is (8, 9) bool",
                infer(attention(), QUERY, VALUE, VALUE, mask(8, 9)));
        assertEquals(
                "MultiHeadAttention needs an input of rank 2 (mask: steps of the query, steps of the value): 'x3' has rank 1, (10)",
                infer(attention(), QUERY, VALUE, VALUE, mask(10)));
    }

    @Test
    void attributesHaveTheirRanges() {
        assertEquals(List.of(), validate(attention()));
        assertEquals(
                List.of(
                        "MultiHeadAttention has numHeads = 0: must be at least 1",
                        "MultiHeadAttention has valueDim = 0: must be at least 1, or -1 for keyDim",
                        "MultiHeadAttention has dropout = 1.5: must be between 0 and 1",
                        "MultiHeadAttention has outputShape = {3, -1}: must be sizes of at least 1"),
                validate(
                        Layers.multiHeadAttention(0, 1).valueDim(0).dropout(1.5).outputShape(3, -1)));
    }

    /** keras-facts: counted by Keras 3.15.1. */
    @Test
    void weightsAreCountedAsInKeras() {
        assertEquals(3712, parameters(attention(), QUERY, VALUE));
        LayerSpec four = Layers.multiHeadAttention(4, 16).valueDim(8).outputShape(20);
        assertEquals(5172, parameters(four, QUERY, VALUE));
    }

    @Test
    void weightsHaveTheNamesOrderAndFansOfKeras() {
        List<Weight> weights = attention("valueDim", 5).weights(List.of(QUERY, VALUE, TensorType.floats(10, 7)));
        assertEquals(
                List.of(
                        "query/kernel (32, 2, 16)",
                        "query/bias (2, 16)",
                        "key/kernel (7, 2, 16)",
                        "key/bias (2, 16)",
                        "value/kernel (24, 2, 5)",
                        "value/bias (2, 5)",
                        "attention_output/kernel (2, 5, 32)",
                        "attention_output/bias (32)"),
                weights.stream()
                        .map(weight -> weight.name() + " " + weight.shape())
                        .toList());
        assertEquals(new Fans(32, 32), weights.get(0).fans());
        assertEquals(new Fans(7, 32), weights.get(2).fans());
        assertEquals(new Fans(24, 10), weights.get(4).fans());
        assertEquals(new Fans(10, 32), weights.get(6).fans());
        assertEquals(
                List.of("query/kernel", "key/kernel", "value/kernel", "attention_output/kernel"),
                attention("useBias", false).weights(List.of(QUERY)).stream()
                        .map(Weight::name)
                        .toList());
    }

    @Test
    void aRoleThatIsLeftOutTakesTheOneBeforeUnlessAKeyHasNoValue() {
        LayerSpec spec = attention();
        assertEquals(List.of("query", "value", "key", "mask"), spec.inputNames());
        assertEquals(Optional.of("query"), spec.inputDefault("value", Set.of("query", "mask")));
        assertEquals(Optional.empty(), spec.inputDefault("value", Set.of("query", "key")));
        assertEquals(Optional.of("value"), spec.inputDefault("key", Set.of("query", "value", "mask")));
        assertEquals(Optional.empty(), spec.inputDefault("query", Set.of("value")));
        assertFalse(spec.arity().accepts(0));
        assertTrue(spec.arity().accepts(4));
        assertFalse(spec.arity().accepts(5));
    }

    @Test
    void aMaskingMakesAMask() {
        LayerSpec masking = Layers.masking();
        assertEquals("(8, 32) masked", infer(masking, QUERY));
        assertEquals("(time, 50) masked", infer(masking, named("time", "50")));
        assertEquals(
                "Masking needs an input of rank 2 or more (time first, features last): 'x0' has rank 1, (32)",
                infer(masking, TensorType.floats(32)));
        assertEquals(
                "Masking needs an input of float32: 'x0' is int32",
                infer(masking, TensorType.of(Shape.of(10, 24), DType.INT32)));
    }

    @Test
    void aGateIsAProjectionBeforeThatOfTheValue() {
        assertEquals(
                "query/kernel (4, 2, 3), query/bias (2, 3), key/kernel (4, 2, 3), key/bias (2, 3), gate/kernel (4, 2, 5),"
                        + " gate/bias (2, 5), value/kernel (4, 2, 5), value/bias (2, 5), attention_output/kernel (2, 5, 4),"
                        + " attention_output/bias (4): 204",
                RuleAnswers.weights(
                        Layers.multiHeadAttention(2, 3).valueDim(5).useGate(true), TensorType.floats(6, 4)));
    }

    @Test
    void aGroupOfHeadsSharesKeyAndValue() {
        LayerSpec groups = Layers.groupQueryAttention(3, 4, 2);
        assertEquals("(6, 8) masked", infer(groups, masked(6, 8), TensorType.floats(5, 8)));
        assertEquals(
                "query/kernel (8, 4, 3), key/kernel (8, 2, 3), value/kernel (8, 2, 3), attention_output/kernel (4, 3, 8): 288",
                RuleAnswers.weights(Layers.groupQueryAttention(3, 4, 2).useBias(false), TensorType.floats(6, 8)));
        assertEquals(
                "GroupQueryAttention needs a value of as many features as its query: its query 'x0' is (6, 8), its value 'x1' is"
                        + " (5, 4)",
                infer(groups, TensorType.floats(6, 8), TensorType.floats(5, 4)));
        assertEquals(
                List.of("GroupQueryAttention has numKeyValueHeads = 3: must be a divisor of numQueryHeads = 4"),
                validate(Layers.groupQueryAttention(3, 4, 3)));
        assertEquals(
                List.of("GroupQueryAttention has slidingWindow = 0: must be at least 1, or -1 for all steps"),
                validate(Layers.groupQueryAttention(3, 4, 2).slidingWindow(0)));
    }

    @Test
    void withoutHeadsTheResultHasTheFeaturesOfTheValue() {
        for (LayerSpec spec : List.of(Layers.attention(), Layers.additiveAttention())) {
            String name = spec.layerName();
            assertEquals("(3, 2) masked", infer(spec, masked(3, 4), TensorType.floats(5, 2), TensorType.floats(5, 4)));
            assertEquals("(3, 4)", infer(spec, TensorType.floats(3, 4), masked(5, 4)));
            assertEquals("(time, 4)", infer(spec, named("time", "4")));
            assertEquals(
                    name
                            + " needs a key of as many features as its query: its query 'x0' is (3, 4), its value 'x1' is (5, 2)",
                    infer(spec, TensorType.floats(3, 4), TensorType.floats(5, 2)));
            assertEquals(
                    name + " needs a key for each step of its value: its value 'x1' is (5, 2), its key 'x2' is (6, 4)",
                    infer(spec, TensorType.floats(3, 4), TensorType.floats(5, 2), TensorType.floats(6, 4)));
            assertEquals(3, spec.arity().maximum());
        }
        assertEquals(
                List.of("Attention has dropout = 1.5: must be between 0 and 1"),
                validate(Layers.attention().dropout(1.5)));
        assertEquals(
                List.of("AdditiveAttention has dropout = -0.5: must be between 0 and 1"),
                validate(Layers.additiveAttention().dropout(-0.5)));
    }

    @Test
    void whatWeighsIsANumberOrOneAFeature() {
        TensorType x = TensorType.floats(3, 4);
        assertEquals(": 0", RuleAnswers.weights(Layers.attention(), x));
        assertEquals(
                "scale (), concat_score_weight (): 2",
                RuleAnswers.weights(Layers.attention().useScale(true).scoreMode(ScoreMode.CONCAT_SCORE), x));
        assertEquals("scale (4): 4", RuleAnswers.weights(Layers.additiveAttention(), x));
        assertEquals(": 0", RuleAnswers.weights(Layers.additiveAttention().useScale(false), x));
    }
}
