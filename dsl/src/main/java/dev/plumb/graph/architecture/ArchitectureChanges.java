package dev.plumb.graph.architecture;

import dev.plumb.graph.architecture.Architecture.Fact;
import dev.plumb.graph.architecture.Architecture.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** In what two architectures differ: parts that were added, removed, renamed or changed. */
public final class ArchitectureChanges {
    private static final String ARROW = " -> ";

    private final List<Change> changes = new ArrayList<>();

    /** New names by old ones, of parts that are otherwise the same. */
    private final Map<String, String> renamed = new LinkedHashMap<>();

    private final Map<String, Part> before;
    private final Map<String, Part> after;

    private ArchitectureChanges(Architecture before, Architecture after) {
        this.before = byName(before);
        this.after = byName(after);
    }

    /**
     * A difference.
     *
     * @param what {@code added}, {@code removed}, {@code renamed}, {@code changed} or {@code moved}
     * @param name of the part now, or before where it is no more
     * @param detail the part that was added or removed, or what it was and is: {@code Dense(units = 64) -> Dense(units = 32)}
     */
    public record Change(String what, String name, String detail) {
        /** In words: {@code 'wide' was changed, Dense(units = 64) -> Dense(units = 32)}. */
        public String text() {
            return "'" + name + "' was " + what + ", " + detail;
        }
    }

    /** The differences, none if both are the same. The order of layers is one if all else is the same. */
    public static List<Change> between(Architecture before, Architecture after) {
        ArchitectureChanges changes = new ArchitectureChanges(before, after);
        changes.compare();
        if (changes.changes.isEmpty() && !before.equals(after)) {
            return List.of(changes.order(before, after));
        }
        return List.copyOf(changes.changes);
    }

    private static Map<String, Part> byName(Architecture architecture) {
        Map<String, Part> parts = new LinkedHashMap<>();
        architecture.parts().forEach(part -> parts.put(key(part), part));
        return parts;
    }

    /** An output may be called as a layer is. */
    private static String key(Part part) {
        return part.kind() + " " + part.name();
    }

    private void compare() {
        List<Part> removed = before.values().stream()
                .filter(part -> !after.containsKey(key(part)))
                .toList();
        List<Part> added = new ArrayList<>(after.values().stream()
                .filter(part -> !before.containsKey(key(part)))
                .toList());
        List<Part> gone = new ArrayList<>();
        for (Part old : removed) {
            Optional<Part> same =
                    added.stream().filter(part -> isSame(old, part)).findFirst();
            same.ifPresent(part -> {
                added.remove(part);
                renamed.put(old.name(), part.name());
                changes.add(new Change("renamed", part.name(), renaming(old, part)));
            });
            if (same.isEmpty()) {
                gone.add(old);
            }
        }
        for (Part now : after.values()) {
            Part old = before.get(key(now));
            if (added.contains(now)) {
                changes.add(new Change("added", now.name(), said(now)));
            } else if (old != null) {
                changed(old, now).ifPresent(detail -> changes.add(new Change("changed", now.name(), detail)));
            }
        }
        gone.forEach(part -> changes.add(new Change("removed", part.name(), said(part))));
    }

    /** Whether it is the same part under another name: the same layer at the same place of as many weights of the same shapes. */
    private boolean isSame(Part old, Part now) {
        return old.kind() == now.kind()
                && old.fact(Fact.IS).equals(now.fact(Fact.IS))
                && old.fact(Fact.GIVES).equals(now.fact(Fact.GIVES))
                && translated(old.fact(Fact.TAKES)).equals(now.fact(Fact.TAKES))
                && List.copyOf(old.weights().values())
                        .equals(List.copyOf(now.weights().values()));
    }

    private static String renaming(Part old, Part now) {
        if (old.weights().isEmpty()) {
            return old.name() + ARROW + now.name();
        }
        List<String> paths = List.copyOf(old.weights().keySet());
        List<String> others = List.copyOf(now.weights().keySet());
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            pairs.put(paths.get(i), others.get(i));
        }
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + ARROW + pair.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The first thing that is said otherwise, as it was and as it is. */
    private Optional<String> changed(Part old, Part now) {
        for (Fact fact : Fact.values()) {
            boolean isWire = fact == Fact.TAKES || fact == Fact.SHARES;
            String was = isWire ? translated(old.fact(fact)) : old.fact(fact);
            if (!was.equals(now.fact(fact))) {
                String word = fact == Fact.IS ? "" : fact.word() + " ";
                return Optional.of(word + orNothing(old.fact(fact)) + ARROW + orNothing(now.fact(fact)));
            }
        }
        if (old.weights().equals(now.weights())) {
            return Optional.empty();
        }
        Map<String, String> left = new HashMap<>(old.weights());
        now.weights().forEach(left::remove);
        Map<String, String> more = new LinkedHashMap<>(now.weights());
        old.weights().forEach(more::remove);
        String was = left.isEmpty() ? "nothing" : first(left);
        return Optional.of("weight " + was + ARROW + (more.isEmpty() ? "nothing" : first(more)));
    }

    private static String first(Map<String, String> weights) {
        Map.Entry<String, String> weight = weights.entrySet().iterator().next();
        return weight.getKey() + " " + weight.getValue();
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? "nothing" : text;
    }

    private static String said(Part part) {
        String layer = part.fact(Fact.IS);
        return (layer.isEmpty() ? part.kind().word() : layer) + " " + part.fact(Fact.GIVES);
    }

    /** Wires by the new names of what they come from. */
    private String translated(String wires) {
        return Arrays.stream(wires.split(", "))
                .map(wire -> {
                    int point = wire.indexOf('.');
                    String source = point < 0 ? wire : wire.substring(0, point);
                    return renamed.getOrDefault(source, source) + (point < 0 ? "" : wire.substring(point));
                })
                .collect(Collectors.joining(", "));
    }

    private Change order(Architecture was, Architecture is) {
        for (int i = 0; i < is.parts().size(); i++) {
            String name = is.parts().get(i).name();
            if (!name.equals(was.parts().get(i).name())) {
                return new Change(
                        "moved", name, "it runs where " + was.parts().get(i).name() + " ran");
            }
        }
        throw new IllegalStateException("the architectures are the same");
    }
}
