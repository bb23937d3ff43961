package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.spec.Weight;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.List;

/** Another model as a source of weights. */
record NetworkWeights(Graph graph, WeightStore store, Vocabularies vocabularies) implements WeightSource {
    @Override
    public String title() {
        return "the other model '" + graph.name() + "'";
    }

    @Override
    public List<Layer> layers() {
        return graph.nodes().stream()
                .filter(node -> !node.weights().isEmpty())
                .<Layer>map(node -> new NodeWeights(node, store))
                .toList();
    }

    @Override
    public List<Layer> inOrder(Graph taking, List<Node> takers, List<Layer> givers) {
        return givers;
    }

    private record NodeWeights(Node node, WeightStore store) implements Layer {
        @Override
        public String name() {
            return node.name();
        }

        @Override
        public List<Values> weights() {
            return node.weights().stream()
                    .<Values>map(weight -> new StoredValues(node, weight, store))
                    .toList();
        }

        @Override
        public boolean isNamed() {
            return true;
        }
    }

    private record StoredValues(Node node, Weight weight, WeightStore store) implements Values {
        @Override
        public String name() {
            return weight.name();
        }

        @Override
        public long[] sizes() {
            return weight.shape().sizes();
        }

        @Override
        public void read(FloatBuffer destination) {
            destination.put(store.slot(node.path(weight)).floats());
        }
    }
}
