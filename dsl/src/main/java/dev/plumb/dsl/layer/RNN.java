package dev.plumb.dsl.layer;

import dev.plumb.dsl.DType;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import dev.plumb.graph.spec.WrapperSpec;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a sequence step by step with the cell below it, a layer in code: {@code @RNN @MinimalGate(units = 32) Vec last(Seq x);}. The cell takes a step and
 * its states, and gives an output and the new states, {@code step: (d), state: (units) -> output: (units), next: (units)}; or the new states alone, of which the first is the output then.
 * Weights: those of the cell, under their own names.
 *
 * <p>Inputs: the sequence, or the sequence and the states to start from, which are zeros otherwise. Their roles are
 * {@code sequence} and the names of the states, see {@link LSTM}. Outputs: {@code output}; with
 * {@link #returnState} then the states, by the roles that the signature gives them, or {@code state}, {@code state2} …. At masked steps the states stay what they
 * were. Keeps a mask where all steps are returned.
 */
@Documented
@LayerAnnotation(wrapper = true)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface RNN {
    /** Whether to return the output of each step: (time, …). */
    boolean returnSequences() default false;

    /** Whether the states after the last step are further outputs. */
    boolean returnState() default false;

    /** Whether to read the last step first. Outputs are in the order of reading. */
    boolean goBackwards() default false;

    /**
     * Whether the states after a batch are those that the next one begins with, example by example, until {@code network.resetStates()}. All batches
     * have as many examples then.
     */
    boolean stateful() default false;

    /** What only {@link RNN} knows: its shape rule and weights. */
    interface Rule extends WrapperSpec, RNNAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            WrapperSpec.super.validate(checks);
            checks.wraps(
                    layer() instanceof CodeLayer code && code.isCell(),
                    this,
                    "a cell: a layer in code that takes a step and its states and gives the output and new states of"
                            + " the same shapes, step: (d), state: (units) -> output: (units), next: (units)"
                            + (layer() instanceof CodeLayer code
                                    ? "; its signature is "
                                            + code.code().signature().text()
                                    : ""));
            checks.wraps(
                    !stateNames().contains(SequenceSpec.SEQUENCE),
                    this,
                    "a cell whose states have other names than 'sequence', which is what the layer reads: give that role of"
                            + " its signature another name");
            checks.wraps(
                    !returnState() || !stateNames().contains("output"),
                    this,
                    "with returnState a cell whose states have other names than 'output', which is what the layer gives:"
                            + " give that role of its signature another name");
        }

        @Override
        default boolean isStateful() {
            return stateful();
        }

        /** The cell. */
        default CodeLayer cell() {
            return (CodeLayer) layer();
        }

        /** The number of states. */
        default int states() {
            return layer() instanceof CodeLayer cell ? cell.inputs().size() - 1 : 0;
        }

        @Override
        default Arity arity() {
            return states() < 1 ? Arity.exactly(1) : Arity.either(1, 1 + states());
        }

        @Override
        default List<String> inputNames() {
            return SequenceSpec.roles(stateNames());
        }

        @Override
        default boolean takesMaskBesideRoles() {
            return true;
        }

        @Override
        default List<String> outputNames() {
            List<String> names = new ArrayList<>(List.of("output"));
            if (returnState()) {
                names.addAll(stateNames());
            }
            return names;
        }

        /** What it gives for each or the last step; states are picked. */
        @Override
        default Optional<String> plainOutput() {
            return Optional.of("output");
        }

        /** The names of the states: their roles in the signature, or {@code state}, {@code state2} …. */
        default List<String> stateNames() {
            List<String> names = new ArrayList<>();
            if (layer() instanceof CodeLayer cell) {
                for (int state = 1; state <= states(); state++) {
                    String role = cell.inputs().get(state).name();
                    names.add(!role.isEmpty() ? role : state == 1 ? "state" : "state" + state);
                }
            }
            return names;
        }

        @Override
        default boolean usesMask() {
            return true;
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            Optional<Mismatch> wrong = Rules.rankAtLeast(inputs, 0, 2, "time, then the axes of a step");
            if (wrong.isPresent()) {
                return Inference.failure(wrong.get());
            }
            Inference started = started(inputs);
            Inference inference = started instanceof Inference.Types step ? layer().infer(step.outputs()) : started;
            if (inference instanceof Inference.Failure failure) {
                Mismatch mismatch = failure.mismatch();
                return Inference.failure(mismatch.operand() == 0 ? new Mismatch.InEachStep(mismatch) : mismatch);
            }
            Inference.Types made = (Inference.Types) inference;
            TensorType sequence = inputs.get(0);
            TensorType output = made.outputs().get(0).withMask(false);
            List<TensorType> outputs = new ArrayList<>();
            if (returnSequences()) {
                List<Dim> dims = new ArrayList<>(List.of(sequence.shape().dim(0)));
                dims.addAll(output.shape().dims());
                outputs.add(new TensorType(new Shape(dims), DType.FLOAT32, sequence.masked()));
            } else {
                outputs.add(output);
            }
            if (returnState()) {
                List<TensorType> before = ((Inference.Types) started).outputs();
                outputs.addAll(before.subList(1, before.size()));
            }
            return Inference.types(outputs).assuming(made.assumptions());
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            return started(inputs) instanceof Inference.Types step ? layer().weights(step.outputs()) : List.of();
        }

        /** What the cell takes at the first step: the step, then the states that are given or follow from its signature. */
        private Inference started(List<TensorType> inputs) {
            TensorType step = inputs.get(0).step().withMask(false);
            if (inputs.size() == 1) {
                return cell().inputsFrom(step);
            }
            List<TensorType> given = new ArrayList<>(List.of(step));
            inputs.stream().skip(1).map(state -> state.withMask(false)).forEach(given::add);
            return Inference.types(given);
        }
    }
}
