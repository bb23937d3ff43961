package dev.plumb.train.metric;

import dev.plumb.array.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How often samples of each class are taken for each: a row for each true class, a column for each predicted one. */
public final class ConfusionMatrix {
    private final List<String> classes;
    private final long[][] counts;

    private ConfusionMatrix(List<String> classes, long[][] counts) {
        this.classes = classes;
        this.counts = counts;
    }

    /**
     * Of predictions and targets, with numbers for names.
     *
     * @param predictions (samples…, classes), of which the largest counts, or one probability a sample, (samples, 1) or (samples), for class 1 above 0.5
     * @param targets one-hot rows of the same shape, class indices without its last axis, or 0 and 1
     * @throws InputException if they do not belong together, or a target is no class
     */
    public static ConfusionMatrix of(INDArray predictions, INDArray targets) {
        Labelled labelled = Labelled.of(predictions, targets);
        return of(
                labelled,
                IntStream.range(0, labelled.classes())
                        .mapToObj(Integer::toString)
                        .toList());
    }

    /**
     * Of predictions and targets.
     *
     * @param classes a name for each
     * @throws InputException if they do not belong together, or a target is no class
     * @throws IllegalArgumentException if there is not one name a class
     */
    public static ConfusionMatrix of(INDArray predictions, INDArray targets, List<String> classes) {
        Objects.requireNonNull(classes, "the names of the classes are null");
        return of(Labelled.of(predictions, targets), List.copyOf(classes));
    }

    private static ConfusionMatrix of(Labelled labelled, List<String> classes) {
        int size = labelled.classes();
        if (classes.size() != size) {
            throw new IllegalArgumentException(
                    "there are " + size + " classes and " + classes.size() + " names: " + classes);
        }
        long[][] counts = new long[size][size];
        for (int sample = 0; sample < labelled.size(); sample++) {
            counts[labelled.targetClass(sample)][labelled.predictedClass(sample)]++;
        }
        return new ConfusionMatrix(classes, counts);
    }

    /** The names of the classes. */
    public List<String> classes() {
        return classes;
    }

    /** A copy of the counts: a row for each true class. */
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** The number of samples. */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** Share of samples on the diagonal. */
    public double accuracy() {
        long right = 0;
        for (int id = 0; id < counts.length; id++) {
            right += counts[id][id];
        }
        return (double) right / total();
    }

    /** Share of what is taken for a class that is of it; 0 if nothing is. */
    public double precision(int id) {
        long predicted = Arrays.stream(counts).mapToLong(row -> row[id]).sum();
        return predicted == 0 ? 0 : (double) counts[id][id] / predicted;
    }

    /** Share of a class that is taken for it; 0 if there is none. */
    public double recall(int id) {
        long there = Arrays.stream(counts[id]).sum();
        return there == 0 ? 0 : (double) counts[id][id] / there;
    }

    /** A table for the terminal, with the recall of each class behind its row and the precision below its column. */
    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("true \\ predicted"));
        head.addAll(classes);
        head.add("recall");
        rows.add(head);
        List<String> foot = new ArrayList<>(List.of("precision"));
        for (int id = 0; id < counts.length; id++) {
            List<String> row = new ArrayList<>(List.of(classes.get(id)));
            Arrays.stream(counts[id]).mapToObj(Long::toString).forEach(row::add);
            row.add(TextTable.percent(recall(id)));
            rows.add(row);
            foot.add(TextTable.percent(precision(id)));
        }
        foot.add(TextTable.percent(accuracy()));
        rows.add(foot);
        return TextTable.of(rows);
    }
}
