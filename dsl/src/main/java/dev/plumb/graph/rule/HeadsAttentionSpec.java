package dev.plumb.graph.rule;

import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.List;

/**
 * The family of attentions of several heads side by side: projections of query, key and value, an attention for each head of the query, and a projection of what
 * all of them found. Weights: query/kernel, query/bias, key/…, gate/… if there is a gate, value/…, attention_output/….
 */
public interface HeadsAttentionSpec extends AttentionSpec {
    /** The number of heads of the query. */
    int queryHeads();

    /** The number of heads of key and value, a divisor of that of the query: each serves as many heads as there are for one. */
    int keyValueHeads();

    /** The size of query and key in each head. */
    int headKeyDim();

    /** The size of the value in each head. */
    int headValueDim();

    /** How far a step sees to both sides, itself included; -1: all steps. */
    int slidingWindow();

    /** Whether what the heads found is multiplied by a sigmoid of a further projection of the query. */
    boolean useGate();

    boolean useBias();

    Weight.Settings kernelSettings();

    Weight.Settings biasSettings();

    @Override
    default void validate(AttributeChecks checks) {
        checks.fraction("dropout", dropout());
        checks.require(
                slidingWindow() > 0 || slidingWindow() == -1,
                "slidingWindow",
                slidingWindow(),
                "at least 1, or -1 for all steps");
    }

    @Override
    default boolean multipliesQueryByKey() {
        return true;
    }

    /** Those of each head, and the projections: a kernel is multiplied at each step of the input that it projects. */
    @Override
    default Count multiplyAdds(List<TensorType> inputs) {
        int value = valueInput(inputs.size());
        Count products =
                AttentionSpec.pairs(inputs, value).times((long) queryHeads() * (headKeyDim() + headValueDim()));
        for (Weight weight : weights(inputs)) {
            String name = weight.name();
            if (name.endsWith("/kernel")) {
                int projected =
                        name.startsWith("key/") ? keyInput(inputs.size()) : name.startsWith("value/") ? value : QUERY;
                Count steps = Count.of(AttentionSpec.steps(inputs, projected));
                products = products.plus(Count.of(weight.shape()).times(steps));
            }
        }
        return products;
    }

    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        List<Weight> weights = new ArrayList<>();
        long querySize = AttentionSpec.size(inputs, QUERY);
        project(weights, "query", querySize, queryHeads(), headKeyDim());
        project(weights, "key", AttentionSpec.size(inputs, keyInput(inputs.size())), keyValueHeads(), headKeyDim());
        if (useGate()) {
            project(weights, "gate", querySize, queryHeads(), headValueDim());
        }
        project(
                weights,
                "value",
                AttentionSpec.size(inputs, valueInput(inputs.size())),
                keyValueHeads(),
                headValueDim());
        Shape features = features(inputs);
        List<Dim> dims = new ArrayList<>(List.of(Dim.of(queryHeads()), Dim.of(headValueDim())));
        dims.addAll(features.dims());
        add(
                weights,
                "attention_output",
                new Shape(dims),
                features,
                (long) queryHeads() * headValueDim(),
                features.elements().size());
        return weights;
    }

    private void project(List<Weight> weights, String role, long inputs, int heads, int size) {
        add(weights, role, Shape.of(inputs, heads, size), Shape.of(heads, size), inputs, (long) heads * size);
    }

    /** A kernel has its fans by what it sums over, as Keras has them since 3.15; a bias by its shape. */
    private void add(List<Weight> weights, String name, Shape kernel, Shape bias, long fanIn, long fanOut) {
        weights.add(Weight.of(name + "/kernel", kernel, kernelSettings()).withFans(fanIn, fanOut));
        if (useBias()) {
            weights.add(Weight.of(name + "/bias", bias, biasSettings()));
        }
    }
}
