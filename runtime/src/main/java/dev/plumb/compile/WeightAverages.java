package dev.plumb.compile;

import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.train.UpdateOptions;
import dev.plumb.weights.WeightRange;
import dev.plumb.weights.WeightStore;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The moving averages of the trained weights over the steps. Without such an option there are none. */
final class WeightAverages {
    private final UpdateOptions options;
    private final List<Part> parts = new ArrayList<>();
    private final List<Averaged> averaged = new ArrayList<>();

    /** The averages of one range. */
    private record Part(Plan plan, FloatBuffer kept, FloatBuffer taken, long missed) {}

    /** A weight and its average. */
    private record Averaged(Slot weight, Slot average, long missed) {}

    /**
     * The averages of some weights.
     *
     * @param averages the flat array; it is not looked at if there are none
     */
    WeightAverages(
            UpdateOptions options, List<WeightRange> ranges, Storage averages, InPlaceProgram.Preparing preparing) {
        this.options = options;
        if (options.averageMomentum().isPresent()) {
            ranges.forEach(range -> add(range, averages, preparing));
        }
    }

    private void add(WeightRange range, Storage averages, InPlaceProgram.Preparing preparing) {
        ArrayType type = ArrayType.float32(Math.toIntExact(range.elements()));
        InPlaceProgram program = new InPlaceProgram();
        Var kept = program.number("kept");
        Var taken = program.number("taken");
        Var average = program.array("averages", type, averages, range.flat());
        Var weights = program.array("weights", type, range.storage(), range.offset());
        program.assign(average, average.times(kept).plus(weights.times(taken)));
        Plan plan = program.prepare(preparing);
        parts.add(
                new Part(plan, plan.slot(kept).borrowFloats(), plan.slot(taken).borrowFloats(), range.missed()));
        for (WeightStore.Entry weight : range.weights()) {
            averaged.add(new Averaged(
                    new Slot(weight.type(), weight.block().storage(), weight.byteOffset()),
                    new Slot(weight.type(), averages, weight.flatBytes()),
                    range.missed()));
        }
    }

    /** All plans. */
    List<Plan> plans() {
        return parts.stream().map(Part::plan).toList();
    }

    /**
     * Lets the averages follow the weights, and sets the weights to them in those steps that do.
     *
     * @param iteration the number of steps before
     */
    void follow(long iteration) {
        OptionalDouble momentum = options.averageMomentum();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            float kept = options.updates(iteration, part.missed()) == 0 ? 0 : (float) momentum.orElseThrow();
            part.kept().put(0, kept);
            part.taken().put(0, 1 - kept);
            part.plan().run();
        }
        if (!parts.isEmpty()
                && options.averageFrequency().isPresent()
                && (options.updates(iteration, 0) + 1)
                                % options.averageFrequency().getAsInt()
                        == 0) {
            overwrite(iteration + 1);
        }
    }

    /**
     * Sets the weights to their averages.
     *
     * @param iteration the number of steps so far: a weight that has missed them all has no average
     */
    void overwrite(long iteration) {
        for (Averaged one : averaged) {
            if (one.missed() < iteration) {
                one.weight().floats().put(one.average().floats());
            }
        }
    }

    /** Sets the weights to their averages, and the averages to the weights as they were. */
    void swap(long iteration) {
        for (Averaged one : averaged) {
            if (one.missed() < iteration) {
                float[] before = one.weight().toFloats();
                one.weight().floats().put(one.average().floats());
                one.average().floats().put(before);
            }
        }
    }
}
