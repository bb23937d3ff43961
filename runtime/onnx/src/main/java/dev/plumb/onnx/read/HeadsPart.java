package dev.plumb.onnx.read;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.DenseLayer;
import dev.plumb.graph.build.Wire;
import dev.plumb.onnx.file.Unreadable;
import java.util.Map;
import java.util.Optional;

/**
 * The query, key or value of an attention of heads.
 *
 * @param from what is projected, (steps, features)
 * @param kernel (features, heads, size)
 * @param bias (heads, size)
 */
record HeadsPart(Wire from, Constant kernel, Optional<Constant> bias) {
    private static final int AXES = 3;

    /** What a tensor (steps, heads · size) is made of: of the dense layer that gives it, else of itself. */
    static HeadsPart of(Applied applied, Wire wire, int heads, int size) {
        Optional<Reading.LayerStep> dense = applied.step(wire)
                .filter(step -> step.layer() instanceof DenseLayer layer
                        && layer.activation() == ActivationFunction.LINEAR
                        && step.given().containsKey("kernel"));
        if (dense.isPresent()) {
            Map<String, Constant> weights = dense.get().given();
            Constant kernel = weights.getOrDefault("kernel", Constant.of(new float[0], 0, 0));
            return new HeadsPart(
                    dense.get().from().get(0),
                    kernel.reshaped(kernel.shape()[0], heads, size),
                    Optional.ofNullable(weights.get("bias")).map(bias -> bias.reshaped(heads, size)));
        }
        int width = heads * size;
        return new HeadsPart(wire, Constant.of(identity(width), width, heads, size), Optional.empty());
    }

    /** A matrix that changes nothing. */
    static float[] identity(int width) {
        float[] identity = new float[width * width];
        for (int i = 0; i < width; i++) {
            identity[i * width + i] = 1;
        }
        return identity;
    }

    int features() {
        return kernel.shape()[0];
    }

    int heads() {
        return kernel.shape()[1];
    }

    int size() {
        return kernel.shape()[AXES - 1];
    }

    HeadsPart times(double factor) throws Unreadable {
        return new HeadsPart(
                from,
                kernel.mapped(value -> value * factor),
                bias.isPresent() ? Optional.of(bias.get().mapped(value -> value * factor)) : bias);
    }

    /** Each head as often as there are heads of the query for it. */
    HeadsPart repeated(int queryHeads) throws Unreadable {
        if (queryHeads == heads()) {
            return this;
        }
        Constant all = repeated(kernel, features(), queryHeads);
        return new HeadsPart(
                from,
                all.reshaped(features(), queryHeads, size()),
                bias.isPresent()
                        ? Optional.of(repeated(bias.get(), 1, queryHeads).reshaped(queryHeads, size()))
                        : bias);
    }

    private Constant repeated(Constant weight, int rows, int queryHeads) throws Unreadable {
        int[] places = new int[rows * queryHeads * size()];
        for (int i = 0; i < places.length; i++) {
            int row = i / (queryHeads * size());
            int head = i / size() % queryHeads / (queryHeads / heads());
            places[i] = (row * heads() + head) * size() + i % size();
        }
        return weight.picked(places, places.length);
    }

    /** Adds the weights of a projection. */
    void into(Map<String, Constant> weights, String role, boolean isBiased) {
        weights.put(role + "/kernel", kernel);
        if (isBiased) {
            weights.put(
                    role + "/bias", bias.orElseGet(() -> Constant.of(new float[heads() * size()], heads(), size())));
        }
    }
}
