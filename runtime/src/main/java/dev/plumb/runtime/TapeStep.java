package dev.plumb.runtime;

import dev.plumb.compile.EagerTape;
import dev.plumb.compile.RecurrentStates;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Storage;
import dev.plumb.ops.Var;
import dev.plumb.weights.Trainability;
import dev.plumb.weights.WeightStore;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Moves weights by gradients that were computed on a tape. Not thread safe. */
final class TapeStep {
    private final String model;
    private final WeightStore weights;
    private final TrainingState state;

    /** Where the gradients of weights go, by their paths. */
    private final Map<String, ByteBuffer> places = new HashMap<>();

    TapeStep(String model, WeightStore weights, TrainingState state) {
        this.model = model;
        this.weights = weights;
        this.state = state;
    }

    WeightStore weights() {
        return weights;
    }

    TrainingState state() {
        return state;
    }

    /**
     * The number of a loss.
     *
     * @throws ArithmeticException if it is NaN or infinite
     */
    float finite(GradientTape tape, Var loss) {
        return requireFinite(tape.context().number(loss));
    }

    private float requireFinite(float loss) {
        if (!Float.isFinite(loss)) {
            throw new ArithmeticException("the loss of model '" + model + "' is " + loss + " after "
                    + state.iteration()
                    + " steps; this one is not taken: try a smaller learning rate, or look for NaN in the"
                    + " data");
        }
        return loss;
    }

    /**
     * The gradients of a loss by the paths of weights, taken of the loss times the loss scale, if there is one.
     *
     * @param taking takes gradients
     */
    Map<String, Var> gradients(Var loss, Function<Var, Map<String, Var>> taking) {
        if (!state.lossScale().isUsed()) {
            return taking.apply(loss);
        }
        float scale = state.lossScale().now();
        Map<String, Var> gradients = new HashMap<>(taking.apply(loss.times(scale)));
        gradients.replaceAll((path, gradient) -> gradient.dividedBy(scale));
        return gradients;
    }

    /** Takes a step: gradients, weights, and the moving statistics that layers found on the tape. A weight without a gradient has zeros. */
    void take(Trainability trained, EagerTape tape, Map<String, Var> gradients) {
        weights.whileTraining("model '" + model + "'", trained.frozen(), () -> {
            weights.runBetweenSteps(() -> {
                write(trained, tape, gradients);
                move(trained, tape);
            });
            return model;
        });
    }

    /**
     * Takes a step by gradients that were copied, and maybe changed.
     *
     * @throws ArithmeticException if the loss that they are of is NaN or infinite; nothing is changed then
     */
    void take(Trainability trained, BatchGradients gradients) {
        requireFinite((float) gradients.loss());
        weights.whileTraining("model '" + model + "'", trained.frozen(), () -> {
            weights.runBetweenSteps(() -> state.take(gradients, trained));
            return model;
        });
    }

    /** A copy of gradients. */
    BatchGradients copy(Trainability trained, EagerTape tape, Map<String, Var> gradients, Evaluation evaluation) {
        write(trained, tape, gradients);
        Map<String, float[]> moved = new HashMap<>();
        tape.moved(weights)
                .forEach((path, value) -> moved.put(path, tape.recorder().floats(value)));
        return BatchGradients.copy(
                weights, trained, state.update().gradients(), evaluation, moved, new RecurrentStates(model));
    }

    private void write(Trainability trained, EagerTape tape, Map<String, Var> gradients) {
        gradients.forEach((path, gradient) -> require(weights.entry(path), gradient));
        state.update().gradientArray().written();
        for (WeightStore.Entry entry : weights.entries()) {
            if (trained.trains(entry)) {
                ByteBuffer place = places.computeIfAbsent(entry.path(), path -> place(entry));
                Var gradient = gradients.get(entry.path());
                if (gradient == null) {
                    place.put(0, new byte[place.capacity()]);
                } else {
                    place.put(0, tape.recorder().buffer(gradient), 0, place.capacity());
                }
            }
        }
    }

    private void move(Trainability trained, EagerTape tape) {
        double rate = state.learningRate();
        state.use(trained);
        if (!state.accepts()) {
            return;
        }
        tape.moved(weights).forEach((path, value) -> weights.slot(path)
                .borrowBytes()
                .put(
                        0,
                        tape.recorder().buffer(value),
                        0,
                        Math.toIntExact(value.type().bytes())));
        state.advance(rate);
    }

    private static void require(WeightStore.Entry entry, Var gradient) {
        if (!entry.type().equals(gradient.type())) {
            throw new IllegalArgumentException("the gradient of weight '" + entry.path() + "' is " + gradient.type()
                    + ": expected " + entry.type());
        }
    }

    private ByteBuffer place(WeightStore.Entry entry) {
        Storage flat = state.update().gradients();
        return new Slot(entry.type(), flat, entry.flatBytes()).borrowBytes();
    }
}
