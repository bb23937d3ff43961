package dev.plumb.processor.read;

import dev.plumb.graph.TensorName;
import dev.plumb.graph.shape.TensorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Reads what a model's interface and the interfaces that it extends declare. */
public final class DeclarationReader {
    private final Elements elements;
    private final Types types;
    private final AnnotationReader annotations;
    private final CompiledModels compiled;
    private final Set<String> sources;

    private final BlockReader blocks;
    private final CodeReader codes;
    private final Uses uses;
    private final Map<String, String> generated;

    /**
     * {@code sources} names the top-level types that are compiled now: all others come as class files. {@code generated} has for those of
     * them that were generated the model.
     */
    public DeclarationReader(Elements elements, Types types, Set<String> sources, Map<String, String> generated) {
        this.elements = elements;
        this.types = types;
        this.sources = sources;
        this.generated = generated;
        this.annotations = new AnnotationReader(elements);
        this.compiled = new CompiledModels(elements, sources);
        OwnLayerReader layers = new OwnLayerReader(elements, annotations, this, sources, generated);
        this.blocks = new BlockReader(layers, this);
        this.codes = new CodeReader(layers, annotations, elements, types);
        this.uses = new Uses(elements, compiled, this, blocks, codes);
    }

    /** Whether a type is the wiring of a block: it is no model of its own. */
    public static boolean isWiring(TypeElement type) {
        return BlockReader.isWiring(type);
    }

    /** The declaration of a block. */
    public BlockDeclaration readBlock(TypeElement type) {
        return uses.reading(type, () -> blocks.read(type));
    }

    /** The declaration of a layer in code, or of a function. */
    public CodeDeclaration readCode(TypeElement type) {
        return codes.read(type);
    }

    /** Whether a type is a block. */
    public static boolean isBlock(TypeElement type) {
        return AnnotationReader.isBlock(type);
    }

    /** Whether a type is a layer in code, or a function. */
    public static boolean isCode(TypeElement type) {
        return AnnotationReader.isCode(type) || AnnotationReader.isFunction(type);
    }

    /** The declaration of a model. */
    public ModelDeclaration read(TypeElement type) {
        return uses.reading(type, () -> declaration(type));
    }

    ModelDeclaration declaration(TypeElement type) {
        Hierarchy hierarchy = new Hierarchy(type, compiled);
        Inheritance inheritance = Inheritance.of(type, elements, hierarchy::methods);
        List<MethodDeclaration> methods = new ArrayList<>();
        List<ExecutableElement> foreign = new ArrayList<>();
        for (Inheritance.Inherited inherited : inheritance.methods()) {
            MethodDeclaration method = method(inherited, (DeclaredType) type.asType(), hierarchy);
            methods.add(method);
            if (!method.isMarked() && method.resolved()) {
                foreign.add(inherited.method());
            }
        }
        boolean resolved = inheritance.resolved()
                && annotations.resolved(type)
                && methods.stream().allMatch(MethodDeclaration::resolved);
        List<TypeElement> parents = inheritance.parents();
        ModelDeclaration.Form form = new ModelDeclaration.Form(
                type.getKind() == ElementKind.INTERFACE,
                !type.getTypeParameters().isEmpty(),
                annotations.has(type, "Model"),
                annotations.has(type, "Sequential"),
                marked(parents, "Model"),
                marked(parents, "Sequential"),
                hierarchy.unordered(),
                hierarchy.foreign(foreign),
                isWiring(type));
        String packageName = packageOf(type).getQualifiedName().toString();
        String name = generatedName(type, "Model");
        return new ModelDeclaration(
                type.getSimpleName().toString(),
                type.getQualifiedName().toString(),
                packageName,
                name,
                sources.contains(ModelDeclaration.qualified(packageName, name)),
                Optional.ofNullable(generated.get(ModelDeclaration.qualified(packageName, name))),
                isPublic(type),
                seesGenerated(type),
                form,
                annotations.find(type, "Budget"),
                annotations.find(type, "Weights"),
                methods,
                hierarchy.lost(),
                resolved,
                Token.of(type));
    }

    /** How many interfaces a type extends, directly or not: more than any of its parents. */
    public static int depth(TypeElement type) {
        return Inheritance.parents(type).size();
    }

    /** The token of a type. */
    public static Token token(TypeElement type) {
        return Token.of(type);
    }

    private List<String> marked(List<TypeElement> types, String annotation) {
        return types.stream()
                .filter(type -> annotations.has(type, annotation))
                .map(type -> type.getSimpleName().toString())
                .toList();
    }

