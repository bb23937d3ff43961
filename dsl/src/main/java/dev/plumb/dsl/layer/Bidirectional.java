package dev.plumb.dsl.layer;

import dev.plumb.dsl.MergeMode;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.Inference;
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
import java.util.stream.Stream;

/**
 * Reads a sequence from both ends, by two copies of the recurrent layer below it with weights of their own: {@code @Bidirectional
 * @LSTM(units = 32) Vec both(Seq x);}. Outputs of steps are put in the order of the sequence before they are merged. Weights:
 * forward/kernel …, then backward/kernel ….
 *
 * <p>Inputs: the sequence, or the sequence, the states that the forward copy starts from and those of the backward copy. Their roles
 * are {@code sequence}, {@code forward_state} … and {@code backward_state} …, see {@link LSTM}. Outputs:
 * {@code output}, or {@code forward} and {@code backward} with {@link dev.plumb.dsl.MergeMode#SEPARATE}, each of which is picked: {@code @From("both.forward")}; where the layer returns its states, then
 * {@code forward_state} … and {@code backward_state} …. Masks as in the layer, but where all steps are returned, those of masked steps
 * are 0.
 */
@Documented
@LayerAnnotation(wrapper = true)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Bidirectional {
    /** How the outputs of both directions become one. */
    MergeMode mergeMode() default MergeMode.CONCAT;

    /** What only {@link Bidirectional} knows: its shape rule and weights. */
    interface Rule extends WrapperSpec, BidirectionalAttributes {
        @Override
        default void validate(AttributeChecks checks) {
            WrapperSpec.super.validate(checks);
            checks.wraps(layer() instanceof SequenceSpec, this, "a recurrent layer: SimpleRNN, LSTM, GRU or ConvLSTM");
            if (layer() instanceof SequenceSpec recurrent) {
                checks.require(
                        !recurrent.goBackwards(),
                        "goBackwards",
                        true,
                        "false: the layer is read forward once and backward once");
            }
        }

        @Override
        default boolean usesMask() {
            return layer().usesMask();
        }

        @Override
        default Arity arity() {
            return layer() instanceof SequenceSpec recurrent
                    ? Arity.either(1, 1 + 2 * recurrent.stateNames().size())
                    : layer().arity();
        }

        @Override
        default List<String> outputNames() {
            List<String> names = new ArrayList<>(
                    mergeMode() == MergeMode.SEPARATE ? List.of("forward", "backward") : List.of("output"));
            if (layer() instanceof SequenceSpec recurrent && recurrent.returnState()) {
                names.addAll(stateNames(recurrent));
            }
            return names;
        }

        /** Both directions in one; where they are apart, none is the first. */
        @Override
        default Optional<String> plainOutput() {
            return mergeMode() == MergeMode.SEPARATE ? Optional.empty() : Optional.of("output");
        }

        @Override
        default List<String> inputNames() {
            return layer() instanceof SequenceSpec recurrent
                    ? SequenceSpec.roles(stateNames(recurrent))
                    : layer().inputNames();
        }

        @Override
        default boolean takesMaskBesideRoles() {
            return layer().takesMaskBesideRoles();
        }

        /** The names of the states of both copies. */
        private static List<String> stateNames(SequenceSpec recurrent) {
            return Stream.of("forward_", "backward_")
                    .flatMap(copy -> recurrent.stateNames().stream().map(copy::concat))
                    .toList();
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            Inference inference = forward().infer(inputs);
            if (inference instanceof Inference.Failure) {
                return inference;
            }
            Inference.Types once = (Inference.Types) inference;
            TensorType output = once.outputs().get(0);
            List<TensorType> states = once.outputs().subList(1, once.outputs().size());
            List<TensorType> outputs = new ArrayList<>();
            outputs.add(
                    mergeMode() == MergeMode.CONCAT
                            ? output.withShape(output.shape()
                                    .with(-1, output.shape().last().times(2)))
                            : output);
            if (mergeMode() == MergeMode.SEPARATE) {
                outputs.add(output);
            }
            outputs.addAll(states);
            outputs.addAll(states);
            return Inference.types(outputs).assuming(once.assumptions());
        }

        @Override
        default Count multiplyAdds(List<TensorType> inputs) {
            return layer().multiplyAdds(inputs).times(2);
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            List<Weight> weights = new ArrayList<>();
            layer().weights(inputs).forEach(weight -> weights.add(weight.within("forward")));
            layer().weights(inputs).forEach(weight -> weights.add(weight.within("backward")));
            return weights;
        }

        /** The copy that reads the first step first. */
        default SequenceSpec forward() {
            return (SequenceSpec) layer();
        }

        /** The copy that reads the last step first. */
        default SequenceSpec backward() {
            return (SequenceSpec) Attributes.with(layer(), "goBackwards", true);
        }
    }
}
