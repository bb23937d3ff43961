package dev.plumb.runtime;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.ops.Var;
import dev.plumb.weights.WeightStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A layer, a block or a whole model as a part of an {@link EagerModel}: called from its code, as often as the code likes, with the same
 * weights. The first call makes them, by the shapes that it has; {@link #build} makes them before.
 */
public final class EagerLayer {
    /** Sequences come in many lengths; to check a layer again for one takes some microseconds. */
    private static final int MOST_SHAPES = 256;

    private final EagerModel<?, ?> model;
    private final String name;
    private final LayerSpec spec;
    private final Map<String, WeightStore.Entry> shared;
    private final Map<List<TensorType>, Graph> graphs = new ConcurrentHashMap<>();

    /** Of a model; some of the weights may be those of another one. */
    EagerLayer(EagerModel<?, ?> model, String name, LayerSpec spec, Map<String, WeightStore.Entry> shared) {
        this.model = model;
        this.name = name;
        this.spec = spec;
        this.shared = shared;
    }

    /** The name in the model, with which the paths of its weights begin. */
    public String name() {
        return name;
    }

    /** What it is. */
    public LayerSpec spec() {
        return spec;
    }

    /** Whether its weights are made. */
    public boolean isBuilt() {
        return model.eagerWeights().part(name).isPresent();
    }

    /**
     * Makes the weights, for one float32 input. A layer that is built already is left as it is.
     *
     * @param sizes of the input, without the batch axis
     * @throws IllegalArgumentException if the layer does not fit such an input
     */
    public EagerLayer build(long... sizes) {
        return build(List.of(TensorType.floats(sizes)));
    }

    /** As {@link #build(long...)}, for any inputs. */
    public EagerLayer build(List<TensorType> inputs) {
        synchronized (model) {
            if (!isBuilt()) {
                model.eagerWeights().build(new LayerGraph.Part(name, spec, inputs), shared);
                model.forgetGraphs();
            }
        }
        return this;
    }

    /** As {@link #build(long...)}, for one input of whole numbers, such as ids. */
    public EagerLayer buildForIds(long... sizes) {
        return build(List.of(TensorType.of(Shape.of(sizes), DType.INT32)));
    }

    /**
     * The first output for these inputs.
     *
     * @param inputs with the batch axis first
     * @throws IllegalArgumentException if the layer does not fit the inputs, in the words of the check of a graph
     */
    public Var call(EagerContext context, Var... inputs) {
        return callAll(context, inputs).get(0);
    }

    /** All outputs for these inputs; see {@link #call}. */
    public List<Var> callAll(EagerContext context, Var... inputs) {
        List<TensorType> types = new ArrayList<>(inputs.length);
        for (Var input : inputs) {
            types.add(type(context, input));
        }
        Graph graph = graphs.get(types);
        if (graph == null) {
            build(types);
            graph = model.eagerWeights().graph(new LayerGraph.Part(name, spec, types));
            if (graphs.size() >= MOST_SHAPES) {
                graphs.clear();
            }
            graphs.put(types, graph);
        }
        return context.tape().call(graph, model.store(), Arrays.asList(inputs));
    }

    private TensorType type(EagerContext context, Var input) {
        if (input.rank() == 0) {
            throw new IllegalArgumentException("layer '" + name + "' takes arrays with the batch axis first, and "
                    + input + " has no axis: reshape it");
        }
        long[] sizes = input.shape().stream().skip(1).mapToLong(size -> size).toArray();
        return TensorType.of(Shape.of(sizes), input.type().dtype())
                .withMask(context.mask(input).isPresent());
    }

    void forgetGraphs() {
        graphs.clear();
    }

    /** Such as {@code Dense 'compose'}. */
    @Override
    public String toString() {
        return spec.title() + " '" + name + "'";
    }
}
