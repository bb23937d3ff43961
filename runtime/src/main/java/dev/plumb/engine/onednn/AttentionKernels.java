package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.plumb.engine.onednn.AttentionTiles.Tile;
import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.AttentionHeads;
import dev.plumb.ops.op.AttentionMask;
import dev.plumb.ops.op.Broadcast;
import dev.plumb.ops.op.NumberWidth;
import dev.plumb.ops.op.Op;
import dev.plumb.ops.op.ScaledDotProductAttention;
import dev.plumb.ops.op.ScaledDotProductAttentionBackward;
import dev.plumb.ops.op.ScoreMask;
import dev.plumb.ops.op.Softmax;
import dev.plumb.ops.op.SoftmaxBackward;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernels of an attention or of its gradient: for each tile of scores two products and a softmax, or five and its gradient. Heads are views: nothing is moved. */
final class AttentionKernels {

    private static final Softmax SOFTMAX = new Softmax(1, false);

    private final Session session;
    private final Scratch scratch;
    private final KernelList kernels;
    private final KernelMaker whole;

    AttentionKernels(Session session, Scratch scratch, KernelList kernels, KernelMaker whole) {
        this.session = session;
        this.scratch = scratch;
        this.kernels = kernels;
        this.whole = whole;
    }

    /** Heads and steps of an example within an array, as (1, heads, steps, size). */
    private record View(Slot array, Layout layout, long begin) {

        View transposed() {
            return new View(array, layout.permute(List.of(0, 1, 3, 2)), begin);
        }

        Argument as(int argument) {
            return new Argument(
                    argument,
                    array.storage(),
                    array.offset() + begin * array.type().elementBytes());
        }
    }

    void forward(ScaledDotProductAttention op, Work work) {
        Tiling tiling = new Tiling(op, work, op.mask().excludes());
        Slot scores = op.keepsWeights() ? work.output(1) : tiling.scratchScores();
        tiling.each(place -> {
            View weights = place.scores(scores);
            place.weights(weights);
            place.product(place.factor(weights), place.value(work.inputs()), place.result(work.output(0)), 1, false);
        });
    }

    void backward(ScaledDotProductAttentionBackward op, Work work) {
        ScaledDotProductAttention forward = op.forward();
        AttentionHeads heads = forward.heads();
        boolean excludes = forward.mask().excludes() && !forward.keepsWeights();
        Tiling tiling = new Tiling(forward, work, excludes);
        Slot kept = forward.keepsWeights() ? work.input(forward.operands()) : tiling.scratchScores();
        Slot upstream = work.input(op.gradient());
        Slot scoreGradients = tiling.scratchScores();
        boolean accumulates = tiling.tiles.tiles().size() > 1 || heads.sharing() > 1;
        if (accumulates) {
            for (int array = heads.key().array(); array < heads.arrays(); array++) {
                zero(work, work.output(array));
            }
        }
        tiling.each(place -> {
            View weights = place.scores(kept);
            if (!forward.keepsWeights()) {
                place.weights(weights);
            }
            View arriving = place.result(upstream);
            View gradient = place.scratch(scoreGradients);
            place.product(arriving, place.value(work.inputs()).transposed(), gradient, 1, false);
            place.product(place.factor(weights).transposed(), arriving, place.value(work.outputs()), 1, accumulates);
            place.softmaxBackward(weights, gradient);
            float scale = forward.scale();
            View factor = place.factor(gradient);
            place.product(factor, place.key(work.inputs()), place.query(work.outputs()), scale, false);
            place.product(
                    factor.transposed(), place.query(work.inputs()), place.key(work.outputs()), scale, accumulates);
        });
    }

    private void zero(Work work, Slot array) {
        make(work, new Broadcast(array.type().shape()), List.of(session.constant(1, 0)), array);
    }

    private void make(Work work, Op part, List<Slot> operands, Slot result) {
        if (!whole.make(work.step(part, operands, result))) {
            throw new Natives.UnsupportedPrimitive(part.label());
        }
    }

    /** What is done at a place. */
    private interface AtPlace {
        void make(Place place);
    }

