package dev.plumb.onnx.write;

import dev.plumb.ops.op.BatchNormalization;
import dev.plumb.ops.op.GroupNormalization;
import dev.plumb.ops.op.LayerNormalization;
import dev.plumb.ops.op.RmsNormalization;
import java.util.ArrayList;
import java.util.List;

/** Normalizations, a node each. ONNX has the normalized channels behind the examples where Plumb has them last. */
final class NormalizationNodes {
    private NormalizationNodes() {}

    static String batch(Call<BatchNormalization> call) {
        return channelsFirst(
                call,
                "BatchNormalization",
                Attributes.fraction("epsilon", call.op().epsilon()));
    }

    /** Groups of one channel have a node of their own, which is older. */
    static String group(Call<GroupNormalization> call) {
        var epsilon = Attributes.fraction("epsilon", call.op().epsilon());
        int groups = call.op().groups();
        if (call.shape(1).get(0).is(groups)) {
            return channelsFirst(call, "InstanceNormalization", epsilon);
        }
        call.scope().requireOpset(Opset.GROUP_NORMALIZATION);
        return channelsFirst(call, "GroupNormalization", Attributes.number("num_groups", groups), epsilon);
    }

    static List<String> layer(Call<LayerNormalization> call) {
        requireNoMoments(call, call.isRead());
        String normal = call.node(
                "LayerNormalization",
                Attributes.number("axis", -1),
                Attributes.fraction("epsilon", call.op().epsilon()));
        return List.of(normal, "", "");
    }

    static List<String> rms(Call<RmsNormalization> call) {
        requireNoMoments(call, call.isRead());
        call.scope().requireOpset(Opset.RMS_NORMALIZATION);
        String normal = call.node(
                "RMSNormalization",
                Attributes.number("axis", -1),
                Attributes.fraction("epsilon", call.op().epsilon()));
        return List.of(normal, "");
    }

    private static String channelsFirst(Call<?> call, String type, ai.onnx.proto.OnnxMl.AttributeProto... attributes) {
        int rank = call.rank(0);
        Scope scope = call.scope();
        List<String> inputs = new ArrayList<>(call.inputs());
        inputs.set(0, scope.transpose(call.input(0), Scope.moved(rank, rank - 1, 1)));
        return scope.transpose(scope.node(type, inputs, attributes), Scope.moved(rank, 1, rank - 1));
    }

    private static void requireNoMoments(Call<?> call, List<Boolean> isRead) {
        if (isRead.subList(1, isRead.size()).contains(true)) {
            throw call.refused("gives its moments to others: ONNX has no such result");
        }
    }
}
