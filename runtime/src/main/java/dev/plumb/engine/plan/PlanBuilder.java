package dev.plumb.engine.plan;

import dev.plumb.engine.Program;
import dev.plumb.engine.Value;
import dev.plumb.ops.op.AllGather;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Copy;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Literal;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Prepares a plan: results of their own, lifetimes, memory, kernels. */
final class PlanBuilder {

    /** The first use of a value that nothing makes or reads: later than any. */
    private static final int UNUSED = Integer.MAX_VALUE;

    /** By size; alike but for that. */
    private final List<Program> programs;

    /** The largest. */
    private final Program program;

    private final Bindings bindings;
    private final List<KernelProvider> providers;
    /** Whether arrays share places where their lifetimes allow it. */
    private final boolean sharing;

    private final PlanResources resources;
    private final Aliases aliases;
    /** The values that only change when weights are written from outside. */
    private final BitSet stable;
    /** Memory by root value. */
    private final Map<Integer, Slot> roots = new HashMap<>();

    private long inputBytes;
    private long arenaBytes;
    private long liveBytes;

    PlanBuilder(Program program, Bindings bindings, List<KernelProvider> providers, boolean sharing, int threads) {
        this(List.of(program), bindings, providers, sharing, threads);
    }

    /** Of programs that are alike but for some sizes, the largest last; throws {@link IllegalArgumentException} if they are not. */
    PlanBuilder(List<Program> bySize, Bindings bindings, List<KernelProvider> providers, boolean sharing, int threads) {
        this.programs = new ArrayList<>(bySize.size());
        for (Program sized : bySize) {
            programs.add(Notes.sized(OwnResults.apply(sized, bindings), providers, threads));
        }
        SizedPrograms.check(programs);
        this.program = programs.get(programs.size() - 1);
        this.bindings = bindings;
        this.providers = providers;
        this.sharing = sharing;
        this.resources = new PlanResources(threads);
        this.stable = stableValues();
        this.aliases = aliases(program);
    }

    private Aliases aliases(Program sized) {
        Aliases views = new Aliases(sized);
        if (sharing) {
            Concatenations.place(sized, views, stable, placedElsewhere(views));
        }
        return views;
    }

    /** What is bound, or may be made in a weight's memory. */
    private Set<Integer> placedElsewhere(Aliases views) {
        Set<Integer> placed = new HashSet<>();
        for (Program.Output output : program.outputs()) {
            if (bindings.output(output.recorded()).isPresent()) {
                placed.add(views.root(output.id()));
            }
        }
        for (int id : program.assignments().values()) {
            placed.add(views.root(id));
        }
        return placed;
    }

    Plan build() {
        try {
            return built();
        } catch (RuntimeException | Error failed) {
            resources.close();
            Storage.returnToSystem();
            throw failed;
        }
    }

    private Plan built() {
        placeFromOutside();
        placeInArena();
        @Nullable Slot[] largest = slots(program, aliases);
        List<@Nullable Slot[]> slots = new ArrayList<>(programs.size());
        for (Program smaller : programs.subList(0, programs.size() - 1)) {
            Aliases views = aliases(smaller);
            SizedPrograms.check(views, aliases, program);
            slots.add(slots(smaller, views));
        }
        slots.add(largest);
        KernelList kernels = new KernelList(resources);
        KernelMaker maker = new KernelMakers(providers, sharing, program, kernels);
        SizedKernel.Choice choice = new SizedKernel.Choice(programs.size());
        for (int index = 0; index < program.instructions().size(); index++) {
            if (!aliases.isView(program.instructions().get(index))) {
                List<Work> works = new ArrayList<>(programs.size());
                for (int size = 0; size < programs.size(); size++) {
                    works.add(work(programs.get(size).instructions().get(index), slots.get(size)));
                }
                make(works, choice, kernels, maker);
            }
        }
        // What could not be computed in place moves to the weights when everything has been read.
        program.assignments().forEach((weight, id) -> {
            if (!Objects.equals(largest[weight], largest[id])) {
                Instruction copy = new Instruction(new Copy(), List.of(id), List.of(weight));
                List<Work> works = new ArrayList<>(programs.size());
                slots.forEach(sized -> works.add(work(copy, sized)));
                make(works, choice, kernels, maker);
            }
        });
        maker.finish();
        return new Plan(program, largest, kernels.prologue(), kernels.main(), choice, memory(), resources);
    }

