package dev.plumb.onnx.read;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Functions of single elements, and softmax. */
final class ActivationOperators {
    /** Those without options. */
    static final Map<String, ActivationFunction> PLAIN = Map.ofEntries(
            Map.entry("Relu", ActivationFunction.RELU),
            Map.entry("Sigmoid", ActivationFunction.SIGMOID),
            Map.entry("Tanh", ActivationFunction.TANH),
            Map.entry("Softplus", ActivationFunction.SOFTPLUS),
            Map.entry("Softsign", ActivationFunction.SOFTSIGN),
            Map.entry("HardSwish", ActivationFunction.HARD_SILU),
            Map.entry("Mish", ActivationFunction.MISH),
            Map.entry("Exp", ActivationFunction.EXPONENTIAL));

    static final Set<ActivationFunction> NOT_NEGATIVE =
            Set.of(ActivationFunction.RELU, ActivationFunction.SIGMOID, ActivationFunction.EXPONENTIAL);

    private static final float SELU_ALPHA = 1.6732632f;
    private static final float SELU_SCALE = 1.050701f;
    private static final double TOLERANCE = 1e-6;

    private ActivationOperators() {}

    static Tensor plain(Applied applied) throws Unreadable {
        ActivationFunction function = PLAIN.get(applied.node().type());
        if (function == null) {
            throw new IllegalStateException(applied.node().type());
        }
        Tensor made = activated(applied, function);
        if (function == ActivationFunction.SOFTPLUS) {
            SoftplusIdiom.absorb(applied, made);
        }
        return made;
    }

    private static Tensor activated(Applied applied, ActivationFunction function) throws Unreadable {
        Tensor x = applied.tensor(0);
        Tensor made = x.madeTo(applied.layer(Layers.activation(function), x.wire()));
        return NOT_NEGATIVE.contains(function) ? made.asNotNegative() : made;
    }

    private static Tensor made(Applied applied, LayerSpec layer) throws Unreadable {
        Tensor x = applied.tensor(0);
        return x.madeTo(applied.layer(layer, x.wire()));
    }

    static Tensor leakyRelu(Applied applied) throws Unreadable {
        return made(applied, Layers.leakyReLU().value(decimal(applied.node().real("alpha", 0.01f))));
    }

    static Tensor elu(Applied applied) throws Unreadable {
        float alpha = applied.node().real("alpha", 1);
        return alpha == 1
                ? activated(applied, ActivationFunction.ELU)
                : made(applied, Layers.elu().value(decimal(alpha)));
    }

    static Tensor celu(Applied applied) throws Unreadable {
        require(applied.node(), "alpha", 1, 1);
        return activated(applied, ActivationFunction.CELU);
    }

    static Tensor selu(Applied applied) throws Unreadable {
        require(applied.node(), "alpha", SELU_ALPHA, SELU_ALPHA);
        require(applied.node(), "gamma", SELU_SCALE, SELU_SCALE);
        return activated(applied, ActivationFunction.SELU);
    }

    static Tensor gelu(Applied applied) throws Unreadable {
        String approximate = applied.node().text("approximate", "none");
        if (!approximate.equals("none")) {
            throw new Unreadable("its attribute approximate is '" + approximate
                    + "', and the layer here computes GELU as it is defined: export it with 'none'");
        }
        return activated(applied, ActivationFunction.GELU);
    }

    static Tensor swish(Applied applied) throws Unreadable {
        require(applied.node(), "alpha", 1, 1);
        return activated(applied, ActivationFunction.SILU);
    }

    static Tensor thresholdedRelu(Applied applied) throws Unreadable {
        return made(applied, Layers.reLU().threshold(decimal(applied.node().real("alpha", 1))));
    }

    /** {@code max(0, min(1, alpha x + beta))}; the layer here has 1/6 and 1/2. */
    static Tensor hardSigmoid(Applied applied) throws Unreadable {
        double alpha = applied.node().real("alpha", 0.2f);
        double beta = applied.node().real("beta", 0.5f);
        Tensor x = applied.tensor(0);
        Wire wire = x.wire();
        if (Math.abs(alpha - 1 / 6.0) > TOLERANCE || beta != 0.5) {
            wire = applied.layer(
                    Layers.rescaling(6 * decimal((float) alpha)).offset(6 * (decimal((float) beta) - 0.5)), wire);
        }
        return x.madeTo(applied.layer(Layers.activation(ActivationFunction.HARD_SIGMOID), wire))
                .asNotNegative();
    }

