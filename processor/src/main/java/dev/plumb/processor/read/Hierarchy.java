package dev.plumb.processor.read;

import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** A model and the interfaces that it extends as their authors wrote them: with the names and the order that stubs and class files lose. */
final class Hierarchy {
    private final TypeElement type;
    private final List<TypeElement> parents;
    private final CompiledModels compiled;
    private final Map<TypeElement, Optional<KotlinInterface>> kotlin = new HashMap<>();

    Hierarchy(TypeElement type, CompiledModels compiled) {
        this.type = type;
        this.parents = Inheritance.parents(type);
        this.compiled = compiled;
    }

    /** The methods that one of the types declares, in the order of its source as far as that is known. */
    List<ExecutableElement> methods(TypeElement declaring) {
        List<ExecutableElement> methods = ElementFilter.methodsIn(declaring.getEnclosedElements());
        Optional<Draft> model = compiled.of(declaring, parents);
        if (model.isEmpty()) {
            return methods;
        }
        Map<String, Integer> order = new HashMap<>();
        model.get().inputs().forEach(input -> order.put(input.name(), order.size()));
        model.get().steps().forEach(step -> order.put(step.name(), order.size()));
        return methods.stream()
                .sorted(Comparator.comparingInt(method -> order.getOrDefault(name(method), order.size())))
                .toList();
    }

    /** Interfaces that come as class files, without a graph that knows the order of their methods. */
    List<String> unordered() {
        return parents.stream()
                .filter(compiled::isCompiled)
                .filter(parent ->
                        ElementFilter.methodsIn(parent.getEnclosedElements()).size() > 1
                                && compiled.of(parent, parents).isEmpty())
                .map(parent -> parent.getSimpleName().toString())
                .toList();
    }

    /** The interfaces that the type itself extends, with one of these methods in a class file: nothing can be written there. */
    List<String> foreign(List<ExecutableElement> methods) {
        Set<TypeElement> owners = methods.stream()
                .map(Hierarchy::owner)
                .filter(compiled::isCompiled)
                .collect(Collectors.toSet());
        return Inheritance.direct(type).stream()
                .filter(parent -> owners.contains(parent)
                        || Inheritance.parents(parent).stream().anyMatch(owners::contains))
                .map(parent -> parent.getSimpleName().toString())
                .toList();
    }

    /** The name that was written for a method. */
    String name(ExecutableElement method) {
        return function(method)
                .map(KotlinInterface.Function::name)
                .orElse(method.getSimpleName().toString());
    }

    /** Whether a method is the getter of a property of Kotlin. */
    boolean isProperty(ExecutableElement method) {
        return function(method).filter(KotlinInterface.Function::isProperty).isPresent();
    }

    /** The name that was written for a parameter, or what the compiler has in its place. */
    String name(ExecutableElement method, int parameter) {
        return function(method)
                .flatMap(function -> function.parameter(parameter))
                .orElse(method.getParameters().get(parameter).getSimpleName().toString());
    }

    /** What the graph of a compiled model says that a layer takes. */
    List<TensorName> wires(ExecutableElement method) {
        return compiled.of(owner(method), parents)
                .map(model -> model.stepsByName().get(name(method)))
                .map(step -> step.sources().stream().map(Draft.Source::wire).toList())
                .orElse(List.of());
    }

    /** Why the name of a parameter cannot be that of a wire. */
    Optional<LostName> lost(ExecutableElement method, int parameter) {
        String known = method.getParameters().get(parameter).getSimpleName().toString();
        Optional<KotlinInterface.Function> function = function(method);
        if (function.isPresent()) {
            Optional<String> written = function.get().parameter(parameter);
            if (written.isEmpty()) {
                return Optional.of(new LostName("the receiver of a function has no name", "make it a parameter"));
            }
            return SourceVersion.isName(written.get())
                    ? Optional.empty()
                    : Optional.of(new LostName(
                            "the parameter '" + written.get() + "' has no name in Java, kapt calls it '" + known + "'",
                            "rename it, or name the wire: @From(\"…\")"));
        }
        String owner = owner(method).getSimpleName().toString();
        return known.matches("arg\\d+") && compiled.isCompiled(owner(method))
                ? Optional.of(new LostName(
                        "the parameter name '" + known + "' is not the one that was written: the class file of '"
                                + owner + "' has none, and no class generated for a model knows its wires",
                        "compile '" + owner
                                + "' with -parameters or its models with Plumb, or name its wires: @From(\"…\")"))
                : Optional.empty();
    }

    /** Functions that Java cannot have. */
    List<LostFunction> lost() {
        List<TypeElement> all = new ArrayList<>(parents);
        all.add(type);
        List<LostFunction> lost = new ArrayList<>();
        for (TypeElement declaring : all) {
            List<ExecutableElement> methods = ElementFilter.methodsIn(declaring.getEnclosedElements());
            kotlin(declaring).map(source -> source.lost(methods)).orElse(List.of()).stream()
                    .map(function -> new LostFunction(function.name(), function.parameters(), Token.of(declaring)))
                    .forEach(lost::add);
        }
        return lost;
    }

    private Optional<KotlinInterface.Function> function(ExecutableElement method) {
        return kotlin(owner(method)).flatMap(source -> source.function(method));
    }

    private Optional<KotlinInterface> kotlin(TypeElement declaring) {
        return kotlin.computeIfAbsent(declaring, KotlinInterface::of);
    }

    private static TypeElement owner(ExecutableElement method) {
        return (TypeElement) method.getEnclosingElement();
    }
}
