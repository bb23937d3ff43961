package dev.plumb.train;

import dev.plumb.dsl.Loss;
import dev.plumb.dsl.LossFunction;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.ops.Var;
import dev.plumb.train.loss.TemporalClassification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Connectionist temporal classification: outputs are logits (time, classes), of which class 0 is the blank; targets are rows of labels from 1
 * on, filled with zeros at their ends. Made by {@link Losses#ctc()}.
 *
 * @param labels the length of the rows of labels; that of the time if it is not given
 */
public record CTCLoss(OptionalInt labels) implements SampleLoss {
    public CTCLoss {
        LossOptions.require(labels.orElse(1) >= 1, "the number of labels", "at least 1", labels.orElse(1));
    }

    /** Takes rows of labels of this length: less than time, they are less work. */
    public CTCLoss labels(int length) {
        return new CTCLoss(OptionalInt.of(length));
    }

    @Override
    public String name() {
        return LossFunction.CTC.label();
    }

    @Override
    public boolean hasSparseTargets() {
        return true;
    }

    @Override
    public Shape targetShape(Shape output) {
        List<Dim> dims = new ArrayList<>(output.dims().subList(0, Math.max(0, output.rank() - 1)));
        if (labels.isPresent() && !dims.isEmpty()) {
            dims.set(dims.size() - 1, Dim.of(labels.getAsInt()));
        }
        return new Shape(dims);
    }

    @Override
    public Optional<Loss.Spec> stated() {
        return Optional.of(Loss.Spec.of(LossFunction.CTC));
    }

    @Override
    public Var perSample(Prediction prediction, Var target) {
        return TemporalClassification.loss(prediction.value(), target);
    }
}
