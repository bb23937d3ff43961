package dev.plumb.onnx.read;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.onnx.file.ElementKind;
import dev.plumb.onnx.file.OnnxGraph;
import dev.plumb.onnx.file.OnnxInput;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From the nodes of a file to a graph: each in its order, with what its inputs stand for. */
public final class GraphReader {
    private final OnnxGraph file;
    private final Following following;
    private final Reading reading;
    private final Map<String, Operand> known = new HashMap<>();
    private final Atom batch = new Atom(Dim.named("examples"));
    private final List<String> refused = new ArrayList<>();
    private final List<TensorLayout> inputs = new ArrayList<>();
    private final List<Returned> outputs = new ArrayList<>();
    private Optional<Dim> statedBatch = Optional.empty();

    /**
     * An output of the model.
     *
     * @param axes those of ONNX, in their order here
     */
    private record Returned(String name, Wire wire, List<Integer> axes) {}

    private GraphReader(OnnxGraph file, String name) {
        this.file = file;
        this.following = new Following(file);
        this.reading = new Reading(name);
    }

    /**
     * Reads a graph.
     *
     * @param name what the model is called
     * @throws RefusedNodes if something has no counterpart here: all that was found
     */
    public static ReadModel read(OnnxGraph file, String name) throws RefusedNodes {
        return new GraphReader(file, name).model();
    }

    private ReadModel model() throws RefusedNodes {
        file.arrays().forEach((name, array) -> {
            known.put(name, Constant.of(name, array));
            reading.room().grow(array.size());
        });
        Set<OnnxNode> needed = needed();
        foldConstants(needed);
        file.inputs().forEach(this::input);
        file.nodes().stream().filter(needed::contains).forEach(this::node);
        file.outputs().forEach(this::output);
        requireNothingRefused();
        try {
            FinishedReading finished =
                    reading.finished(outputs.stream().map(Returned::wire).toList());
            Graph graph = finished.builder().build();
            List<TensorLayout> layouts = outputs.stream()
                    .map(output -> new TensorLayout(
                            output.name, finished.wire(output.wire).name(), output.axes))
                    .toList();
            return new ReadModel(graph, finished.weights(), inputs, layouts);
        } catch (GraphException e) {
            throw new RefusedNodes(
                    e.problems().stream().map(problem -> problem.headline()).toList());
        }
    }

    private void requireNothingRefused() throws RefusedNodes {
        if (!refused.isEmpty()) {
            throw new RefusedNodes(refused);
        }
    }

    /** The nodes that an output needs. */
    private Set<OnnxNode> needed() {
        Set<String> names = new HashSet<>(file.outputs());
        Set<OnnxNode> needed = new HashSet<>();
        for (int i = file.nodes().size() - 1; i >= 0; i--) {
            OnnxNode node = file.nodes().get(i);
            if (node.outputs().stream().anyMatch(names::contains)) {
                needed.add(node);
                names.addAll(node.inputs());
            }
        }
        return needed;
    }

    /** Computes what follows from arrays alone: nodes that come before need some of it. */
    private void foldConstants(Set<OnnxNode> needed) {
        for (OnnxNode node : file.nodes()) {
            boolean isKnown = needed.contains(node)
                    && node.inputs().stream()
                            .allMatch(input -> input.isEmpty() || known.get(input) instanceof Constant);
            if (isKnown) {
                try {
                    List<Operand> results = Folding.fold(applied(node));
                    for (int i = 0;
                            i < results.size()
                                    && results.size() == node.outputs().size();
                            i++) {
                        put(node.output(i), results.get(i));
                    }
                } catch (Unreadable | ArithmeticException e) {
                    node.outputs().forEach(known::remove); // is refused when it is its turn
                }
            }
        }
    }

    private Applied applied(OnnxNode node) {
        return new Applied(node, known, reading, following, statedBatch);
    }

