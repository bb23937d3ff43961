package dev.plumb.layer;

import dev.plumb.dsl.layer.BatchNormalizationLayer;
import dev.plumb.ops.Var;

/** What lets a batch be normalized almost as a prediction is (Ioffe 2017, Batch Renormalization), as in Keras 3.15: by statistics that move with those of the batches. */
final class Renormalization {
    private final BatchNormalizationLayer spec;
    private final LayerContext context;
    private final float epsilon;

    Renormalization(BatchNormalizationLayer spec, LayerContext context) {
        this.spec = spec;
        this.context = context;
        this.epsilon = (float) spec.epsilon();
    }

    /** Scale and shift of what is normalized by these moments: of r times that, plus d, through which no gradient goes. */
    BatchNormalizations.Affine corrected(BatchNormalizations.Affine stated, Var mean, Var variance) {
        Var stddev = context.weight("renorm_stddev").maximum((float) Math.sqrt(spec.epsilon()));
        Var r = deviation(variance).dividedBy(stddev);
        Var d = mean.minus(context.weight("renorm_mean")).dividedBy(stddev);
        Var limitedR =
                r.clip((float) spec.renormRmin(), (float) spec.renormRmax()).stopGradient();
        Var limitedD =
                d.clip((float) -spec.renormDmax(), (float) spec.renormDmax()).stopGradient();
        return new BatchNormalizations.Affine(
                limitedR.times(stated.scale()), limitedD.times(stated.scale()).plus(stated.shift()));
    }

    /** Moves the statistics of r and d, and those of predictions but for their mean: here these keep the standard deviation. */
    void move(Var mean, Var variance, float momentum) {
        Var stddev = deviation(variance);
        float kept = (float) spec.renormMomentum();
        context.assign("renorm_mean", BatchNormalizations.moved(context.weight("renorm_mean"), mean, kept));
        context.assign("renorm_stddev", BatchNormalizations.moved(context.weight("renorm_stddev"), stddev, kept));
        Var moving = BatchNormalizations.moved(context.weight("moving_stddev"), stddev, momentum);
        context.assign("moving_stddev", moving);
        context.assign("moving_variance", moving.square().plus(-epsilon).relu());
    }

    private Var deviation(Var variance) {
        return variance.plus(epsilon).sqrt();
    }
}
