package dev.plumb.benchmarks.plumb;

import dev.plumb.benchmarks.measure.Breakdown;
import dev.plumb.benchmarks.measure.Work;
import dev.plumb.data.Dataset;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.StepProfile;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Training by {@code fit} over arrays, in their order: some batches a call. */
final class Training {
    /** So many kernels are named. */
    private static final int LONGEST = 3;

    private Training() {}

    /** Of arrays that hold so many batches. */
    static <I, T> Work of(Trainer<I, T> trainer, Dataset<I, T> data, int batches, int rows) {
        Fit fit = Fit.epochs(1).batchSize(rows).shuffle(false).verbose(Verbosity.SILENT);
        return new Work() {
            @Override
            public Call caller() {
                return ignored -> trainer.fit(data, fit);
            }

            @Override
            public int steps() {
                return batches;
            }

            @Override
            public Optional<Breakdown> breakdown() {
                return Optional.of(Training.breakdown(trainer.profile(data, rows)));
            }
        };
    }

    private static Breakdown breakdown(StepProfile profile) {
        double kernels = profile.kernelMicroseconds();
        String longest = profile.longest(LONGEST).stream()
                .map(kernel ->
                        String.format(Locale.ROOT, "%.0f %% %s", 100 * kernel.microseconds() / kernels, kernel.label()))
                .collect(Collectors.joining("; "));
        return new Breakdown(profile.microseconds(), kernels, profile.operations(), profile.bytes(), longest);
    }

    static INDArray features(long... shape) {
        return Nd4j.randn(DataType.FLOAT, shape);
    }

    /** Numbers of classes. */
    static INDArray classes(int count, int classes) {
        return Nd4j.createFromArray(new Random(3).ints(count, 0, classes).toArray());
    }

    /** Sequences of which a quarter to all of the steps count; zeros after them. */
    static INDArray ragged(int count, int steps, int features) {
        Random random = new Random(4);
        float[] values = new float[count * steps * features];
        for (int sequence = 0; sequence < count; sequence++) {
            int length = steps / 4 + random.nextInt(steps - steps / 4 + 1);
            int first = sequence * steps * features;
            for (int i = 0; i < length * features; i++) {
                values[first + i] = (float) random.nextGaussian();
            }
        }
        return Nd4j.createFromArray(values).reshape(count, steps, features);
    }

    /** Numbers of words. */
    static INDArray words(int count, int steps, int vocabulary) {
        int[] words = new Random(5).ints((long) count * steps, 0, vocabulary).toArray();
        return Nd4j.createFromArray(words).reshape(count, steps);
    }
}
