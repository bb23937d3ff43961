package dev.plumb.graph.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be reached along wires. */
final class Reach {
    private Reach() {}

    /** The starts and all that is reached from them; {@code next} has for each name those one wire on. */
    static Set<String> from(Collection<String> starts, Map<String, List<String>> next) {
        Set<String> found = new HashSet<>(starts);
        Deque<String> queue = new ArrayDeque<>(found);
        while (!queue.isEmpty()) {
            for (String name : next.getOrDefault(queue.remove(), List.of())) {
                if (found.add(name)) {
                    queue.add(name);
                }
            }
        }
        return found;
    }

    /** The same wires in the other direction: what takes from each name, as often as it does. */
    static Map<String, List<String>> takers(Map<String, List<String>> wiring) {
        Map<String, List<String>> takers = new HashMap<>();
        for (Map.Entry<String, List<String>> wires : wiring.entrySet()) {
            for (String source : wires.getValue()) {
                takers.computeIfAbsent(source, key -> new ArrayList<>()).add(wires.getKey());
            }
        }
        return takers;
    }
}
