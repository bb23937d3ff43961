package dev.plumb.graph.compose;

import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.spec.DeclaredAttribute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's own layer that is made of layers: its attributes and its wiring, in which bindings and conditions are not evaluated yet.
 */
public final class BlockDefinition {
    private final String annotation;
    private final List<DeclaredAttribute> attributes;
    private final Draft wiring;
    private final Definition<BlockLayer> definition;
    private final Expansions<BlockLayer> expansions = new Expansions<>();

    /** The last block that this one became. */
    private volatile Optional<Redeclared> redeclared = Optional.empty();

    private record Redeclared(Draft from, Draft to, BlockDefinition block) {}

    /**
     * @param annotation the name of the annotation with its package
     * @param wiring what it is made of; the axes of its inputs are as they were written
     */
    public BlockDefinition(String annotation, List<DeclaredAttribute> attributes, Draft wiring) {
        this.annotation = annotation;
        this.attributes = List.copyOf(attributes);
        this.wiring = wiring;
        this.definition = DeclaredAttribute.definition(
                annotation, BlockLayer.class, attributes, values -> new BlockLayer(this, values));
    }

    /** The name of the annotation with its package. */
    public String annotation() {
        return annotation;
    }

    public List<DeclaredAttribute> attributes() {
        return attributes;
    }

    /** What it is made of, with bindings and conditions as they were written. */
    public Draft wiring() {
        return wiring;
    }

    /** What makes the layer of values for the attributes. */
    public Definition<BlockLayer> definition() {
        return definition;
    }

    /**
     * The block with these values; attributes left out have their default.
     *
     * @throws IllegalArgumentException if an attribute is unknown, missing or of another type
     */
    public BlockLayer with(Map<String, ?> values) {
        return definition.read(values);
    }

    /** The block where a declaration, its own or one inside, is another one: the same for all of its uses, which are expanded once. */
    BlockDefinition redeclared(Draft from, Draft to) {
        Optional<Redeclared> known =
                redeclared.filter(last -> last.from().equals(from) && last.to().equals(to));
        if (known.isEmpty()) {
            Draft other = wiring.redeclared(from, to);
            BlockDefinition block = other.equals(wiring) ? this : new BlockDefinition(annotation, attributes, other);
            known = Optional.of(new Redeclared(from, to, block));
            redeclared = known;
        }
        return known.get().block();
    }

    Expansions<BlockLayer> expansions() {
        return expansions;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlockDefinition block
                && annotation.equals(block.annotation)
                && attributes.equals(block.attributes)
                && wiring.equals(block.wiring);
    }

    @Override
    public int hashCode() {
        return annotation.hashCode();
    }

    @Override
    public String toString() {
        return "@" + annotation;
    }
}
