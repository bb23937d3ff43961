package dev.plumb.compile;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.layer.LayerContext;
import dev.plumb.layer.Lowerings;
import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.util.List;
import java.util.Optional;

/** Where a graph that is traced has from what its layers read, and where they leave their ops. */
interface GraphSource {

    /** What takes the ops. */
    Recorder recorder();

    /** The value of an input. */
    Var input(Graph.Input input);

    /** The mask that comes with an input. */
    Optional<Var> mask(Graph.Input input);

    /** A weight by its path, with the value that layers before have given it, if they moved it. */
    Var weight(String path, ArrayType type);

    /** What a stateful layer keeps of each example by its path, as the run before left it; empty if nothing is kept from run to run. */
    default Optional<Var> carried(String path, ArrayType type) {
        return Optional.empty();
    }

    /** What makes the dropout masks of this step: an int32 scalar. */
    Var dropoutSeed();

    /** Tells this mask from all others of the step. */
    int nextDropoutStream();

    /** The outputs of a layer. */
    default List<Var> lower(Node node, LayerContext context, List<Var> inputs) {
        return Lowerings.lower(node.spec(), context, inputs);
    }

    /** What is recorded from now on is of this layer. */
    default void entering(Node node) {}
}
