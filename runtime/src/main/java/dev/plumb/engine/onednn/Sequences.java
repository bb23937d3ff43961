package dev.plumb.engine.onednn;

import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Convolution;
import dev.plumb.ops.op.ConvolutionBackwardData;
import dev.plumb.ops.op.Window;
import java.util.ArrayList;
import java.util.List;

/** Depthwise convolutions of sequences as those of images of height 1: oneDNN has no fast code for the former. */
final class Sequences {

    private Sequences() {}

    static boolean isDepthwise(Convolution op, ArrayType weights) {
        return weights.size(-2) == 1 && isDepthwise(op.window(), op.groups());
    }

    static boolean isDepthwise(ConvolutionBackwardData op) {
        return op.input().size(-1) == op.groups() && isDepthwise(op.window(), op.groups());
    }

    private static boolean isDepthwise(Window window, int groups) {
        return groups > 1 && window.spatialRank() == 1;
    }

    static Convolution image(Convolution op) {
        return new Convolution(image(op.window()), op.groups());
    }

    static ConvolutionBackwardData image(ConvolutionBackwardData op) {
        return new ConvolutionBackwardData(image(op.input()), image(op.window()), op.groups());
    }

    /** The work of a convolution or its gradient. */
    static Work image(Work work, int weights) {
        List<Slot> inputs = new ArrayList<>();
        for (int position = 0; position < work.inputs().size(); position++) {
            Slot slot = work.input(position);
            inputs.add(position == weights ? filters(slot) : image(slot));
        }
        return new Work(
                work.op(),
                inputs,
                List.of(image(work.output(0))),
                work.inputIds(),
                work.outputIds(),
                work.stableInputs(),
                work.prologue());
    }

    static Epilogue image(Epilogue epilogue) {
        return new Epilogue(
                epilogue.bias(),
                epilogue.postOps(),
                epilogue.operands().stream().map(Sequences::image).toList());
    }

    /** A sequence; operands of fewer axes lie at the last ones of an image as of a sequence. */
    static Slot image(Slot slot) {
        return slot.type().rank() == 3 ? slot.as(image(slot.type())) : slot;
    }

    private static ArrayType image(ArrayType type) {
        return withAxis(type, 1);
    }

    private static Slot filters(Slot slot) {
        return slot.as(withAxis(slot.type(), 0));
    }

    private static ArrayType withAxis(ArrayType type, int axis) {
        List<Integer> shape = new ArrayList<>(type.shape());
        shape.add(axis, 1);
        return type.withShape(shape);
    }

    private static Window image(Window window) {
        return new Window(
                List.of(1, window.strides().get(0)),
                List.of(1, window.dilations().get(0)),
                List.of(0, window.padBefore().get(0)),
                List.of(0, window.padAfter().get(0)));
    }
}
