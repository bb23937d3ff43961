package dev.plumb.samples.reviews;

import dev.plumb.data.ArrayDataset;
import dev.plumb.data.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Film reviews of one sentence each, with what they are. Every fifth is held back.
 *
 * @param training what the model learns of
 * @param heldBack what it has never seen
 */
record Reviews(List<Review> training, List<Review> heldBack) {
    private static final int PARTS = 5;

    /** A sentence, and whether it praises. */
    record Review(String text, boolean praises) {}

    /** Reads a folder with {@code rt-polarity.pos} and {@code rt-polarity.neg}: a review a line. */
    static Reviews read(Path folder) throws IOException {
        List<String> praising = Files.readAllLines(folder.resolve("rt-polarity.pos"));
        List<String> others = Files.readAllLines(folder.resolve("rt-polarity.neg"));
        List<Review> training = new ArrayList<>();
        List<Review> heldBack = new ArrayList<>();
        for (int i = 0; i < Math.min(praising.size(), others.size()); i++) {
            List<Review> part = i % PARTS == PARTS - 1 ? heldBack : training;
            part.add(new Review(praising.get(i), true));
            part.add(new Review(others.get(i), false));
        }
        return new Reviews(List.copyOf(training), List.copyOf(heldBack));
    }

    /** Reviews as the model takes them: texts, and 1 for praise. */
    static ArrayDataset<ReviewJudgeModel.Inputs, ReviewJudgeModel.Targets> dataset(List<Review> reviews) {
        float[] praise = new float[reviews.size()];
        for (int i = 0; i < praise.length; i++) {
            praise[i] = reviews.get(i).praises() ? 1 : 0;
        }
        return ReviewJudgeModel.dataset(
                Texts.of(reviews.stream().map(Review::text).toList()),
                Nd4j.createFromArray(praise).reshape(praise.length, 1));
    }
}