    /** Where the values of a program lie: where those of the largest do. */
    private @Nullable Slot[] slots(Program sized, Aliases views) {
        @Nullable Slot[] slots = new Slot[sized.values().size()];
        for (Value value : sized.values()) {
            Slot root = roots.get(views.root(value.id()));
            if (root != null) {
                slots[value.id()] = root.part(value.type(), views.offset(value.id()));
            }
        }
        return slots;
    }

    /** The kernels of some work that is the same in each size, or a kernel for each. */
    private static void make(List<Work> bySize, SizedKernel.Choice choice, KernelList kernels, KernelMaker maker) {
        Work largest = bySize.get(bySize.size() - 1);
        for (Work work : bySize.subList(0, bySize.size() - 1)) {
            if (!work.equals(largest)) {
                SizedKernel.add(bySize, choice, kernels, maker);
                return;
            }
        }
        make(largest, maker);
    }

    private PlanMemory memory() {
        return new PlanMemory(
                inputBytes,
                arenaBytes,
                liveBytes,
                resources.allocated() - inputBytes - arenaBytes,
                resources.bytes() - resources.allocated());
    }

    static void make(Work work, KernelMaker maker) {
        if (!maker.make(work)) {
            throw new UnsupportedOperationException("no kernel for " + work.op().label());
        }
    }

    private Work work(Instruction instruction, @Nullable Slot[] slots) {
        List<Integer> inputs = instruction.inputs();
        Set<Integer> stableInputs = new HashSet<>();
        for (int position = 0; position < inputs.size(); position++) {
            if (stable.get(inputs.get(position))) {
                stableInputs.add(position);
            }
        }
        return new Work(
                instruction.op(),
                slots(inputs, slots),
                slots(instruction.outputs(), slots),
                inputs,
                instruction.outputs(),
                stableInputs,
                areAllStable(instruction.outputs(), stable));
    }

    private List<Slot> slots(List<Integer> ids, @Nullable Slot[] slots) {
        List<Slot> result = new ArrayList<>(ids.size());
        for (int id : ids) {
            Slot slot = slots[id];
            if (slot == null) {
                throw new IllegalArgumentException(program.value(id) + " is read before it is made");
            }
            result.add(slot);
        }
        return result;
    }

    private static boolean areAllStable(List<Integer> ids, BitSet stable) {
        for (int id : ids) {
            if (!stable.get(id)) {
                return false;
            }
        }
        return true;
    }

    /** Constants, weights that this program does not assign, and what depends on nothing else. */
    private BitSet stableValues() {
        BitSet ids = new BitSet(program.values().size());
        for (Value value : program.values()) {
            if (value.kind() == Value.Kind.CONSTANT
                    || (value.kind() == Value.Kind.WEIGHT
                            && !bindings.areWeightsChanging()
                            && !program.assignments().containsKey(value.id()))) {
                ids.set(value.id());
            }
        }
        Set<Integer> bound = new HashSet<>();
        for (Program.Output output : program.outputs()) {
            if (bindings.output(output.recorded()).isPresent()) {
                bound.add(output.id());
            }
        }
        bound.addAll(program.assignments().values());
        for (Instruction instruction : program.instructions()) {
            // What goes to memory of the caller's is written in each run: the caller may have overwritten it.
            if (!(instruction.op() instanceof AllGather)
                    && areAllStable(instruction.inputs(), ids)
                    && Collections.disjoint(instruction.outputs(), bound)) {
                for (int output : instruction.outputs()) {
                    ids.set(output);
                }
            }
        }
        return ids;
    }

    private void placeFromOutside() {
        placeInputs();
        for (Value value : program.values()) {
            if (value.kind() == Value.Kind.WEIGHT) {
                Optional<Bindings.Place> place = bindings.weight(value.id());
                roots.put(value.id(), place.isPresent() ? slot(value, place.get()) : allocate(value.type()));
            } else if (value.kind() == Value.Kind.CONSTANT && value.literal() != null) {
                roots.put(value.id(), constant(value.type(), value.literal()));
            }
        }
        for (Program.Output output : program.outputs()) {
            int root = aliases.root(output.id());
            Optional<Bindings.Place> place = bindings.output(output.recorded());
            if (place.isPresent()) {
                roots.put(root, slot(program.value(root), place.get()));
            }
        }
        program.assignments().forEach((weight, id) -> {
            if (sharing && mayWriteThrough(weight, id)) {
                roots.put(
                        aliases.root(id),
                        roots.get(weight).as(program.value(aliases.root(id)).type()));
            }
        });
    }

