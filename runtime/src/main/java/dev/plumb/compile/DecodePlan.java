package dev.plumb.compile;

import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.layer.CachedAttention;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A prepared run of so many new steps, over caches that are laid out for one number of steps of some. */
final class DecodePlan implements AutoCloseable {
    private final LongSupplier version;
    private final Plan plan;
    private final int steps;
    private final FloatBuffer[] floats;
    private final IntBuffer[] ints;
    private final IntBuffer position;
    private final List<Mask> masks = new ArrayList<>();

    /** What is added to the scores of attentions that see so many steps. */
    private record Mask(int window, FloatBuffer floats) {}

    /**
     * Prepares a run.
     *
     * @param programs of the same new steps, by the number of steps that there is room for
     * @param limit among how many threads work may be divided: see {@link Sizes#threads()}
     */
    DecodePlan(
            List<DecodeProgram> programs, Bindings bindings, LongSupplier version, int steps, int examples, int limit) {
        DecodeProgram program = programs.get(programs.size() - 1);
        int threads = Threads.ofPrediction(program.program(), examples * steps, limit);
        this.version = version;
        this.steps = steps;
        // A step waits for the memory that its weights come from, and packed ones lie in the order in which they are
        // read. Plans of more steps are many and run once a prompt.
        this.plan = Plan.prepareSizes(
                programs.stream().map(DecodeProgram::program).toList(),
                bindings,
                steps == 1
                        ? KernelProviders.ofRow(Threads.areRowsShared(threads, limit))
                        : KernelProviders.withWeightsInPlace(),
                threads);
        this.floats = program.inputs().stream()
                .map(plan::slot)
                .map(Slot::borrowFloats)
                .toArray(FloatBuffer[]::new);
        this.ints =
                program.inputs().stream().map(plan::slot).map(Slot::borrowInts).toArray(IntBuffer[]::new);
        this.position = plan.slot(program.position()).borrowInts();
        program.masks()
                .forEach((window, mask) ->
                        masks.add(new Mask(window, plan.slot(mask).borrowFloats())));
    }

    FloatBuffer input(int index) {
        return floats[index];
    }

    IntBuffer inputInts(int index) {
        return ints[index];
    }

    /**
     * Computes the new steps.
     *
     * @param before how many steps there are already
     * @param room for how many steps the caches are laid out
     * @param size the index of the program that has so much room
     */
    void run(int before, int room, int size) {
        position.put(0, before);
        for (int i = 0; i < masks.size(); i++) {
            fill(masks.get(i), before, room);
        }
        plan.choose(size);
        plan.run(version.getAsLong());
    }

    private void fill(Mask mask, int before, int room) {
        FloatBuffer to = mask.floats();
        for (int row = 0; row < steps; row++) {
            int at = before + row;
            // One that sees all has the largest number as its window.
            int first = Math.max(0, at - mask.window() + 1);
            for (int column = 0; column < room; column++) {
                to.put(row * room + column, column >= first && column <= at ? 0 : CachedAttention.EXCLUDED);
            }
        }
    }

    long nativeBytes() {
        return plan.nativeBytes();
    }

    /** Its plan, for tests and benchmarks. */
    Plan plan() {
        return plan;
    }

    @Override
    public void close() {
        plan.close();
    }
}
