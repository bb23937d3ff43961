package dev.plumb.generator;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Writes what follows from one annotation: a file of one class. */
final class LayerWriter {
    private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

    private LayerWriter() {}

    /** The record of a layer: {@code DenseLayer} for {@code @Dense}, with the rules of that interface. */
    static JavaFile layer(AnnotationSource source, TypeName rule) {
        ClassName record = source.sibling("Layer");
        AttributeMembers members = new AttributeMembers(source, record);
        MethodSpec.Builder constructor = MethodSpec.compactConstructorBuilder().addModifiers(Modifier.PUBLIC);
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        for (AttributeSource attribute : source.attributes()) {
            components.addParameter(attribute.type(), attribute.name());
            if (attribute.item().isPresent()) {
                constructor.addStatement("$L = $T.copyOf($L)", attribute.name(), List.class, attribute.name());
            }
        }
        TypeSpec.Builder type = TypeSpec.recordBuilder(record)
                .addModifiers(source.visibility())
                .addSuperinterface(rule)
                .recordConstructor(components.build())
                .addJavadoc("The layer {@link $T}, with its attributes. $L", source.type(), source.documentation())
                .addFields(members.constants(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL));
        if (source.attributes().stream().anyMatch(attribute -> attribute.item().isPresent())) {
            type.addMethod(constructor.build());
        }
        type.addMethod(members.factory(Modifier.PUBLIC, Modifier.STATIC))
                .addMethods(members.withers(false))
                .addMethods(WeightSettings.implemented(source))
                .addMethods(members.untyped(CodeBlock.of("DEFINITION"), Modifier.PUBLIC));
        return file(source, type);
    }

    /** The attributes of a layer as its rule sees them: {@code DenseAttributes} for {@code @Dense}. */
    static JavaFile accessors(AnnotationSource source) {
        TypeSpec.Builder type = TypeSpec.interfaceBuilder(source.sibling("Attributes"))
                .addJavadoc("The attributes of {@link $T}.", source.type())
                .addMethods(accessorMethods(source))
                .addMethods(WeightSettings.declared(source));
        return file(source, type);
    }

    private static List<MethodSpec> accessorMethods(AnnotationSource source) {
        return source.attributes().stream()
                .map(attribute -> MethodSpec.methodBuilder(attribute.name())
                        .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                        .returns(attribute.type())
                        .addJavadoc("$L", attribute.documentation())
                        .build())
                .toList();
    }

    /** What the record of an annotation of attributes inherits: {@code InitAttributes} for {@code @Init}. */
    static JavaFile groupAttributes(AnnotationSource source) {
        ClassName record = source.type().nestedClass(Names.GROUP_RECORD);
        AttributeMembers members = new AttributeMembers(source, record);
        TypeSpec.Builder type = TypeSpec.interfaceBuilder(source.sibling("Attributes"))
                .addModifiers(Modifier.PUBLIC)
                .addSuperinterface(Names.ATTRIBUTED)
                .addJavadoc("What {@link $T} has besides its values.", record);
        type.addMethods(accessorMethods(source));
        CodeBlock definition = CodeBlock.of("$T.DEFINITION", source.sibling("Definition"));
        type.addMethods(members.withers(true))
                .addMethods(members.untyped(definition, Modifier.PUBLIC, Modifier.DEFAULT));
        return file(source, type);
    }

    /** What the record of an annotation of attributes takes its definition and factory from: {@code InitDefinition} for {@code @Init}. */
    static JavaFile groupDefinition(AnnotationSource source) {
        AttributeMembers members = new AttributeMembers(source, source.type().nestedClass(Names.GROUP_RECORD));
        TypeSpec.Builder type = TypeSpec.classBuilder(source.sibling("Definition"))
                .addModifiers(Modifier.FINAL)
                .addJavadoc("The attributes of {@link $T}, and their defaults.", source.type())
                .addFields(members.constants(Modifier.STATIC, Modifier.FINAL))
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .addMethod(members.factory(Modifier.STATIC));
        return file(source, type);
    }

    /** A factory for each built-in layer, and where they are found by name. */
    static JavaFile layers(List<AnnotationSource> sources) {
        TypeName definition = ParameterizedTypeName.get(Names.DEFINITION, WildcardTypeName.subtypeOf(Names.LAYER_SPEC));
        CodeBlock names = sources.stream()
                .map(source -> CodeBlock.of("$S", source.name()))
                .collect(CodeBlock.joining(", "));
        CodeBlock.Builder cases =
                CodeBlock.builder().add("return switch (annotation) {\n").indent();
        sources.forEach(source -> cases.add(
                "case $S -> $T.of($T.DEFINITION);\n", source.name(), Optional.class, source.sibling("Layer")));
        cases.add("default -> $T.empty();\n", Optional.class).unindent().add("};\n");
        TypeSpec.Builder type = TypeSpec.classBuilder(ClassName.get(Names.LAYERS_PACKAGE, "Layers"))
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addJavadoc(
                        "The built-in layers: a factory for each, with its required attributes; the others are stated on what it gives, "
                                + "{@code Layers.dense(64).activation(RELU)}.")
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .addMethod(MethodSpec.methodBuilder("names")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .returns(ParameterizedTypeName.get(List.class, String.class))
                        .addJavadoc("The names of all built-in layers, those of their annotations, sorted.")
                        .addStatement("return $T.of($L)", List.class, names)
                        .build())
                .addMethod(MethodSpec.methodBuilder("find")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .returns(ParameterizedTypeName.get(ClassName.get(Optional.class), definition))
                        .addParameter(String.class, "annotation")
                        .addJavadoc(
                                "The attributes of the layer of that name, by which it can be made: {@code Layers.find(\"Dense\")}.")
                        .addCode(cases.build())
                        .build());
        for (AnnotationSource source : sources) {
            ClassName record = source.sibling("Layer");
            MethodSpec.Builder method = MethodSpec.methodBuilder(FactoryName.of(source.name()))
                    .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                    .returns(record)
                    .addJavadoc("$L\n\n", source.documentation());
            AttributeMembers.addRequired(method, source);
            CodeBlock arguments = source.required().stream()
                    .map(attribute -> CodeBlock.of("$L", attribute.name()))
                    .collect(CodeBlock.joining(", "));
            type.addMethod(
                    method.addStatement("return $T.of($L)", record, arguments).build());
        }
        sources.forEach(source -> type.addOriginatingElement(source.element()));
        return file(sources.get(0), type);
    }

    private static JavaFile file(AnnotationSource source, TypeSpec.Builder type) {
        if (source.visible()) {
            type.addAnnotation(AnnotationSpec.builder(GENERATED)
                    .addMember("value", "$S", LayerGenerator.class.getName())
                    .build());
        }
        return JavaFile.builder(
                        source.packageName(),
                        type.addOriginatingElement(source.element()).build())
                .indent("    ")
                .skipJavaLangImports(true)
                .build();
    }
}
