package dev.plumb.runtime;

import dev.plumb.array.InputException;
import dev.plumb.data.Dataset;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import java.util.Optional;

/**
 * What fits and evaluations of a model with stateful layers need: batches of one size, in the order of the data. Said before the first one, as far as it is
 * known then.
 */
final class StatefulOrder {
    private StatefulOrder() {}

    /**
     * Requires it of a fit: batches of validation are between those of training, so they are of the same size.
     *
     * @throws IllegalArgumentException if it would shuffle, or validate in batches of a size of their own
     * @throws InputException if a batch would be smaller
     */
    static void require(Graph graph, Dataset<?, ?> training, Optional<Dataset<?, ?>> validation, Fit options) {
        Optional<Node> layer = statefulLayer(graph);
        if (layer.isEmpty()) {
            return;
        }
        String goesOn = goesOn(graph, layer.get());
        if (options.shuffle() && training.shuffles()) {
            throw new IllegalArgumentException(goesOn + ", and this fit takes them in a new random order each epoch"
                    + "\n  fix     keep their order: Fit.epochs(…).shuffle(false)");
        }
        requireWhole(
                goesOn,
                new WholeBatches(
                        size(training),
                        validation.map(StatefulOrder::size).orElse(0),
                        options.validationData().isPresent() ? 0 : options.validationSplit()),
                validation.isPresent(),
                options);
    }

    private static void requireWhole(String goesOn, WholeBatches parts, boolean validates, Fit options) {
        int batch = options.batchSize();
        int own = options.validationBatchSize().orElse(batch);
        String fix = "\n  fix     "
                + (validates && options.validationBatchSize().isPresent() ? "leave validationBatchSize out, and " : "");
        if (!parts.inTraining(batch)) {
            throw new InputException(goesOn + rest(parts.training(), batch) + ofSplit(parts) + fix + parts.fix(batch));
        }
        if (!validates) {
            return;
        }
        int first = parts.validation() == 0 ? own : Math.min(own, parts.validation());
        if (own != batch && first != parts.size(batch)) {
            throw new IllegalArgumentException(goesOn + ", and validation is one of them: expected batches of "
                    + parts.size(batch) + ", found validationBatchSize(" + own + ")"
                    + (parts.inValidation(batch, batch)
                            ? "\n  fix     leave validationBatchSize out"
                            : fix + parts.fix(batch)));
        }
        if (!parts.inValidation(batch, own)) {
            throw new InputException(goesOn + ", and validation goes on from training: expected whole batches of "
                    + parts.size(batch) + ", found " + parts.validation() + " examples for validation"
                    + ofSplit(parts) + fix + parts.fix(batch));
        }
    }

    /**
     * Requires it of an evaluation.
     *
     * @throws InputException if the last batch would be smaller
     */
    static void requireOfEvaluation(Graph graph, Dataset<?, ?> data, int batchSize) {
        Optional<Node> layer = statefulLayer(graph);
        WholeBatches batches = new WholeBatches(size(data));
        if (layer.isEmpty() || batchSize < 1 || batches.inTraining(batchSize)) {
            return;
        }
        int examples = batches.training();
        throw new InputException(goesOn(graph, layer.get()) + rest(examples, batchSize)
                + "\n  fix     leave the last ones out: take(" + (examples - examples % batchSize)
                + "), or begin anew with a size that divides them: resetStates() and evaluate(…, "
                + batches.divisor(batchSize) + ")");
    }

    private static Optional<Node> statefulLayer(Graph graph) {
        return graph.nodes().stream().filter(node -> node.spec().isStateful()).findFirst();
    }

    private static String goesOn(Graph graph, Node layer) {
        return layer.title() + " of model '" + graph.name()
                + "' is stateful: each example goes on from the one at its place in the batch before";
    }

    private static int size(Dataset<?, ?> data) {
        return data.knownSize().orElse(0);
    }

    private static String rest(int examples, int batchSize) {
        return ", and the last batch would have " + examples % batchSize + " of them: expected whole batches of "
                + batchSize + ", found " + examples + " examples";
    }

    private static String ofSplit(WholeBatches parts) {
        return parts.split() > 0
                ? ", of " + (parts.training() + parts.validation()) + " that validationSplit(" + parts.split()
                        + ") divides"
                : "";
    }
}
