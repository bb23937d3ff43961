package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.engine.Trace;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.RandomNumbers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A layer alone in a trace: its weights and dropout masks are inputs of the program, its mask is given. */
final class TracedContext implements LayerContext {
    private final Map<String, Var> weights = new LinkedHashMap<>();
    private final Optional<Var> mask;
    private final boolean training;
    private final Trace trace;
    private int masks;

    TracedContext(Trace trace, LayerSpec layer, TensorType input, Optional<Var> mask, boolean training) {
        for (Weight weight : layer.weights(List.of(input))) {
            weights.put(weight.name(), input(trace, weight));
        }
        this.trace = trace;
        this.mask = mask;
        this.training = training;
    }

    Map<String, Var> weights() {
        return weights;
    }

    @Override
    public boolean training() {
        return training;
    }

    @Override
    public boolean trainable() {
        return true;
    }

    @Override
    public Var weight(String name) {
        return weights.get(name);
    }

    @Override
    public Var weight(Weight declared) {
        return weights.computeIfAbsent(declared.name(), name -> input(trace, declared));
    }

    private static Var input(Trace trace, Weight weight) {
        Integer[] shape =
                Arrays.stream(weight.shape().sizes()).mapToObj(Math::toIntExact).toArray(Integer[]::new);
        return trace.input(weight.name(), ArrayType.float32(shape));
    }

    @Override
    public Optional<Var> mask(int input) {
        return mask;
    }

    /** A mask counts also where states are given. */
    @Override
    public boolean isMaskGiven() {
        return mask.isPresent();
    }

    @Override
    public Var replace(String weight, Var value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void addLoss(Var loss) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void assign(String weight, Var value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Var dropoutMask(double rate, List<Integer> shape) {
        return trace.input("dropout " + masks++, ArrayType.float32(shape.toArray(Integer[]::new)));
    }

    @Override
    public Var random(RandomNumbers.Distribution distribution, List<Integer> shape) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void maskOutput(Var made) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void logits(Var output, ActivationFunction activation, Var values) {
        throw new UnsupportedOperationException();
    }
}
