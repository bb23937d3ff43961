package dev.plumb.ops.op;

import java.util.List;

/**
 * Gradient of {@link Convolution} for its input; also a transposed convolution. Operands: weights, gradient of the output.
 *
 * @param input type of the convolution's input, which is the type of the result
 * @param window of the convolution
 * @param groups of the convolution
 */
public record ConvolutionBackwardData(ArrayType input, Window window, int groups) implements Op {

    @Override
    public List<ArrayType> infer(List<ArrayType> inputs) {
        Operands.count(this, inputs, 2);
        Operands.factors(this, inputs);
        Operands.same(
                this,
                Convolution.output(this, input, inputs.get(0), window, groups),
                inputs.get(1).withWidth(NumberWidth.FULL));
        return List.of(input);
    }
}