    /** Inputs lie apart from the arena: whoever fills them may keep a view when the plan and its arena are gone. */
    private void placeInputs() {
        List<Value> inputs = new ArrayList<>();
        for (Value input : program.values(Value.Kind.INPUT)) {
            Optional<Bindings.Place> place = bindings.input(input.id());
            if (place.isPresent()) {
                roots.put(input.id(), slot(input, place.get()));
            } else {
                inputs.add(input);
            }
        }
        List<MemoryPlanner.Buffer> buffers = new ArrayList<>();
        for (Value input : inputs) {
            buffers.add(new MemoryPlanner.Buffer(input.type().bytes(), 0, 0, List.of()));
        }
        MemoryPlanner.Layout layout = MemoryPlanner.apart(buffers);
        inputBytes = layout.bytes();
        Storage memory = resources.allocate(Math.max(inputBytes, 1));
        for (int index = 0; index < inputs.size(); index++) {
            Value input = inputs.get(index);
            roots.put(
                    input.id(), new Slot(input.type(), memory, layout.offsets().get(index)));
        }
    }

    private static Slot slot(Value value, Bindings.Place place) {
        return new Slot(value.type(), place.storage(), place.offset());
    }

    private Slot allocate(ArrayType type) {
        return new Slot(type, resources.allocate(type.bytes()), 0);
    }

    private Slot constant(ArrayType type, Literal literal) {
        Slot slot = allocate(type);
        FloatBuffer floats = slot.borrowFloats();
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
                return isReadOnlyAt(instruction, safe, weight);
            }
            if (!aliases.isView(instruction)
                    && instruction.inputs().stream().anyMatch(input -> aliases.root(input) == weight)) {
                return false;
            }
        }
        return false;
    }

    /** Whether an instruction reads a root at these positions only: not a part of it, too, that it would overwrite before it is read. */
    private boolean isReadOnlyAt(Instruction instruction, List<Integer> positions, int root) {
        return IntStream.range(0, instruction.inputs().size())
                .allMatch(position -> positions.contains(position)
                        || aliases.root(instruction.inputs().get(position)) != root);
    }

    private void placeInArena() {
        List<Instruction> instructions = program.instructions();
        int end = instructions.size();
        int[] first = new int[program.values().size()];
        int[] last = new int[first.length];
        Arrays.fill(first, UNUSED);
        for (int index = 0; index < end; index++) {
            Instruction instruction = instructions.get(index);
            for (int input : instruction.inputs()) {
                int root = aliases.root(input);
                last[root] = Math.max(last[root], index);
            }
            for (int output : instruction.outputs()) {
                int root = aliases.root(output);
                first[root] = Math.min(first[root], index);
                last[root] = Math.max(last[root], index);
                if (stable.get(output)) {
                    // Made once in the prologue, read in every run.
                    first[root] = -1;
                    last[root] = end;
                }
            }
        }
        for (Program.Output output : program.outputs()) {
            last[aliases.root(output.id())] = end;
        }
        for (int id : program.assignments().values()) {
            last[aliases.root(id)] = end;
        }

        List<Integer> ids = new ArrayList<>();
        int[] positions = new int[first.length];
        for (int id = 0; id < first.length; id++) {
            boolean inArena = first[id] != UNUSED && !roots.containsKey(id);
            positions[id] = inArena ? ids.size() : -1;
            if (inArena) {
                ids.add(id);
            }
        }
        List<MemoryPlanner.Buffer> buffers = new ArrayList<>();
        for (int id : ids) {
            int birth = first[id];
            List<Integer> replaceable = new ArrayList<>();
            if (birth >= 0) {
                List<Integer> safe = InPlace.positions(program, instructions.get(birth));
                for (int position : safe) {
                    int operand = instructions.get(birth).inputs().get(position);
                    int candidate = positions[aliases.root(operand)];
                    if (candidate >= 0
                            && aliases.isWhole(operand)
                            && isReadOnlyAt(instructions.get(birth), safe, aliases.root(operand))) {
                        replaceable.add(candidate);
                    }
                }
            }
            buffers.add(new MemoryPlanner.Buffer(program.value(id).type().bytes(), birth, last[id], replaceable));
        }
        MemoryPlanner.Layout layout = sharing ? MemoryPlanner.plan(buffers) : MemoryPlanner.apart(buffers);
        arenaBytes = layout.bytes();
        liveBytes = layout.live();
        Storage arena = resources.allocate(Math.max(arenaBytes, 1));
        for (int index = 0; index < ids.size(); index++) {
            ArrayType type = program.value(ids.get(index)).type();
            roots.put(ids.get(index), new Slot(type, arena, layout.offsets().get(index)));
        }
    }
}
