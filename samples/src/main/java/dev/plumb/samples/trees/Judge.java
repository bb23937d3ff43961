package dev.plumb.samples.trees;

import dev.plumb.data.Dataset;
import dev.plumb.data.ExampleDataset;
import dev.plumb.data.Structure;
import dev.plumb.dsl.Metric;
import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerInput;
import dev.plumb.runtime.EagerModel;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import dev.plumb.train.Losses;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Teaches a model what reviews think, and counts how often it is right. */
final class Judge {
    private static final Fit ONCE = Fit.epochs(1).batchSize(32).verbose(Verbosity.SILENT);

    private final Vocabulary vocabulary;
    private final Trainer<List<Sentence>, INDArray> trainer;

    Judge(EagerModel<List<Sentence>, Var> model, Vocabulary vocabulary, double learningRate) {
        this.vocabulary = vocabulary;
        model.threads(1); // all steps are small
        this.trainer = model.trainer(
                EagerInput.batch(), Adam.of(learningRate), Losses.sparseCategoricalCrossentropy(), Metric.ACCURACY);
    }

    /** Reads all reviews once, in another order each time; the mean loss. */
    double epoch(List<Review> reviews) {
        return trainer.fit(data(reviews), ONCE).last("loss");
    }

    /** The share of reviews whose opinion the model finds likelier than the other. */
    double accuracy(List<Review> reviews) {
        return trainer.evaluate(data(reviews)).get("accuracy");
    }

    private ExampleDataset<Sentence, INDArray> data(List<Review> reviews) {
        List<Sentence> sentences = reviews.stream()
                .map(review -> vocabulary.sentence(review.words()))
                .toList();
        int[] opinions = reviews.stream().mapToInt(Review::opinion).toArray();
        return Dataset.of(sentences, Structure.single("opinion"), Nd4j.createFromArray(opinions));
    }
}
