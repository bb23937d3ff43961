package dev.plumb.onnx.read;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** LSTM, GRU and RNN: whole sequences, in one direction or both. */
final class RecurrentOperators {
    /** What calls the axes of its first input otherwise. */
    private static final Set<String> RENAMING = Set.of("Transpose", "Squeeze", "Reshape", "Identity");

    private static final Map<String, ActivationFunction> FUNCTIONS = Map.of(
            "tanh", ActivationFunction.TANH,
            "sigmoid", ActivationFunction.SIGMOID,
            "relu", ActivationFunction.RELU,
            "softsign", ActivationFunction.SOFTSIGN,
            "softplus", ActivationFunction.SOFTPLUS);

    private final Applied applied;
    private final OnnxNode node;
    private final RecurrentKind kind;
    private final boolean isBoth;
    private final boolean isReverse;
    private final int units;

    private RecurrentOperators(Applied applied, RecurrentKind kind) throws Unreadable {
        this.applied = applied;
        this.node = applied.node();
        this.kind = kind;
        String direction = node.text("direction", "forward").toLowerCase(Locale.ROOT);
        this.isBoth = direction.equals("bidirectional");
        this.isReverse = direction.equals("reverse");
        Constant recurrent = applied.constant(2);
        if (recurrent.rank() != 3 || recurrent.shape()[0] != (isBoth ? 2 : 1)) {
            throw new Unreadable(
                    "its recurrent weights are " + recurrent.describe() + " for the direction " + direction);
        }
        this.units = recurrent.shape()[2];
    }

    static List<Operand> lstm(Applied applied) throws Unreadable {
        return new RecurrentOperators(applied, RecurrentKind.LSTM).read();
    }

    static List<Operand> gru(Applied applied) throws Unreadable {
        boolean isAfter = applied.node().whole("linear_before_reset", 0) != 0;
        return new RecurrentOperators(applied, isAfter ? RecurrentKind.GRU_RESET_AFTER : RecurrentKind.GRU).read();
    }

    static List<Operand> simple(Applied applied) throws Unreadable {
        return new RecurrentOperators(applied, RecurrentKind.SIMPLE).read();
    }

    private List<Operand> read() throws Unreadable {
        requirePlain();
        Tensor x = sequence();
        boolean takesSteps = applied.following().isTaken(node.output(0));
        boolean takesLast = takesSteps && !isBoth && !isReverse && isOnlyLast(node.output(0));
        boolean takesState = applied.following().isTaken(node.output(1));
        boolean takesCell = applied.following().isTaken(node.output(2));
        boolean returnsSteps = takesSteps && !takesLast;
        if (returnsSteps && isReverse) {
            throw new Unreadable("it gives all steps of a sequence that is read backwards: layers here give them"
                    + " in the order in which they were read, or in both directions");
        }
        boolean returnsState = takesCell || (takesState && returnsSteps);
        LayerSpec layer = kind.layer(units, applied.has(3));
        layer = activated(layer);
        layer = Attributes.with(layer, "returnSequences", returnsSteps);
        layer = Attributes.with(layer, "returnState", returnsState);
        layer = Attributes.with(layer, "goBackwards", isReverse);
        List<Wire> from = new ArrayList<>(List.of(x.wire()));
        from.addAll(states());
        Wire wire = applied.layer(
                isBoth ? Layers.bidirectional(layer) : layer,
                RecurrentWeights.of(applied, kind, isBoth, units),
                from.toArray(Wire[]::new));
        return results(x, wire, returnsSteps, takesState && returnsSteps, takesCell);
    }

    private void requirePlain() throws Unreadable {
        if (applied.has(4) && !(applied.operand(4) instanceof Constant)) {
            throw new Unreadable("the lengths of its sequences are an input: layers here know them by a mask");
        }
        if (applied.has(4)) {
            throw new Unreadable("the lengths of its sequences are stated");
        }
        if (applied.has(7) && !applied.constant(7).isAll(0)) {
            throw new Unreadable("it has peepholes, which no layer here has");
        }
        if (node.has("clip") || node.whole("input_forget", 0) != 0) {
            throw new Unreadable("it clips, or couples its gates, which no layer here does");
        }
    }

    /** The input, as examples, steps, features. */
    private Tensor sequence() throws Unreadable {
        Tensor x = applied.tensor(0);
        boolean isBatchFirst = node.whole("layout", 0) != 0;
        int batch = isBatchFirst ? 0 : 1;
        if (x.rank() != 3 || !x.onnx().get(batch).equals(List.of(x.batch()))) {
            throw new Unreadable("its input has the shape " + x.shape() + ", expected three axes: "
                    + (isBatchFirst ? "examples, steps" : "steps, examples") + ", features");
        }
        return applied.arranging()
                .arranged(
                        x,
                        List.of(
                                x.onnx().get(batch),
                                x.onnx().get(1 - batch),
                                x.onnx().get(2)));
    }

