package dev.plumb.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.build.BlockBuilder;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.BlockLayer;
import dev.plumb.graph.shape.Dim;
import dev.plumb.processor.check.CheckedBlock;
import dev.plumb.processor.read.BlockDeclaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * The class generated for a block: the layer in the functional API. That of a block with problems has the same members, and none of it can be
 * made.
 */
public final class BlockClass {
    private static final String BUILDER = "b";

    /** Far from the 64 KB of byte code that a Java method can have. */
    private static final int LAYERS_PER_METHOD = 100;

    /** Methods that a layer has already. */
    private static final Set<String> TAKEN = Set.of("of", "listed", "with");

    private final BlockDeclaration declaration;
    private final Optional<BlockDefinition> block;
    private final Optional<Constants> constants;
    private final ClassName name;

    private BlockClass(CheckedBlock block) {
        this.declaration = block.declaration();
        this.block = block.definition();
        this.constants = this.block.map(definition -> Constants.of(definition.wiring()));
        this.name = ClassName.get(declaration.packageName(), declaration.generatedName());
    }

    public static BlockClass of(CheckedBlock block) {
        return new BlockClass(block);
    }

    /** The name of the class of a block. */
    static ClassName name(BlockDefinition block) {
        String name = block.annotation();
        int dot = name.lastIndexOf('.');
        return ClassName.get(
                name.substring(0, Math.max(dot, 0)), name.substring(dot + 1).replace('$', '_') + "Layer");
    }

    /**
     * The values that a block states, as they are passed on: constants of an enum go by their class, and a list that others follow in the factory is
     * an array.
     */
    static Map<String, Object> stated(BlockLayer layer) {
        Map<String, Object> values = layer.nonDefaultAttributes();
        List<BlockDefinition.BlockAttribute> required = layer.block().attributes().stream()
                .filter(attribute -> attribute.standard().isEmpty())
                .toList();
        for (BlockDefinition.BlockAttribute attribute : layer.block().attributes()) {
            int place = required.indexOf(attribute);
            boolean followed = place >= 0 && place < required.size() - 1;
            values.computeIfPresent(attribute.name(), (name, value) -> stated(attribute.kind(), value, followed));
        }
        return values;
    }

