package dev.plumb.graph.check;

import static dev.plumb.dsl.ActivationFunction.LINEAR;
import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.ActivationFunction.SIGMOID;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.LossFunction.BINARY_CROSSENTROPY;
import static dev.plumb.dsl.LossFunction.CATEGORICAL_CROSSENTROPY;
import static dev.plumb.dsl.LossFunction.MEAN_SQUARED_ERROR;
import static dev.plumb.dsl.LossFunction.SPARSE_CATEGORICAL_CROSSENTROPY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is allowed and still said, and what is none of our business. */
final class LintTest {

    private static LayerSpec dense(int units, ActivationFunction activation) {
        return Layers.dense(units).activation(activation);
    }

    private static LayerSpec dropout() {
        return Layers.dropout(0.5);
    }

    private static List<Problem> warnings(GraphBuilder g) {
        Verdict verdict = g.check();
        assertEquals(List.of(), verdict.problems());
        assertTrue(verdict.warnings().stream().allMatch(warning -> warning.id().isWarning()));
        return verdict.warnings();
    }

    private static List<String> headlines(GraphBuilder g) {
        return warnings(g).stream().map(Problem::firstLine).toList();
    }

    /** A model whose masked words go through these layers. */
    private static GraphBuilder maskedWords(BiFunction<GraphBuilder, Wire, Wire> layers) {
        GraphBuilder g = GraphBuilder.named("Masked");
        Wire ids = g.input("ids", Shape.parse("time"), DType.INT32);
        Wire words = g.apply("words", Layers.embedding(100, 8).maskZero(true), ids);
        return g.output(layers.apply(g, words));
    }

    private static GraphBuilder masked(LayerSpec... layers) {
        return maskedWords((g, words) -> {
            Wire at = words;
            for (int i = 0; i < layers.length; i++) {
                at = g.apply("layer" + i, layers[i], at);
            }
            return at;
        });
    }

    @Test
    void aLayerThatDropsAMaskIsNamedWithTheOneThatMadeIt() {
        Problem warning = warnings(masked(dropout(), Layers.conv1D(4, 3).activation(RELU)))
                .get(0);
        assertEquals(new Place.Source("layer1", 0), warning.place());
        assertEquals("""
                [plumb/mask-dropped] Conv1D 'layer1' drops the mask that Embedding 'words' makes: padding counts like data from here on
                  words   Embedding(inputDim = 100, outputDim = 8, maskZero = true)   (time) int32 -> (time, 8)
                  layer1  Conv1D(filters = 4, kernelSize = 3, activation = RELU)      (time, 8) -> (time-2, 4)
                  help    end the mask in a layer that uses it (GlobalAveragePooling1D, a recurrent layer), or make none if padding may count
                  see     docs/errors/mask-dropped.md""", warning.text());
    }

    @Test
    void aMaskThatIsUsedOrKeptIsNotDropped() {
        assertEquals(List.of(), headlines(masked(Layers.globalAveragePooling1D())));
        assertEquals(
                List.of(), headlines(masked(dense(4, RELU), Layers.batchNormalization(), Layers.activation(RELU))));
        for (LayerSpec merging : List.of(Layers.multiply(), Layers.maximum(), Layers.minimum())) {
            assertEquals(List.of(), headlines(merged(merging)), merging::layerName);
        }
    }

    @Test
    void anAttentionUsesTheMaskOfItsValueThoughItsResultHasNone() {
        LayerSpec attention = Layers.multiHeadAttention(2, 4);
        assertEquals(
                List.of(),
                headlines(maskedWords((g, words) -> g.apply(
                        "attended", attention, g.input("query", Shape.parse("steps", "8"), DType.FLOAT32), words))));
    }

    @Test
    void aMaskIsDroppedOnceEachWay() {
        assertEquals(
                List.of("[plumb/mask-dropped] GlobalMaxPooling1D 'layer0' drops the mask that Embedding 'words' makes: "
                        + "padding counts like data from here on"),
                headlines(masked(Layers.globalMaxPooling1D(), dense(4, RELU), Layers.activation(RELU))));
    }

    /** Words with a mask and positions without one, in one layer. */
    private static GraphBuilder merged(LayerSpec merging) {
        return maskedWords((g, words) ->
                g.apply("merged", merging, words, g.input("positions", Shape.parse("time", "8"), DType.FLOAT32)));
    }

