package dev.plumb.graph.code;

import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A user's own layer whose body is code: its attributes and its signature. What makes the code is known to the program that has the class, and neither
 * to the compiler's checks nor to files: no file decides which classes are loaded.
 */
public final class CodeDefinition {
    /** Which optional inputs a use has not, though it has one after them: nobody states it, {@link CodeLayer#without} does. */
    private static final DeclaredAttribute LEFT_OUT =
            new DeclaredAttribute(CodeLayer.WITHOUT, AttributeKind.STRING.list(), Optional.of((Object) List.of()));

    private final String annotation;
    private final List<DeclaredAttribute> attributes;
    private final Signature signature;
    private final boolean supportsMasking;
    private final Optional<Function<CodeValues, Object>> maker;
    private final Definition<CodeLayer> definition;

    /**
     * @param annotation the name of the annotation, or of the class of a lambda, with its package
     * @param signature as it was written
     * @param supportsMasking whether the mask of the first input is that of the outputs
     * @param maker makes the code, if it is known
     * @throws dev.plumb.graph.expression.ExpressionException if the signature cannot be read or contradicts itself
     */
    public CodeDefinition(
            String annotation,
            List<DeclaredAttribute> attributes,
            String signature,
            boolean supportsMasking,
            Optional<Function<CodeValues, Object>> maker) {
        this.annotation = annotation;
        this.attributes = List.copyOf(attributes);
        this.signature = parse(signature, attributes);
        this.supportsMasking = supportsMasking;
        this.maker = maker;
        List<DeclaredAttribute> all = new ArrayList<>(attributes);
        if (canLeaveOut()) {
            all.add(LEFT_OUT);
        }
        this.definition = DeclaredAttribute.definition(
                annotation, CodeLayer.class, all, values -> new CodeLayer(this, values, Optional.empty()));
    }

    /** Whether an optional input can be left out before one that is given: there are two that have names. */
    private boolean canLeaveOut() {
        return signature.inputs().stream()
                                .filter(input ->
                                        input.isOptional() && !input.name().isEmpty())
                                .count()
                        > 1
                && attributes.stream().noneMatch(one -> one.name().equals(CodeLayer.WITHOUT));
    }

    /**
     * Reads the signature of a layer with these attributes.
     *
     * @throws dev.plumb.graph.expression.ExpressionException if it cannot be read or contradicts itself
     */
    public static Signature parse(String signature, List<DeclaredAttribute> attributes) {
        Set<String> sizes = new HashSet<>();
        Set<String> others = new HashSet<>();
        attributes.forEach(one -> (one.kind().equals(AttributeKind.INT) ? sizes : others).add(one.name()));
        return Signature.parse(signature, sizes, others);
    }

    /** The name of the annotation with its package; of a lambda that of its class. */
    public String annotation() {
        return annotation;
    }

    public List<DeclaredAttribute> attributes() {
        return attributes;
    }

    public Signature signature() {
        return signature;
    }

    public boolean supportsMasking() {
        return supportsMasking;
    }

    Optional<Function<CodeValues, Object>> maker() {
        return maker;
    }

    /** What makes the layer of values for the attributes. */
    public Definition<CodeLayer> definition() {
        return definition;
    }

    /**
     * The layer with these values; attributes left out have their default.
     *
     * @throws IllegalArgumentException if an attribute is unknown, missing or of another type
     */
    public CodeLayer with(Map<String, ?> values) {
        return definition.read(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CodeDefinition code
                && annotation.equals(code.annotation)
                && attributes.equals(code.attributes)
                && signature.text().equals(code.signature.text())
                && supportsMasking == code.supportsMasking;
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
