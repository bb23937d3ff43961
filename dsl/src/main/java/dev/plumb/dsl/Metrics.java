package dev.plumb.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What is reported beside the loss of an output: constants, with the defaults of Keras. A metric with an option (another threshold, the {@code k} of
 * top-k, one class, a curve, averages, a name of one's own, one that takes sample weights) is given to the trainer, as a factory of
 * {@code dev.plumb.train.TrainingMetrics}: {@code model.training().y(loss, Metric.ACCURACY, TrainingMetrics.topK(3))}; those that are given there
 * replace these.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Metrics {
    Metric[] value();
}
