package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Padding;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The family of LSTMs whose products are convolutions: ConvLSTM1D, ConvLSTM2D, ConvLSTM3D. */
public interface ConvolutionLstmSpec extends SequenceSpec, WindowedSpec {
    /** Parts of kernels and bias: input gate, forget gate, cell, output gate. */
    int GATES = 4;

    int filters();

    /** What is applied to the gates. */
    ActivationFunction recurrentActivation();

    boolean unitForgetBias();

    Weight.Settings kernelSettings();

    Weight.Settings recurrentSettings();

    @Override
    ActivationFunction activation();

    @Override
    boolean useBias();

    /** The window over a state: as wide as that over a step, and the state stays as large as it is. */
    default Window recurrentWindow() {
        return Window.of(axes(), kernelSize(), List.of(1), List.of(1), Padding.SAME);
    }

    /** What is applied last goes into the next step, too: no loss should ask for it. */
    @Override
    default String finalActivationAttribute() {
        return "";
    }

    @Override
    default List<String> stateNames() {
        return List.of("state", "cell");
    }

    @Override
    default void validate(AttributeChecks checks) {
        checks.positive("filters", filters());
        WindowRules.checkSizes(checks, axes(), kernelSize(), strides(), dilationRate());
        WindowRules.checkStridesOrDilation(checks, strides(), dilationRate());
        WindowRules.checkPadding(checks, padding(), false);
        SequenceSpec.super.validate(checks);
        SequenceSpec.keepsUnits(checks, "recurrentActivation", recurrentActivation());
    }

    @Override
    default Inference ofStep(List<TensorType> sequence) {
        String names = "time, " + String.join(", ", WindowRules.axisNames(axes())) + ", channels";
        Optional<Mismatch> wrong =
                Rules.rank(sequence, 0, axes() + 2, axes() == 1 ? "time, position, channels" : names);
        if (wrong.isPresent()) {
            return Inference.failure(wrong.get());
        }
        Inference step = WindowRules.convolution(steps(sequence), window(), filters(), 1, ActivationFunction.LINEAR);
        return step instanceof Inference.Failure failure
                ? Inference.failure(new Mismatch.InEachStep(ofPosition(failure.mismatch())))
                : step;
    }

    /** Time is the axis before: what a convolution calls so is a position in a step. */
    private Mismatch ofPosition(Mismatch mismatch) {
        return axes() == 1 && mismatch instanceof Mismatch.Empty empty ? empty.called("position") : mismatch;
    }

    /** Those of one step, as often as there are steps: a state has the positions of the window over a step. */
    @Override
    default Count multiplyAdds(List<TensorType> inputs) {
        Count step = WindowedSpec.super.multiplyAdds(steps(inputs));
        return step.times(Count.of(inputs.get(0).shape().dim(0)));
    }

    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        int made = GATES * filters();
        List<Weight> weights = new ArrayList<>();
        weights.add(Weight.of("kernel", WindowRules.kernel(steps(inputs), window(), made, 1), kernelSettings()));
        weights.add(Weight.of(
                "recurrent_kernel",
                WindowRules.kernel(window(), Dim.of(filters()), Dim.of(made)),
                recurrentSettings()));
        if (useBias()) {
            Weight bias = Weight.of("bias", Shape.of(made), biasSettings());
            weights.add(
                    unitForgetBias()
                            ? bias.startingAs(
                                    new Weight.Part(filters(), biasSettings().initializer()),
                                    new Weight.Part(filters(), Init.Spec.of(Initializer.ONES)),
                                    new Weight.Part(
                                            2L * filters(), biasSettings().initializer()))
                            : bias);
        }
        return weights;
    }

    /** Of a step, since its own weights are asked of a sequence. */
    @Override
    default Stream<Shape> kernels(List<TensorType> step) {
        Dim channels = step.get(0).shape().last();
        Dim made = Dim.of((long) GATES * filters());
        return Stream.of(
                WindowRules.kernel(window(), channels, made), WindowRules.kernel(window(), Dim.of(filters()), made));
    }

    private static List<TensorType> steps(List<TensorType> inputs) {
        return List.of(inputs.get(0).step());
    }
}