    private static Object stated(BlockDefinition.Kind kind, Object value, boolean followed) {
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

    private static CodeBlock item(BlockDefinition.Kind kind, Object value) {
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

    /** The source file. */
    public JavaFile file() {
        return GeneratedFile.of(name, type(), constants);
    }

    private TypeSpec type() {
        List<String> carried = block.map(DraftPieces::of).orElse(List.of());
        TypeSpec.Builder type = GeneratedFile.type(
                        name, declaration.token(), declaration.isPublic(), declaration.seesGenerated(), carried)
                .superclass(BlockLayer.class)
                .addJavadoc("The block {@code @$L} as a layer of the functional API.\n", declaration.name());
        type.addField(
                FieldSpec.builder(BlockDefinition.class, "BLOCK", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .initializer("define()")
                        .build());
        type.addMethod(MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(BlockLayer.class, "layer")
                .addStatement("super(layer)")
                .build());
        type.addMethod(factory());
        attributes().forEach(attribute -> type.addMethod(wither(attribute)));
        type.addMethods(block.map(this::definition).orElseGet(() -> List.of(broken())));
        return type.build();
    }

    /** Those that can be passed on. */
    private List<BlockDeclaration.Attribute> attributes() {
        return declaration.attributes().stream()
                .filter(attribute -> attribute.kind().isPresent())
                .toList();
    }

    private MethodSpec factory() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("of")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(name)
                .addJavadoc("Returns the block with its required attributes; the others have their default.\n");
        NameAllocator names = new NameAllocator();
        names.newName("BLOCK");
        names.newName("Map");
        List<CodeBlock> entries = new ArrayList<>();
        for (BlockDeclaration.Attribute attribute : attributes()) {
            if (attribute.standard().isEmpty()) {
                TypeName type = type(attribute.kind().orElseThrow());
                String parameter = names.newName(attribute.name());
                method.addParameter(type, parameter).varargs(type instanceof ArrayTypeName); // if it is the last
                entries.add(CodeBlock.of("$T.entry($S, $L)", Map.class, attribute.name(), parameter));
            }
        }
        return method.addStatement(
                        "return new $T(BLOCK.with($T.ofEntries($L)))",
                        name,
                        Map.class,
                        entries.stream().collect(CodeBlock.joining(", ")))
                .build();
    }

    private MethodSpec wither(BlockDeclaration.Attribute attribute) {
        TypeName type = type(attribute.kind().orElseThrow());
        return MethodSpec.methodBuilder(method(
                        attribute.name(),
                        attributes().stream()
                                .map(BlockDeclaration.Attribute::name)
                                .toList()))
                .addModifiers(Modifier.PUBLIC)
                .returns(name)
                .addParameter(type, attribute.name())
                .varargs(type instanceof ArrayTypeName)
                .addJavadoc("Returns the same with another {@code $L}.\n", attribute.name())
                .addStatement("return new $T(with($S, $L))", name, attribute.name(), attribute.name())
                .build();
    }

    private static TypeName type(BlockDefinition.Kind kind) {
        return kind.isList() ? ArrayTypeName.of(item(kind)) : item(kind);
    }

    private static TypeName item(BlockDefinition.Kind kind) {
        return switch (kind.name()) {
            case "int" -> TypeName.INT;
            case "double" -> TypeName.DOUBLE;
            case "boolean" -> TypeName.BOOLEAN;
            case "String" -> ClassName.get(String.class);
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

    private MethodSpec broken() {
        return start("define")
                .returns(BlockDefinition.class)
                .addStatement(
                        "throw new $T($S)",
                        IllegalStateException.class,
                        declaration.name() + " has errors, see the compiler's messages")
                .build();
    }

    private static MethodSpec.Builder start(String name) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
    }

    /** What the block is made of, a line a layer. */
    private List<MethodSpec> definition(BlockDefinition definition) {
        MethodSpec.Builder main = start("define").returns(BlockDefinition.class);
        main.addStatement(
                "$T $L = $T.named($S)", BlockBuilder.class, BUILDER, BlockBuilder.class, definition.annotation());
        definition.attributes().forEach(attribute -> main.addStatement(attribute(attribute)));
        definition.wiring().inputs().forEach(input -> main.addStatement(input(input)));
        List<Draft.Step> steps = definition.wiring().steps();
        List<MethodSpec> parts = new ArrayList<>();
        if (steps.size() <= LAYERS_PER_METHOD) {
            steps.forEach(step -> main.addStatement(step(step)));
        } else {
            for (int from = 0; from < steps.size(); from += LAYERS_PER_METHOD) {
                String part = "layers" + (from / LAYERS_PER_METHOD + 1);
                main.addStatement("$L($L)", part, BUILDER);
                MethodSpec.Builder method = start(part)
                        .addParameter(ParameterSpec.builder(BlockBuilder.class, BUILDER)
                                .build());
                steps.subList(from, Math.min(from + LAYERS_PER_METHOD, steps.size()))
                        .forEach(step -> method.addStatement(step(step)));
                parts.add(method.build());
            }
        }
        definition.wiring().outputs().forEach(output -> main.addStatement("$L.output($S)", BUILDER, output.name()));
        parts.add(0, main.addStatement("return $L.build()", BUILDER).build());
        return parts;
    }

    private static CodeBlock attribute(BlockDefinition.BlockAttribute attribute) {
        BlockDefinition.Kind kind = attribute.kind();
        CodeBlock item =
                switch (kind.name()) {
                    case "int", "double", "boolean", "String" ->
                        CodeBlock.of(
                                "$T.$L", BlockDefinition.Kind.class, kind.name().toUpperCase(Locale.ROOT));
                    default -> CodeBlock.of("$T.of($T.class)", BlockDefinition.Kind.class, item(kind));
                };
        CodeBlock.Builder call = CodeBlock.builder()
                .add("$L.attribute($S, $L", BUILDER, attribute.name(), item)
                .add(kind.isList() ? ".list()" : "");
        attribute.standard().ifPresent(standard -> call.add(", $L", plain(standard)));
        return call.add(")").build();
    }

    private static CodeBlock plain(Object value) {
        if (value instanceof List<?> items) {
            return CodeBlock.of(
                    "$T.of($L)",
                    List.class,
                    items.stream().map(BlockClass::plain).collect(CodeBlock.joining(", ")));
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return CodeBlock.of("$T.valueOf($S)", Double.class, number.toString());
        }
        return value instanceof String ? CodeBlock.of("$S", value) : CodeBlock.of("$L", value);
    }

    private static CodeBlock input(Draft.Input input) {
        CodeBlock axes = input.type().shape().dims().stream()
                .map(Dim::toString)
                .map(axis -> CodeBlock.of("$S", axis))
                .collect(CodeBlock.joining(", "));
        CodeBlock call = CodeBlock.of(
                "$L.input($S, $T.$L",
                BUILDER,
                input.name(),
                DType.class,
                input.type().dtype());
        return input.type().rank() == 0 ? CodeBlock.of("$L)", call) : CodeBlock.of("$L, $L)", call, axes);
    }

    private CodeBlock step(Draft.Step step) {
        Draft.Terms terms = step.terms();
        CodeBlock.Builder call = CodeBlock.builder();
        if (terms.sharing().isEmpty()) {
            call.add(
                    "$L.apply($S, $L",
                    BUILDER,
                    step.name(),
                    constants.orElseThrow().layer(step.layer().orElseThrow()));
        } else {
            String again = step.layer().orElseThrow().isReversed() ? "applyReversed" : "applyAgain";
            call.add("$L.$L($S, $S", BUILDER, again, step.name(), terms.sharing());
        }
        step.sources().forEach(source -> call.add(", $S", source.wire().toString()));
        CodeBlock applied = Constants.bound(call.add(")").build(), terms.bindings());
        CodeBlock.Builder line = CodeBlock.builder().add(applied);
        if (!terms.when().isEmpty()) {
            line.add(".when($S)", terms.when());
        }
        if (terms.frozen()) {
            line.add(".frozen()");
        }
        if (terms.masked()) {
            line.add(".masked()");
        }
        return line.build();
    }
}
