package dev.plumb.processor.write;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.code.CodeDefinition;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.processor.check.CheckedCode;
import dev.plumb.processor.check.CodeDeclarationCheck;
import dev.plumb.processor.read.CodeDeclaration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The class generated for a layer in code: the layer in the functional API, which knows how the code is made. That of a layer with problems has the same
 * members, and none of it can be made.
 */
public final class CodeClass {
    private static final String VALUES = "values";

    private final CodeDeclaration declaration;
    private final Optional<CodeDefinition> code;
    private final OwnLayerClass own;

    private CodeClass(CheckedCode code) {
        this.declaration = code.declaration();
        this.code = code.definition();
        this.own = new OwnLayerClass(declaration.layer(), CodeLayer.class, CodeDefinition.class, "CODE");
    }

    public static CodeClass of(CheckedCode code) {
        return new CodeClass(code);
    }

    /** The source file. */
    public JavaFile file() {
        List<String> carried = code.map(DraftPieces::of).orElse(List.of());
        String name = declaration.layer().name();
        String documentation =
                (declaration.isLambda() ? "{@code @Lambda(" + name + ".class)}" : "{@code @" + name + "}")
                        + " as a layer of the functional API.";
        TypeSpec type = own.type(carried, documentation)
                .addMethod(code.map(this::define).orElseGet(own::broken))
                .build();
        return GeneratedFile.of(own.name(), type, Optional.empty());
    }

    private MethodSpec define(CodeDefinition definition) {
        CodeBlock.Builder chain = CodeBlock.builder();
        chain.add("return $T.named($S)", CodeBuilder.class, definition.annotation());
        definition.attributes().forEach(attribute -> chain.add("\n$L", OwnLayerClass.attribute(attribute)));
        chain.add("\n.signature($S)", definition.signature().text());
        if (definition.supportsMasking()) {
            chain.add("\n.supportsMasking()");
        }
        chain.add("\n.code($L -> $L)", VALUES, creation(definition));
        MethodSpec.Builder define = OwnLayerClass.start("define").returns(CodeDefinition.class);
        if (constructor(definition).isDeprecated()) {
            define.addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                    .addMember("value", "{$S, $S}", "deprecation", "removal")
                    .build());
        }
        return define.addStatement(chain.build()).build();
    }

    private CodeDeclaration.Constructor constructor(CodeDefinition definition) {
        return CodeDeclarationCheck.constructor(
                        declaration,
                        definition.attributes().stream()
                                .map(attribute -> new CodeDeclaration.Parameter(
                                        attribute.name(), CodeDeclarationCheck.type(attribute.kind())))
                                .collect(Collectors.toSet()))
                .orElseThrow();
    }

    /** The call of the constructor that takes the attributes. */
    private CodeBlock creation(CodeDefinition definition) {
        CodeBlock arguments = constructor(definition).parameters().stream()
                .map(parameter -> definition.attributes().stream()
                        .filter(attribute -> attribute.name().equals(parameter.name()))
                        .findFirst()
                        .orElseThrow())
                .map(CodeClass::argument)
                .collect(CodeBlock.joining(", "));
        CodeDeclaration.Body body = declaration.code().orElseThrow();
        List<String> names = List.of(body.name().split("\\.", -1));
        ClassName type = ClassName.get(
                body.packageName(), names.get(0), names.subList(1, names.size()).toArray(String[]::new));
        return CodeBlock.of(body.isGeneric() ? "new $T<>($L)" : "new $T($L)", type, arguments);
    }

    private static CodeBlock argument(DeclaredAttribute attribute) {
        AttributeKind kind = attribute.kind();
        String read =
                switch (kind.name()) {
                    case "int" -> "integer";
                    case "double" -> "real";
                    case "boolean" -> "truth";
                    case "String" -> "text";
                    case "Init" -> "init";
                    case "Regularizer" -> "regularizer";
                    case "Constraint" -> "constraint";
                    default -> "constant";
                };
        if (!read.equals("constant")) {
            return CodeBlock.of("$L.$L($S)", VALUES, kind.isList() ? read + "s" : read, attribute.name());
        }
        return kind.isList()
                ? CodeBlock.of(
                        "$L.constants($S, $T.class).toArray($T[]::new)",
                        VALUES,
                        attribute.name(),
                        OwnLayerClass.item(kind),
                        OwnLayerClass.item(kind))
                : CodeBlock.of("$L.constant($S, $T.class)", VALUES, attribute.name(), OwnLayerClass.item(kind));
    }
}
