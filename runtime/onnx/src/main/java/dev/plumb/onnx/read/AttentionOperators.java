package dev.plumb.onnx.read;

import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Attention of several heads: one layer with the products before and behind it. */
final class AttentionOperators {
    private static final int QUERY = 0;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int MASK = 3;
    private static final List<String> ROLES = List.of("query", "key", "value");
    private static final List<String> INPUTS =
            List.of("Q", "K", "V", "attn_mask", "past_key", "past_value", "nonpad_kv_seqlen");
    private static final List<String> OUTPUTS = List.of("Y", "present_key", "present_value", "qk_matmul_output");

    private AttentionOperators() {}

    /** A tensor with its heads side by side: (examples, steps, heads · size). */
    private record Laid(Tensor tensor, int heads, int size) {}

    static Tensor attention(Applied applied) throws Unreadable {
        requireNothingElse(applied);
        Laid query = laid(applied, QUERY);
        Laid key = laid(applied, KEY);
        Laid value = laid(applied, VALUE);
        if (key.heads != value.heads || query.heads % key.heads != 0 || query.size != key.size) {
            throw new Unreadable("its query has " + query.heads + " heads of size " + query.size + ", its key "
                    + key.heads + " of size " + key.size + ", its value " + value.heads);
        }
        Seeing seeing = applied.has(MASK)
                ? Seeing.of(applied, applied.operand(MASK), query.tensor, key.tensor)
                : Seeing.EVERYTHING;
        Heads heads = new Heads(
                applied.name(),
                part(applied, query).times(factor(applied.node(), query.size)),
                part(applied, key),
                part(applied, value),
                seeing.causal(applied.node().whole("is_causal", 0) != 0));
        Wire found = heads.alone(applied);
        applied.found(found, heads);
        return seen(found, query, value);
    }

    private static void requireNothingElse(Applied applied) throws Unreadable {
        OnnxNode node = applied.node();
        for (int input = MASK + 1; input < applied.count(); input++) {
            if (applied.has(input)) {
                throw new Unreadable("it has the input " + INPUTS.get(Math.min(input, INPUTS.size() - 1))
                        + ": layers here keep nothing of earlier calls, and have masks for steps that do not count");
            }
        }
        for (int output = 1; output < node.outputs().size(); output++) {
            if (applied.following().isTaken(node.output(output))) {
                throw new Unreadable("its output " + OUTPUTS.get(Math.min(output, OUTPUTS.size() - 1))
                        + " is used, which no layer here gives");
            }
        }
        if (node.real("softcap", 0) != 0) {
            throw new Unreadable("its attribute softcap is " + node.real("softcap", 0) + ": scores here have no limit");
        }
    }

    /** What the query is multiplied by, since layers here divide by the root of a head's size. */
    private static double factor(OnnxNode node, int size) throws Unreadable {
        double usual = 1 / Math.sqrt(size);
        float scale = node.real("scale", (float) usual);
        return scale == (float) usual ? 1 : scale / usual;
    }

    private static Laid laid(Applied applied, int input) throws Unreadable {
        Tensor x = applied.tensor(input);
        boolean isFlat = x.rank() == 3;
        if (!isFlat && x.rank() != 4) {
            throw new Unreadable("its " + ROLES.get(input) + " has the shape " + x.shape()
                    + ", expected [examples, steps, features] or [examples, heads, steps, size]");
        }
        if (!x.onnx().get(0).equals(List.of(x.batch()))) {
            throw new Unreadable("its " + ROLES.get(input) + " has the shape " + x.shape()
                    + ", and its first axis is not that of the examples");
        }
        String counted = input == QUERY ? "q_num_heads" : "kv_num_heads";
        long heads = isFlat ? applied.node().whole(counted, 0) : known(x, 1, input);
        long features = isFlat ? known(x, 2, input) : heads * known(x, 3, input);
        if (heads < 1 || features % heads != 0) {
            throw new Unreadable("its attribute " + counted + " is " + heads + " for " + features + " features");
        }
        List<Atom> last = new ArrayList<>(isFlat ? x.onnx().get(2) : x.onnx().get(1));
        if (!isFlat) {
            last.addAll(x.onnx().get(3));
        }
        List<Atom> steps = x.onnx().get(isFlat ? 1 : 2);
        Tensor laid = applied.arranging().arranged(x, List.of(x.onnx().get(0), steps, last));
        return new Laid(laid, (int) heads, (int) (features / heads));
    }

    private static long known(Tensor x, int axis, int input) throws Unreadable {
        Dim size = x.size(axis);
        if (!size.isKnown()) {
            throw new Unreadable("its " + ROLES.get(input) + " has the shape " + x.shape()
                    + ": the number of heads and their size have to be known");
        }
        return size.size();
    }

    private static HeadsPart part(Applied applied, Laid laid) {
        return HeadsPart.of(applied, laid.tensor.wire(), laid.heads, laid.size);
    }

    /** What the heads found, side by side here, with the axes that it has in ONNX: those of the query. */
    private static Tensor seen(Wire found, Laid query, Laid value) {
        Tensor x = query.tensor;
        boolean isFlat = x.rank() == 3;
        List<Atom> heads = isFlat ? Atom.axis(Dim.of(query.heads)) : x.onnx().get(1);
        List<Atom> steps = x.onnx().get(isFlat ? 1 : 2);
        List<Atom> size = Atom.axis(Dim.of(value.size));
        List<Atom> features = Stream.concat(heads.stream(), size.stream()).toList();
        List<List<Atom>> here = List.of(x.onnx().get(0), steps, features);
        return new Tensor(found, isFlat ? here : List.of(x.onnx().get(0), heads, steps, size), here);
    }
}
