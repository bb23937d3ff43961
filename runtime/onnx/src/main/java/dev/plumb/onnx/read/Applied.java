package dev.plumb.onnx.read;

import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node with what its inputs stand for. */
final class Applied {
    private final OnnxNode node;
    private final List<Optional<Operand>> operands;
    private final Reading reading;
    private final Following following;
    private final Map<String, Operand> known;
    private final Optional<Dim> statedBatch;

    /**
     * @param known what all names stand for, so far
     * @param statedBatch how many examples the file was written for, if it says a number
     */
    Applied(
            OnnxNode node,
            Map<String, Operand> known,
            Reading reading,
            Following following,
            Optional<Dim> statedBatch) {
        this(
                node,
                node.inputs().stream()
                        .map(input -> Optional.ofNullable(known.get(input)))
                        .toList(),
                known,
                reading,
                following,
                statedBatch);
    }

    private Applied(
            OnnxNode node,
            List<Optional<Operand>> operands,
            Map<String, Operand> known,
            Reading reading,
            Following following,
            Optional<Dim> statedBatch) {
        this.node = node;
        this.operands = operands;
        this.known = known;
        this.statedBatch = statedBatch;
        this.reading = reading;
        this.following = following;
    }

    OnnxNode node() {
        return node;
    }

    /** The nodes that take what this one gives. */
    Following following() {
        return following;
    }

    /** How many examples the file was written for, if it says a number. */
    Optional<Dim> statedBatch() {
        return statedBatch;
    }

    /** The constant of a name, if it is one. */
    Optional<Constant> known(String name) {
        return known.get(name) instanceof Constant constant ? Optional.of(constant) : Optional.empty();
    }

    /** The tensor of a name, if it is one that is read already. */
    Optional<Tensor> tensor(String name) {
        return known.get(name) instanceof Tensor tensor ? Optional.of(tensor) : Optional.empty();
    }

    Arranging arranging() {
        return reading.arranging();
    }

    /** For what is computed when the file is read. */
    Room room() {
        return reading.room();
    }

    long opset() {
        return following.opset();
    }

    int count() {
        return operands.size();
    }

    boolean has(int input) {
        return input < operands.size() && operands.get(input).isPresent();
    }

    Operand operand(int input) throws Unreadable {
        if (!has(input)) {
            throw new Unreadable("its input " + (input + 1) + " is not there");
        }
        return operands.get(input).orElseThrow();
    }

    /** An input that is computed. */
    Tensor tensor(int input) throws Unreadable {
        if (operand(input) instanceof Tensor tensor) {
            return tensor;
        }
        if (operand(input) instanceof Condition) {
            throw new Unreadable("its input " + (input + 1) + " says where a tensor is 0: that is only read as a mask"
                    + " of attention");
        }
        throw new Unreadable("its input " + (input + 1) + " is computed in no model that is read: it is constant here");
    }

    /** The same node for another tensor as its first input. */
    Applied of(Tensor first) {
        List<Optional<Operand>> others = new ArrayList<>(operands);
        others.set(0, Optional.of(first));
        return new Applied(node, others, known, reading, following, statedBatch);
    }

    /** An input that is an array of the file, or follows from some. */
    Constant constant(int input) throws Unreadable {
        if (operand(input) instanceof Constant constant) {
            return constant;
        }
        throw new Unreadable("its input " + (input + 1) + " is computed, expected an array of the file");
    }

    /** Whether all inputs are arrays of the file or sizes, so that nothing is left to be computed. */
    boolean isConstant() {
        return operands.stream()
                .flatMap(Optional::stream)
                .noneMatch(operand -> operand instanceof Tensor || operand instanceof Condition);
    }

    /** Applies a layer without weights. */
    Wire layer(LayerSpec layer, Wire... from) throws Unreadable {
        return layer(layer, Map.of(), from);
    }

    /** The layer that made a tensor, if one did. */
    Optional<Reading.LayerStep> step(Wire wire) {
        return reading.step(wire);
    }

    /** The heads of an attention that found a tensor, if some did. */
    Optional<Heads> heads(Wire wire) {
        return reading.heads(wire);
    }

    /** What heads found is here, side by side. */
    void found(Wire wire, Heads found) {
        reading.found(wire, found);
    }

    /** Applies a layer of this name with these weights. */
    Wire named(String name, LayerSpec layer, Map<String, Constant> weights, List<Wire> from) throws Unreadable {
        return reading.apply(name, layer, weights, from.toArray(Wire[]::new));
    }

    /** Applies a layer without weights that does a part of the work: {@code conv1_padded}. */
    Wire part(String part, LayerSpec layer, Wire... from) throws Unreadable {
        return reading.apply(name() + "_" + part, layer, Map.of(), from);
    }

    /** Applies a layer with these weights, by their names. */
    Wire layer(LayerSpec layer, Map<String, Constant> weights, Wire... from) throws Unreadable {
        return reading.apply(name(), layer, weights, from);
    }

    /** What a layer for this node would like to be called. */
    String name() {
        List<String> labels = operands.stream()
                .flatMap(Optional::stream)
                .filter(Constant.class::isInstance)
                .map(operand -> ((Constant) operand).label())
                .toList();
        return LayerNaming.of(node, labels);
    }

    /** A list of axes: an attribute before some opset, since then an input. */
    Optional<long[]> axes(int input) throws Unreadable {
        if (node.has("axes")) {
            return Optional.of(
                    node.wholes("axes").stream().mapToLong(Long::longValue).toArray());
        }
        return has(input) ? Optional.of(constant(input).wholes()) : Optional.empty();
    }
}
