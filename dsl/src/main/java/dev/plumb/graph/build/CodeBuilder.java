package dev.plumb.graph.build;

import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.code.CodeValues;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a layer in code by hand. The classes generated for {@code @Layer} and {@code @Signature} use it too.
 *
 * <pre>{@code
 * CodeDefinition scaled = CodeBuilder.named("demo.ScaledDense")
 *         .attribute("units", AttributeKind.INT)
 *         .attribute("scale", AttributeKind.DOUBLE, 1.0)
 *         .signature("(..., d) -> (..., units)")
 *         .code(values -> new ScaledDense.Code(values.integer("units"), values.real("scale")));
 * g.apply("scaled", scaled.with(Map.of("units", 64)), x);
 * }</pre>
 *
 * Not safe for use by several threads.
 */
public final class CodeBuilder {
    private final String annotation;
    private final List<DeclaredAttribute> attributes = new ArrayList<>();
    private String signature = "";
    private boolean supportsMasking;

    private CodeBuilder(String annotation) {
        this.annotation = annotation;
    }

    /** Begins a layer; its name with a package is that of its annotation. */
    public static CodeBuilder named(String annotation) {
        return new CodeBuilder(annotation);
    }

    /** Declares an attribute that every use has to state. */
    public CodeBuilder attribute(String name, AttributeKind kind) {
        attributes.add(new DeclaredAttribute(name, kind, Optional.empty()));
        return this;
    }

    /** Declares an attribute with a default; that of an enum is the name of a constant. */
    public CodeBuilder attribute(String name, AttributeKind kind, Object standard) {
        attributes.add(new DeclaredAttribute(name, kind, Optional.of(standard)));
        return this;
    }

    /** States the shapes that it takes and gives, see {@link dev.plumb.dsl.Signature}. */
    public CodeBuilder signature(String text) {
        signature = text;
        return this;
    }

    /** Says that it passes the mask of its first input on. */
    public CodeBuilder supportsMasking() {
        supportsMasking = true;
        return this;
    }

    /**
     * The layer.
     *
     * @param maker makes its {@code LayerCode} of its attributes
     * @throws dev.plumb.graph.expression.ExpressionException if the signature cannot be read or contradicts itself
     */
    public CodeDefinition code(Function<CodeValues, Object> maker) {
        return new CodeDefinition(annotation, attributes, signature, supportsMasking, Optional.of(maker));
    }
}
