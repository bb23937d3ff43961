package dev.plumb.dsl.layer;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.rule.KernelEquation;
import dev.plumb.graph.rule.Rules;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Count;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.AttributeChecks;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.KernelSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A densely connected layer over any axes: {@code activation(einsum(equation, x, kernel) + bias)}. The equation has a letter for each axis, the first of
 * input and output is that of the examples: {@code @EinsumDense(equation = "abc,cde->abde", outputShape = {-1, 8, 16})} makes of each step 8 vectors of
 * 16 numbers. An ellipsis at the start, {@code "...x,xy->...y"}, stands for that axis and any others, one at the end, {@code "abc...,cd->abd..."}, for any.
 * Weights: kernel (the axes of its letters), bias (the axes of {@link #biasAxes}, 1 for those between). Drops a mask.
 *
 * @see <a href="https://keras.io/api/layers/core_layers/einsum_dense/">keras.layers.EinsumDense</a>
 */
@Documented
@LayerAnnotation
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface EinsumDense {
    /** Letters of the axes, {@code "input,kernel->output"}: what the output lacks is summed over. */
    String equation();

    /** The sizes of the output's letters without that of the examples; -1 for the size that the letter has in the input. */
    int[] outputShape();

    /** What is applied to the result. */
    ActivationFunction activation() default ActivationFunction.LINEAR;

    /** The letters of the output that the bias has; empty: no bias is added. */
    String biasAxes() default "";

    /** How the kernel starts. Its fans follow from the equation: the axes that are summed over are inputs, the others outputs. */
    Init kernelInitializer() default @Init(Initializer.GLOROT_UNIFORM);

    /** How the bias starts. */
    Init biasInitializer() default @Init(Initializer.ZEROS);

    /** The penalty on the kernel. */
    Regularizer kernelRegularizer() default @Regularizer;

    /** The penalty on the bias. */
    Regularizer biasRegularizer() default @Regularizer;

    /** What holds for the kernel after each step. */
    Constraint kernelConstraint() default @Constraint(ConstraintKind.NONE);

    /** What holds for the bias after each step. */
    Constraint biasConstraint() default @Constraint(ConstraintKind.NONE);

    /** What only {@link EinsumDense} knows: its shape rule and weights. */
    interface Rule extends KernelSpec, EinsumDenseAttributes {
        /**
         * The equation, as its axes.
         *
         * @throws java.util.NoSuchElementException if it is none, which {@link #validate} says
         */
        default KernelEquation axes() {
            return KernelEquation.read(equation()).orElseThrow();
        }

        @Override
        default void validate(AttributeChecks checks) {
            Optional<KernelEquation> read = KernelEquation.read(equation());
            Optional<String> wrong = read.isEmpty()
                    ? Optional.of(KernelEquation.FORM)
                    : read.get().problem();
            checks.require(wrong.isEmpty(), "equation", equation(), wrong.orElse(""));
            if (wrong.isPresent()) {
                return;
            }
            KernelEquation axes = read.get();
            String letters = axes.outputAxes();
            checks.require(
                    outputShape().size() == letters.length(),
                    "outputShape",
                    outputShape(),
                    "one size for each letter of \"" + letters + "\"");
            for (int i = 0; i < Math.min(letters.length(), outputShape().size()); i++) {
                int size = outputShape().get(i);
                int item = outputShape().size() == 1 ? -1 : i;
                if (size < 1 && size != -1) {
                    checks.refuseItem("outputShape", item, size, "at least 1, or -1 for the size in the input");
                } else if (size == -1 && axes.inputAxes().indexOf(letters.charAt(i)) < 0) {
                    checks.refuseItem(
                            "outputShape", item, size, "at least 1: the input has no '" + letters.charAt(i) + "'");
                }
            }
            checks.require(
                    KernelEquation.letters(biasAxes()).stream()
                            .allMatch(letter -> letters.indexOf(letter) >= 0
                                    && biasAxes().indexOf(letter) == biasAxes().lastIndexOf(letter)),
                    "biasAxes",
                    biasAxes(),
                    "letters of \"" + letters + "\", each at most once");
        }

        @Override
        default String finalActivationAttribute() {
            return "activation";
        }

        @Override
        default Inference infer(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            Optional<Mismatch> wrong =
                    Rules.first(rank(inputs), () -> Rules.floats(inputs, 0), () -> stated(input), () -> known(inputs));
            if (wrong.isPresent()) {
                return Inference.failure(wrong.get());
            }
            TensorType made =
                    input.withShape(axes().result(input, outputShape())).withMask(false);
            Optional<Mismatch> unfit = Rules.activationFits(activation(), made.shape());
            if (unfit.isPresent()) {
                return Inference.failure(unfit.get());
            }
            List<Assumption> assumptions = new ArrayList<>(Rules.activationAssumptions(activation(), made));
            for (char letter : KernelEquation.letters(axes().inputAxes())) {
                Dim there = input.shape().dim(axes().inputAxis(letter, input.rank()));
                Rules.equal(there, axes().size(letter, input, outputShape())).ifPresent(assumptions::add);
            }
            return Inference.type(made.withShape(Rules.activated(activation(), made.shape())))
                    .assuming(assumptions);
        }

        private Optional<Mismatch> rank(List<TensorType> inputs) {
            int letters = axes().inputAxes().length();
            String names = "axes " + String.join(", ", axes().inputAxes().split("")) + " of its equation";
            return axes().elidesFirst() || axes().elidesLast()
                    ? Rules.rankAtLeast(inputs, 0, letters, names)
                    : Rules.rank(inputs, 0, letters, names);
        }

        /** Sizes that are stated of axes that the input has, too. */
        private Optional<Mismatch> stated(TensorType input) {
            String letters = axes().outputAxes();
            for (int i = 0; i < letters.length(); i++) {
                int axis = axes().inputAxis(letters.charAt(i), input.rank());
                int size = outputShape().get(i);
                if (axis >= 0
                        && size != -1
                        && input.shape().dim(axis).compare(Dim.of(size)) == Dim.Comparison.DIFFERENT) {
                    return Optional.of(new Mismatch.BadAttribute(
                            "outputShape",
                            letters.length() == 1 ? -1 : i,
                            Integer.toString(size),
                            input.shape().dim(axis) + ", the size of '" + letters.charAt(i) + "' in the input, or -1"));
                }
            }
            return Optional.empty();
        }

        /** Axes of weights. */
        private Optional<Mismatch> known(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            for (char letter : KernelEquation.letters(axes().kernel() + biasAxes())) {
                if (!axes().size(letter, input, outputShape()).isKnown()) {
                    int axis = axes().inputAxis(letter, input.rank());
                    return Rules.known(inputs, 0, axis, "the weights have '" + letter + "' as an axis");
                }
            }
            return Optional.empty();
        }

        /**
         * One for each index of all axes, but those that only the input has: these are added up before. None where input and kernel have no axis that is
         * summed over.
         */
        @Override
        default Count multiplyAdds(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            Shape result = axes().result(input, outputShape());
            Count sums = Count.of(1);
            for (char letter : KernelEquation.letters(axes().kernel())) {
                if (axes().output().indexOf(letter) < 0) {
                    sums = sums.times(Count.of(axes().size(letter, input, outputShape())));
                }
            }
            boolean isSum = KernelEquation.letters(axes().kernel()).stream()
                    .anyMatch(letter -> axes().output().indexOf(letter) < 0);
            return isSum ? Count.of(result).times(sums) : Count.NONE;
        }

        @Override
        default List<Weight> weights(List<TensorType> inputs) {
            TensorType input = inputs.get(0);
            List<Dim> kernel = new ArrayList<>();
            long in = 1;
            long out = 1;
            for (char letter : KernelEquation.letters(axes().kernel())) {
                Dim size = axes().size(letter, input, outputShape());
                kernel.add(size);
                in *= axes().output().indexOf(letter) < 0 ? size.size() : 1;
                out *= axes().output().indexOf(letter) < 0 ? 1 : size.size();
            }
            List<Weight> weights = new ArrayList<>();
            weights.add(Weight.of("kernel", new Shape(kernel), kernelSettings()).withFans(in, out));
            if (!biasAxes().isEmpty()) {
                weights.add(Weight.of("bias", bias(input), biasSettings()));
            }
            return weights;
        }

        /** From the first axis of the bias to the end of the output, 1 where it has none. */
        private Shape bias(TensorType input) {
            List<Dim> sizes = new ArrayList<>();
            for (char letter : KernelEquation.letters(axes().outputAxes())) {
                boolean has = biasAxes().indexOf(letter) >= 0;
                if (has || !sizes.isEmpty()) {
                    sizes.add(has ? axes().size(letter, input, outputShape()) : Dim.of(1));
                }
            }
            for (int i = 0; axes().elidesLast() && i < axes().elided(input.rank()); i++) {
                sizes.add(Dim.of(1));
            }
            return new Shape(sizes);
        }
    }
}
