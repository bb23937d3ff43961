package dev.plumb.io.pytorch;

import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Collects what a module of PyTorch has for a layer. What the layer leaves out, such as a bias, is left out here. */
final class StateTensors {
    /** The attribute that says whether there is such a weight. */
    private static final Map<String, String> PRESENCE = Map.of("bias", "useBias", "gamma", "scale", "beta", "center");

    private final LayerSpec layer;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final List<Long> taken;
    private final List<Long> given;
    private final List<StateTensor> tensors = new ArrayList<>();
    private final Map<String, String> unwanted = new LinkedHashMap<>();
    private final List<String> ignored = new ArrayList<>();
    private Optional<String> lack = Optional.empty();

    /**
     * Collects for one layer.
     *
     * @param weights its weights
     * @param taken the sizes of the image that its features were, or none
     * @param given the sizes of the image that its results become, or none
     */
    StateTensors(LayerSpec layer, List<Weight> weights, List<Long> taken, List<Long> given) {
        this.layer = layer;
        weights.forEach(weight -> this.weights.put(weight.name(), weight));
        this.taken = taken;
        this.given = given;
    }

    LayerSpec layer() {
        return layer;
    }

    List<Long> taken() {
        return taken;
    }

    List<Long> given() {
        return given;
    }

    /** The image of features that are the same before and behind the layer. */
    List<Long> kept() {
        return taken.isEmpty() ? given : taken;
    }

    boolean has(String weight) {
        return weights.containsKey(weight);
    }

    /** A weight as it lies. */
    WeightView view(String weight) {
        Weight known = weights.get(weight);
        if (known == null) {
            throw new IllegalArgumentException("there is no weight '" + weight + "': there are " + weights.keySet());
        }
        return WeightView.of(weight, known.shape().sizes());
    }

    /** A tensor that holds one weight. */
    StateTensors holds(String tensor, String weight, UnaryOperator<WeightView> seen) {
        return holds(tensor, weight, "", view -> List.of(seen.apply(view)));
    }

    /** A tensor that holds one weight as it lies. */
    StateTensors holds(String tensor, String weight) {
        return holds(tensor, weight, UnaryOperator.identity());
    }

    /** What makes parts of a weight. */
    interface Parts {
        List<WeightView> of(WeightView whole);
    }

    /** A tensor of parts of one weight; {@code rows} is the attribute that decides their number. */
    StateTensors holds(String tensor, String weight, String rows, Parts parts) {
        String attribute = PRESENCE.getOrDefault(simple(weight), "");
        if (has(weight)) {
            tensors.add(new StateTensor(
                    tensor, parts.of(view(weight)), false, attribute.isEmpty() ? "" : attribute + " = false", rows));
        } else if (!attribute.isEmpty()) {
            unwanted.put(tensor, attribute + " = true");
        }
        return this;
    }

    /** A tensor of several weights, one after the other. */
    StateTensors holdsAll(String tensor, WeightView... parts) {
        tensors.add(new StateTensor(tensor, Arrays.asList(parts), false, "", ""));
        return this;
    }

    /** A tensor whose numbers are added to what another one holds. */
    StateTensors adds(String tensor, String weight) {
        if (has(weight)) {
            tensors.add(new StateTensor(tensor, List.of(view(weight)), true, "useBias = false", ""));
        } else {
            unwanted.put(tensor, "useBias = true");
        }
        return this;
    }

    /** A tensor that says nothing which the layer needs. */
    StateTensors ignores(String tensor) {
        ignored.add(tensor);
        return this;
    }

    /** A tensor that PyTorch's module can have and this layer cannot. */
    StateTensors cannotHave(String tensor, String remedy) {
        unwanted.put(tensor, remedy);
        return this;
    }

    /** PyTorch has no such module; {@code remedy} is what to change, or what to do. */
    StateTensors lacks(String remedy) {
        lack = Optional.of(remedy);
        return this;
    }

    List<StateTensor> tensors() {
        return tensors;
    }

    /** What to change in the model if a file has a tensor of these names. */
    Map<String, String> unwanted() {
        return unwanted;
    }

    List<String> ignored() {
        return ignored;
    }

    Optional<String> lack() {
        return lack;
    }

    private static String simple(String weight) {
        return weight.substring(weight.lastIndexOf('/') + 1);
    }
}
