package dev.plumb.processor.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.Elements;

/**
 * The methods that a model has, its own and inherited.
 *
 * @param parents all interfaces that it extends, directly or not, the farthest first
 * @param methods in order of declaration, those of parents first; an override takes the place of what it overrides
 * @param resolved whether all parents are known to the compiler
 */
record Inheritance(List<TypeElement> parents, List<Inherited> methods, boolean resolved) {

    /** A method and those that it overrides, the nearest first. */
    record Inherited(ExecutableElement method, List<ExecutableElement> overridden) {}

    /** {@code declared} lists the methods that a type declares itself. */
    static Inheritance of(
            TypeElement type, Elements elements, Function<TypeElement, List<ExecutableElement>> declared) {
        Set<TypeElement> hierarchy = new LinkedHashSet<>();
        boolean resolved = collect(type, hierarchy);
        Map<ExecutableElement, List<ExecutableElement>> methods = new LinkedHashMap<>();
        for (TypeElement declaring : hierarchy) {
            for (ExecutableElement method : declared.apply(declaring)) {
                methods.put(method, List.of());
            }
        }
        List<ExecutableElement> all = List.copyOf(methods.keySet());
        Map<String, List<ExecutableElement>> byName = new LinkedHashMap<>();
        all.forEach(method -> byName.computeIfAbsent(method.getSimpleName().toString(), name -> new ArrayList<>())
                .add(method));
        List<Inherited> inherited = new ArrayList<>();
        Set<ExecutableElement> placed = new LinkedHashSet<>();
        for (ExecutableElement method : all) {
            List<ExecutableElement> sameName =
                    byName.getOrDefault(method.getSimpleName().toString(), List.of());
            ExecutableElement effective = method;
            for (ExecutableElement other : sameName) { // the farthest first: the last that overrides wins
                if (overrides(other, effective, type, elements)) {
                    effective = other;
                }
            }
            if (!placed.add(effective)) {
                continue;
            }
            List<ExecutableElement> overridden = new ArrayList<>();
            for (ExecutableElement other : sameName) {
                if (overrides(effective, other, type, elements)) {
                    overridden.add(0, other);
                }
            }
            inherited.add(new Inherited(effective, overridden));
        }
        return new Inheritance(parents(type), inherited, resolved);
    }

    /** All interfaces that a type extends, directly or not, the farthest first. */
    static List<TypeElement> parents(TypeElement type) {
        Set<TypeElement> hierarchy = new LinkedHashSet<>();
        collect(type, hierarchy);
        hierarchy.remove(type);
        return List.copyOf(hierarchy);
    }

    /** The interfaces that a type extends itself, as far as they are known. */
    static List<TypeElement> direct(TypeElement type) {
        return type.getInterfaces().stream()
                .filter(parent -> parent.getKind() != TypeKind.ERROR)
                .map(parent -> (TypeElement) ((DeclaredType) parent).asElement())
                .toList();
    }

    private static boolean overrides(
            ExecutableElement method, ExecutableElement other, TypeElement type, Elements elements) {
        return !method.equals(other) && elements.overrides(method, other, type);
    }

    /** Parents before children; false if one of them is unknown. */
    private static boolean collect(TypeElement type, Set<TypeElement> hierarchy) {
        List<TypeElement> parents = direct(type);
        boolean resolved = parents.size() == type.getInterfaces().size();
        for (TypeElement parent : parents) {
            if (!hierarchy.contains(parent)) {
                resolved &= collect(parent, hierarchy);
            }
        }
        hierarchy.add(type);
        return resolved;
    }
}
