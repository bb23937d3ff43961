package dev.plumb.graph.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * The one address of a problem: the uses that lead to a place, outermost first, and the place.
 *
 * @param uses the layers of the model and then of what they use, each inside the one before it; empty for a place in the model itself
 */
public record Site(List<String> uses, Place place) {

    public Site {
        uses = List.copyOf(uses);
    }

    /** A place in the model itself. */
    public static Site of(Place place) {
        return new Site(List.of(), place);
    }

    /** The same place, reached through one more use that comes before all others. */
    public Site within(String use) {
        List<String> longer = new ArrayList<>(List.of(use));
        longer.addAll(uses);
        return new Site(longer, place);
    }

    /** The layer of the model itself that the address begins with, or "" if it is the model as a whole. */
    public String layer() {
        return uses.isEmpty() ? place.layer() : uses.get(0);
    }
}