    /** All places of an attention. */
    private final class Tiling {
        private final ScaledDotProductAttention op;
        private final Work work;
        private final AttentionTiles tiles;
        private final AttentionMask mask;
        private final boolean blind;
        private final boolean excludes;
        /** Where scores are rounded for a product, or null if they are multiplied as they are. */
        private final @Nullable Slot rounded;

        /**
         * Of an op or its gradient.
         *
         * @param masked whether scores are made and something is excluded
         */
        Tiling(ScaledDotProductAttention op, Work work, boolean masked) {
            this.op = op;
            this.work = work;
            this.tiles = AttentionTiles.of(
                    op,
                    work.inputs().stream().map(Slot::type).toList(),
                    kernels.resources().threads());
            this.mask = op.mask();
            this.blind = tiles.maySeeNothing(mask);
            this.excludes = masked || blind;
            NumberWidth width = work.input(0).type().width();
            this.rounded = width == NumberWidth.FULL
                    ? null
                    : scratch.take(ArrayType.float32(tiles.scores()).withWidth(width));
        }

        Slot scratchScores() {
            return scratch.take(ArrayType.float32(tiles.scores()));
        }

        void each(AtPlace what) {
            Scratch.Mark mark = scratch.mark();
            for (Tile tile : tiles.tiles()) {
                Slot excluded = excludes && !mask.isGiven() ? excluded(tile, 0) : null;
                for (int example = 0; example < tiles.batch(); example++) {
                    Scratch.Mark ofTile = scratch.mark();
                    if (excludes && mask.isGiven()) {
                        excluded = excluded(tile, example);
                    }
                    for (int head = 0; head < op.heads().keyValueHeads(); head += tile.heads()) {
                        for (int shared = 0; shared < op.heads().sharing(); shared++) {
                            what.make(new Place(this, tile, example, head, shared, excluded));
                        }
                    }
                    scratch.release(ofTile);
                }
                scratch.release(mark);
            }
        }

        /** What the mask adds to the scores of a tile. */
        private Slot excluded(Tile tile, int example) {
            ScoreMask part = new ScoreMask(
                    mask, tiles.queries(), tiles.keys(), tile.row(), tile.rows(), tile.column(), tile.columns());
            List<Slot> operands = new ArrayList<>();
            for (Slot operand : work.inputs().subList(op.heads().arrays(), op.operands())) {
                ArrayType type = operand.type().withSize(0, 1);
                long perExample = operand.type().bytes() / tiles.batch();
                operands.add(new Slot(type, operand.storage(), operand.offset() + example * perExample));
            }
            ArrayType type =
                    part.infer(operands.stream().map(Slot::type).toList()).get(0);
            Slot result = scratch.take(type);
            make(work, part, operands, result);
            return result;
        }
    }

    /** A tile of some heads of an example: of the heads of the query that share each head of key and value, one. */
    private final class Place {
        private final Tiling tiling;
        private final Tile tile;
        private final int example;
        private final int head;
        private final int shared;
        private final @Nullable Slot excluded;

        Place(Tiling tiling, Tile tile, int example, int head, int shared, @Nullable Slot excluded) {
            this.tiling = tiling;
            this.tile = tile;
            this.example = example;
            this.head = head;
            this.shared = shared;
            this.excluded = excluded;
        }

        View query(List<Slot> arrays) {
            return queries(tiling.op.heads().query(), arrays);
        }

        View key(List<Slot> arrays) {
            return keys(tiling.op.heads().key(), arrays);
        }

        View value(List<Slot> arrays) {
            return keys(tiling.op.heads().value(), arrays);
        }

        View result(Slot array) {
            return queries(tiling.op.heads().result(), List.of(array));
        }

        private View queries(AttentionHeads.Part part, List<Slot> arrays) {
            long inHead = (long) shared * part.size();
            return view(part, arrays, tiling.tiles.queries(), tile.row(), tile.rows(), inHead);
        }

        private View keys(AttentionHeads.Part part, List<Slot> arrays) {
            return view(part, arrays, tiling.tiles.keys(), tile.column(), tile.columns(), 0);
        }

