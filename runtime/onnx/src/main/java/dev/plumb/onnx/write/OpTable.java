package dev.plumb.onnx.write;

import dev.plumb.ops.op.AllGather;
import dev.plumb.ops.op.ArgMax;
import dev.plumb.ops.op.ArgSort;
import dev.plumb.ops.op.BatchNormalization;
import dev.plumb.ops.op.BatchNormalizationBackward;
import dev.plumb.ops.op.BatchNormalizationTraining;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.Cast;
import dev.plumb.ops.op.Concatenate;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.ConvolutionBackwardWeights;
import dev.plumb.ops.op.Copy;
import dev.plumb.ops.op.CustomGradient;
import dev.plumb.ops.op.DropoutMask;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.ElementwiseBackward;
import dev.plumb.ops.op.Fused;
import dev.plumb.ops.op.Gather;
import dev.plumb.ops.op.GroupNormalization;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.LayerNormalizationBackward;
import dev.plumb.ops.op.LinearRecurrence;
import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.MatMul;
import dev.plumb.ops.op.Narrow;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.Pad;
import dev.plumb.ops.op.Pooling;
import dev.plumb.ops.op.PoolingBackward;
import dev.plumb.ops.op.Power;
import dev.plumb.ops.op.Print;
import dev.plumb.ops.op.QuantizationStep;
import dev.plumb.ops.op.Quantize;
import dev.plumb.ops.op.RandomNumbers;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrenceBackward;
import dev.plumb.ops.op.Reduce;
import dev.plumb.ops.op.Reshape;
import dev.plumb.ops.op.RmsNormalization;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.ScaledDotProductAttentionBackward;
import dev.plumb.ops.op.ScatterAdd;
import dev.plumb.ops.op.ScatterAlong;
import dev.plumb.ops.op.ScoreMask;
import dev.plumb.ops.op.Select;
import dev.plumb.ops.op.Slice;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SoftmaxBackward;
import dev.plumb.ops.op.SortLast;
import dev.plumb.ops.op.StopGradient;
import dev.plumb.ops.op.TakeAlong;
import dev.plumb.ops.op.Transpose;
import dev.plumb.ops.op.WriteRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** How each op is written: a row for each. Layers have none: what a layer computes, it says in ops. */
final class OpTable {
    private static final String OF_GRADIENTS = "is made for gradients, and not by a model that predicts";
    private static final String OF_PASSES = "is made for Plumb's own kernels";
    private static final String RANDOM =
            "draws random numbers in prediction, too: ONNX has no generator that gives the same ones";

    private final Map<Class<? extends Op>, Row<?>> rows = new HashMap<>();

    /** Writes an op; gives the names of its results, empty for those that nobody reads. */
    private interface Row<O extends Op> {
        List<String> write(Call<O> call);
    }

    OpTable() {
        one(ArgMax.class, ReductionNodes::argMax);
        one(ArgSort.class, ReductionNodes::argSort);
        one(BatchNormalization.class, NormalizationNodes::batch);
        one(Binary.class, ElementNodes::binary);
        one(Broadcast.class, ShapeNodes::broadcast);
        one(Cast.class, ShapeNodes::cast);
        one(Concatenate.class, ShapeNodes::concatenate);
        one(Convolution.class, WindowNodes::convolution);
        one(ConvolutionBackwardData.class, WindowNodes::transposed);
        one(Copy.class, call -> call.input(0));
        one(CustomGradient.class, call -> call.input(0));
        one(Elementwise.class, ElementNodes::elementwise);
        one(Gather.class, LookupNodes::gather);
        one(GroupNormalization.class, NormalizationNodes::group);
        row(LayerNormalization.class, NormalizationNodes::layer);
        one(LinearRecurrence.class, RecurrentNodes::linear);
        row(Loop.class, LoopNodes::loop);
        one(MatMul.class, ShapeNodes::product);
        one(Pad.class, ShapeNodes::pad);
        one(Pooling.class, WindowNodes::pooling);
        one(Power.class, call -> call.node("Pow"));
        one(Print.class, call -> call.input(0));
        row(Recurrence.class, RecurrentNodes::recurrence);
        one(Reduce.class, ReductionNodes::reduce);
        one(Reshape.class, ShapeNodes::reshape);
        row(RmsNormalization.class, NormalizationNodes::rms);
        row(ScaledDotProductAttention.class, AttentionNodes::attention);
        one(ScatterAdd.class, LookupNodes::scatterAdd);
        one(ScatterAlong.class, LookupNodes::scatterAlong);
        one(Select.class, LookupNodes::select);
        one(Slice.class, ShapeNodes::slice);
        one(Softmax.class, ReductionNodes::softmax);
        one(SortLast.class, ReductionNodes::sort);
        one(StopGradient.class, call -> call.input(0));
        one(TakeAlong.class, LookupNodes::takeAlong);
        one(Transpose.class, ShapeNodes::transpose);

        refused(DropoutMask.class, RANDOM);
        refused(RandomNumbers.class, RANDOM);
        refused(AllGather.class, "is of a batch that is divided among threads, as in training");
        refused(BatchNormalizationTraining.class, "uses the statistics of the batch, as in training");
        refused(WriteRows.class, "is made for computing step by step");
        refused(Fused.class, OF_PASSES);
        refused(Narrow.class, OF_PASSES);
        refused(QuantizationStep.class, OF_PASSES);
        refused(Quantize.class, OF_PASSES);
        refused(ScoreMask.class, OF_GRADIENTS);
        refused(BatchNormalizationBackward.class, OF_GRADIENTS);
        refused(ConvolutionBackwardWeights.class, OF_GRADIENTS);
        refused(ElementwiseBackward.class, OF_GRADIENTS);
        refused(LayerNormalizationBackward.class, OF_GRADIENTS);
        refused(PoolingBackward.class, OF_GRADIENTS);
        refused(RecurrenceBackward.class, OF_GRADIENTS);
        refused(ScaledDotProductAttentionBackward.class, OF_GRADIENTS);
        refused(SoftmaxBackward.class, OF_GRADIENTS);
    }

    private <O extends Op> void row(Class<O> op, Row<O> row) {
        rows.put(op, row);
    }

    private <O extends Op> void one(Class<O> op, Function<Call<O>, String> row) {
        row(op, call -> List.of(row.apply(call)));
    }

    private <O extends Op> void refused(Class<O> op, String reason) {
        row(op, call -> {
            throw call.refused(reason);
        });
    }

    /** The ops that have a row. */
    Set<Class<? extends Op>> ops() {
        return Set.copyOf(rows.keySet());
    }

    /**
     * Writes the nodes of an op.
     *
     * @return the names of its results, empty where nobody reads one
     * @throws IllegalArgumentException if ONNX cannot say it; names the layer
     */
    @SuppressWarnings("unchecked") // a row stands at the class of its op
    <O extends Op> List<String> write(Call<O> call) {
        Row<O> row = (Row<O>) rows.get(call.op().getClass());
        if (row == null) {
            throw call.refused("has no row in the table of ONNX's nodes");
        }
        return row.write(call);
    }
}