    private MethodDeclaration method(Inheritance.Inherited inherited, DeclaredType model, Hierarchy hierarchy) {
        MethodDeclaration declaration = declared(inherited.method(), model, hierarchy);
        for (ExecutableElement overridden : inherited.overridden()) {
            declaration = declaration.overriding(declared(overridden, model, hierarchy));
        }
        return declaration;
    }

    private MethodDeclaration declared(ExecutableElement method, DeclaredType model, Hierarchy hierarchy) {
        // as a member of the model: where a parent is Base<Vec>, what is declared T is a Vec
        ExecutableType member = (ExecutableType) types.asMemberOf(model, method);
        TypeUse result = type(member.getReturnType());
        List<ParameterDeclaration> parameters = IntStream.range(
                        0, method.getParameters().size())
                .mapToObj(index ->
                        parameter(method, index, member.getParameterTypes().get(index), hierarchy))
                .toList();
        List<TensorName> wires = hierarchy.wires(method);
        boolean resolved = result.resolved()
                && annotations.resolved(method)
                && parameters.stream().allMatch(parameter -> parameter.type().resolved())
                && method.getParameters().stream().allMatch(annotations::resolved);
        return new MethodDeclaration(
                hierarchy.name(method),
                result,
                annotations.find(method, "Input"),
                annotations.layers(method).stream()
                        .map(use -> use.as(uses.own(use)))
                        .toList(),
                composition(method),
                annotations.has(method, "Output"),
                annotations.find(method, "Loss"),
                annotations.find(method, "Metrics"),
                wires.isEmpty() ? parameters : CompiledInputs.of(parameters, wires),
                hierarchy.isProperty(method),
                !method.getModifiers().contains(Modifier.ABSTRACT),
                resolved,
                Token.of(method));
    }

    private Composition composition(ExecutableElement method) {
        Composition composition = annotations.composition(method);
        Optional<AnnotationUse> use = composition.use().filter(AnnotationUse::resolved);
        return composition.using(
                use.flatMap(uses::model), use.map(uses::instead).orElse(""));
    }

    private ParameterDeclaration parameter(ExecutableElement method, int index, TypeMirror type, Hierarchy hierarchy) {
        VariableElement parameter = method.getParameters().get(index);
        return new ParameterDeclaration(
                hierarchy.name(method, index),
                type(type),
                annotations.find(parameter, "From"),
                Optional.empty(),
                hierarchy.lost(method, index),
                Token.of(parameter));
    }

    private static TypeUse type(TypeMirror type) {
        if (type.getKind() == TypeKind.ERROR) {
            return new TypeUse(simpleName(type), Optional.empty(), false);
        }
        if (type instanceof DeclaredType declared) {
            TypeElement element = (TypeElement) declared.asElement();
            boolean inLanguage = packageOf(element).getQualifiedName().contentEquals("dev.plumb.dsl");
            String name = element.getSimpleName().toString();
            return new TypeUse(name, inLanguage ? TensorKind.named(name) : Optional.empty(), true);
        }
        if (type instanceof TypeVariable variable) {
            return TypeUse.variable(variable.asElement().getSimpleName().toString());
        }
        return new TypeUse(simpleName(type), Optional.empty(), true);
    }

    private static String simpleName(TypeMirror type) {
        if (type instanceof DeclaredType declared) {
            return declared.asElement().getSimpleName().toString();
        }
        return type instanceof ArrayType array
                ? simpleName(array.getComponentType()) + "[]"
                : type.getKind().name().toLowerCase(Locale.ROOT);
    }

    /** {@code Outer_InnerModel}: the file's types are all top level, so the name tells the nesting. */
    static String generatedName(TypeElement type, String what) {
        List<String> names = new ArrayList<>();
        for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
            names.add(0, at.getSimpleName().toString());
        }
        return names.stream().collect(Collectors.joining("_")) + what;
    }

    boolean seesGenerated(TypeElement type) {
        ModuleElement module = elements.getModuleOf(type);
        String name = "javax.annotation.processing.Generated";
        return (module == null ? elements.getTypeElement(name) : elements.getTypeElement(module, name)) != null;
    }

    static boolean isPublic(TypeElement type) {
        for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
            if (!at.getModifiers().contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return true;
    }

    static PackageElement packageOf(Element element) {
        Element at = element;
        while (!(at instanceof PackageElement)) {
            at = at.getEnclosingElement();
        }
        return (PackageElement) at;
    }
}