    private void input(OnnxInput input) {
        try {
            List<Integer> axes = InputLayouts.axes(input, following);
            if (axes.isEmpty()) {
                throw new Unreadable("it has no axis for examples");
            }
            Dim examples = input.sizes().get(axes.get(0));
            statedBatch = examples.isKnown() ? Optional.of(examples) : statedBatch;
            List<List<Atom>> onnx = new ArrayList<>();
            for (int axis = 0; axis < input.sizes().size(); axis++) {
                onnx.add(
                        axis == axes.get(0)
                                ? List.of(batch)
                                : Atom.axis(input.sizes().get(axis)));
            }
            Shape shape =
                    new Shape(axes.stream().skip(1).map(input.sizes()::get).toList());
            Wire wire = reading.input(LayerNaming.plain(input.name()), shape, dtype(input.element()));
            known.put(
                    input.name(),
                    new Tensor(wire, onnx, axes.stream().map(onnx::get).toList()));
            inputs.add(new TensorLayout(input.name(), wire.name(), axes));
        } catch (Unreadable e) {
            refused.add("the input '" + input.name() + "': " + e.getMessage());
            known.put(input.name(), Lost.LOST);
        }
    }

    private static DType dtype(ElementKind element) {
        return element == ElementKind.BOOL ? DType.BOOL : element.isWhole() ? DType.INT32 : DType.FLOAT32;
    }

    private void node(OnnxNode node) {
        if (known.get(node.output(0)) instanceof Constant) {
            return; // was computed before
        }
        List<? extends Operand> results = List.of();
        try {
            results = results(node);
        } catch (Unreadable | ArithmeticException e) {
            refused.add(node.title() + ": " + e.getMessage());
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            put(node.output(i), i < results.size() ? results.get(i) : Lost.LOST);
        }
    }

    /** An output without a name is one that nobody takes. */
    private void put(String name, Operand operand) {
        if (!name.isEmpty()) {
            known.put(name, operand);
        }
    }

    private List<? extends Operand> results(OnnxNode node) throws Unreadable {
        Optional<Operand> absorbed = following.absorbed(node);
        if (absorbed.isPresent()) {
            return List.of(absorbed.get());
        }
        if (node.inputs().stream().anyMatch(input -> known.get(input) == Lost.LOST)) {
            return List.of();
        }
        if (!node.domain().isEmpty()) {
            throw new Unreadable("it is no operator of ONNX, but of '" + node.domain() + "'");
        }
        Applied applied = applied(node);
        if (applied.isConstant()) {
            return Folding.fold(applied);
        }
        return OperatorTable.reader(node.type())
                .orElseThrow(() -> new Unreadable("there is no layer for this operator"))
                .read(applied);
    }

    private void output(String name) {
        try {
            if (!(known.get(name) instanceof Tensor tensor)) {
                if (known.get(name) != Lost.LOST) {
                    throw new Unreadable("it is the same for all inputs");
                }
                return;
            }
            Tensor laid = laid(tensor);
            Wire wire = laid.wire();
            boolean isTaken = outputs.stream()
                            .anyMatch(output ->
                                    output.wire.name().equals(laid.wire().name()))
                    || inputs.stream()
                            .anyMatch(input -> input.here().equals(laid.wire().name()));
            if (isTaken) {
                wire = reading.plain(LayerNaming.plain(name), Layers.identity(), wire);
            }
            outputs.add(new Returned(name, wire, axes(laid)));
        } catch (Unreadable e) {
            refused.add("the output '" + name + "': " + e.getMessage());
        }
    }

    /** With the axes of ONNX, in any order but the examples first. */
    private Tensor laid(Tensor tensor) throws Unreadable {
        List<List<Atom>> left = new ArrayList<>(tensor.onnx());
        boolean isLaid = tensor.lastOf() == null;
        for (List<Atom> axis : tensor.here()) {
            isLaid &= left.remove(axis);
        }
        if (isLaid && left.isEmpty()) {
            return tensor;
        }
        List<List<Atom>> axes = new ArrayList<>(tensor.onnx());
        if (!axes.remove(List.of(tensor.batch()))) {
            throw new Unreadable("its shape is " + tensor.shape() + ", and the examples are no axis of their own");
        }
        axes.add(0, List.of(tensor.batch()));
        return reading.arranging().arranged(tensor, axes);
    }

    private static List<Integer> axes(Tensor laid) {
        List<Integer> axes = new ArrayList<>();
        for (List<Atom> here : laid.here()) {
            for (int axis = 0; axis < laid.rank(); axis++) {
                if (laid.onnx().get(axis).equals(here) && !axes.contains(axis)) {
                    axes.add(axis);
                    break;
                }
            }
        }
        return axes;
    }
}
