package dev.plumb.layer;

import dev.plumb.ops.Var;
import dev.plumb.ops.op.RandomNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The context of a layer that is called several times with the same random numbers. */
final class RepeatedDraws extends InnerContext {
    private final List<Var> drawn = new ArrayList<>();
    private int next;

    RepeatedDraws(LayerContext outer) {
        super(outer, "", Optional.empty());
    }

    /** The layer is called: its first number is the first one again. */
    void start() {
        next = 0;
    }

    @Override
    public Var random(RandomNumbers.Distribution distribution, List<Integer> shape) {
        if (next == drawn.size()) {
            drawn.add(super.random(distribution, shape));
        }
        return drawn.get(next++);
    }
}
