package dev.plumb.samples.trees;

import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerContext;
import dev.plumb.runtime.EagerModel;
import dev.plumb.runtime.EagerOptimizer;
import dev.plumb.runtime.GradientTape;
import dev.plumb.runtime.Phase;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Teaches a model what reviews think, and counts how often it is right. */
final class Judge {
    private static final int BATCH = 32;

    private final EagerModel<List<Sentence>, Var> model;
    private final Vocabulary vocabulary;
    private final EagerOptimizer optimizer;
    private final Random random = new Random(1);

    Judge(EagerModel<List<Sentence>, Var> model, Vocabulary vocabulary, double learningRate) {
        this.model = model;
        this.vocabulary = vocabulary;
        model.threads(1); // all steps are small
        this.optimizer = model.optimizer(Adam.of(learningRate));
    }

    /** Reads all reviews once, in another order each time; the mean loss. */
    double epoch(List<Review> reviews) {
        List<Review> shuffled = new ArrayList<>(reviews);
        Collections.shuffle(shuffled, random);
        double sum = 0;
        for (List<Review> batch : batches(shuffled)) {
            sum += step(batch) * batch.size();
        }
        return sum / reviews.size();
    }

    private double step(List<Review> batch) {
        try (GradientTape tape = model.tape(Phase.TRAINING)) {
            EagerContext context = tape.context();
            Var opinions = model.call(context, sentences(batch));
            Var targets = context.ints(batch.stream().mapToInt(Review::opinion).toArray());
            return optimizer.step(tape, context.loss(Losses.sparseCategoricalCrossentropy(), opinions, targets));
        }
    }

    /** The share of reviews whose opinion the model finds likelier than the other. */
    double accuracy(List<Review> reviews) {
        int right = 0;
        for (List<Review> batch : batches(reviews)) {
            int[] found =
                    model.predict(sentences(batch), (context, opinions) -> context.wholeNumbers(opinions.argMax()));
            for (int i = 0; i < found.length; i++) {
                right += found[i] == batch.get(i).opinion() ? 1 : 0;
            }
        }
        return right / (double) reviews.size();
    }

    private List<Sentence> sentences(List<Review> reviews) {
        return reviews.stream()
                .map(review -> vocabulary.sentence(review.words()))
                .toList();
    }

    private static List<List<Review>> batches(List<Review> reviews) {
        List<List<Review>> batches = new ArrayList<>();
        for (int begin = 0; begin < reviews.size(); begin += BATCH) {
            batches.add(reviews.subList(begin, Math.min(begin + BATCH, reviews.size())));
        }
        return batches;
    }
}
