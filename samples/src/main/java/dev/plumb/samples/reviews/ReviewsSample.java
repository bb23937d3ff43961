package dev.plumb.samples.reviews;

import dev.plumb.data.ArrayDataset;
import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Trainer;
import dev.plumb.runtime.Verbosity;
import dev.plumb.samples.Sample;
import dev.plumb.train.Adam;
import dev.plumb.train.callback.EarlyStopping;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Trains {@link ReviewJudge} on sentences of film reviews. */
public final class ReviewsSample implements Sample {
    private static final String NEW = "an exhilarating , beautifully acted film .";

    @Override
    public String name() {
        return "reviews";
    }

    @Override
    public String idea() {
        return "a model that takes texts: its vocabulary is adapted to data and saved with it";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        if (arguments.isEmpty()) {
            out.println("""
                This sample needs the sentence polarity data set, 'rt-polarity.pos' and 'rt-polarity.neg' in UTF-8:
                https://www.cs.cornell.edu/people/pabo/movie-review-data (Pang and Lee 2005).
                Run it again with their folder as its argument.\
                """);
            return;
        }
        try {
            Reviews reviews = Reviews.read(Path.of(arguments.get(0)));
            ReviewJudgeModel model = ReviewJudgeModel.create(42);
            Evaluation scores = train(model, reviews, Verbosity.AUTO);
            out.printf("Of the held back reviews, %.1f %% are judged right.%n", 100 * scores.get("accuracy"));
            out.printf("'%s' praises with probability %.2f.%n", NEW, model.predict(NEW)[0]);
        } catch (IOException e) {
            out.println("Cannot read the reviews: " + e.getMessage());
        }
    }

    /**
     * Adapts and trains a model until it gets no better on a tenth of the training data; the answer is how it does on what was held back, which
     * has no part in any choice.
     */
    static Evaluation train(ReviewJudgeModel model, Reviews reviews, Verbosity verbosity) {
        ArrayDataset<ReviewJudgeModel.Inputs, ReviewJudgeModel.Targets> known = Reviews.dataset(reviews.training());
        ArrayDataset.Split<ReviewJudgeModel.Inputs, ReviewJudgeModel.Targets> parts = known.split(0.1);
        model.adapt(parts.training());
        Trainer<ReviewJudgeModel.Inputs, ReviewJudgeModel.Targets> trainer = model.trainer(Adam.of(1e-3));
        trainer.fit(
                parts.training(),
                Fit.epochs(15)
                        .batchSize(64)
                        .validationData(parts.validation())
                        .verbose(verbosity)
                        .callbacks(EarlyStopping.monitor("val_loss").patience(1).restoreBestWeights(true)));
        return trainer.evaluate(Reviews.dataset(reviews.heldBack()));
    }
}
