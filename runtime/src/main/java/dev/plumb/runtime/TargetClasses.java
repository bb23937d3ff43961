package dev.plumb.runtime;

import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Dim;
import dev.plumb.train.OutputTraining;
import java.util.Map;
import java.util.Optional;

/**
 * The classes that the targets of an output can be of, from the first to the last: indices, the largest of several numbers, or one number rounded.
 */
record TargetClasses(long first, long last) {
    /**
     * The classes of an output; empty if any number is one, or a size that is not known decides.
     *
     * @param sizes the symbolic sizes by their names
     */
    static Optional<TargetClasses> of(OutputTraining training, Graph.Output output, Map<String, Long> sizes) {
        Optional<LossFunction> loss = training.loss().function();
        boolean isSparse = training.loss().hasSparseTargets();
        if (isSparse && loss.equals(Optional.of(LossFunction.CIRCLE))) {
            return Optional.empty();
        }
        Dim classes = isSparse
                ? training.loss().classes(output.type().shape()).bind(sizes)
                : output.type().shape().last().bind(sizes);
        if (!classes.isKnown()) {
            return Optional.empty();
        }
        return isSparse || classes.size() > 1
                ? Optional.of(new TargetClasses(0, classes.size() - 1))
                : loss.flatMap(TargetClasses::ofOneNumber);
    }

    private static Optional<TargetClasses> ofOneNumber(LossFunction loss) {
        return switch (loss) {
            case BINARY_CROSSENTROPY, BINARY_FOCAL_CROSSENTROPY, DICE, TVERSKY -> Optional.of(new TargetClasses(0, 1));
            case HINGE, SQUARED_HINGE -> Optional.of(new TargetClasses(-1, 1));
            default -> Optional.empty();
        };
    }

    boolean contains(int label) {
        return label >= first && label <= last;
    }
}
