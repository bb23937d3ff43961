package dev.plumb.processor.read;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a method says beside its layer or in its place.
 *
 * @param sharing {@code @SameWeightsAs}
 * @param use {@code @Use}
 * @param used the model that it names
 * @param repeat {@code @Repeat}
 * @param frozen {@code @Frozen}
 */
public record Composition(
        Optional<AnnotationUse> sharing,
        Optional<AnnotationUse> use,
        Optional<UsedModel> used,
        Optional<AnnotationUse> repeat,
        Optional<AnnotationUse> frozen) {

    /** Whether nothing is said. */
    public boolean isEmpty() {
        return Stream.of(sharing, use, repeat, frozen).allMatch(Optional::isEmpty);
    }

    /** With the model that it uses. */
    Composition using(Optional<UsedModel> model) {
        return new Composition(sharing, use, model, repeat, frozen);
    }

    /** The method whose weights are used. */
    public Optional<String> owner() {
        return sharing.map(use -> String.valueOf(use.values().get("value")));
    }
}
