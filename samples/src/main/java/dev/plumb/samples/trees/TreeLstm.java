package dev.plumb.samples.trees;

import static dev.plumb.dsl.ActivationFunction.SOFTMAX;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerLayer;
import dev.plumb.runtime.EagerModel;
import java.util.List;

/**
 * The binary Tree-LSTM of Tai, Socher and Manning, 2015 (arXiv 1503.00075, equations 9 to 14, with words at the leaves only): each phrase has a
 * state and a memory, made of those of its two parts, with a gate for each part that says how much of its memory is kept. Every sentence has its
 * own wiring; what is equally high in the trees of a batch is computed at once.
 */
final class TreeLstm extends EagerModel<List<Sentence>, Var> {
    private static final int UNITS = 32;

    private final EagerLayer words;
    private final EagerLayer thinned = layer("thinned", Layers.dropout(0.5));
    private final EagerLayer leaf = layer("leaf", Layers.dense(2 * UNITS));
    private final EagerLayer compose = layer("compose", Layers.dense(5 * UNITS));
    private final EagerLayer summary = layer("summary", Layers.dropout(0.5));
    private final EagerLayer opinion = layer("opinion", Layers.dense(2).activation(SOFTMAX));

    /** For a vocabulary of a size; the starting weights follow from the seed. */
    TreeLstm(int vocabulary, long seed) {
        super(seed);
        words = layer("words", Layers.embedding(vocabulary, UNITS));
    }

    /** The probabilities of blame and praise: (sentences, 2). */
    @Override
    public Var call(EagerContext context, List<Sentence> sentences) {
        Levels levels = Levels.of(sentences);
        Var read = thinned.call(context, words.call(context, ints(context, levels.words())));
        Table table = leaves(leaf.call(context, read));
        for (Levels.Level level : levels.levels()) {
            Table left = table.rows(ints(context, level.left()));
            Table right = table.rows(ints(context, level.right()));
            table = table.with(composed(context, left, right));
        }
        Var roots = table.rows(ints(context, levels.roots())).state();
        return opinion.call(context, summary.call(context, roots));
    }

    private static Var ints(EagerContext context, List<Integer> numbers) {
        return context.ints(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Of phrases, a row each: (phrases, units). */
    private record Table(Var state, Var memory) {
        Table rows(Var numbers) {
            return new Table(state.gatherRows(numbers), memory.gatherRows(numbers));
        }

        Table with(Table more) {
            return new Table(state.concatenate(0, more.state), memory.concatenate(0, more.memory));
        }
    }

    private static Table leaves(Var gates) {
        List<Var> parts = gates.split(1, 2);
        return new Table(parts.get(0).logistic().times(parts.get(1).tanh()), parts.get(1));
    }

    private Table composed(EagerContext context, Table left, Table right) {
        Var gates = compose.call(context, left.state().concatenate(1, right.state()));
        List<Var> open = gates.slice(1, 0, 4 * UNITS).logistic().split(1, 4);
        Var update = gates.slice(1, 4 * UNITS, UNITS).tanh();
        Var memory = open.get(0)
                .times(update)
                .plus(open.get(1).times(left.memory()))
                .plus(open.get(2).times(right.memory()));
        return new Table(open.get(3).times(memory.tanh()), memory);
    }
}
