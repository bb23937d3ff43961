package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.PlanResources;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.engine.team.HotTeam;
import dev.plumb.ops.op.ArrayType;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.jspecify.annotations.Nullable;

/**
 * Binds primitives to the memory of one plan. All of its kernels share one scratchpad, which exists after {@link #finish()}: oneDNN's own
 * belongs to the thread that made a primitive, but a plan may run on any.
 */
final class Session {

    private final PrimitiveCache cache;
    private final References references;
    private final @Nullable HotTeam team;
    private final PlanResources resources;
    private final Natives natives;
    private final ArgumentArrays arrays;
    private final MemoryObjects memories;
    /** What this plan holds of the cache. */
    private final Map<Description, Primitive> primitives = new HashMap<>();

    private final Map<Constant, Slot> constants = new HashMap<>();

    private record Constant(int count, float value) {}

    /**
     * An argument of a primitive.
     *
     * @param index which, a {@code DNNL_ARG_…} number
     * @param storage the memory
     * @param offset of the first element in bytes
     */
    record Argument(int index, Storage storage, long offset) {

        static Argument of(int index, Slot slot) {
            return new Argument(index, slot.storage(), slot.offset());
        }
    }

    Session(PrimitiveCache cache, References references, @Nullable HotTeam team, PlanResources resources) {
        this.cache = cache;
        this.references = references;
        this.team = team;
        this.resources = resources;
        this.natives = new Natives(resources);
        this.arrays = new ArgumentArrays(resources);
        this.memories = new MemoryObjects(natives);
        resources.beforeRun(OpenMp.of(resources.threads()));
    }

    /**
     * The primitive of a description.
     *
     * @throws Natives.UnsupportedPrimitive if there is none that may be used
     */
    Primitive primitive(Description description) {
        Primitive known = primitives.get(description);
        if (known == null) {
            known = cache.hold(new PrimitiveCache.Key(description, resources.threads(), references));
            natives.keep(known);
            primitives.put(description, known);
        }
        return known;
    }

    /** Among whose threads short kernels are divided, if they are. */
    @Nullable
    HotTeam team() {
        return team;
    }

    /** A primitive on some memory. */
    Kernel kernel(Label label, Primitive primitive, List<Argument> arguments) {
        return kernel(label, primitive, arguments, memories::scratchpad);
    }

    /** The same with a scratchpad of its own: it may run at the same time as others. */
    Kernel piece(Label label, Primitive primitive, List<Argument> arguments) {
        return kernel(label, primitive, arguments, user -> memories.scratchpad(user, allocate(user.scratchpadBytes())));
    }

    private Kernel kernel(
            Label label, Primitive primitive, List<Argument> arguments, Function<Primitive, dnnl_memory> scratchpad) {
        boolean scratch = primitive.scratchpadBytes() > 0;
        int count = arguments.size() + (scratch ? 1 : 0);
        dnnl_exec_arg_t array = arrays.take(count);
        for (int index = 0; index < arguments.size(); index++) {
            Argument argument = arguments.get(index);
            array.getPointer(index)
                    .arg(argument.index())
                    .memory(memories.of(primitive, argument.index(), argument.storage(), argument.offset()));
        }
        if (scratch) {
            array.getPointer(arguments.size()).arg(DNNL_ARG_SCRATCHPAD).memory(scratchpad.apply(primitive));
        }
        return new PrimitiveKernel(label, natives, primitive, count, array);
    }

    /** A primitive on some memory. */
    Kernel kernel(Label label, Description description, Argument... arguments) {
        return kernel(label, primitive(description), Arrays.asList(arguments));
    }

    /** A copy between two places. */
    Kernel reorder(Label label, Reorder reorder, Storage source, long sourceOffset, Storage target, long targetOffset) {
        return kernel(
                label,
                reorder,
                new Argument(DNNL_ARG_FROM, source, sourceOffset),
                new Argument(DNNL_ARG_TO, target, targetOffset));
    }

    /** Memory that exists as long as the kernels. */
    Storage allocate(long bytes) {
        return resources.allocate(bytes);
    }

    /** The same for floats. */
    Slot memory(long bytes) {
        ArrayType type = ArrayType.float32(Math.toIntExact((bytes + Float.BYTES - 1) / Float.BYTES));
        return new Slot(type, allocate(type.bytes()), 0);
    }

    /** A vector of so many equal numbers. Not to be written. */
    Slot constant(int count, float value) {
        return constants.computeIfAbsent(new Constant(count, value), key -> {
            ArrayType type = ArrayType.float32(count);
            Slot slot = new Slot(type, allocate(type.bytes()), 0);
            FloatBuffer numbers = slot.borrowFloats();
            for (int index = 0; index < count; index++) {
                numbers.put(index, value);
            }
            return slot;
        });
    }

    /** Gives every kernel made so far its scratchpad. */
    void finish() {
        long bytes = memories.missingScratchpad();
        if (bytes > 0) {
            memories.shareScratchpad(allocate(bytes));
        }
    }
}
