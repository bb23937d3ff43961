package dev.plumb.samples.trees;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.ops.Var;
import dev.plumb.runtime.EagerModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TreesTest {
    private static final Path FOLDER = Path.of("..", "..", "shared", "data");

    /** What the second half says decides, so the words without their order say nothing: half of these is all that can be had. */
    private static Reviews made() {
        List<String> things = List.of("plot", "cast", "music", "ending", "dialogue", "camera");
        List<String> fine = List.of("good", "bright", "warm", "clever");
        List<String> poor = List.of("dull", "weak", "flat", "stale");
        Random random = new Random(1);
        List<Review> reviews = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            boolean praise = random.nextBoolean();
            String first = any(praise ? poor : fine, random);
            String second = any(praise ? fine : poor, random);
            String text =
                    "the " + any(things, random) + " is " + first + " but the " + any(things, random) + " is " + second;
            reviews.add(new Review(List.of(text.split(" ")), praise ? 1 : 0));
        }
        return Reviews.of(reviews);
    }

    private static String any(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    @Test
    void aTreeKnowsTheOrderThatABagForgets() {
        Reviews reviews = made();
        int words = reviews.vocabulary().size();
        double tree = accuracy(new TreeLstm(words, 1), reviews, 4);
        double bag = accuracy(new BagOfWords(words, 1), reviews, 4);
        assertTrue(tree > 0.98 && bag < 0.65, "tree " + tree + ", bag " + bag);
    }

    /** Some of the real sentences: {@link TreesSample} reads all. */
    @Test
    void realReviewsAreLearnt() throws IOException {
        assumeTrue(Files.exists(FOLDER.resolve("rt-polarity.pos")), FOLDER + " has no rt-polarity.pos");
        Reviews all = Reviews.read(FOLDER);
        assertEquals(
                List.of(8530, 2132),
                List.of(all.training().size(), all.heldOut().size()));
        Reviews some = new Reviews(all.training().subList(0, 800), all.heldOut().subList(0, 400));
        double accuracy = accuracy(new TreeLstm(some.vocabulary().size(), 1), some, 3);
        assertTrue(accuracy > 0.55, "accuracy " + accuracy);
    }

    private static double accuracy(EagerModel<List<Sentence>, Var> model, Reviews reviews, int epochs) {
        Judge judge = new Judge(model, reviews.vocabulary(), 5e-3);
        for (int epoch = 0; epoch < epochs; epoch++) {
            judge.epoch(reviews.training());
        }
        return judge.accuracy(reviews.heldOut());
    }

    @Test
    void aBatchIsItsSentences() {
        Reviews reviews = made();
        Vocabulary vocabulary = reviews.vocabulary();
        List<Sentence> sentences = List.of(
                vocabulary.sentence(List.of("the", "plot", "is", "good")),
                vocabulary.sentence(List.of("dull")),
                vocabulary.sentence(reviews.training().get(0).words()));
        TreeLstm model = new TreeLstm(vocabulary.size(), 3);
        float[] together = model.predict(sentences).data().asFloat();
        float[] alone = new float[together.length];
        for (int i = 0; i < sentences.size(); i++) {
            System.arraycopy(model.predict(List.of(sentences.get(i))).data().asFloat(), 0, alone, 2 * i, 2);
        }
        assertArrayEquals(alone, together, 1e-6f);
    }
}
