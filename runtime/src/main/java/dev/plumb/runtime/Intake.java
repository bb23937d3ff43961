package dev.plumb.runtime;

import dev.plumb.compile.FedBuffers;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.spec.PreprocessingSpec;
import dev.plumb.preprocess.Fed;
import dev.plumb.preprocess.Preprocessor;
import dev.plumb.preprocess.Vocabularies;
import dev.plumb.preprocess.Vocabulary;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The way from the inputs of a model to what its plans take: layers that work on what is fed are computed on it, in Java; other inputs go straight
 * through. Any number of threads.
 */
final class Intake {
    private final Graph graph;
    private final Vocabularies vocabularies;
    private final List<Graph.Input> fed;
    private final Map<String, Node> before = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private volatile Prepared prepared = new Prepared(Map.of(), Map.of());

    /** What computes the layers, for vocabularies as they are. */
    private record Prepared(Map<String, Vocabulary> of, Map<String, Preprocessor> layers) {}

    /** Gives the values of inputs of the model for some examples; by their places among these. */
    interface Source {
        void read(int input, FloatBuffer destination);

        void read(int input, IntBuffer destination);

        void read(int input, String[] destination);
    }

    Intake(Graph graph, Vocabularies vocabularies) {
        this.graph = graph;
        this.vocabularies = vocabularies;
        this.fed = graph.fed();
        graph.preprocessing().forEach(node -> before.put(node.name(), node));
        for (int i = 0; i < graph.inputs().size(); i++) {
            places.put(graph.inputs().get(i).name(), i);
        }
    }

    /** What was adapted of the layers. */
    Vocabularies vocabularies() {
        return vocabularies;
    }

    /** Whether any layer works on what is fed. */
    boolean isNeeded() {
        return !before.isEmpty();
    }

    /** Reads examples into all places of a plan. */
    void fill(FedBuffers plan, Examples examples) {
        IntStream.range(0, fed.size()).forEach(i -> fill(plan, i, examples));
    }

    /** Reads examples into one place of a plan. */
    void fill(FedBuffers plan, int place, Examples examples) {
        Graph.Input input = fed.get(place);
        Integer straight = places.get(input.name());
        boolean isFloat = input.type().dtype() == DType.FLOAT32;
        if (straight != null) {
            if (isFloat) {
                examples.source.read(straight, plan.input(place));
            } else {
                examples.source.read(straight, plan.inputInts(place));
            }
        } else if (examples.value(input.name()) instanceof Fed.Numbers numbers) {
            numbers.copyTo(plan.input(place));
        } else if (examples.value(input.name()) instanceof Fed.Ids ids) {
            ids.copyTo(plan.inputInts(place));
        }
    }

    /**
     * Some examples.
     *
     * @param sizes the symbolic sizes by their names
     */
    Examples examples(int count, Map<String, Long> sizes, Source source) {
        return new Examples(count, sizes, source);
    }

    private Preprocessor preprocessor(Node node) {
        Map<String, Vocabulary> now = vocabularies.now();
        Prepared ready = prepared;
        if (ready.of() != now) {
            ready = new Prepared(now, new ConcurrentHashMap<>());
            prepared = ready;
        }
        return ready.layers()
                .computeIfAbsent(
                        node.sharing() + " " + node.name(),
                        key -> Preprocessor.of(
                                (PreprocessingSpec) node.spec(),
                                node.name(),
                                Optional.ofNullable(now.get(node.sharing()))));
    }

    /** Examples of a batch with what was computed of them so far: each layer once. */
    final class Examples {
        private final int count;
        private final Map<String, Long> sizes;
        private final Source source;
        private final Map<String, Fed> values = new HashMap<>();

        private Examples(int count, Map<String, Long> sizes, Source source) {
            this.count = count;
            this.sizes = sizes;
            this.source = source;
        }

        int count() {
            return count;
        }

        /** The values of an input, or of a layer that works on what is fed. */
        Fed value(String name) {
            Fed known = values.get(name);
            if (known == null) {
                Node node = before.get(name);
                known = node == null ? read(places.get(name)) : computed(node);
                values.put(name, known);
            }
            return known;
        }

        private Fed computed(Node node) {
            List<Fed> inputs = node.inputs().stream()
                    .map(TensorName::source)
                    .map(this::value)
                    .toList();
            return preprocessor(node).apply(count, inputs);
        }

        private Fed read(int input) {
            Graph.Input read = graph.inputs().get(input);
            int length = Math.toIntExact(Math.multiplyExact(
                    count, read.type().shape().bind(sizes).elements().size()));
            if (read.type().dtype() == DType.STRING) {
                String[] texts = new String[length];
                source.read(input, texts);
                return new Fed.Texts(texts);
            }
            if (read.type().dtype() == DType.FLOAT32) {
                float[] numbers = new float[length];
                source.read(input, FloatBuffer.wrap(numbers));
                return new Fed.Numbers(numbers);
            }
            int[] ids = new int[length];
            source.read(input, IntBuffer.wrap(ids));
            return new Fed.Ids(ids);
        }
    }
}