    private LayerSpec activated(LayerSpec layer) throws Unreadable {
        List<String> stated = node.texts("activations");
        if (stated.isEmpty()) {
            return layer;
        }
        List<ActivationFunction> functions = new ArrayList<>();
        for (String name : stated) {
            ActivationFunction function = FUNCTIONS.get(name.toLowerCase(Locale.ROOT));
            if (function == null) {
                throw new Unreadable("its activation " + name + " is not read in recurrent layers");
            }
            functions.add(function);
        }
        int each = kind.functions();
        boolean isSame = functions.size() == (isBoth ? 2 : 1) * each
                && (!isBoth || functions.subList(0, each).equals(functions.subList(each, 2 * each)))
                && (kind != RecurrentKind.LSTM || functions.get(1) == functions.get(2));
        if (!isSame) {
            throw new Unreadable("its activations are " + stated + ": layers here have one for the gates and one for"
                    + " the rest, in both directions");
        }
        LayerSpec with = Attributes.with(layer, "activation", functions.get(each == 1 ? 0 : 1));
        return each == 1 ? with : Attributes.with(with, "recurrentActivation", functions.get(0));
    }

    /** The initial states that are not zero. */
    private List<Wire> states() throws Unreadable {
        List<Wire> states = new ArrayList<>();
        int count = kind == RecurrentKind.LSTM ? 2 : 1;
        for (int i = 0; i < count; i++) {
            Optional<Operand> state = applied.has(5 + i) ? Optional.of(applied.operand(5 + i)) : Optional.empty();
            if (state.isEmpty() || (state.get() instanceof Constant constant && constant.isAll(0))) {
                continue;
            }
            if (!(state.get() instanceof Tensor tensor) || isBoth || tensor.rank() != 3) {
                throw new Unreadable("it starts with states of its own, which layers here only have as inputs, in one"
                        + " direction");
            }
            states.add(applied.arranging()
                    .arranged(
                            tensor,
                            List.of(List.of(tensor.batch()), tensor.onnx().get(2)))
                    .wire());
        }
        if (!states.isEmpty() && states.size() != count) {
            throw new Unreadable("only some of its states are given");
        }
        return states;
    }

    private List<Operand> results(Tensor x, Wire wire, boolean returnsSteps, boolean asksState, boolean asksCell)
            throws Unreadable {
        List<Atom> batch = x.here().get(0);
        List<Atom> steps = x.here().get(1);
        List<Atom> features = Atom.axis(Dim.of(units));
        List<Atom> both = new ArrayList<>();
        List<Atom> directions = List.of();
        if (isBoth) {
            directions = List.of(new Atom(Dim.of(2)));
            both.addAll(directions);
        }
        both.addAll(features);
        boolean isBatchFirst = node.whole("layout", 0) != 0;
        List<List<Atom>> stepAxes = isBatchFirst
                ? List.of(batch, steps, directions, features)
                : List.of(steps, directions, batch, features);
        List<List<Atom>> stateAxes =
                isBatchFirst ? List.of(batch, directions, features) : List.of(directions, batch, features);
        List<Operand> results = new ArrayList<>();
        if (returnsSteps) {
            results.add(new Tensor(wire, stepAxes, List.of(batch, steps, both)));
        } else {
            Tensor last = new Tensor(wire, stepAxes, List.of(batch, both));
            results.add(steps.isEmpty() ? last : last.asLastOf(steps.get(0)));
        }
        List<List<Atom>> here = List.of(batch, both);
        Wire state = asksState ? state(wire, "state") : wire;
        results.add(new Tensor(state, stateAxes, here));
        if (asksCell) {
            results.add(new Tensor(state(wire, "cell"), stateAxes, here));
        }
        return results;
    }

    /** A state of the layer; that of both directions is put together. */
    private Wire state(Wire wire, String name) throws Unreadable {
        return isBoth
                ? applied.layer(Layers.concatenate(), wire.output("forward_" + name), wire.output("backward_" + name))
                : wire.output(name);
    }

    /** Whether of all steps only one at a place is taken, whatever the axes are called in between; which place, and of which axis, is looked at there. */
    private boolean isOnlyLast(String name) {
        if (applied.following().isReturned(name)) {
            return false;
        }
        for (OnnxNode taker : applied.following().takers(name)) {
            boolean isPlace = taker.type().equals("Gather")
                    && taker.input(0).equals(name)
                    && applied.known(taker.input(1))
                            .filter(index -> index.size() == 1 && index.rank() == 0)
                            .isPresent();
            boolean isRenaming =
                    RENAMING.contains(taker.type()) && taker.input(0).equals(name);
            boolean isSize = taker.type().equals("Shape");
            if (!isPlace && !isSize && !(isRenaming && isOnlyLast(taker.output(0)))) {
                return false;
            }
        }
        return true;
    }
}
