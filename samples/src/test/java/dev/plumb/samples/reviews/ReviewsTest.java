package dev.plumb.samples.reviews;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.csv.Csv;
import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Verbosity;
import dev.plumb.train.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReviewsTest {
    private static final Path DATA = Path.of("..", "..", "shared", "data");

    @Test
    void threeOfFourRealReviewsAreJudgedRight(@TempDir Path folder) throws IOException {
        assumeTrue(Files.exists(DATA.resolve("rt-polarity.pos")), DATA + " has no rt-polarity.pos");
        ReviewJudgeModel model = ReviewJudgeModel.create(42);
        Evaluation scores = ReviewsSample.train(model, Reviews.read(DATA), Verbosity.SILENT);
        assertTrue(scores.get("accuracy") >= 0.765, scores::toString);
        Path file = folder.resolve("reviews.plumb");
        model.save(file);
        ReviewJudgeModel again = ReviewJudgeModel.load(file);
        String review = "a warm , funny and moving film";
        assertArrayEquals(model.predict(review), again.predict(review));
        assertEquals(model.network().vocabulary("terms"), again.network().vocabulary("terms"));
    }

    @Test
    void madeReviewsAreLearnt(@TempDir Path folder) throws IOException {
        StringBuilder praise = new StringBuilder();
        StringBuilder blame = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            praise.append("Film no ").append(i % 7).append(" is WONDERFUL, and warm!\n");
            blame.append("Film no ").append(i % 7).append(" is dull; and cold.\n");
        }
        Files.writeString(folder.resolve("rt-polarity.pos"), praise);
        Files.writeString(folder.resolve("rt-polarity.neg"), blame);
        ReviewJudgeModel model = ReviewJudgeModel.create(42);
        Evaluation scores = ReviewsSample.train(model, Reviews.read(folder), Verbosity.SILENT);
        assertEquals(1, scores.get("accuracy"), scores::toString);
        assertTrue(model.predict("so warm")[0] > 0.5);
        assertTrue(model.predict("so cold")[0] < 0.5);
    }

    /** Both columns by their names, read anew in each epoch. */
    @Test
    void reviewsOfACsvFileAreStreamed(@TempDir Path folder) throws IOException {
        StringBuilder text = new StringBuilder("praise,review\n");
        for (int i = 0; i < 100; i++) {
            text.append("1,\"Film no ").append(i % 7).append(" is WONDERFUL, and warm!\"\n");
            text.append("0,Film no ").append(i % 7).append(" is dull; and cold.\n");
        }
        Path file = Files.writeString(folder.resolve("reviews.csv"), text);
        var reviews = ReviewJudgeModel.dataset(Csv.of(file)).shuffle(50, 1);
        ReviewJudgeModel model = ReviewJudgeModel.create(42);
        model.adapt(reviews);
        var trainer = model.trainer(Adam.of(1e-2));
        trainer.fit(reviews, Fit.epochs(3).verbose(Verbosity.SILENT));
        assertEquals(1, trainer.evaluate(reviews).get("accuracy"));
        assertTrue(model.predict("so warm")[0] > 0.5);
        assertTrue(model.predict("so cold")[0] < 0.5);
    }
}
