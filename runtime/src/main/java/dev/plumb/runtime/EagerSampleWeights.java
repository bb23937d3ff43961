package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.array.Rows;
import dev.plumb.data.Batches;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.OutputTraining;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights that the samples of the batches of an eager model have: of the data set, or by their classes. */
final class EagerSampleWeights {
    /** A batch without. */
    static final EagerSampleWeights NONE = new EagerSampleWeights(Optional.empty(), List.of(), ClassWeights.NONE);

    private final Optional<Batches> batches;
    private final List<String> targets;
    private final ClassWeights classes;

    private EagerSampleWeights(Optional<Batches> batches, List<String> targets, ClassWeights classes) {
        this.batches = batches;
        this.targets = targets;
        this.classes = classes;
    }

    /**
     * Of the batches of an epoch.
     *
     * @param targets the names of the targets of the data set
     * @param outputs those that are trained
     * @throws InputException if both give an output weights
     */
    EagerSampleWeights(Batches batches, List<String> targets, List<OutputTraining> outputs, ClassWeights classes) {
        this(Optional.of(batches), targets, classes);
        for (OutputTraining output : outputs) {
            int place = place(output.output());
            Feed.requireOneKind(output.output(), place >= 0 && batches.weighs(place), classes);
        }
    }

    /** The data set of a model with one output may have a target of any name. */
    private int place(String output) {
        return targets.size() == 1 ? 0 : targets.indexOf(output);
    }

    /**
     * What makes the weights of the samples of the current batch, by their type.
     *
     * @param target of that output
     */
    Optional<Function<ArrayType, Var>> of(EagerContext context, String output, INDArray target) {
        if (classes.has(output)) {
            return Optional.of(type -> weights(context, type, buffer -> byClass(output, target, buffer)));
        }
        int place = place(output);
        return batches.filter(current -> place >= 0 && current.weighs(place))
                .map(current -> type -> weights(context, type, buffer -> current.weight(place, buffer)));
    }

    private void byClass(String output, INDArray target, FloatBuffer weights) {
        Rows rows = Rows.of(output, target);
        FloatBuffer numbers = FloatBuffer.allocate(Math.toIntExact(target.length()));
        rows.read(0, Math.toIntExact(target.size(0)), numbers);
        classes.write(output, numbers, weights);
    }

    private static Var weights(EagerContext context, ArrayType type, Consumer<FloatBuffer> fill) {
        FloatBuffer buffer = FloatBuffer.allocate(type.elements());
        fill.accept(buffer);
        return context.floats(
                buffer.array(), type.shape().stream().mapToInt(size -> size).toArray());
    }
}
