package dev.plumb.onnx.write;

import dev.plumb.ops.op.LinearRecurrence;
import dev.plumb.ops.op.Recurrence;
import dev.plumb.ops.op.RecurrentCell;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Recurrent layers over whole sequences, a node each. */
final class RecurrentNodes {
    private static final int KERNEL = 1;
    private static final int RECURRENT_KERNEL = 2;
    private static final int BIAS = 3;
    private static final int FIRST_STATE = 4;
    private static final List<Integer> TIME_FIRST = List.of(1, 0, 2);
    /** The gates of ONNX by their places in Plumb: input, output, forget and cell of input, forget, cell and output. */
    private static final List<Integer> LSTM_GATES = List.of(0, 3, 1, 2);

    private static final List<Integer> GRU_GATES = List.of(0, 1, 2);

    private final Call<Recurrence> call;
    private final Scope scope;
    private final RecurrentCell cell;
    private final int units;

    private RecurrentNodes(Call<Recurrence> call) {
        this.call = call;
        this.scope = call.scope();
        this.cell = call.op().cell();
        this.units = call.shape(RECURRENT_KERNEL).get(0).known();
    }

    static List<String> recurrence(Call<Recurrence> call) {
        return new RecurrentNodes(call).write();
    }

    private List<String> write() {
        List<String> inputs = new ArrayList<>(List.of(
                scope.transpose(call.input(0), TIME_FIRST), kernel(KERNEL), kernel(RECURRENT_KERNEL), bias(), ""));
        for (int state = 0; state < cell.states(); state++) {
            inputs.add(withDirection(call.input(FIRST_STATE + state), 0));
        }
        boolean isLstm = cell == RecurrentCell.LSTM;
        var direction = Attributes.text("direction", call.op().reverse() ? "reverse" : "forward");
        var size = Attributes.number("hidden_size", units);
        int results = call.op().results();
        List<String> made = isLstm
                ? scope.nodes("LSTM", results, inputs, size, direction)
                : scope.nodes(
                        "GRU",
                        results,
                        inputs,
                        size,
                        direction,
                        Attributes.number("linear_before_reset", cell == RecurrentCell.GRU_RESET_AFTER ? 1 : 0));
        List<String> outputs = new ArrayList<>();
        outputs.add(scope.transpose(withoutDirection(made.get(0), 1), TIME_FIRST));
        made.subList(1, results).forEach(state -> outputs.add(withoutDirection(state, 0)));
        return outputs;
    }

    private String withDirection(String array, int axis) {
        return scope.node("Unsqueeze", List.of(array, scope.longs(axis)));
    }

    private String withoutDirection(String array, int axis) {
        return scope.node("Squeeze", List.of(array, scope.longs(axis)));
    }

    /** [features, gates · units] as [1, gates · units, features]. */
    private String kernel(int input) {
        String rows = scope.transpose(call.input(input), List.of(1, 0));
        return withDirection(ordered(rows), 0);
    }

    /** The biases of the input's part, then those of the state's part. */
    private String bias() {
        String zeros = scope.fill(0, List.of(size(units)));
        List<String> parts = new ArrayList<>();
        gates().forEach(gate -> parts.add(part(call.input(BIAS), gate)));
        if (cell == RecurrentCell.GRU_RESET_AFTER) {
            parts.addAll(List.of(zeros, zeros, part(call.input(BIAS), 3)));
        } else {
            IntStream.range(0, cell.gates()).forEach(gate -> parts.add(zeros));
        }
        return withDirection(scope.node("Concat", parts, Attributes.number("axis", 0)), 0);
    }

    private String ordered(String rows) {
        return cell == RecurrentCell.LSTM
                ? scope.node(
                        "Concat", gates().stream().map(gate -> part(rows, gate)).toList(), Attributes.number("axis", 0))
                : rows;
    }

    private List<Integer> gates() {
        return cell == RecurrentCell.LSTM ? LSTM_GATES : GRU_GATES;
    }

    private String part(String array, int gate) {
        return scope.slice(array, 0, scope.longs((long) gate * units), scope.longs((gate + 1L) * units));
    }

    private VaryingSize size(int known) {
        return call.shape(0).get(0).constant(known);
    }

    /** {@code h[t] = factor[t] h[t-1] + x[t]}: a step of a Scan. */
    static String linear(Call<LinearRecurrence> call) {
        Scope scope = call.scope();
        int axis = call.op().axis();
        List<VaryingSize> state = new ArrayList<>(call.shape(0));
        state.remove(axis);
        ScanBody body = new ScanBody(scope);
        String before = body.input("state", state);
        String factor = body.input("factor", state);
        String x = body.input("x", state);
        String after = body.scope().node("Add", List.of(body.scope().node("Mul", List.of(before, factor)), x));
        body.output(after, state);
        body.output(after, state);
        return body.scan(
                        List.of(scope.fill(0, state)),
                        List.of(call.input(0), call.input(1)),
                        1,
                        axis,
                        call.op().reverse())
                .get(1);
    }
}
