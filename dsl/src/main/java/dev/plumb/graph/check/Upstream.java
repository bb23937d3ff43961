package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What lies above each layer of a draft. */
record Upstream(Map<String, List<String>> wiring) {

    Upstream(Draft draft) {
        this(GraphChecker.wiring(draft, Map.of()));
    }

    /** A layer or input and all that it depends on. */
    Set<String> of(String name) {
        return Reach.from(List.of(name), wiring);
    }
}
