package dev.plumb.samples.trees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reviews to learn from, and others, of which nothing is known before they are judged. */
record Reviews(List<Review> training, List<Review> heldOut) {
    private static final int HELD_OUT = 5;

    /** Reads the files {@code rt-polarity.pos} and {@code rt-polarity.neg} of a folder, a sentence a line; every fifth is held out. */
    static Reviews read(Path folder) throws IOException {
        List<String> praise = Files.readAllLines(folder.resolve("rt-polarity.pos"));
        List<String> blame = Files.readAllLines(folder.resolve("rt-polarity.neg"));
        List<Review> all = new ArrayList<>();
        for (int line = 0; line < Math.max(praise.size(), blame.size()); line++) {
            add(all, praise, line, 1);
            add(all, blame, line, 0);
        }
        return of(all);
    }

    private static void add(List<Review> all, List<String> lines, int line, int opinion) {
        if (line < lines.size() && !lines.get(line).isBlank()) {
            all.add(new Review(List.of(lines.get(line).strip().split("\\s+")), opinion));
        }
    }

    /** Every fifth is held out. */
    static Reviews of(List<Review> all) {
        List<Review> training = new ArrayList<>();
        List<Review> heldOut = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            (i % HELD_OUT == HELD_OUT - 1 ? heldOut : training).add(all.get(i));
        }
        return new Reviews(training, heldOut);
    }

    /** The words that occur at least twice in what is learnt from. */
    Vocabulary vocabulary() {
        return Vocabulary.of(training.stream().map(Review::words).toList());
    }
}
