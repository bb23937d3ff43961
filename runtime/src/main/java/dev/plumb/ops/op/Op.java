package dev.plumb.ops.op;

import java.util.List;

/** One computation on arrays: pure data. Equal ops on equal inputs give equal results. */
public sealed interface Op
        permits AllGather,
                ArgMax,
                ArgSort,
                BatchNormalization,
                BatchNormalizationBackward,
                BatchNormalizationTraining,
                Binary,
                Broadcast,
                Cast,
                Concatenate,
                Convolution,
                ConvolutionBackwardData,
                ConvolutionBackwardWeights,
                Copy,
                CustomGradient,
                DropoutMask,
                Elementwise,
                ElementwiseBackward,
                Fused,
                Gather,
                GroupNormalization,
                LayerNormalization,
                LayerNormalizationBackward,
                LinearRecurrence,
                Loop,
                MatMul,
                Narrow,
                Pad,
                Pooling,
                PoolingBackward,
                Power,
                Print,
                QuantizationStep,
                Quantize,
                RandomNumbers,
                Recurrence,
                RecurrenceBackward,
                Reduce,
                Reshape,
                RmsNormalization,
                ScaledDotProductAttention,
                ScaledDotProductAttentionBackward,
                ScatterAdd,
                ScatterAlong,
                ScoreMask,
                Select,
                Slice,
                Softmax,
                SoftmaxBackward,
                SortLast,
                StopGradient,
                TakeAlong,
                Transpose,
                WriteRows {

    /**
     * The types of the results.
     *
     * @throws IllegalArgumentException if the op does not apply to these inputs; the text names the op, the operand and the sizes
     */
    List<ArrayType> infer(List<ArrayType> inputs);

    /** The record's simple name, for listings and messages. */
    default String label() {
        return getClass().getSimpleName();
    }

    /** The label, with the function where an op is one of many: {@code Reduce MEAN}. */
    default String title() {
        return label();
    }
}
