package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Copy;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Literal;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Prepares a plan: results of their own, lifetimes, memory, kernels. */
final class PlanBuilder {

    private final Program program;
    private final Bindings bindings;
    private final List<KernelProvider> providers;
    private final Aliases aliases;
    private final Set<Integer> stable;
    /** Memory by root value. */
    private final Map<Integer, Slot> roots = new HashMap<>();

    private long arenaBytes;

    PlanBuilder(Program program, Bindings bindings, List<KernelProvider> providers) {
        this.program = OwnResults.apply(program, bindings);
        this.bindings = bindings;
        this.providers = providers;
        this.aliases = new Aliases(this.program);
        this.stable = stableValues();
    }

    Plan build() {
        placeFromOutside();
        placeInArena();
        Map<Integer, Slot> slots = new HashMap<>();
        for (Value value : program.values()) {
            Slot root = roots.get(aliases.root(value.id()));
            if (root != null) {
                long offset = root.offset() + aliases.offset(value.id());
                slots.put(value.id(), new Slot(value.type(), root.storage(), offset));
            }
        }
        KernelList kernels = new KernelList();
        KernelMaker maker = new KernelMakers(providers, program, kernels);
        for (Instruction instruction : program.instructions()) {
            if (!aliases.isView(instruction)) {
                make(work(instruction, slots), maker);
            }
        }
        // What could not be computed in place moves to the weights when everything has been read.
        program.assignments().forEach((weight, id) -> {
            if (!slots.get(weight).equals(slots.get(id))) {
                make(work(new Instruction(new Copy(), List.of(id), List.of(weight)), slots), maker);
            }
        });
        maker.finish();
        return new Plan(program, slots, kernels.prologue(), kernels.main(), arenaBytes);
    }

    private static void make(Work work, KernelMaker maker) {
        if (!maker.make(work)) {
            throw new UnsupportedOperationException("no kernel for " + work.op().label());
        }
    }

    private Work work(Instruction instruction, Map<Integer, Slot> slots) {
        Set<Integer> stableInputs = new HashSet<>();
        for (int position = 0; position < instruction.inputs().size(); position++) {
            if (stable.contains(instruction.inputs().get(position))) {
                stableInputs.add(position);
            }
        }
        return new Work(
                instruction.op(),
                instruction.inputs().stream().map(slots::get).toList(),
                instruction.outputs().stream().map(slots::get).toList(),
                instruction.inputs(),
                instruction.outputs(),
                stableInputs,
                stable.containsAll(instruction.outputs()));
    }

    /** Constants, weights that this program does not assign, and what depends on nothing else. */
    private Set<Integer> stableValues() {
        Set<Integer> ids = new HashSet<>();
        for (Value value : program.values()) {
            if (value.kind() == Value.Kind.CONSTANT
                    || (value.kind() == Value.Kind.WEIGHT
                            && !bindings.areWeightsChanging()
                            && !program.assignments().containsKey(value.id()))) {
                ids.add(value.id());
            }
        }
        Set<Integer> bound = new HashSet<>();
        program.outputs().forEach((name, id) -> {
            if (bindings.output(name).isPresent()) {
                bound.add(id);
            }
        });
        bound.addAll(program.assignments().values());
        for (Instruction instruction : program.instructions()) {
            // What goes to memory of the caller's is written in each run: the caller may have overwritten it.
            if (ids.containsAll(instruction.inputs())
                    && instruction.outputs().stream().noneMatch(bound::contains)) {
                ids.addAll(instruction.outputs());
            }
        }
        return ids;
    }

