package dev.plumb.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.plumb.dsl.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The nodes of a graph, or of the body of a loop in it, which sees what lies around it. Equal nodes are one, and so are equal constants. */
final class Scope {
    private static final String MACHINE_LEARNING = "ai.onnx.ml";
    /** The operators of that domain. */
    private static final Set<String> OF_MACHINE_LEARNING = Set.of("LabelEncoder");

    private final Optional<Scope> outer;
    private final Shared shared;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<List<Object>, List<String>> made = new HashMap<>();
    private final SizeNodes sizes;
    private String layer = "";

    /** What all scopes of a file have in common. */
    private static final class Shared {
        private final Map<String, Integer> names = new HashMap<>();
        private final Map<String, TensorProto> arrays = new LinkedHashMap<>();
        private final Map<TensorProto, String> constants = new HashMap<>();
        private final Map<String, Transposed> transposed = new HashMap<>();
        private Opset opset = Opset.LOWEST;
    }

    /** Where a transposed array comes from. */
    private record Transposed(String from, List<Integer> permutation) {}

    private Scope(Optional<Scope> outer, Shared shared) {
        this.outer = outer;
        this.shared = shared;
        this.sizes = new SizeNodes(this, outer.map(Scope::sizes));
    }

    /** The outermost one, in which these names are taken. */
    static Scope root(List<String> taken) {
        Scope root = new Scope(Optional.empty(), new Shared());
        taken.forEach(root::unused);
        return root;
    }

    /** A scope in this one. */
    Scope inner() {
        Scope inner = new Scope(Optional.of(this), shared);
        inner.layer = layer;
        return inner;
    }

    /** What follows belongs to this layer. */
    void entering(String path) {
        layer = path;
    }

    /** The layer that nodes belong to now. */
    String layer() {
        return layer;
    }

    /** What is written needs this version of the operators, or a newer one. */
    void requireOpset(Opset needed) {
        if (needed.version() > shared.opset.version()) {
            shared.opset = needed;
        }
    }

    /** The lowest version that has all nodes so far. */
    Opset opset() {
        return shared.opset;
    }

    /** The sizes of arrays. */
    SizeNodes sizes() {
        return sizes;
    }

    /** The nodes so far, each behind those that it reads. */
    List<NodeProto> nodes() {
        return nodes;
    }

    /** Arrays that a file holds, by their names, of all scopes. */
    Map<String, TensorProto> arrays() {
        return shared.arrays;
    }

    /** A name that no other array has. */
    String unused(String wanted) {
        String path = layer.isEmpty() ? wanted : layer + "/" + wanted;
        int count = shared.names.merge(path, 1, Integer::sum);
        return count == 1 ? path : unused(wanted + "_" + count);
    }

    /** The result of a node. */
    String node(String type, List<String> inputs, AttributeProto... attributes) {
        return nodes(type, 1, inputs, attributes).get(0);
    }

    /** The results of a node; an input that is left out is an empty name. */
    List<String> nodes(String type, int results, List<String> inputs, AttributeProto... attributes) {
        List<Object> key = List.of(type, results, inputs, List.of(attributes));
        Optional<List<String>> known = find(key);
        if (known.isPresent()) {
            return known.get();
        }
        List<String> outputs =
                IntStream.range(0, results).mapToObj(result -> unused(type)).toList();
        add(type, inputs, outputs, attributes);
        made.put(key, outputs);
        return outputs;
    }

    private Optional<List<String>> find(List<Object> key) {
        List<String> here = made.get(key);
        return here != null ? Optional.of(here) : outer.flatMap(scope -> scope.find(key));
    }

    /** The same array under a name. */
    void name(String array, String name) {
        add("Identity", List.of(array), List.of(name));
    }

    private void add(String type, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        nodes.add(NodeProto.newBuilder()
                .setName(outputs.get(0))
                .setOpType(type)
                .setDomain(OF_MACHINE_LEARNING.contains(type) ? MACHINE_LEARNING : "")
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(Arrays.asList(attributes))
                .build());
    }

    /** An array that the file holds. */
    void array(String name, TensorProto values) {
        shared.arrays.put(name, values);
    }

    /** A number. */
    String constant(float value) {
        return constant(Tensors.floats(List.of(), value));
    }

    /** Whole numbers, one after the other. */
    String longs(long... values) {
        return constant(Tensors.longs(List.of(values.length), values));
    }

    /** Whole numbers, one after the other. */
    String longs(List<Integer> values) {
        return longs(values.stream().mapToLong(Integer::longValue).toArray());
    }

    /** A whole number that is no list of one. */
    String index(long value) {
        return constant(Tensors.longs(List.of(), value));
    }

    /** Any numbers. */
    String constant(TensorProto values) {
        String known = shared.constants.get(values);
        if (known != null) {
            return known;
        }
        String name = unused("constant");
        shared.constants.put(values, name);
        shared.arrays.put(name, values.toBuilder().setName(name).build());
        return name;
    }

    /** In another element type. */
    String cast(String array, DType dtype) {
        return node("Cast", List.of(array), Attributes.number("to", Tensors.type(dtype)));
    }

    /** Under another shape. */
    String reshape(String array, List<VaryingSize> shape) {
        return node("Reshape", List.of(array, sizes.shape(shape)));
    }

    /** Under another shape: 0 stands for the size that an axis has, -1 for what is left. */
    String reshape(String array, long... shape) {
        return node("Reshape", List.of(array, longs(shape)));
    }

    /** Some indices of an axis. */
    String slice(String array, int axis, String begin, String end) {
        return node("Slice", List.of(array, begin, end, longs(axis)));
    }

    /** One number in a shape. */
    String fill(float value, List<VaryingSize> shape) {
        return shape.isEmpty()
                ? constant(value)
                : node(
                        "ConstantOfShape",
                        List.of(sizes.shape(shape)),
                        Attributes.tensor("value", Tensors.floats(List.of(1), value)));
    }

    /** 0, 1, 2 … as floats; the count is one whole number in a list. */
    String range(VaryingSize count) {
        String end = node("Squeeze", List.of(sizes.size(count), longs(0)));
        return cast(node("Range", List.of(index(0), end, index(1))), DType.FLOAT32);
    }

    /** Reordered axes. An array that is reordered to what it was is taken from there. */
    String transpose(String array, List<Integer> permutation) {
        Transposed before = shared.transposed.get(array);
        if (before != null) {
            return transpose(
                    before.from(),
                    permutation.stream().map(before.permutation()::get).toList());
        }
        if (permutation.equals(permutation.stream().sorted().toList())) {
            return array;
        }
        String result = node("Transpose", List.of(array), Attributes.numbers("perm", permutation));
        shared.transposed.put(result, new Transposed(array, permutation));
        return result;
    }

    /** An axis moved behind all others, or from there to its place. */
    static List<Integer> moved(int rank, int from, int to) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        axes.add(to, axes.remove(from));
        return axes;
    }

    /** All axes but for two that change places. */
    static List<Integer> swapped(int rank, int first, int second) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.swap(axes, first, second);
        return axes;
    }
}
