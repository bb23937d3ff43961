package dev.plumb.onnx;

/** How a file keeps the weights of products and convolutions: {@link OnnxModel#weightsAs}. */
public enum WeightType {
    /**
     * bfloat16, two bytes each: a weight is off by at most 2^-8 of itself. None may be so close to the largest float32 that it is rounded to infinity, above 3.39e38. A {@code Cast} makes float32 of it where it is read, so all is computed in float32; ONNX Runtime does that once, when it
     * loads the file.
     */
    BFLOAT16,
    /** As {@link #BFLOAT16}, in IEEE 754 binary16: a weight is off by at most 2^-11 of itself, or by 2^-25 if it is smaller than 2^-14. None may be larger than 65504. */
    FLOAT16,
    /**
     * One byte each, for products with a matrix of weights, as dense layers have: off by at most 1/254 of the largest in its column. Where it runs, what is multiplied is rounded, too, to 256 steps
     * from its least number to its largest, 0 included ({@code DynamicQuantizeLinear}), and whole numbers are multiplied ({@code MatMulInteger}). Convolutions and recurrent layers stay as they are.
     *
     * <p>The steps are those of the whole batch, so what comes out of an example depends on the others beside it: a large number in one makes all small ones of the others 0, an infinity makes all
     * that comes out NaN. A NaN among what is multiplied is lost: a finite number may come out of it.
     */
    INT8
}
