package dev.plumb.processor.read;

import dev.plumb.graph.Draft;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a method says beside its layer or in its place.
 *
 * @param sharing {@code @SameWeightsAs}
 * @param use {@code @Use}
 * @param used the model that it names
 * @param instead what was meant by the class that it names, if that is no model, or ""
 * @param repeat {@code @Repeat}
 * @param frozen {@code @Frozen}
 * @param recompute {@code @Recompute}
 * @param bind {@code @Bind}
 * @param when {@code @When}
 * @param extract {@code @Extract}
 */
public record Composition(
        Optional<AnnotationUse> sharing,
        Optional<AnnotationUse> use,
        Optional<Used<ModelDeclaration, Draft>> used,
        String instead,
        Optional<AnnotationUse> repeat,
        Optional<AnnotationUse> frozen,
        Optional<AnnotationUse> recompute,
        Optional<AnnotationUse> bind,
        Optional<AnnotationUse> when,
        Optional<AnnotationUse> extract) {

    /** Whether nothing is said. */
    public boolean isEmpty() {
        return Stream.of(sharing, use, repeat, frozen, recompute, bind, when, extract)
                .allMatch(Optional::isEmpty);
    }

    /** With the model that it uses. */
    Composition using(Optional<Used<ModelDeclaration, Draft>> model, String otherwise) {
        return new Composition(sharing, use, model, otherwise, repeat, frozen, recompute, bind, when, extract);
    }

    /** The texts of {@code @Bind}. */
    public List<String> bindings() {
        Object texts = bind.filter(AnnotationUse::resolved)
                .map(use -> use.values().getOrDefault("value", List.of()))
                .orElse(List.of());
        return texts instanceof List<?> items
                ? items.stream().map(Object::toString).toList()
                : List.of(texts.toString());
    }

    /** The condition of {@code @When}, or "". */
    public String condition() {
        return when.filter(AnnotationUse::resolved)
                .map(use -> String.valueOf(use.values().getOrDefault("value", "")))
                .orElse("");
    }

    /** Whether the layer whose weights are used is used in reverse. */
    public boolean isReversed() {
        return sharing.map(use -> Boolean.TRUE.equals(use.values().get("reverse")))
                .orElse(false);
    }

    /** The method whose weights are used. */
    public Optional<String> owner() {
        return sharing.map(use -> String.valueOf(use.values().get("value")));
    }
}
