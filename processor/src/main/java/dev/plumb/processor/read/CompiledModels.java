package dev.plumb.processor.read;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Draft;
import dev.plumb.graph.build.CompiledModel;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.compose.BlockDefinition;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * Models that were compiled before. Their class files may have lost the names of parameters, and compilers list their methods in any order;
 * the class that was generated for a model carries it as it was written.
 */
final class CompiledModels {
    private final Elements elements;
    private final Set<String> sources;
    private final Map<TypeElement, Optional<Draft>> found = new HashMap<>();

    /** {@code sources} names the top-level types that are compiled now. */
    CompiledModels(Elements elements, Set<String> sources) {
        this.elements = elements;
        this.sources = sources;
    }

    /** Whether a type comes as a class file. */
    boolean isCompiled(TypeElement type) {
        Element top = type;
        while (!(top.getEnclosingElement() instanceof PackageElement)) {
            top = top.getEnclosingElement();
        }
        return !sources.contains(((TypeElement) top).getQualifiedName().toString());
    }

    /**
     * What is known of the methods that a compiled type declares: from the class generated for it or, if it is not a model itself, for a
     * compiled model among {@code heirs} that extends it, the nearest to it first.
     */
    Optional<Draft> of(TypeElement type, List<TypeElement> heirs) {
        if (!isCompiled(type)) {
            return Optional.empty();
        }
        Optional<Draft> own = of(type);
        for (TypeElement heir : heirs) {
            if (own.isEmpty() && isCompiled(heir) && Inheritance.parents(heir).contains(type)) {
                own = of(heir);
            }
        }
        return own;
    }

    private Optional<Draft> of(TypeElement type) {
        return found.computeIfAbsent(type, this::read);
    }

    /** A block that was compiled before, from the class generated for it. */
    Optional<BlockDefinition> block(TypeElement type) {
        return tree(type, "Layer").flatMap(tree -> read(() -> DraftTree.readBlock(tree)));
    }

    /** A layer in code that was compiled before, from the class generated for it. */
    Optional<CodeDefinition> code(TypeElement type) {
        return tree(type, "Layer").flatMap(tree -> read(() -> DraftTree.readCode(tree)));
    }

    private Optional<Draft> read(TypeElement type) {
        return tree(type, "Model").flatMap(tree -> read(() -> DraftTree.read(tree)));
    }

    /** What was made by another version is as if the class were not there. */
    private static <T> Optional<T> read(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What the class that was generated for a type carries. */
    private Optional<Map<String, Object>> tree(TypeElement type, String what) {
        String packageName =
                DeclarationReader.packageOf(type).getQualifiedName().toString();
        String name = DeclarationReader.generatedName(type, what);
        TypeElement generated = elements.getTypeElement(ModelDeclaration.qualified(packageName, name));
        if (generated == null) {
            return Optional.empty();
        }
        for (AnnotationMirror mirror : generated.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement() instanceof TypeElement annotation
                    && annotation.getQualifiedName().contentEquals(CompiledModel.class.getCanonicalName())) {
                return parse(mirror);
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, Object>> parse(AnnotationMirror mirror) {
        StringBuilder json = new StringBuilder();
        for (AnnotationValue value : mirror.getElementValues().values()) {
            if (value.getValue() instanceof List<?> pieces) {
                pieces.forEach(piece -> json.append(((AnnotationValue) piece).getValue()));
            }
        }
        try {
            return Optional.of(JSON.std.mapFrom(json.toString()));
        } catch (IOException e) {
            return Optional.empty(); // made by another version: as if the class were not there
        }
    }
}
