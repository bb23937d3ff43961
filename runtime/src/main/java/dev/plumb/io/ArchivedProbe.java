package dev.plumb.io;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.code.DeclaredWeights;
import dev.plumb.graph.file.ElementType;
import dev.plumb.graph.problem.Similar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The form in which archives hold a {@link Probe}: sizes and names as JSON, numbers as arrays. */
final class ArchivedProbe {
    private static final String EXAMPLES = "examples";
    private static final String SIZES = "sizes";
    private static final String LAYERS = "layers";
    private static final String OUTPUTS = "outputs";
    private static final long MOST_LAYERS = 1 << 20;

    private final int examples;
    private final Map<String, Long> sizes;
    private final Map<String, Integer> layers;
    private final Map<String, Integer> outputs;
    private final Graph bound;

    private ArchivedProbe(
            int examples,
            Map<String, Long> sizes,
            Map<String, Integer> layers,
            Map<String, Integer> outputs,
            Graph bound) {
        this.examples = examples;
        this.sizes = sizes;
        this.layers = layers;
        this.outputs = outputs;
        this.bound = bound;
    }

    /** All but the arrays. */
    static Map<String, Object> fields(Probe probe, List<String> notFinite) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(EXAMPLES, probe.examples());
        fields.put(SIZES, probe.sizes());
        fields.put(LAYERS, elements(probe.layers()));
        fields.put(OUTPUTS, elements(probe.outputs()));
        fields.put(ArchiveEntry.NOT_FINITE_KEY, notFinite);
        return fields;
    }

    private static Map<String, Integer> elements(List<Probe.Sample> samples) {
        Map<String, Integer> elements = new LinkedHashMap<>();
        samples.forEach(sample -> elements.put(sample.name(), sample.elements()));
        return elements;
    }

    /** The arrays. */
    static List<TensorData> arrays(Probe probe) {
        List<TensorData> arrays = new ArrayList<>();
        probe.inputs().forEach(input -> arrays.add(input.named(input(input.name()))));
        probe.layers().forEach(sample -> arrays.add(sample.numbers().named(layer(sample.name()))));
        probe.outputs().forEach(sample -> arrays.add(sample.numbers().named(output(sample.name()))));
        return arrays;
    }

    private static String input(String name) {
        return "input/" + name;
    }

    private static String layer(String name) {
        return "layer/" + name;
    }

    private static String output(String name) {
        return "output/" + name;
    }

    /**
     * Reads all but the arrays, and compares it with the graph.
     *
     * @throws FormatException if it does not fit the graph, or itself
     */
    static ArchivedProbe read(Fields fields, Graph graph) throws FormatException {
        fields.only(Set.of(EXAMPLES, SIZES, LAYERS, OUTPUTS, ArchiveEntry.NOT_FINITE_KEY));
        int examples = count(EXAMPLES, (double) fields.whole(EXAMPLES, 1), 1, Probe.MOST_EXAMPLES);
        Map<String, Long> sizes = new TreeMap<>();
        for (Map.Entry<String, Double> size : fields.numbers(SIZES).entrySet()) {
            sizes.put(size.getKey(), (long) count(size.getKey(), size.getValue(), 1, Probe.MOST_SIZE));
        }
        if (!sizes.keySet().equals(graph.names())) {
            throw new FormatException(
                    "it has sizes for the axes " + sizes.keySet() + ", the graph has " + graph.names());
        }
        ArchivedProbe probe = new ArchivedProbe(
                examples, sizes, elements(fields, LAYERS), elements(fields, OUTPUTS), bound(graph, sizes));
        probe.requireFits();
        return probe;
    }

    private static Graph bound(Graph graph, Map<String, Long> sizes) throws FormatException {
        try {
            return sizes.isEmpty() ? graph : GraphChecker.bind(graph, sizes);
        } catch (RuntimeException e) {
            throw new FormatException("its sizes " + sizes + " do not fit the graph: " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> elements(Fields fields, String key) throws FormatException {
        Map<String, Integer> elements = new LinkedHashMap<>();
        for (Map.Entry<String, Double> array : fields.numbers(key).entrySet()) {
            elements.put(array.getKey(), count(array.getKey(), array.getValue(), 0, Integer.MAX_VALUE));
        }
        return elements;
    }

    private static int count(String name, double value, long least, long most) throws FormatException {
        if (value >= least && value <= most && value == Math.rint(value)) {
            return (int) value;
        }
        String found = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        throw new FormatException(
                "'" + name + "' is " + found + ", expected a whole number from " + least + " to " + most);
    }

    private void requireFits() throws FormatException {
        Map<String, Integer> expected = new HashMap<>();
        for (Graph.Output output : bound.outputs()) {
            expected.put(
                    output.name(),
                    Math.toIntExact(elements(output.type().shape().sizes())));
        }
        if (!outputs.equals(expected)) {
            throw new FormatException(
                    "it has numbers of the outputs " + outputs + ", of the graph they are " + new TreeMap<>(expected));
        }
        if (layers.isEmpty() || layers.size() > MOST_LAYERS) {
            throw new FormatException("it has numbers of " + layers.size() + " layers, expected some");
        }
        Set<String> code = new HashSet<>();
        bound.nodes().stream()
                .filter(node -> DeclaredWeights.code(node).isPresent())
                .forEach(node -> code.add(node.name()));
        for (String layer : layers.keySet()) {
            if (code.stream().noneMatch(node -> isOf(node, layer))) {
                throw new FormatException("it has numbers of '" + layer + "', which is no layer in code of the graph"
                        + Similar.hint(layer, code));
            }
        }
    }

    /** Whether a name is that of a node, of a part of it, of one of its outputs or of a call. */
    private static boolean isOf(String node, String name) {
        return name.startsWith(node)
                && (name.length() == node.length() || "/.#".indexOf(name.charAt(node.length())) >= 0);
    }

    private long elements(long[] sizes) throws FormatException {
        long elements = examples;
        for (long size : sizes) {
            elements = Math.min(elements * size, 1L << 31);
        }
        if (elements > Integer.MAX_VALUE) {
            throw new FormatException("its sizes " + sizes(sizes) + " make an array of more than 2^31-1 elements");
        }
        return elements;
    }

    private static String sizes(long[] sizes) {
        return Arrays.toString(sizes);
    }

    /** What the arrays have to be. */
    ExpectedArrays expected() throws FormatException {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        Set<String> whole = new HashSet<>();
        long all = 0;
        for (Graph.Input input : bound.fed()) {
            long[] each = input.type().shape().sizes();
            all += elements(each);
            List<Long> shape = new ArrayList<>(List.of((long) examples));
            Arrays.stream(each).forEach(shape::add);
            shapes.put(input(input.name()), shape);
            if (input.type().dtype() != DType.FLOAT32) {
                whole.add(input(input.name()));
            }
        }
        if (all > Probe.MOST_INPUT_ELEMENTS) {
            throw new FormatException("its inputs have " + all + " elements, at most " + Probe.MOST_INPUT_ELEMENTS);
        }
        layers.forEach((name, elements) -> shapes.put(layer(name), List.of((long) kept(elements))));
        outputs.forEach((name, elements) -> shapes.put(output(name), List.of((long) kept(elements))));
        return new ExpectedArrays(ExpectedArrays.GRAPH, shapes, Set.of(), whole);
    }

    private int kept(int elements) {
        return Probe.kept(elements, layers.size() + outputs.size());
    }

    /** The probe, with the arrays of which each is read. */
    Probe with(ArrayReader reader) throws IOException {
        ExpectedArrays expected = expected();
        Map<String, TensorData> arrays = new LinkedHashMap<>();
        expected.shapes().forEach((name, shape) -> {
            long elements = shape.stream().reduce(1L, (a, b) -> a * b);
            ElementType type = expected.type(name);
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(elements * type.bytes()));
            arrays.put(name, new TensorData(name, type, shape, bytes));
        });
        reader.read(name -> array(arrays, name).bytes());
        List<TensorData> inputs = bound.fed().stream()
                .map(input -> array(arrays, input(input.name())).named(input.name()))
                .toList();
        List<Probe.Sample> given = new ArrayList<>();
        layers.forEach((name, elements) -> given.add(sample(name, elements, array(arrays, layer(name)))));
        List<Probe.Sample> made = new ArrayList<>();
        outputs.forEach((name, elements) -> made.add(sample(name, elements, array(arrays, output(name)))));
        return new Probe(examples, sizes, inputs, given, made);
    }

    private static TensorData array(Map<String, TensorData> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name));
    }

    private static Probe.Sample sample(String name, int elements, TensorData numbers) {
        return new Probe.Sample(name, elements, numbers.named(name));
    }
}
