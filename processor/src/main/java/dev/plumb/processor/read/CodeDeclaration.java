package dev.plumb.processor.read;

import java.util.List;
import java.util.Optional;

/**
 * A layer in code as it was declared.
 *
 * @param use {@code @Layer} on its annotation, or {@code @Signature} on the class of a function
 * @param signature as it was written, if it is known
 * @param code the class that is its body, if it is known
 */
public record CodeDeclaration(OwnLayer layer, AnnotationUse use, Optional<String> signature, Optional<Body> code)
        implements OwnDeclaration {

    /** Whether it is a function for {@code @Lambda}. */
    public boolean isLambda() {
        return use.name().equals("Signature");
    }

    /** The attribute of {@link #use} that is the signature. */
    public String signatureAttribute() {
        return isLambda() ? "value" : "signature";
    }

    /** Whether the mask of its first input is passed on. */
    public boolean supportsMasking() {
        return Boolean.TRUE.equals(use.values().get("supportsMasking"));
    }

    /**
     * The class of the code.
     *
     * @param packageName "" without a package
     * @param name within its package, as source writes it
     * @param givesOne whether it is a {@code LayerCode}
     * @param givesSeveral whether it is a {@code LayerCode.Several}
     * @param isKnown whether all of what it extends and implements is known to the compiler
     * @param isGeneric whether it has type parameters
     * @param hindrance why nobody can make one, or "": it is abstract, an inner class, private
     * @param constructors all of them
     */
    public record Body(
            String packageName,
            String name,
            boolean givesOne,
            boolean givesSeveral,
            boolean isKnown,
            boolean isGeneric,
            String hindrance,
            List<Constructor> constructors) {
        public Body {
            constructors = List.copyOf(constructors);
        }
    }

    /**
     * A constructor.
     *
     * @param access why the generated class cannot call it, or "": private
     * @param thrown the checked exceptions that it says it throws, by their simple names
     * @param isDeprecated whether it or a class around it is
     */
    public record Constructor(List<Parameter> parameters, String access, List<String> thrown, boolean isDeprecated) {
        public Constructor {
            parameters = List.copyOf(parameters);
            thrown = List.copyOf(thrown);
        }
    }

    /**
     * A parameter of a constructor.
     *
     * @param type as it is written in Java, without annotations
     */
    public record Parameter(String name, String type) {}
}
