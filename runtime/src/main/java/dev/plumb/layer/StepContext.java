package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.spec.Weight;
import dev.plumb.ops.BodyTrace;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.RandomNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the code of a cell sees while a step of it is recorded as the body of a loop. It notes when the code does what only single steps can do: draw
 * random numbers, which differ from step to step; move a state of the layer; add to the loss.
 */
final class StepContext implements LayerContext {
    private final LayerContext outer;
    private @Nullable BodyTrace step;
    private boolean isStep = true;

    StepContext(LayerContext outer) {
        this.outer = outer;
    }

    /** A step is to be recorded. */
    void begin(BodyTrace trace) {
        step = trace;
    }

    private BodyTrace step() {
        if (step == null) {
            throw new IllegalStateException("no step is recorded");
        }
        return step;
    }

    /** Whether the code did nothing that differs from step to step. */
    boolean isStep() {
        return isStep;
    }

    @Override
    public boolean training() {
        return outer.training();
    }

    @Override
    public boolean trainable() {
        return outer.trainable();
    }

    @Override
    public Var weight(String name) {
        return step().capture(outer.weight(name));
    }

    @Override
    public Var weight(Weight declared) {
        return step().capture(outer.weight(declared));
    }

    @Override
    public void addLoss(Var loss) {
        isStep = false;
    }

    @Override
    public void assign(String weight, Var value) {
        isStep = false;
    }

    @Override
    public Var replace(String weight, Var value) {
        isStep = false;
        return weight(weight);
    }

    @Override
    public Var dropoutMask(double rate, List<Integer> shape) {
        return drawn(shape);
    }

    @Override
    public Var random(RandomNumbers.Distribution distribution, List<Integer> shape) {
        return drawn(shape);
    }

    /** In place of numbers, of which no use is made any more. */
    private Var drawn(List<Integer> shape) {
        isStep = false;
        return step().fill(ArrayType.float32(shape.toArray(Integer[]::new)), 1);
    }

    @Override
    public int parts() {
        return outer.parts();
    }

    /** Parts cannot wait for each other in the middle of a loop. */
    @Override
    public Var ofAllParts(Var value) {
        isStep = false;
        return step().fill(value.type().withShape(withFirst(outer.parts(), value.shape())), 1);
    }

    private static List<Integer> withFirst(int size, List<Integer> shape) {
        List<Integer> longer = new ArrayList<>(List.of(size));
        longer.addAll(shape);
        return longer;
    }

    @Override
    public Optional<Var> mask(int input) {
        return Optional.empty();
    }

    @Override
    public void maskOutput(Var mask) {
        // the loop knows its mask
    }

    @Override
    public void logits(Var output, ActivationFunction activation, Var logits) {
        // no cross-entropy is taken of what goes on in a loop
    }
}