    @Test
    void aMergingLayerSaysWhichInputHasNoMask() {
        for (LayerSpec merging : List.of(Layers.add(), Layers.average(), Layers.subtract())) {
            Problem warning = warnings(merged(merging)).get(0);
            assertEquals(new Place.Source("merged", 1), warning.place());
            assertEquals(
                    merging.layerName()
                            + " 'merged' drops the mask that Embedding 'words' makes: its input 'positions' has none, so the result has none",
                    warning.headline());
        }
    }

    private static GraphBuilder stack(LayerSpec... layers) {
        GraphBuilder g = GraphBuilder.named("Stack");
        Wire at = g.input("features", 20);
        for (int i = 0; i < layers.length; i++) {
            at = g.apply("layer" + i, layers[i], at);
        }
        return g.output(at);
    }

    @Test
    void twoLinearLayersAreOneAndAnActivationWouldBeAFix() {
        Problem warning =
                warnings(stack(dense(64, LINEAR), dropout(), dense(10, LINEAR))).get(0);
        assertEquals(new Place.Attribute("layer0", "activation", -1), warning.place());
        assertEquals("""
                [plumb/linear-stack] Dense 'layer0' has no activation before Dense 'layer2': together they are one linear layer
                  layer0  Dense(units = 64)   (20) -> (64)
                  layer2  Dense(units = 10)   (64) -> (10)
                  fix     layer0: activation = RELU
                  see     docs/errors/linear-stack.md""", warning.text());
    }

    @Test
    void eachOfThreeLinearLayersHasItsFix() {
        assertEquals(
                List.of("layer0: activation = RELU", "layer1: activation = RELU"),
                warnings(stack(dense(20, LINEAR), dense(20, LINEAR), dense(10, LINEAR))).stream()
                        .map(Problem::fix)
                        .toList());
    }

    @Test
    void thousandsOfWarningsAreFound() {
        LayerSpec[] layers = new LayerSpec[2_000];
        Arrays.fill(layers, dense(20, LINEAR));
        GraphBuilder g = stack(layers);
        assertEquals(1_999, warnings(g).size());
    }

    @Test
    void convolutionsStackLikeDenseLayers() {
        GraphBuilder g = GraphBuilder.named("Images");
        Wire image = g.input("image", 8, 8, 3);
        Wire first = g.apply("first", Layers.conv2D(8, 3), image);
        g.output(g.apply("second", Layers.conv2D(4, 3), first));
        assertEquals(
                List.of("[plumb/linear-stack] Conv2D 'first' has no activation before Conv2D 'second': "
                        + "together they are one linear layer"),
                headlines(g));
    }

    @Test
    void aDropoutOfChannelsIsPassedOver() {
        GraphBuilder g = GraphBuilder.named("Series");
        Wire first = g.apply("first", Layers.conv1D(8, 3), g.input("series", 20, 4));
        Wire dropped = g.apply("dropped", Layers.spatialDropout1D(0.5), first);
        g.output(g.apply("second", Layers.conv1D(4, 3), dropped));
        assertEquals(
                List.of("[plumb/linear-stack] Conv1D 'first' has no activation before Conv1D 'second': "
                        + "together they are one linear layer"),
                headlines(g));
    }

    @Test
    void aConvolutionTakenApartIsMeant() {
        GraphBuilder g = GraphBuilder.named("Images");
        Wire image = g.input("image", 8, 8, 4);
        Wire rows = g.apply("rows", Layers.conv2D(8, 3, 1), image);
        g.output(g.apply("columns", Layers.conv2D(8, 1, 3), rows));
        Wire grouped = g.apply("grouped", Layers.conv2D(8, 3).groups(4), image);
        g.output(g.apply("points", Layers.conv2D(8, 1), grouped));
        assertEquals(List.of(), headlines(g));
    }

    @Test
    void aBottleneckAnActivationAndASecondConsumerAreMeant() {
        assertEquals(List.of(), headlines(stack(dense(4, LINEAR), dense(20, LINEAR))));
        assertEquals(List.of(), headlines(stack(dense(64, RELU), dense(10, LINEAR))));
        assertEquals(List.of(), headlines(stack(dense(64, LINEAR), Layers.activation(RELU), dense(10, LINEAR))));
        GraphBuilder skip = GraphBuilder.named("Skip");
        Wire features = skip.input("features", 20);
        Wire first = skip.apply("first", dense(20, LINEAR), features);
        Wire second = skip.apply("second", dense(20, LINEAR), first);
        skip.output(skip.apply("sum", Layers.add(), first, second));
        assertEquals(List.of(), headlines(skip));
        GraphBuilder output = GraphBuilder.named("Output");
        Wire embedding = output.apply("embedding", dense(64, LINEAR), output.input("features", 20));
        output.output(embedding).output(output.apply("classes", dense(10, LINEAR), embedding));
        assertEquals(List.of(), headlines(output));
    }

