package dev.plumb.runtime;

import dev.plumb.compile.EagerTape;
import dev.plumb.engine.eager.EagerKernels;
import dev.plumb.ops.NonFinite;
import dev.plumb.ops.Var;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what is computed, for gradients, and holds its memory, which is freed when it is closed:
 *
 * <pre>{@code
 * try (GradientTape tape = model.tape(Phase.TRAINING)) {
 *     Var output = model.call(tape.context(), tree);
 *     Var loss = tape.context().loss(Losses.sparseCategoricalCrossentropy(), output, tape.context().ints(new int[] {label}));
 *     optimizer.step(tape, loss);
 * }
 * }</pre>
 *
 * Several models may be called on one tape. Gradients are values of the tape like any other: of what is computed from them there are
 * gradients again, as far as the ops of their computation have such. Not thread safe; each thread has its own.
 */
public final class GradientTape implements AutoCloseable {
    private final EagerTape tape;
    private final EagerContext context;

    GradientTape(EagerKernels kernels, Phase phase, int seed) {
        this.tape = new EagerTape(kernels, phase == Phase.TRAINING, seed);
        this.context = new EagerContext(tape);
    }

    /** What models are called with. */
    public EagerContext context() {
        return context;
    }

    EagerTape tape() {
        return tape;
    }

    /**
     * The gradients of a scalar for all weights of a model that are trained, by their paths; zeros for those that it does not depend on.
     *
     * @throws IllegalArgumentException if the loss has more than one element, or belongs to another tape
     * @throws IllegalStateException if the tape is closed, a step has changed weights that it read, or the model was never called and has none
     * @throws UnsupportedOperationException if it depends on them through an op that has no gradient; the message names it
     */
    public Map<String, Var> gradients(Var loss, EagerModel<?, ?> model) {
        requireOwn(loss);
        return tape.gradients(loss, model.store(), model.trainability());
    }

    /** The gradients of a scalar for all weights of a network that are trained; as {@link #gradients(Var, EagerModel)}. */
    public Map<String, Var> gradients(Var loss, Network network) {
        requireOwn(loss);
        return tape.gradients(loss, network.store(), network.trainability());
    }

    /**
     * The gradients of a scalar for some values of this tape, of their types; zeros where it does not depend on one. Throws as {@link
     * #gradients(Var, EagerModel)}.
     */
    public List<Var> gradients(Var loss, List<Var> values) {
        requireOwn(loss);
        values.forEach(this::requireOwn);
        return tape.gradients(loss, values);
    }

    /** The gradient of a scalar for a value of this tape. */
    public Var gradient(Var loss, Var value) {
        return gradients(loss, List.of(value)).get(0);
    }

    /** The sum of the penalties that regularizers of a model's trained weights state, and of what layers in code have added to the loss of this tape: to be
     * added to the loss, if it is to count them. */
    public Var penalty(EagerModel<?, ?> model) {
        return tape.penalty(model.store(), model.trainability());
    }

    /** The penalties of a network; as {@link #penalty(EagerModel)}. */
    public Var penalty(Network network) {
        return tape.penalty(network.store(), network.trainability());
    }

    private void requireOwn(Var value) {
        tape.recorder().buffer(value);
    }

    /** From now on each op knows the line of the program that it comes from, for {@link #findNonFinite}. It makes small steps slower. */
    public void keepLines() {
        tape.recorder().origins().keepLines();
    }

    /**
     * Where numbers of a value that are not finite come from, a loss or a gradient: the first op that made such of operands that are finite, with its layer,
     * and the line of the program if {@link #keepLines} was called before. Empty if the value is finite, or if what was given to the tape is not.
     */
    public Optional<NonFinite> findNonFinite(Var value) {
        requireOwn(value);
        return tape.recorder().search().first(value.id());
    }

    /** The native memory of all values, in bytes. */
    public long bytes() {
        return tape.recorder().bytes();
    }

    /** Frees all values at once: they cannot be read any more. */
    @Override
    public void close() {
        tape.close();
    }
}
