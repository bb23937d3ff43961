package dev.plumb.processor.read;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a method says beside its layer or in its place.
 *
 * @param sharing {@code @SameWeightsAs}
 * @param repeat {@code @Repeat}
 * @param frozen {@code @Frozen}
 */
public record Composition(
        Optional<AnnotationUse> sharing, Optional<AnnotationUse> repeat, Optional<AnnotationUse> frozen) {

    /** Nothing is said. */
    static final Composition NONE = new Composition(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether something is said that only a layer has. */
    boolean isEmpty() {
        return uses().isEmpty();
    }

    private List<AnnotationUse> uses() {
        return Stream.of(sharing, repeat, frozen).flatMap(Optional::stream).toList();
    }

    /** The method whose weights are used. */
    public Optional<String> owner() {
        return sharing.map(use -> String.valueOf(use.values().get("value")));
    }
}