    private static GraphBuilder siamese(LayerSpec left, LayerSpec right, int rightSize) {
        GraphBuilder g = GraphBuilder.named("Siamese");
        Wire a = g.apply("left", left, g.input("a", 100));
        Wire b = g.apply("right", right, g.input("b", rightSize));
        return g.output(g.apply("both", Layers.concatenate(), a, b));
    }

    @Test
    void equalEncodersOfLikeInputsMayBeMeantAsOne() {
        GraphBuilder g = siamese(dense(64, LINEAR), dense(64, LINEAR), 100);
        assertEquals(12_928, g.build().parameters());
        Problem warning = warnings(g).get(0);
        assertEquals(new Place.Layer("right"), warning.place());
        assertEquals("""
                [plumb/duplicate-encoder] Dense 'right' is equal to Dense 'left', on an input of the same type and with weights of its own: they learn apart from each other
                  left   Dense(units = 64)   (100) -> (64)
                  right  Dense(units = 64)   (100) -> (64)
                  help   to make them one layer, put @SameWeightsAs("left") in place of @Dense on 'right'; if they are meant to differ, say so: @SuppressWarnings("plumb/duplicate-encoder")
                  see    docs/errors/duplicate-encoder.md""", warning.text());
    }

    @Test
    void onlyTheFirstLayersOfTwoTowersAreReported() {
        GraphBuilder g = GraphBuilder.named("Towers");
        Wire a = g.apply("a2", dense(8, RELU), g.apply("a1", dense(64, RELU), g.input("a", 100)));
        Wire b = g.apply("b2", dense(8, RELU), g.apply("b1", dense(64, RELU), g.input("b", 100)));
        Wire c = g.apply("c2", dense(8, RELU), g.apply("c1", dense(64, RELU), g.input("c", 100)));
        g.output(g.apply("all", Layers.concatenate(), a, b, c));
        assertEquals(
                List.of(new Place.Layer("b1")),
                warnings(g).stream().map(Problem::place).toList());
    }

    @Test
    void encodersThatDifferOrHaveNoWeightsAreMeant() {
        assertEquals(List.of(), headlines(siamese(dense(64, LINEAR), dense(64, RELU), 100)));
        assertEquals(List.of(), headlines(siamese(dense(64, LINEAR), dense(64, LINEAR), 99)));
        assertEquals(List.of(), headlines(siamese(Layers.flatten(), Layers.flatten(), 100)));
        GraphBuilder one = GraphBuilder.named("OneInput");
        Wire x = one.input("x", 100);
        one.output(
                one.apply("sum", Layers.add(), one.apply("a", dense(8, RELU), x), one.apply("b", dense(8, RELU), x)));
        assertEquals(List.of(), headlines(one));
    }

    private static GraphBuilder trained(LayerSpec last, LossFunction loss, boolean fromLogits) {
        GraphBuilder g = GraphBuilder.named("Trained");
        Wire out = g.apply("out", last, g.input("features", 20));
        return g.output(out, new Loss.Spec(loss, 1, fromLogits, 0));
    }

    private static String suspicion(LayerSpec last, LossFunction loss, boolean fromLogits) {
        List<Problem> warnings = warnings(trained(last, loss, fromLogits));
        return warnings.isEmpty()
                ? ""
                : warnings.get(0).headline() + " | " + warnings.get(0).fix();
    }

    @Test
    void softmaxOverOneUnitIsAlwaysOne() {
        assertEquals(
                "output 'out' is hardly meant so: SOFTMAX over one unit is always 1 | out: activation = SIGMOID",
                suspicion(dense(1, SOFTMAX), MEAN_SQUARED_ERROR, false));
        assertEquals(1, warnings(stack(dense(1, SOFTMAX))).size());
        assertEquals(List.of(), warnings(stack(dense(2, SOFTMAX))));
    }

    @Test
    void categoricalLossesWantOneDistribution() {
        assertEquals(
                "output 'out' is hardly meant so: CATEGORICAL_CROSSENTROPY expects one distribution over the classes, "
                        + "but SIGMOID makes each a probability of its own | out: activation = SOFTMAX",
                suspicion(dense(10, SIGMOID), CATEGORICAL_CROSSENTROPY, false));
        assertEquals("", suspicion(dense(10, SIGMOID), BINARY_CROSSENTROPY, false));
    }

