package dev.plumb.compile;

import dev.plumb.engine.plan.Plan;
import java.util.List;
import java.util.stream.Stream;

/**
 * A stretch of a step: plans that run at the same time.
 *
 * @param lanes each on a thread of its own, its plans one after the other; the work of all is about the same
 */
public record Stretch(List<List<Plan>> lanes) {
    public Stretch {
        lanes = lanes.stream().map(List::copyOf).toList();
    }

    /** Plans that run one after the other. */
    static Stretch inTurn(List<Plan> plans) {
        return new Stretch(List.of(plans));
    }

    /** Plans that run at the same time. */
    static Stretch atOnce(List<Plan> plans) {
        return new Stretch(plans.stream().map(List::of).toList());
    }

    /** The plans of all lanes. */
    Stream<Plan> plans() {
        return lanes.stream().flatMap(List::stream);
    }
}
