package dev.plumb.graph.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the sizes that are wanted with those that are given, and keeps what cannot be decided while they are symbolic. */
public final class SizeEquality {
    private final List<Assumption> assumptions = new ArrayList<>();
    private Optional<List<Dim>> leading = Optional.empty();

    /** Whether two sizes can be one. */
    public boolean isEqual(Dim wanted, Dim actual) {
        Dim.Comparison comparison = wanted.compare(actual);
        if (comparison == Dim.Comparison.UNKNOWN) {
            assumptions.add(Assumption.equal(actual, wanted));
        }
        return comparison != Dim.Comparison.DIFFERENT;
    }

    /** Whether axes can be those that {@code ...} stands for: it is the same everywhere, whatever is given first. */
    public boolean isLeading(List<Dim> axes) {
        if (leading.isEmpty()) {
            leading = Optional.of(axes);
            return true;
        }
        boolean same = leading.get().size() == axes.size();
        for (int i = 0; same && i < axes.size(); i++) {
            same = isEqual(leading.get().get(i), axes.get(i));
        }
        return same;
    }

    /** What {@code ...} stands for, if it was given. */
    public Optional<List<Dim>> leading() {
        return leading;
    }

    /** What has to hold of sizes that are not known yet. */
    public List<Assumption> assumptions() {
        return List.copyOf(assumptions);
    }
}
