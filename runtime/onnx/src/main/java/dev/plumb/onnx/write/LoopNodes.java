package dev.plumb.onnx.write;

import dev.plumb.ops.op.Loop;
import dev.plumb.ops.op.LoopBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Loops, a Scan each: states go from step to step, parts of stacked arrays go in and out. */
final class LoopNodes {
    private LoopNodes() {}

    static List<String> loop(Call<Loop> call) {
        LoopBody body = call.op().body();
        Steps steps = new Steps(
                call.ops().stream().map(op -> op.body().instructions()).toList(),
                call.ops().stream().map(op -> op.body().types()).toList());
        ScanBody scan = new ScanBody(call.scope());
        Map<Integer, String> names = new HashMap<>();
        int carried = body.states() + body.slices();
        for (int id = 0; id < carried; id++) {
            names.put(id, scan.input(id < body.states() ? "state" : "slice", steps.dtype(id), steps.shape(id)));
        }
        for (int index = carried; index < body.operands(); index++) {
            names.put(body.operand(index), call.input(index));
        }
        Function<Integer, String> constants = id -> ConstantNodes.write(
                scan.scope(),
                call.ops().stream().map(op -> op.body().constants().get(id)).toList(),
                steps.shape(id));
        List<Integer> left = new ArrayList<>(body.next());
        left.addAll(body.stacked());
        StepWriter.write(steps, names, constants, left, scan.scope(), call.table(), id -> call.scope()
                .layer());
        left.forEach(id -> scan.output(names.get(id), steps.dtype(id), steps.shape(id)));
        return scan.scan(
                call.inputs().subList(0, body.states()),
                call.inputs().subList(body.states(), carried),
                body.stacked().size(),
                0,
                call.op().reverse());
    }
}
