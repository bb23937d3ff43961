package example;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Models of a user that decide by more than the sizes of their inputs: messages point at lines of this file. */
public final class DecidingModels {
    private DecidingModels() {}

    /** Goes on until it is sure. */
    public static final class Halting extends EagerModel<Var, Var> {
        private final EagerLayer step = layer("step", Layers.dense(3));
        private final EagerLayer halt = layer("halt", Layers.dense(1));

        @Override
        public Var call(EagerContext context, Var x) {
            Var state = x;
            for (int i = 0; i < 3; i++) {
                state = step.call(context, state);
                Var sure = halt.call(context, state).mean();
                if (context.number(sure) > 0) {
                    return state;
                }
            }
            return state;
        }
    }

    /** Decides by what a layer gave. */
    public static final class Peeking extends EagerModel<Var, Var> {
        private final EagerLayer hidden = layer("hidden", Layers.dense(3));

        @Override
        public Var call(EagerContext context, Var x) {
            Var y = hidden.call(context, x);
            return context.numbers(y)[0] > 0 ? y : x;
        }
    }

    /** Decides by its input. */
    public static final class Looking extends EagerModel<Var, Var> {
        @Override
        public Var call(EagerContext context, Var x) {
            return context.copy(x).meanNumber().doubleValue() > 0 ? x : x.times(-1);
        }
    }

    /** Leaves a layer out now and then. */
    public static final class Stochastic extends EagerModel<Var, Var> {
        private final Random random = new Random(1);
        private final EagerLayer hidden = layer("hidden", Layers.dense(3));

        @Override
        public Var call(EagerContext context, Var x) {
            Var y = x.times(2);
            if (random.nextBoolean()) {
                y = hidden.call(context, y);
            }
            return y.tanh();
        }
    }

    /** Has another number each time. */
    public static final class Counting extends EagerModel<Var, Var> {
        private int calls;

        @Override
        public Var call(EagerContext context, Var x) {
            return x.times(++calls);
        }
    }

    /** Takes one of two layers, in turn. */
    public static final class Alternating extends EagerModel<Var, Var> {
        private boolean second;
        private final EagerLayer one = layer("one", Layers.dense(3));
        private final EagerLayer two = layer("two", Layers.dense(3));

        @Override
        public Var call(EagerContext context, Var x) {
            second = !second;
            return (second ? two : one).call(context, x);
        }
    }

    /** Adds in another order each time. */
    public static final class Swapping extends EagerModel<Var, Var> {
        private boolean swap;

        @Override
        public Var call(EagerContext context, Var x) {
            swap = !swap;
            Var a = x.tanh();
            Var b = x.exp();
            return (swap ? a : b).minus(swap ? b : a);
        }
    }

    /** Keeps what it computed. */
    public static final class Keeping extends EagerModel<Var, Var> {
        private final List<Var> before = new ArrayList<>();

        @Override
        public Var call(EagerContext context, Var x) {
            before.add(x.tanh());
            return before.get(0);
        }
    }
}
