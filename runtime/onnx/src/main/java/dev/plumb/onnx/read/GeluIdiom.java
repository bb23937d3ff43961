package dev.plumb.onnx.read;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.List;
import java.util.Optional;

/** GELU as it is written before opset 20: {@code x (1 + erf(x / √2)) / 2}, in five nodes; what is halved may be {@code x}, too. */
final class GeluIdiom {
    private static final double TOLERANCE = 1e-4;

    private GeluIdiom() {}

    /**
     * The function, if this is where it begins.
     *
     * @param factor by what {@code x} is multiplied here
     */
    static Optional<Tensor> read(Applied applied, Tensor given, double factor) throws Unreadable {
        if (Math.abs(factor - Math.sqrt(0.5)) >= TOLERANCE) {
            return Optional.empty();
        }
        Following following = applied.following();
        Optional<OnnxNode> erf = following.only(applied.node().output(0), "Erf");
        Optional<OnnxNode> plusOne = erf.flatMap(node -> following.only(node.output(0), "Add"))
                .filter(node -> isNumber(other(applied, node, erf), 1, given));
        Optional<OnnxNode> product = plusOne.flatMap(node -> following.only(node.output(0), "Mul"));
        boolean isOfHalf = product.filter(
                        node -> node.inputs().stream().anyMatch(input -> isHalf(applied, input, given)))
                .isPresent();
        Optional<OnnxNode> last = isOfHalf
                ? product
                : product.filter(node -> node.inputs().stream().anyMatch(input -> applied.tensor(input)
                                .filter(given::equals)
                                .isPresent()))
                        .flatMap(node -> following.only(node.output(0), "Mul"))
                        .filter(node -> isNumber(other(applied, node, product), 0.5, given));
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Tensor made = given.madeTo(applied.layer(Layers.activation(ActivationFunction.GELU), given.wire()));
        for (Optional<OnnxNode> node : List.of(erf, plusOne, product, last)) {
            following.absorb(node.orElseThrow(), made);
        }
        return Optional.of(made);
    }

    /** Whether this is {@code x / 2}. */
    private static boolean isHalf(Applied applied, String input, Tensor x) {
        return applied.tensor(input)
                .flatMap(tensor -> applied.step(tensor.wire()))
                .filter(step -> step.layer().equals(Layers.rescaling(0.5))
                        && step.from().get(0).name().equals(x.wire().name()))
                .isPresent();
    }

    /** The constant that a node takes beside what another gives. */
    private static Optional<Constant> other(Applied applied, OnnxNode node, Optional<OnnxNode> giver) {
        return node.inputs().stream()
                .filter(input -> !giver.orElseThrow().outputs().contains(input))
                .findFirst()
                .flatMap(applied::known);
    }

    /** Whether this is one number, which leaves the shape of {@code x} as it is. */
    private static boolean isNumber(Optional<Constant> constant, double number, Tensor x) {
        return constant.filter(one ->
                        one.size() == 1 && one.rank() <= x.rank() && Math.abs(one.reals()[0] - number) < TOLERANCE)
                .isPresent();
    }
}
