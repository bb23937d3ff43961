package dev.plumb.graph.check;

import dev.plumb.dsl.Init;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import java.util.Optional;

/** Initializers that make matrices are for weights that are matrices (Keras: ValueError when the weight is made). */
final class InitializerCheck {
    private InitializerCheck() {}

    /** The first weight of a layer, for inputs that it accepts, that its initializer cannot make. */
    static Optional<Mismatch.BadAttribute> problem(LayerSpec layer, List<TensorType> inputs) {
        return layer.weights(inputs).stream()
                .filter(weight -> !fits(weight))
                .findFirst()
                .map(weight -> {
                    Init.Spec initializer = weight.initializer();
                    String requirement = "one that can make '" + weight.name() + "', " + weight.shape() + ": "
                            + initializer.value() + " makes matrices";
                    return new Mismatch.BadAttribute(
                            weight.settings().attribute(), -1, AttributeText.format(initializer), requirement);
                });
    }

    private static boolean fits(Weight weight) {
        int rank = weight.shape().rank();
        return switch (weight.initializer().value()) {
            case IDENTITY -> rank == 2;
            case ORTHOGONAL -> rank >= 2; // the leading axes are the rows
            default -> true;
        };
    }
}
