package dev.plumb.onnx.read;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.List;
import java.util.Optional;

/** GELU as it is written before opset 20: {@code x (1 + erf(x / √2)) / 2}, in five nodes. */
final class GeluIdiom {
    private static final double TOLERANCE = 1e-4;

    private GeluIdiom() {}

    /**
     * The function, if this division is where it begins.
     *
     * @param divisor by what is divided
     */
    static Optional<Tensor> read(Applied applied, Constant divisor) throws Unreadable {
        if (!isNumber(Optional.of(divisor), Math.sqrt(2))) {
            return Optional.empty();
        }
        Following following = applied.following();
        String x = applied.node().input(0);
        Optional<OnnxNode> erf = following.only(applied.node().output(0), "Erf");
        Optional<OnnxNode> plusOne = erf.flatMap(node -> following.only(node.output(0), "Add"))
                .filter(node -> isNumber(other(applied, node, erf), 1));
        Optional<OnnxNode> timesX = plusOne.flatMap(node -> following.only(node.output(0), "Mul"))
                .filter(node -> node.inputs().contains(x));
        Optional<OnnxNode> half = timesX.flatMap(node -> following.only(node.output(0), "Mul"))
                .filter(node -> isNumber(other(applied, node, timesX), 0.5));
        if (half.isEmpty()) {
            return Optional.empty();
        }
        Tensor given = applied.tensor(0);
        Tensor made = given.madeTo(applied.layer(Layers.activation(ActivationFunction.GELU), given.wire()));
        for (Optional<OnnxNode> node : List.of(erf, plusOne, timesX, half)) {
            following.absorb(node.orElseThrow(), made);
        }
        return Optional.of(made);
    }

    /** The constant that a node takes beside what another gives. */
    private static Optional<Constant> other(Applied applied, OnnxNode node, Optional<OnnxNode> giver) {
        return node.inputs().stream()
                .filter(input -> !giver.orElseThrow().outputs().contains(input))
                .findFirst()
                .flatMap(applied::known);
    }

    private static boolean isNumber(Optional<Constant> constant, double number) {
        return constant.filter(one -> one.size() == 1 && Math.abs(one.reals()[0] - number) < TOLERANCE)
                .isPresent();
    }
}
