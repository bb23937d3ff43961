package dev.plumb.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Who comes after whom. */
final class Turns {
    private Turns() {}

    /** All, in their order, of which each round begins with the next one. */
    static <T> List<T> from(List<T> all, int round) {
        List<T> turned = new ArrayList<>(all);
        Collections.rotate(turned, -round);
        return turned;
    }
}
