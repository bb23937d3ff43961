package dev.plumb.compile;

import dev.plumb.engine.plan.Plan;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.weights.WeightRange;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes gradients of a loss that was scaled those of the loss, in place, and looks whether all are finite. */
final class GradientScaling {
    private final List<Plan> dividing = new ArrayList<>();
    private final List<FloatBuffer> scales = new ArrayList<>();
    private final List<Plan> looking = new ArrayList<>();
    private final List<FloatBuffer> finite = new ArrayList<>();

    /** The scaling of the gradients of some weights; none needs no plans. */
    GradientScaling(List<WeightRange> ranges, Storage gradients, InPlaceProgram.Preparing preparing) {
        for (WeightRange range : ranges) {
            ArrayType type = ArrayType.float32(Math.toIntExact(range.elements()));
            InPlaceProgram divide = new InPlaceProgram();
            Var scale = divide.number("loss scale");
            Var scaled = divide.array("gradients", type, gradients, range.flat());
            divide.assign(scaled, scaled.dividedBy(scale));
            Plan divided = divide.prepare(preparing);
            dividing.add(divided);
            scales.add(divided.slot(scale).borrowFloats());

            InPlaceProgram look = new InPlaceProgram();
            Var least = look.array("gradients", type, gradients, range.flat())
                    .isFinite()
                    .min();
            look.output("all are finite", least);
            Plan looked = look.prepare(preparing);
            looking.add(looked);
            finite.add(looked.output(least).borrowFloats());
        }
    }

    /** All plans. */
    List<Plan> plans() {
        return Stream.concat(dividing.stream(), looking.stream()).toList();
    }

    void divide(float scale) {
        for (int i = 0; i < dividing.size(); i++) {
            scales.get(i).put(0, scale);
            dividing.get(i).run();
        }
    }

    boolean areFinite() {
        for (int i = 0; i < looking.size(); i++) {
            looking.get(i).run();
            if (finite.get(i).get(0) == 0) {
                return false;
            }
        }
        return true;
    }
}
