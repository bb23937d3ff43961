package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.code.Signature;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.RandomNumbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the code of a layer sees, beyond what every layer does: inputs by their roles, parts by their names, the masks of what goes through parts. */
final class CodeContext implements LayerContext, CodeObserver {
    private final LayerContext outer;
    private final CodeLayer layer;
    private final List<Var> inputs;
    private final int required;
    private final Map<String, InnerLayer> parts = new HashMap<>();
    private final Map<Integer, Var> masks = new HashMap<>();

    CodeContext(LayerContext outer, CodeLayer layer, List<Var> inputs, int required) {
        this.outer = outer;
        this.layer = layer;
        this.inputs = inputs;
        this.required = required;
        for (int i = 0; i < inputs.size(); i++) {
            Var input = inputs.get(i);
            outer.mask(i).ifPresent(mask -> masks.put(input.id(), mask));
        }
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
        return outer.weight(name);
    }

    @Override
    public Var weight(Weight declared) {
        String name = declared.name();
        if (name.isEmpty() || name.contains(".") || name.startsWith("/") || name.endsWith("/")) {
            throw new IllegalArgumentException("'" + name
                    + "' cannot name a weight: a name is not empty and has no '.' in it, nor a '/' at an end");
        }
        return outer.weight(declared);
    }

    @Override
    public void assign(String weight, Var value) {
        outer.assign(weight, value);
    }

    @Override
    public Var replace(String weight, Var value) {
        return outer.replace(weight, value);
    }

    @Override
    public InnerLayer layer(String name, LayerSpec part) {
        if (name.isEmpty() || name.contains(".") || name.contains("/")) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name a part: a name has neither '.' nor '/' in it");
        }
        InnerLayer known = parts.computeIfAbsent(name, key -> new InnerLayer(this, name, part));
        if (!known.layer().equals(part)) {
            throw new IllegalArgumentException(
                    "the part '" + name + "' is " + known.layer().describe() + " already, and cannot be "
                            + part.describe() + ": give each part a name of its own");
        }
        return known;
    }

    @Override
    public Optional<Var> optional(String role) {
        if (!layer.isOptional(role)) {
            throw new IllegalArgumentException("the signature has no optional input '" + role + "': it has "
                    + signed().stream()
                            .filter(Signature.Tensor::isOptional)
                            .map(Signature.Tensor::name)
                            .toList());
        }
        return given(layer.inputNames().indexOf(role));
    }

    @Override
    public Optional<Var> optional(int input) {
        if (input < required || input >= signed().size()) {
            throw new IllegalArgumentException("input " + input + " of the signature is not optional");
        }
        return given(layer.inputs().indexOf(signed().get(input)));
    }

    private List<Signature.Tensor> signed() {
        return layer.code().signature().inputs();
    }

    /** An input of this use by its index, -1 for one that it is without. */
    private Optional<Var> given(int input) {
        return input >= 0 && input < inputs.size() ? Optional.of(inputs.get(input)) : Optional.empty();
    }

    @Override
    public void addLoss(Var loss) {
        outer.addLoss(loss);
    }

    @Override
    public Var dropoutMask(double rate, List<Integer> shape) {
        return outer.dropoutMask(rate, shape);
    }

    @Override
    public Var random(RandomNumbers.Distribution distribution, List<Integer> shape) {
        return outer.random(distribution, shape);
    }

    @Override
    public int parts() {
        return outer.parts();
    }

    @Override
    public Var ofAllParts(Var value) {
        return outer.ofAllParts(value);
    }

    @Override
    public Optional<Var> mask(int input) {
        return outer.mask(input);
    }

    @Override
    public boolean isMaskGiven() {
        return outer.isMaskGiven();
    }

    @Override
    public void maskOutput(Var mask) {
        outer.maskOutput(mask);
    }

    @Override
    public void logits(Var output, ActivationFunction activation, Var logits) {
        outer.logits(output, activation, logits);
    }

    @Override
    public void ran(String path, CodeLayer part, Class<?> code, List<Var> outputs) {
        CodeObserver.tell(outer, path, part, code, outputs);
    }

    /** The mask that came with a value: one of the inputs, or what a part made of them. */
    Optional<Var> maskOf(Var value) {
        return Optional.ofNullable(masks.get(value.id()));
    }

    /** What a part made has this mask. */
    void masked(Var value, Var mask) {
        masks.put(value.id(), mask);
    }
}
