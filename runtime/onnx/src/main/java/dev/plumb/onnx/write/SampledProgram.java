package dev.plumb.onnx.write;

import dev.plumb.compile.PortableProgram;
import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphException;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Literal;
import dev.plumb.ops.op.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A model's program at several sizes of its inputs. Programs know nothing but numbers: what a size follows from is found by comparing them.
 *
 * @param programs one for each sample, with the same instructions
 * @param layers the path of the layer that made a value, by the id of the value
 */
record SampledProgram(List<Program> programs, Map<Integer, String> layers) {
    /** As many as there must be, so that a formula which holds for all of them is no accident. */
    private static final int SAMPLES = 6;

    SampledProgram {
        programs = List.copyOf(programs);
        layers = Map.copyOf(layers);
    }

    /**
     * Looks at a model.
     *
     * @throws IllegalArgumentException if it does other things at other sizes
     */
    static SampledProgram of(Graph graph) {
        Map<List<Object>, List<PortableProgram>> alike = new HashMap<>();
        Optional<GraphException> misfit = Optional.empty();
        for (SampleSizes sizes : SampleSizes.candidates(List.copyOf(new TreeSet<>(graph.names())))) {
            PortableProgram program;
            try {
                program = PortableProgram.of(graph, sizes.batch(), sizes.names());
            } catch (GraphException e) {
                misfit = Optional.of(e);
                continue;
            }
            List<PortableProgram> group = alike.computeIfAbsent(structure(program.program()), key -> new ArrayList<>());
            group.add(program);
            if (group.size() == SAMPLES) {
                return new SampledProgram(
                        group.stream().map(PortableProgram::program).toList(),
                        group.get(0).layers());
            }
        }
        throw new IllegalArgumentException(
                "model '" + graph.name() + "' cannot be written for all sizes " + graph.names()
                        + (alike.isEmpty()
                                ? ": none of those that were tried fit its layers"
                                : ": at other sizes it does other things"),
                misfit.orElse(null));
    }

    Steps steps() {
        return new Steps(
                programs.stream().map(Program::instructions).toList(),
                programs.stream()
                        .map(program ->
                                program.values().stream().map(Value::type).toList())
                        .toList());
    }

    /** The elements of a constant in each sample. */
    List<Literal> literals(int id) {
        List<Literal> literals = new ArrayList<>();
        for (Program program : programs) {
            Literal literal = program.value(id).literal();
            if (literal == null) {
                throw new IllegalArgumentException(program.value(id) + " is no constant");
            }
            literals.add(literal);
        }
        return literals;
    }

    private static List<Object> structure(Program program) {
        List<Object> structure = new ArrayList<>();
        for (Value value : program.values()) {
            structure.add(value.kind() + " " + value.label());
            structure.add(value.type().dtype());
            structure.add(value.type().rank());
        }
        structure(program.instructions(), structure);
        program.outputs().forEach(output -> structure.add(output.label() + " " + output.id()));
        return structure;
    }

    private static void structure(List<Instruction> instructions, List<Object> structure) {
        for (Instruction instruction : instructions) {
            structure.add(instruction.op().getClass());
            structure.add(instruction.inputs());
            structure.add(instruction.outputs());
            if (instruction.op() instanceof Loop loop) {
                loop.body().types().stream().map(ArrayType::rank).forEach(structure::add);
                structure(loop.body().instructions(), structure);
                structure.add(loop.body().next());
                structure.add(loop.body().stacked());
            }
        }
    }
}