    private void placeFromOutside() {
        for (Value value : program.values()) {
            if (value.kind() == Value.Kind.WEIGHT) {
                roots.put(
                        value.id(),
                        bindings.weight(value.name())
                                .map(place -> new Slot(value.type(), place.storage(), place.offset()))
                                .orElseGet(() -> Slot.allocate(value.type())));
            } else if (value.kind() == Value.Kind.CONSTANT && value.literal() != null) {
                roots.put(value.id(), constant(value.type(), value.literal()));
            }
        }
        program.outputs().forEach((name, id) -> bindings.output(name)
                .ifPresent(place -> roots.put(
                        aliases.root(id),
                        new Slot(program.value(aliases.root(id)).type(), place.storage(), place.offset()))));
        program.assignments().forEach((weight, id) -> {
            if (mayWriteThrough(weight, id)) {
                roots.put(
                        aliases.root(id),
                        roots.get(weight).as(program.value(aliases.root(id)).type()));
            }
        });
    }

    private static Slot constant(ArrayType type, Literal literal) {
        Slot slot = Slot.allocate(type);
        FloatBuffer floats = slot.floats();
        for (int index = 0; index < type.elements(); index++) {
            floats.put(index, literal.at(index));
        }
        return slot;
    }

    /** Whether the new value may be made in the weight's memory: nobody reads the old one after or while it is made. */
    private boolean mayWriteThrough(int weight, int id) {
        int root = aliases.root(id);
        for (int index = program.instructions().size() - 1; index >= 0; index--) {
            Instruction instruction = program.instructions().get(index);
            if (instruction.outputs().contains(root)) {
                List<Integer> safe = InPlace.positions(program, instruction);
                return IntStream.range(0, instruction.inputs().size())
                        .allMatch(position -> safe.contains(position)
                                || aliases.root(instruction.inputs().get(position)) != weight);
            }
            if (!aliases.isView(instruction)
                    && instruction.inputs().stream().anyMatch(input -> aliases.root(input) == weight)) {
                return false;
            }
        }
        return false;
    }

    private void placeInArena() {
        List<Instruction> instructions = program.instructions();
        int end = instructions.size();
        Map<Integer, Integer> first = new HashMap<>();
        Map<Integer, Integer> last = new HashMap<>();
        for (Value value : program.values(Value.Kind.INPUT)) {
            first.put(value.id(), -1);
            last.put(value.id(), end);
        }
        for (int index = 0; index < end; index++) {
            Instruction instruction = instructions.get(index);
            for (int input : instruction.inputs()) {
                last.merge(aliases.root(input), index, Math::max);
            }
            for (int output : instruction.outputs()) {
                int root = aliases.root(output);
                first.putIfAbsent(root, index);
                last.merge(root, index, Math::max);
                if (stable.contains(output)) {
                    // Made once in the prologue, read in every run.
                    first.put(root, -1);
                    last.put(root, end);
                }
            }
        }
        program.outputs().values().forEach(id -> last.put(aliases.root(id), end));
        program.assignments().values().forEach(id -> last.put(aliases.root(id), end));

        List<Integer> ids = first.keySet().stream()
                .filter(id -> !roots.containsKey(id))
                .sorted()
                .toList();
        List<MemoryPlanner.Buffer> buffers = new ArrayList<>();
        for (int id : ids) {
            int birth = first.get(id);
            List<Integer> replaceable = new ArrayList<>();
            if (birth >= 0) {
                for (int position : InPlace.positions(program, instructions.get(birth))) {
                    int operand = instructions.get(birth).inputs().get(position);
                    int candidate = ids.indexOf(aliases.root(operand));
                    if (candidate >= 0 && aliases.isWhole(operand)) {
                        replaceable.add(candidate);
                    }
                }
            }
            buffers.add(new MemoryPlanner.Buffer(program.value(id).type().bytes(), birth, last.get(id), replaceable));
        }
        MemoryPlanner.Layout layout = MemoryPlanner.plan(buffers);
        arenaBytes = layout.bytes();
        Storage arena = Storage.allocate(Math.max(arenaBytes, 1));
        for (int index = 0; index < ids.size(); index++) {
            ArrayType type = program.value(ids.get(index)).type();
            roots.put(ids.get(index), new Slot(type, arena, layout.offsets().get(index)));
        }
    }
}