    /** Limits: a ReLU with a largest value, shifted if the lower limit is not 0. */
    static Tensor clip(Applied applied) throws Unreadable {
        double least = limit(applied, 1, "min", Double.NEGATIVE_INFINITY);
        double most = limit(applied, 2, "max", Double.POSITIVE_INFINITY);
        Tensor x = applied.tensor(0);
        if (least == 0 && most == 6) {
            return activated(applied, ActivationFunction.RELU6).asNotNegative();
        }
        if (least == -1 && most == 1) {
            return activated(applied, ActivationFunction.HARD_TANH);
        }
        if (Double.isInfinite(least) || most < least) {
            throw new Unreadable("it limits to " + least + " and " + most
                    + ": there is only a layer with a lower limit that is not above the upper one");
        }
        Wire wire = least == 0
                ? x.wire()
                : applied.part("shifted", Layers.rescaling(1).offset(-least), x.wire());
        wire = applied.layer(
                Double.isInfinite(most)
                        ? Layers.activation(ActivationFunction.RELU)
                        : Layers.reLU().maxValue(most - least),
                wire);
        Tensor made =
                x.madeTo(least == 0 ? wire : applied.layer(Layers.rescaling(1).offset(least), wire));
        return least >= 0 ? made.asNotNegative() : made;
    }

    private static double limit(Applied applied, int input, String attribute, double otherwise) throws Unreadable {
        float limit = applied.node().has(attribute)
                ? applied.node().real(attribute, 0)
                : applied.has(input) ? (float) applied.constant(input).number() : (float) otherwise;
        return Math.abs(limit) >= Float.MAX_VALUE ? otherwise : decimal(limit);
    }

    /** The function {@code x > 0 ? x : slope x} with a slope an axis, or one for all. */
    static Tensor pRelu(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        Constant slope = applied.constant(1);
        if (slope.size() == 1) {
            return made(applied, Layers.leakyReLU().value(decimal((float) slope.number())));
        }
        PerChannel channels = PerChannel.of(applied, x, slope);
        Tensor last = channels.tensor();
        List<Integer> shared = new ArrayList<>();
        for (int axis = 1; axis < last.here().size() - 1; axis++) {
            shared.add(axis);
        }
        int[] shape = new int[last.here().size() - 1];
        Arrays.fill(shape, 1);
        shape[shape.length - 1] = slope.size();
        Constant alpha = channels.constant().reshaped(shape);
        return last.madeTo(applied.layer(
                Layers.pReLU().sharedAxes(shared.stream().mapToInt(axis -> axis).toArray()),
                Map.of("alpha", alpha),
                last.wire()));
    }

    static Tensor softmax(Applied applied) throws Unreadable {
        return softmax(applied, ActivationFunction.SOFTMAX).asNotNegative();
    }

    static Tensor logSoftmax(Applied applied) throws Unreadable {
        return softmax(applied, ActivationFunction.LOG_SOFTMAX);
    }

    private static Tensor softmax(Applied applied, ActivationFunction function) throws Unreadable {
        Tensor x = applied.tensor(0);
        boolean isOld = applied.opset() < 13; // then all axes from this one on were one
        int axis = x.axis(applied.node().whole("axis", isOld ? 1 : -1));
        List<Integer> axes = isOld ? IntStream.range(axis, x.rank()).boxed().toList() : List.of(axis);
        Tensor last = applied.arranging().lastInAnyOrder(x, x.atoms(axes));
        return last.madeTo(applied.layer(Layers.activation(function), last.wire()));
    }

    /** A dropout, which does nothing in predictions. */
    static Tensor dropout(Applied applied) throws Unreadable {
        Tensor x = applied.tensor(0);
        double ratio = applied.node().has("ratio")
                ? applied.node().real("ratio", 0.5f)
                : applied.has(1) ? applied.constant(1).number() : 0.5;
        if (applied.following().isTaken(applied.node().output(1))) {
            throw new Unreadable("its mask is used");
        }
        return ratio <= 0 || ratio >= 1
                ? x
                : x.lyingAs(applied.layer(Layers.dropout(decimal((float) ratio)), x.wire()), x.here());
    }

    private static void require(OnnxNode node, String attribute, float expected, float otherwise) throws Unreadable {
        float found = node.real(attribute, otherwise);
        if (Math.abs(found - expected) > TOLERANCE) {
            throw new Unreadable("its attribute " + attribute + " is " + found + ", and only " + expected + " is read");
        }
    }

    /** The shortest decimal number that is this float: 0.01, not 0.009999999776482582. */
    static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }
}
