package dev.plumb.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.spec.Weight;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.RandomNumbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What the code of a wrapped layer sees: weights under the names that the wrapper gave them, and the mask that belongs to its input. New
 * values of weights stay here until {@link #assignMoved}: a layer that is called several times sees what it made of them the last
 * time.
 */
class InnerContext implements LayerContext, CodeObserver {
    private final LayerContext outer;
    private final String prefix;
    private IntFunction<Optional<Var>> masks;
    private final boolean given;
    private Optional<Var> statedMask = Optional.empty();
    private final Map<String, Var> moved = new HashMap<>();
    private Optional<Logits> logits = Optional.empty();

    InnerContext(LayerContext outer, String prefix, Optional<Var> mask) {
        this(outer, prefix, input -> mask, false);
    }

    private InnerContext(LayerContext outer, String prefix, IntFunction<Optional<Var>> masks, boolean given) {
        this.outer = outer;
        this.prefix = prefix;
        this.masks = masks;
        this.given = given;
    }

    /** The same layer, whose first input has this mask. */
    static InnerContext masked(LayerContext outer, Var mask) {
        return new InnerContext(outer, "", input -> Optional.of(mask), true);
    }

    /** A part of a layer, called with what the layer is called with. */
    static InnerContext part(LayerContext outer, String prefix) {
        Optional<Var> mask = outer.mask(0);
        return new InnerContext(outer, prefix, input -> mask, outer.isMaskGiven());
    }

    /** A layer inside of another, whose inputs have masks of their own. */
    static InnerContext inside(LayerContext outer, String prefix, IntFunction<Optional<Var>> masks) {
        return new InnerContext(outer, prefix, masks, false);
    }

    /** What the layer said of its output. */
    record Logits(Var output, ActivationFunction activation, Var values) {}

    /** The mask of the next call. */
    void setMask(Optional<Var> other) {
        masks = input -> other;
    }

    /** The logits of this output of the layer, if it has some. */
    Optional<Logits> logits(Var output) {
        return logits.filter(known -> known.output().id() == output.id());
    }

    /** Gives the weights their new values. */
    void assignMoved() {
        moved.forEach((name, value) -> outer.assign(prefix + name, value));
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
        Var value = moved.get(name);
        return value == null ? outer.weight(prefix + name) : value;
    }

    @Override
    public Var weight(Weight declared) {
        Var value = moved.get(declared.name());
        Var own = outer.weight(prefix.isEmpty() ? declared : declared.within(prefix.substring(0, prefix.length() - 1)));
        return value == null ? own : value;
    }

    @Override
    public void addLoss(Var loss) {
        outer.addLoss(loss);
    }

    @Override
    public void assign(String weight, Var value) {
        moved.put(weight, value);
    }

    @Override
    public Var replace(String weight, Var value) {
        return outer.replace(prefix + weight, value);
    }

    @Override
    public Var carried(String name, List<Integer> shape) {
        return outer.carried(prefix + name, shape);
    }

    @Override
    public void carry(String name, Var value) {
        outer.carry(prefix + name, value);
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
        return given && input > 0 ? outer.mask(input) : masks.apply(input);
    }

    @Override
    public boolean isMaskGiven() {
        return given;
    }

    @Override
    public void ran(String path, CodeLayer layer, Class<?> code, List<Var> outputs) {
        String own = path.isEmpty() && !prefix.isEmpty() ? prefix.substring(0, prefix.length() - 1) : prefix + path;
        CodeObserver.tell(outer, own, layer, code, outputs);
    }

    /** The wrapper knows its own mask, and asks for this if it needs it. */
    @Override
    public void maskOutput(Var made) {
        statedMask = Optional.of(made);
    }

    /** What the layer stated, if it did. */
    Optional<Var> statedMask() {
        return statedMask;
    }

    @Override
    public void logits(Var output, ActivationFunction activation, Var values) {
        logits = Optional.of(new Logits(output, activation, values));
    }
}