    @Test
    void crossEntropiesWantProbabilitiesOrLogits() {
        assertEquals(
                "output 'out' is hardly meant so: SPARSE_CATEGORICAL_CROSSENTROPY expects probabilities, "
                        + "but RELU does not stay between 0 and 1 | out: activation = SOFTMAX",
                suspicion(dense(10, RELU), SPARSE_CATEGORICAL_CROSSENTROPY, false));
        assertEquals(
                "output 'out' is hardly meant so: BINARY_CROSSENTROPY expects probabilities, "
                        + "but RELU does not stay between 0 and 1 | out: value = SIGMOID",
                suspicion(Layers.activation(RELU), BINARY_CROSSENTROPY, false));
        assertEquals(
                "output 'out' is hardly meant so: BINARY_CROSSENTROPY takes it as logits, which are any numbers, "
                        + "but RELU leaves none below 0 | out: activation = LINEAR",
                suspicion(dense(1, RELU), BINARY_CROSSENTROPY, true));
    }

    /** Every layer that drops at random, over an image. */
    private static List<LayerSpec> dropouts() {
        return List.of(dropout(), Layers.spatialDropout2D(0.5));
    }

    @Test
    void everyDropoutIsPassedOverAndNoOutput() {
        LayerSpec linear = Layers.conv2D(8, 3);
        for (LayerSpec dropout : dropouts()) {
            GraphBuilder g = GraphBuilder.named("Image");
            Wire first = g.apply("first", linear, g.input("image", 9, 9, 3));
            g.output(g.apply("last", dropout, g.apply("second", linear, g.apply("between", dropout, first))));
            assertEquals(
                    List.of(
                            "[plumb/linear-stack] Conv2D 'first' has no activation before Conv2D 'second': together they are one linear layer",
                            "[plumb/suspicious-output] output 'last' is hardly meant so: its layer is a "
                                    + dropout.layerName()
                                    + ", training would judge numbers that are dropped at random"),
                    headlines(g),
                    dropout::layerName);
        }
        GraphBuilder g = GraphBuilder.named("Video");
        g.output(g.apply("last", Layers.spatialDropout3D(0.5), g.input("video", 4, 9, 9, 3)));
        assertEquals(1, headlines(g).size());
    }

    @Test
    void aFixReachesTheLayerInAWrapper() {
        GraphBuilder g = GraphBuilder.named("Steps");
        g.output(g.apply("out", Layers.timeDistributed(dense(1, ActivationFunction.SOFTMAX)), g.input("steps", 10, 4)));
        Problem warning = warnings(g).get(0);
        assertEquals(new Place.Attribute("out", "activation", -1), warning.place());
        assertEquals("out: activation = SIGMOID", warning.fix());
    }

    @Test
    void aDropoutIsNoOutput() {
        Problem warning = warnings(stack(dense(10, RELU), dropout())).get(0);
        assertEquals(new Place.Layer("layer1"), warning.place());
        assertEquals(
                "output 'layer1' is hardly meant so: its layer is a Dropout, training would judge numbers that are dropped at random",
                warning.headline());
    }

    /** Whatever the activation and the loss: an error, a warning or silence, and a fix that is accepted without another word. */
    @ParameterizedTest
    @EnumSource(ActivationFunction.class)
    void aFixLeavesNothingToSay(ActivationFunction activation) {
        for (LossFunction loss : LossFunction.values()) {
            for (boolean fromLogits : new boolean[] {false, true}) {
                Verdict verdict =
                        trained(Layers.activation(activation), loss, fromLogits).check();
                for (Problem warning : verdict.warnings()) {
                    String fix = warning.fix().replace("out: value = ", "");
                    LayerSpec mended = Layers.activation(ActivationFunction.valueOf(fix));
                    Verdict after = trained(mended, loss, fromLogits).check();
                    assertEquals(List.of(), after.problems());
                    assertEquals(List.of(), after.warnings());
                }
            }
        }
    }

    @Test
    void whereThereAreErrorsThereAreNoWarnings() {
        Verdict verdict = stack(dense(64, LINEAR), dense(0, LINEAR)).check();
        assertEquals(1, verdict.problems().size());
        assertEquals(List.of(), verdict.warnings());
    }
}
