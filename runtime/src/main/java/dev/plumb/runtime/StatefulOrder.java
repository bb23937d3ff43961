package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.util.Optional;
import java.util.OptionalInt;

/** What a fit of a model with stateful layers needs: batches of one size, in the order of the data. Said before the first step, as far as it is known then. */
final class StatefulOrder {
    private StatefulOrder() {}

    /**
     * Requires it of a fit.
     *
     * @throws IllegalArgumentException if it would shuffle
     * @throws InputException if a last batch would be smaller
     */
    static void require(Graph graph, Dataset<?, ?> training, Optional<Dataset<?, ?>> validation, Fit options) {
        Optional<Node> layer =
                graph.nodes().stream().filter(node -> node.spec().isStateful()).findFirst();
        if (layer.isEmpty()) {
            return;
        }
        String goesOn = layer.get().title() + " of model '" + graph.name()
                + "' is stateful: each example goes on from the one at its place in the batch before";
        if (options.shuffle() && training.shuffles()) {
            throw new IllegalArgumentException(goesOn + ", and this fit takes them in a new random order each epoch"
                    + "\n  fix     keep their order: Fit.epochs(…).shuffle(false)");
        }
        requireWhole(goesOn, "", training, options.batchSize());
        int batch = options.validationBatchSize().orElse(options.batchSize());
        if (validation.isPresent()) {
            requireWhole(goesOn, "in the validation data, ", validation.get(), batch);
            if (batch != options.batchSize()) {
                throw new IllegalArgumentException(goesOn + ", and validation is one of them: expected batches of "
                        + options.batchSize() + ", found validationBatchSize(" + batch + ")"
                        + "\n  fix     leave validationBatchSize out");
            }
        }
    }

    private static void requireWhole(String goesOn, String where, Dataset<?, ?> data, int batchSize) {
        OptionalInt examples = data.knownSize();
        int rest = examples.orElse(0) % batchSize;
        if (rest == 0 || examples.getAsInt() < batchSize) { // one batch an epoch is never a smaller one
            return;
        }
        int whole = examples.getAsInt() - rest;
        throw new InputException(where + goesOn + ", and the last batch would have " + rest + " of them: expected whole"
                + " batches of " + batchSize + ", found " + examples.getAsInt() + " examples"
                + "\n  fix     batchSize(" + divisor(examples.getAsInt(), batchSize) + ") divides them"
                + ", or leave the last ones out: take(" + whole + ")");
    }

    /** The largest up to a size that divides them. */
    private static int divisor(int examples, int batchSize) {
        int divisor = batchSize;
        while (examples % divisor != 0) {
            divisor--;
        }
        return divisor;
    }
}
