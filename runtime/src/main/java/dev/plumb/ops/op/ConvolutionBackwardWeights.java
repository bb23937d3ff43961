package dev.plumb.ops.op;

import java.util.List;

/**
 * Gradient of {@link Convolution} for its weights. Operands: input, gradient of the output.
 *
 * @param weights type of the weights, which is the type of the result
 * @param window of the convolution
 * @param groups of the convolution
 */
public record ConvolutionBackwardWeights(ArrayType weights, Window window, int groups) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.factors(this, inputs);
        Operands.same(
                this,
                Convolution.output(this, inputs.get(0), weights, window, groups),
                inputs.get(1).withWidth(NumberWidth.FULL));
        return List.of(weights);
    }
}
