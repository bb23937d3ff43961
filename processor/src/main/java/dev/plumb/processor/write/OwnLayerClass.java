package dev.plumb.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Regularizer;
import dev.plumb.graph.attribute.Attributed;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.UserLayer;
import dev.plumb.processor.read.OwnLayer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * The class generated for a layer of the user's own, whatever it is made of: a factory with what has to be stated, and a method for each attribute.
 *
 * @param layer what it is generated for
 * @param base the class that it extends
 * @param definition the class of its definition, which the method {@code define} makes
 * @param field the field that holds the definition
 */
record OwnLayerClass(OwnLayer layer, Class<?> base, Class<?> definition, String field) {
    /** Methods that a layer has already. */
    private static final Set<String> TAKEN = Set.of("of", "listed", "with");

    /** Whose attributes are nested annotations, by the names of these. */
    private static final Map<String, Class<?>> GROUPS =
            Map.of("Init", Init.Spec.class, "Regularizer", Regularizer.Spec.class, "Constraint", Constraint.Spec.class);

    /** The class of a layer by the name of its annotation. */
    static ClassName name(UserLayer layer) {
        String name = layer.definition().annotation();
        int dot = name.lastIndexOf('.');
        return ClassName.get(
                name.substring(0, Math.max(dot, 0)), name.substring(dot + 1).replace('$', '_') + "Layer");
    }

    /** The class. */
    ClassName name() {
        return ClassName.get(layer.packageName(), layer.generatedName());
    }

    /**
     * Begins the class: what makes its definition is missing.
     *
     * @param carried the JSON of the definition, in pieces; none if it is broken
     */
    TypeSpec.Builder type(List<String> carried, String documentation) {
        TypeSpec.Builder type = GeneratedFile.type(
                        name(), layer.token(), layer.isPublic(), layer.seesGenerated(), carried)
                .superclass(base)
                .addJavadoc("$L\n", documentation);
        type.addField(FieldSpec.builder(definition, field, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("define()")
                .build());
        type.addMethod(MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(base, "layer")
                .addStatement("super(layer)")
                .build());
        type.addMethod(factory());
        attributes().forEach(attribute -> type.addMethod(wither(attribute)));
        return type;
    }

    /** Begins the method that makes the definition, or a part of it. */
    static MethodSpec.Builder start(String name) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
    }

    /** What the class of a broken declaration has in place of its definition. */
    MethodSpec broken() {
        return start("define")
                .returns(definition)
                .addStatement(
                        "throw new $T($S)",
                        IllegalStateException.class,
                        layer.name() + " has errors, see the compiler's messages")
                .build();
    }

    /** Those that can be passed on. */
    private List<OwnLayer.Attribute> attributes() {
        return layer.attributes().stream()
                .filter(attribute -> attribute.kind().isPresent())
                .toList();
    }

