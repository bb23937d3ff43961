package dev.plumb.ops.gradient;

import dev.plumb.ops.Recorder;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gradients as they come together, one sum a value. Slices of one array along one axis are joined where they do not overlap: padding each
 * to the whole array and adding would take time quadratic in their number.
 */
final class GradientSums {

    private final Recorder recorder;
    private final Map<Integer, Var> sums = new HashMap<>();
    private final Map<Integer, List<Piece>> pieces = new HashMap<>();

    GradientSums(Recorder recorder) {
        this.recorder = recorder;
    }

    /** The gradient of the indices from {@code begin} of one axis. */
    private record Piece(ArrayType whole, int axis, int begin, Var gradient) {

        int end() {
            return begin + gradient.size(axis);
        }
    }

    boolean contains(int id) {
        return sums.containsKey(id) || pieces.containsKey(id);
    }

    void add(int id, Var gradient) {
        sums.merge(id, gradient, Var::plus);
    }

    /** Adds to the gradient of a value the gradient of a slice of it. */
    void addSlice(int id, ArrayType whole, Slice slice, Var gradient) {
        List<Integer> cut = new ArrayList<>();
        for (int axis = 0; axis < whole.rank(); axis++) {
            if (slice.size().get(axis) != whole.size(axis)) {
                cut.add(axis);
            }
        }
        if (cut.isEmpty()) {
            add(id, gradient);
        } else if (cut.size() == 1) {
            int axis = cut.get(0);
            pieces.computeIfAbsent(id, key -> new ArrayList<>())
                    .add(new Piece(whole, axis, slice.begin().get(axis), gradient));
        } else {
            add(id, padded(whole, slice.begin(), gradient));
        }
    }

    /** The sum so far; complete once all that reads the value has been differentiated. */
    Optional<Var> sum(int id) {
        List<Piece> left =
                new ArrayList<>(Optional.ofNullable(pieces.remove(id)).orElse(List.of()));
        left.sort(Comparator.comparingInt(Piece::axis).thenComparingInt(Piece::begin));
        while (!left.isEmpty()) {
            List<Piece> row = new ArrayList<>();
            List<Piece> later = new ArrayList<>();
            for (Piece piece : left) {
                boolean fits = row.isEmpty()
                        || (row.get(0).axis() == piece.axis()
                                && row.get(row.size() - 1).end() <= piece.begin());
                // Not removed by comparison: two slices that are equal in all are two, and each counts.
                (fits ? row : later).add(piece);
            }
            left = later;
            add(id, joined(row));
        }
        return Optional.ofNullable(sums.get(id));
    }

    /** Pieces along one axis, in order, with zeros where there is none. */
    private Var joined(List<Piece> row) {
        ArrayType whole = row.get(0).whole();
        int axis = row.get(0).axis();
        if (row.size() == 1) {
            List<Integer> begin = new ArrayList<>(Collections.nCopies(whole.rank(), 0));
            begin.set(axis, row.get(0).begin());
            return padded(whole, begin, row.get(0).gradient());
        }
        List<Var> parts = new ArrayList<>();
        int filled = 0;
        for (Piece piece : row) {
            addZeros(parts, whole, axis, piece.begin() - filled);
            parts.add(piece.gradient());
            filled = piece.end();
        }
        addZeros(parts, whole, axis, whole.size(axis) - filled);
        return Var.concatenated(axis, parts);
    }

    private void addZeros(List<Var> parts, ArrayType whole, int axis, int size) {
        if (size > 0) {
            parts.add(recorder.fill(whole.withSize(axis, size), 0));
        }
    }

    private static Var padded(ArrayType whole, List<Integer> begin, Var gradient) {
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < whole.rank(); axis++) {
            after.add(whole.size(axis) - begin.get(axis) - gradient.size(axis));
        }
        return gradient.pad(begin, after, 0);
    }
}
