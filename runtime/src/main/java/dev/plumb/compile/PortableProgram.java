package dev.plumb.compile;

import dev.plumb.engine.Program;
import dev.plumb.engine.Trace;
import dev.plumb.engine.pass.AbsorbBroadcast;
import dev.plumb.engine.pass.DropDead;
import dev.plumb.engine.pass.DropNotes;
import dev.plumb.engine.pass.Passes;
import dev.plumb.graph.Graph;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.Instruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model predicts, as a program for somebody else to run: nothing in it is made for this machine's kernels, and normalizations and attention are an op each. Its inputs have the names of {@link Graph#fed()}, its weights their
 * paths, its outputs the names of the graph's.
 *
 * @param program for so many examples; it draws random numbers if it has an input that {@link Graph#fed()} does not have
 * @param layers the path of the layer that made a value, by the id of the value
 */
public record PortableProgram(Program program, Map<Integer, String> layers) {

    /** Copies the map. */
    public PortableProgram {
        layers = Map.copyOf(layers);
    }

    /**
     * The program of a graph for so many examples.
     *
     * @param sizes the symbolic sizes by their names
     */
    public static PortableProgram of(Graph graph, int batch, Map<String, Long> sizes) {
        Trace trace = new Trace();
        trace.origins().keepWhole();
        Graph bound = new Sizes(batch, sizes, Threads.BY_WORK).bind(graph);
        List<Var> outputs = PredictProgram.outputs(bound, TracedGraph.of(bound, trace, batch, false));
        for (int i = 0; i < outputs.size(); i++) {
            trace.output(bound.outputs().get(i).name(), outputs.get(i));
        }
        Map<Integer, String> layers = new HashMap<>();
        List<Instruction> recorded = trace.instructions();
        for (int index = 0; index < recorded.size(); index++) {
            String layer = trace.origins().of(index).layer();
            recorded.get(index).outputs().forEach(id -> layers.put(id, layer));
        }
        Program simple = Passes.apply(
                List.of(new DropDead(), new AbsorbBroadcast(), new DropDead(), new DropNotes()), trace.finish());
        return new PortableProgram(simple, layers);
    }
}