    private MethodSpec factory() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("of")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(name())
                .addJavadoc("Returns the layer with its required attributes; the others have their default.\n");
        NameAllocator names = new NameAllocator();
        names.newName(field);
        names.newName("Map");
        List<CodeBlock> entries = new ArrayList<>();
        for (OwnLayer.Attribute attribute : attributes()) {
            if (attribute.standard().isEmpty()) {
                TypeName type = type(attribute.kind().orElseThrow());
                String parameter = names.newName(attribute.name());
                method.addParameter(type, parameter).varargs(type instanceof ArrayTypeName); // if it is the last
                entries.add(CodeBlock.of("$T.entry($S, $L)", Map.class, attribute.name(), parameter));
            }
        }
        return method.addStatement(
                        "return new $T($L.with($T.ofEntries($L)))",
                        name(),
                        field,
                        Map.class,
                        entries.stream().collect(CodeBlock.joining(", ")))
                .build();
    }

    private MethodSpec wither(OwnLayer.Attribute attribute) {
        TypeName type = type(attribute.kind().orElseThrow());
        return MethodSpec.methodBuilder(method(
                        attribute.name(),
                        attributes().stream().map(OwnLayer.Attribute::name).toList()))
                .addModifiers(Modifier.PUBLIC)
                .returns(name())
                .addParameter(type, attribute.name())
                .varargs(type instanceof ArrayTypeName)
                .addJavadoc("Returns the same with another {@code $L}.\n", attribute.name())
                .addStatement("return new $T(with($S, $L))", name(), attribute.name(), attribute.name())
                .build();
    }

    static TypeName type(AttributeKind kind) {
        return kind.isList() ? ArrayTypeName.of(item(kind)) : item(kind);
    }

    static TypeName item(AttributeKind kind) {
        return switch (kind.name()) {
            case "int" -> TypeName.INT;
            case "double" -> TypeName.DOUBLE;
            case "boolean" -> TypeName.BOOLEAN;
            case "String" -> ClassName.get(String.class);
            case "Init", "Regularizer", "Constraint" -> TypeName.get(GROUPS.get(kind.name()));
            default -> {
                int dot = kind.name().lastIndexOf('.');
                List<String> nested = List.of(kind.name().substring(dot + 1).split("\\$", -1));
                yield ClassName.get(
                        kind.name().substring(0, Math.max(dot, 0)),
                        nested.get(0),
                        nested.subList(1, nested.size()).toArray(String[]::new));
            }
        };
    }

    /**
     * The values that a layer states, as they are passed on: constants of an enum go by their class, and a list that others follow in the factory is
     * an array; nested annotations by {@code group}.
     */
    static Map<String, Object> stated(UserLayer layer, Function<Attributed, CodeBlock> group) {
        Map<String, Object> values = layer.nonDefaultAttributes();
        List<DeclaredAttribute> required = layer.declaredAttributes().stream()
                .filter(attribute -> attribute.standard().isEmpty())
                .toList();
        for (DeclaredAttribute attribute : layer.declaredAttributes()) {
            int place = required.indexOf(attribute);
            boolean followed = place >= 0 && place < required.size() - 1;
            values.computeIfPresent(attribute.name(), (name, value) -> stated(attribute.kind(), value, followed));
        }
        values.replaceAll((name, value) -> value instanceof Attributed nested ? group.apply(nested) : value);
        return values;
    }

    private static Object stated(AttributeKind kind, Object value, boolean followed) {
        if (!(value instanceof List<?> items)) {
            return kind.constants().isEmpty() ? value : item(kind, value);
        }
        List<Object> written =
                items.stream().<Object>map(item -> item(kind, item)).toList();
        return followed ? CodeBlock.of("new $T[] {$L}", item(kind), joined(written)) : written;
    }

    private static CodeBlock joined(List<Object> items) {
        return items.stream().map(item -> CodeBlock.of("$L", item)).collect(CodeBlock.joining(", "));
    }

    private static CodeBlock item(AttributeKind kind, Object value) {
        return kind.constants().isEmpty() ? plain(value) : CodeBlock.of("$T.$L", item(kind), value);
    }

    /** The method that sets an attribute, one of these: {@code withOf} where a layer has a method {@code of} already. */
    static String method(String attribute, Collection<String> all) {
        if (!TAKEN.contains(attribute)) {
            return attribute;
        }
        String method = attribute;
        do {
            method = "with" + Character.toUpperCase(method.charAt(0)) + method.substring(1);
        } while (all.contains(method));
        return method;
    }

    /** What declares an attribute to a builder, begins with a dot. */
    static CodeBlock attribute(DeclaredAttribute attribute) {
        AttributeKind kind = attribute.kind();
        CodeBlock item =
                switch (kind.name()) {
                    case "int", "double", "boolean", "String", "Init", "Regularizer", "Constraint" ->
                        CodeBlock.of("$T.$L", AttributeKind.class, kind.name().toUpperCase(Locale.ROOT));
                    default -> CodeBlock.of("$T.of($T.class)", AttributeKind.class, item(kind));
                };
        CodeBlock.Builder call = CodeBlock.builder()
                .add(".attribute($S, $L", attribute.name(), item)
                .add(kind.isList() ? ".list()" : "");
        attribute.standard().ifPresent(standard -> call.add(", $L", plain(standard)));
        return call.add(")").build();
    }

    private static CodeBlock plain(Object value) {
        if (value instanceof List<?> items) {
            return CodeBlock.of(
                    "$T.of($L)",
                    List.class,
                    items.stream().map(OwnLayerClass::plain).collect(CodeBlock.joining(", ")));
        }
        if (value instanceof Map<?, ?> group) {
            return CodeBlock.of(
                    "$T.of($L)",
                    Map.class,
                    group.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(Object::toString)))
                            .flatMap(entry -> Stream.of(plain(entry.getKey()), plain(entry.getValue())))
                            .collect(CodeBlock.joining(", ")));
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return CodeBlock.of("$T.valueOf($S)", Double.class, number.toString());
        }
        return value instanceof String ? CodeBlock.of("$S", value) : CodeBlock.of("$L", value);
    }
}
