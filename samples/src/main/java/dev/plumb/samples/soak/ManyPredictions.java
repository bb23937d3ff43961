package dev.plumb.samples.soak;

import dev.plumb.samples.data.LinearRule;
import dev.plumb.samples.mnist.MnistClassifierModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One model, asked for single predictions by several threads at once; each answer is checked. */
final class ManyPredictions {
    private static final int EXAMPLES = 64;
    /** Batches and single examples take different kernels, which round differently. */
    private static final float TOLERANCE = 1e-5f;

    private final MnistClassifierModel model = MnistClassifierModel.create(42);
    private final int threads;
    private final float[][] examples;
    private final float[][] answers;

    /**
     * How it went.
     *
     * @param wrong answers that were not, bit for bit, those of a single thread
     */
    record Result(long predictions, long wrong) {}

    ManyPredictions(int threads) {
        this.threads = threads;
        INDArray batch = new LinearRule(784, 10, 1).examples(EXAMPLES, 2);
        examples = batch.toFloatMatrix();
        answers = new float[EXAMPLES][];
        float[][] expected = model.predict(batch).toFloatMatrix();
        for (int i = 0; i < EXAMPLES; i++) {
            answers[i] = model.predict(examples[i]);
            if (!near(answers[i], expected[i])) {
                throw new IllegalStateException("example " + i + " gives " + Arrays.toString(answers[i]) + " alone and "
                        + Arrays.toString(expected[i]) + " in a batch");
            }
        }
    }

    private static boolean near(float[] found, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= TOLERANCE)) {
                return false;
            }
        }
        return found.length == expected.length;
    }

    /** So many predictions, shared among the threads. */
    Result predict(int predictions) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> tasks = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                tasks.add(pool.submit(() -> wrong(first, predictions)));
            }
            long wrong = 0;
            for (Future<Long> task : tasks) {
                wrong += task.get();
            }
            return new Result(predictions, wrong);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a prediction failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private long wrong(int first, int predictions) {
        long wrong = 0;
        for (int i = first; i < predictions; i += threads) {
            int example = i % EXAMPLES;
            if (!Arrays.equals(model.predict(examples[example]), answers[example])) {
                wrong++;
            }
        }
        return wrong;
    }
}
