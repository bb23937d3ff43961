package dev.plumb.preprocess;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the layers of a model were adapted to, by the names of the layers; parts of a model have them in common with it. Any number of threads: what is
 * read is one state, before an adaptation or after it.
 */
public final class Vocabularies {
    private final Map<String, Place> elsewhere;
    private volatile Map<String, Vocabulary> adapted;
    private volatile Merged merged = new Merged(List.of(), Map.of());

    /** Where a vocabulary is that is another model's. */
    public record Place(Vocabularies vocabularies, String layer) {}

    /** All vocabularies, made of what these were. */
    private record Merged(List<Map<String, Vocabulary>> of, Map<String, Vocabulary> all) {}

    private Vocabularies(Map<String, Vocabulary> adapted, Map<String, Place> elsewhere) {
        this.adapted = new LinkedHashMap<>(adapted);
        this.elsewhere = Map.copyOf(elsewhere);
    }

    /** None, or those of a file. */
    public Vocabularies(Map<String, Vocabulary> adapted) {
        this(adapted, Map.of());
    }

    /** Some of them are those of other models: adapted in one, they are so in the other. */
    public static Vocabularies sharing(Map<String, Place> elsewhere) {
        return new Vocabularies(Map.of(), elsewhere);
    }

    /** All of them as they are now; another map as soon as one changes. */
    public Map<String, Vocabulary> now() {
        if (elsewhere.isEmpty()) {
            return adapted;
        }
        List<Map<String, Vocabulary>> sources = new ArrayList<>(List.of(adapted));
        elsewhere.values().forEach(place -> sources.add(place.vocabularies().now()));
        Merged known = merged;
        if (!isOf(known, sources)) {
            Map<String, Vocabulary> all = new LinkedHashMap<>(adapted);
            elsewhere.forEach((name, place) -> Optional.ofNullable(
                            place.vocabularies().now().get(place.layer()))
                    .ifPresent(vocabulary -> all.put(name, vocabulary)));
            known = new Merged(sources, all);
            merged = known;
        }
        return known.all();
    }

    /** By identity: equal ones need not be compared term by term. */
    private static boolean isOf(Merged merged, List<Map<String, Vocabulary>> sources) {
        return merged.of().size() == sources.size()
                && IntStream.range(0, sources.size()).allMatch(i -> merged.of().get(i) == sources.get(i));
    }

    /** Gives layers others, all at once: those of other models there. */
    public synchronized void set(Map<String, Vocabulary> changed) {
        Map<String, Vocabulary> all = new LinkedHashMap<>(adapted);
        Map<Vocabularies, Map<String, Vocabulary>> others = new LinkedHashMap<>();
        changed.forEach((name, vocabulary) -> {
            Place place = elsewhere.get(name);
            if (place == null) {
                all.put(name, vocabulary);
            } else {
                others.computeIfAbsent(place.vocabularies(), other -> new LinkedHashMap<>())
                        .put(place.layer(), vocabulary);
            }
        });
        others.forEach(Vocabularies::set);
        adapted = all;
    }

    /** That of a node: of the layer that it shares its vocabulary with, or that the layer states. */
    public Optional<Vocabulary> of(Node node) {
        return node.spec() instanceof VocabularySpec spec && !spec.isAdapted()
                ? Optional.of(Vocabulary.stated(spec))
                : Optional.ofNullable(now().get(node.sharing()));
    }

    /**
     * Refuses what a file has and the model does not, or has more of than the model has room for.
     *
     * @throws IllegalArgumentException with the first
     */
    public static void requireFits(Graph graph, Map<String, Vocabulary> read) {
        read.forEach((name, vocabulary) -> {
            Node node = graph.node(name);
            if (!(node.spec() instanceof VocabularySpec spec) || !spec.isAdapted() || node.isShared()) {
                throw new IllegalArgumentException("'" + name + "' is not a layer that is adapted to a vocabulary");
            }
            if (spec.maxTokens() > 0 && vocabulary.terms().size() + spec.firstTerm() > spec.maxTokens()) {
                throw new IllegalArgumentException("'" + name + "' has a vocabulary of "
                        + vocabulary.terms().size() + " terms, and maxTokens = " + spec.maxTokens());
            }
        });
    }
}
