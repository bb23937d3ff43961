package dev.plumb.compile;

import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.train.AddedLoss;
import dev.plumb.train.BatchValues;
import dev.plumb.train.OutputTraining;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The losses of outputs and those that are added to them, each by its weight.
 *
 * @param total a scalar, without penalties
 * @param weights the weights of all losses, in their order, if they are inputs
 * @param added the losses that are added, unweighted: scalars
 */
record TotalLoss(Var total, List<Var> weights, List<Var> added) {

    /**
     * The total.
     *
     * @param added the values of the losses that are added
     * @param settable makes a scalar input of the name of a loss, if weights are inputs
     */
    static TotalLoss of(
            Recorder recorder,
            List<OutputTraining> outputs,
            List<OutputScore> scores,
            List<AddedLoss> losses,
            List<Var> added,
            Optional<Function<String, Var>> settable) {
        List<Var> weights = new ArrayList<>();
        List<Var> weighted = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            weighted.add(weighted(
                    scores.get(i).loss(), outputs.get(i).output(), outputs.get(i).weight(), settable, weights));
        }
        for (int i = 0; i < losses.size(); i++) {
            weighted.add(weighted(added.get(i), losses.get(i).name(), losses.get(i).weight(), settable, weights));
        }
        Var total = weighted.stream().reduce(Var::plus).orElseGet(() -> recorder.constant(0));
        return new TotalLoss(total, weights, added);
    }

    private static Var weighted(
            Var loss, String name, double weight, Optional<Function<String, Var>> settable, List<Var> weights) {
        if (settable.isPresent()) {
            Var input = settable.get().apply(name);
            weights.add(input);
            return loss.times(input);
        }
        return weight == 1 ? loss : loss.times((float) weight);
    }

    /** The value of a loss that is added, a scalar. */
    static Var scalar(AddedLoss added, BatchValues values) {
        Var value = Objects.requireNonNull(
                added.loss().of(values), () -> "the loss '" + added.name() + "' gave null instead of a Var");
        return value.rank() == 0 ? value : value.mean();
    }
}