        private View view(AttentionHeads.Part part, List<Slot> arrays, long steps, long step, long count, long inHead) {
            long width = part.width();
            Slot array = arrays.get(part.array());
            Layout layout = new Layout(
                    DataTypes.of(array.type()),
                    List.of(1L, (long) tile.heads(), count, (long) part.size()),
                    List.of(steps * width, (long) part.step(), width, 1L));
            long begin = (example * steps + step) * width + part.begin() + (long) head * part.step() + inHead;
            return new View(array, layout, begin);
        }

        /** Where the scores go: those of each shared head lie together if all are kept. */
        View scores(Slot memory) {
            if (!tiling.op.keepsWeights()) {
                return scratch(memory);
            }
            AttentionTiles tiles = tiling.tiles;
            long before = ((long) shared * tiles.batch() + example)
                            * tiling.op.heads().keyValueHeads()
                    + head;
            return new View(memory, scratch(memory).layout(), before * tiles.queries() * tiles.keys());
        }

        View scratch(Slot memory) {
            return new View(memory, Layout.dense(1, tile.heads(), tile.rows(), tile.columns()), 0);
        }

        /** Scores, or what is made of them, as products take them. */
        View factor(View scores) {
            Slot rounded = tiling.rounded;
            if (rounded == null) {
                return scores;
            }
            Layout from = scores.layout();
            View factor = new View(rounded, Layout.dense(DataTypes.of(rounded.type()), from.sizes()), 0);
            kernels.add(
                    session.kernel(
                            Label.of("Narrow"),
                            new Reorder.Move(from, factor.layout()),
                            scores.as(DNNL_ARG_FROM),
                            factor.as(DNNL_ARG_TO)),
                    tiling.work.prologue());
            return factor;
        }

        /** The softmax of the scores. */
        void weights(View scores) {
            View query = query(tiling.work.inputs());
            View key = key(tiling.work.inputs()).transposed();
            Layout added = null;
            if (excluded != null) {
                ArrayType type = excluded.type();
                added = Layout.dense(type.size(0), 1, type.size(1), type.size(2));
            }
            AttentionProduct product = new AttentionProduct(
                    query.layout(), key.layout(), scores.layout(), tiling.op.scale(), added, false);
            List<Argument> arguments = arguments(query, key, scores);
            if (excluded != null) {
                int which = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (product.addedPosition() + 1) | DNNL_ARG_SRC_1;
                arguments.add(Argument.of(which, excluded));
            }
            add(product, arguments);
            Slot rows = rows(scores);
            make(tiling.work, SOFTMAX, List.of(rows), rows);
        }

        /** From the gradient of the weights to that of the scores, in the same place. */
        void softmaxBackward(View weights, View gradient) {
            Slot rows = rows(gradient);
            make(tiling.work, new SoftmaxBackward(SOFTMAX), List.of(rows(weights), rows), rows);
            if (tiling.blind && excluded != null) {
                ArrayType type = ArrayType.float32(1, tile.heads(), tile.rows(), tile.columns());
                Slot scores = new Slot(type, rows.storage(), rows.offset());
                kernels.add(new BlindRows(excluded, scores), tiling.work.prologue());
            }
        }

        private Slot rows(View dense) {
            int rows = tile.heads() * tile.rows();
            Slot memory = dense.array();
            return new Slot(
                    ArrayType.float32(rows, tile.columns()),
                    memory.storage(),
                    memory.offset() + dense.begin() * Float.BYTES);
        }

        void product(View left, View right, View target, float scale, boolean accumulates) {
            add(
                    new AttentionProduct(left.layout(), right.layout(), target.layout(), scale, null, accumulates),
                    arguments(left, right, target));
        }

        private List<Argument> arguments(View left, View right, View target) {
            return new ArrayList<>(List.of(left.as(DNNL_ARG_SRC), right.as(DNNL_ARG_WEIGHTS), target.as(DNNL_ARG_DST)));
        }

        private void add(AttentionProduct product, List<Argument> arguments) {
            Label label = Label.of(tiling.work.op(), tile.rows(), tile.columns());
            kernels.add(session.kernel(label, session.primitive(product), arguments), tiling.work.prologue());
        }
    }
}
