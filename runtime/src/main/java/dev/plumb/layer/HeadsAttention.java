package dev.plumb.layer;

import dev.plumb.graph.rule.HeadsAttentionSpec;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.AttentionHeads.Packing;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.ScaledDotProductAttention;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Attention of heads side by side as one op: what query, key and value project of the same array is one product, heads stay where that
 * product puts them, and long sequences go in tiles.
 */
final class HeadsAttention {

    /**
     * Shorter sequences are better served by products over copies of the heads, all examples at once: with 64 steps and heads of 16 the
     * gradient takes 1.1 times as long in one op, with 128 and 64 it takes 0.9 times as long. Tests try less.
     */
    static final ThreadLocal<Integer> SHORTEST = ThreadLocal.withInitial(() -> 128);

    /** Sequences of so many steps go in tiles. */
    static final int LONG = 512;

    /** Those of which tiles leave out a part, already from so many on: it takes 0.7 to 0.85 times as long. */
    static final int LONG_BAND = 256;

    /** Steps of the query in a tile: as many as keep its scores in the second cache. */
    private static final int TILE = 128;

    private static final int SMALL_TILE = 64;

    private final HeadsAttentionSpec spec;
    private final LayerContext context;
    private final List<Var> inputs;

    private HeadsAttention(HeadsAttentionSpec spec, LayerContext context, List<Var> inputs) {
        this.spec = spec;
        this.context = context;
        this.inputs = inputs;
    }

    /** Whether nothing is dropped, and it pays or is wanted: it does not for short sequences, nor for a single step or a head of size 1. */
    static boolean applies(HeadsAttentionSpec spec, LayerContext context, List<Var> inputs) {
        if (inputs.get(0).recorder().origins().isKeptWhole() && !context.training()) {
            return spec.dropout() == 0 || !hasMask(spec, context, inputs);
        }
        int queries = inputs.get(0).size(1);
        int keys = inputs.get(spec.valueInput(inputs.size())).size(1);
        return spec.dropout() == 0
                && Math.max(queries, keys) >= SHORTEST.get()
                && Math.min(queries, keys) > 1
                && spec.headKeyDim() > 1
                && spec.headValueDim() > 1;
    }

    /** Whether a step may see nothing: where something may be dropped, Keras then finds 0 and no mean. */
    private static boolean hasMask(HeadsAttentionSpec spec, LayerContext context, List<Var> inputs) {
        int count = inputs.size();
        return IntStream.of(0, spec.keyInput(count), spec.valueInput(count))
                        .anyMatch(input -> context.mask(input).isPresent())
                || spec.maskInput(count).isPresent();
    }

    /** What the heads find, (B, T, H · size). */
    static Var found(HeadsAttentionSpec spec, LayerContext context, List<Var> inputs) {
        return new HeadsAttention(spec, context, inputs).found();
    }

    private Var found() {
        Var query = inputs.get(0);
        Var key = inputs.get(spec.keyInput(inputs.size()));
        Var value = inputs.get(spec.valueInput(inputs.size()));
        Packing packing = !key.equals(value) ? Packing.NONE : query.equals(key) ? Packing.ALL : Packing.KEY_VALUE;
        AttentionHeads heads = new AttentionHeads(
                spec.queryHeads(), spec.keyValueHeads(), spec.headKeyDim(), spec.headValueDim(), packing);
        List<Var> operands = new ArrayList<>(
                switch (packing) {
                    case ALL -> List.of(projected(query, "query", "key", "value"));
                    case KEY_VALUE -> List.of(projected(query, "query"), projected(key, "key", "value"));
                    case NONE -> List.of(projected(query, "query"), projected(key, "key"), projected(value, "value"));
                });
        AttentionMask mask = mask(operands);
        ScaledDotProductAttention op = new ScaledDotProductAttention(
                heads,
                (float) (1 / Math.sqrt(spec.headKeyDim())),
                mask,
                tile(mask, Math.max(query.size(1), value.size(1))));
        return operands.get(0).apply(op, operands.subList(1, operands.size()).toArray(Var[]::new));
    }

    private static int tile(AttentionMask mask, int steps) {
        if (steps >= LONG) {
            return TILE;
        }
        return steps >= LONG_BAND && mask.isBand() && !mask.isGiven() ? SMALL_TILE : 0;
    }

    private Var projected(Var x, String... roles) {
        return AttentionLayers.projected(spec, context, x, roles);
    }

    /** What is not seen; its operands go to the others. */
    private AttentionMask mask(List<Var> operands) {
        int count = inputs.size();
        Optional<Var> queries = context.mask(0);
        Optional<Var> keys = context.mask(spec.valueInput(count));
        if (spec.keyInput(count) != spec.valueInput(count)) {
            Optional<Var> others = context.mask(spec.keyInput(count));
            keys = keys.map(valid -> others.map(valid::times).orElse(valid)).or(() -> others);
        }
        Optional<Var> pairs = spec.maskInput(count).map(inputs::get).map(Masks::valid);
        keys.ifPresent(operands::add);
        queries.ifPresent(operands::add);
        pairs.ifPresent(operands::add);
        int reach = spec.slidingWindow() == -1 ? AttentionMask.UNLIMITED : spec.slidingWindow() - 1;
        return new AttentionMask(
                reach,
                spec.useCausalMask() ? 0 : reach,
                keys.isPresent(),
                queries.isPresent(),
                pairs.isPresent(),
                AttentionLayers.EXCLUDED);
    }
}
