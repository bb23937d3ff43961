package dev.plumb.generator;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** Fields and methods that follow from the attributes of an annotation, for the record that holds their values. */
final class AttributeMembers {
    private final AnnotationSource source;
    private final ClassName record;

    AttributeMembers(AnnotationSource source, ClassName record) {
        this.source = source;
        this.record = record;
    }

    /** A constant for each attribute, and the definition that lists them. */
    List<FieldSpec> constants(Modifier... definitionModifiers) {
        List<FieldSpec> fields = new ArrayList<>();
        for (AttributeSource attribute : source.attributes()) {
            TypeName type = ParameterizedTypeName.get(
                    Names.ATTRIBUTE, record, attribute.type().box());
            CodeBlock standard = attribute
                    .standard()
                    .map(value -> CodeBlock.of(", $L", value))
                    .orElse(CodeBlock.of(""));
            fields.add(FieldSpec.builder(type, Names.constant(attribute.name()))
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer(
                            "$T.$L($S, $L$L)",
                            Names.ATTRIBUTE,
                            attribute.isRequired() ? "required" : "optional",
                            attribute.name(),
                            attribute.kind(),
                            standard)
                    .build());
        }
        CodeBlock constants = joined(attribute -> CodeBlock.of("$L", Names.constant(attribute.name())));
        CodeBlock read = joined(attribute -> CodeBlock.of("own.$L()", attribute.name()));
        CodeBlock values = joined(attribute -> CodeBlock.of("values.get($L)", Names.constant(attribute.name())));
        fields.add(FieldSpec.builder(ParameterizedTypeName.get(Names.DEFINITION, record), "DEFINITION")
                .addModifiers(definitionModifiers)
                .addJavadoc("Names, types and defaults of the attributes of {@link $T}.", source.type())
                .initializer(
                        "new $T<>($S, $T.class, $T.of($L), own -> $T.of($L), values -> new $T($L))",
                        Names.DEFINITION,
                        source.element().getQualifiedName(),
                        record,
                        List.class,
                        constants,
                        List.class,
                        read,
                        record,
                        values)
                .build());
        return fields;
    }

    /** {@code of}, with what has to be stated. */
    MethodSpec factory(Modifier... modifiers) {
        CodeBlock arguments = joined(attribute ->
                attribute.isRequired() ? given(attribute) : attribute.standard().orElseThrow());
        MethodSpec.Builder method = MethodSpec.methodBuilder("of")
                .addModifiers(modifiers)
                .returns(record)
                .addJavadoc("$L\n\n", source.documentation());
        addRequired(method, source);
        return method.addStatement("return new $T($L)", record, arguments).build();
    }

    /** The parameters of a factory, with their documentation. */
    static void addRequired(MethodSpec.Builder method, AnnotationSource source) {
        List<AttributeSource> required = source.required();
        for (int i = 0; i < required.size(); i++) {
            AttributeSource attribute = required.get(i);
            boolean varargs = i == required.size() - 1 && hasArrayForm(attribute);
            method.addParameter(
                    varargs ? ArrayTypeName.of(attribute.item().orElseThrow()) : attribute.type(), attribute.name());
            method.varargs(varargs);
            if (!attribute.documentation().isEmpty()) {
                method.addJavadoc("@param $L $L\n", attribute.name(), attribute.documentation());
            }
        }
    }

    /** What a factory passes on of its parameter for a required attribute. */
    private CodeBlock given(AttributeSource attribute) {
        List<AttributeSource> required = source.required();
        boolean varargs = attribute.equals(required.get(required.size() - 1)) && hasArrayForm(attribute);
        return varargs ? listOf(attribute) : CodeBlock.of("$L", attribute.name());
    }

    /** For each attribute the methods that give the same with another value of it. */
    List<MethodSpec> withers(boolean inInterface) {
        List<MethodSpec> withers = new ArrayList<>();
        for (AttributeSource attribute : source.attributes()) {
            withers.add(wither(
                    attribute,
                    ParameterSpec.builder(attribute.type(), attribute.name()).build(),
                    CodeBlock.of("$L", attribute.name()),
                    inInterface));
            if (hasArrayForm(attribute)) {
                TypeName array = ArrayTypeName.of(attribute.item().orElseThrow());
                MethodSpec varargs = wither(
                        attribute,
                        ParameterSpec.builder(array, attribute.name()).build(),
                        listOf(attribute),
                        inInterface);
                withers.add(varargs.toBuilder().varargs().build());
            }
            attribute
                    .onlyRequired()
                    .ifPresent(one -> withers.add(wither(
                            attribute,
                            ParameterSpec.builder(one.type(), attribute.name()).build(),
                            CodeBlock.of("$T.of($L)", attribute.type(), attribute.name()),
                            inInterface)));
        }
        return withers;
    }

    private MethodSpec wither(AttributeSource changed, ParameterSpec parameter, CodeBlock value, boolean inInterface) {
        CodeBlock arguments = joined(attribute ->
                attribute.equals(changed) ? value : CodeBlock.of(inInterface ? "$L()" : "$L", attribute.name()));
        MethodSpec.Builder method = MethodSpec.methodBuilder(changed.name())
                .addModifiers(Modifier.PUBLIC)
                .returns(record)
                .addParameter(parameter)
                .addJavadoc("$L", changed.documentation());
        if (inInterface) {
            method.addModifiers(Modifier.DEFAULT);
        }
        Optional<CodeBlock> standard = changed.standard();
        standard.ifPresent(shown -> method.addJavadoc("\n\n<p>Default: {@code $L}.", shown));
        return method.addStatement("return new $T($L)", record, arguments).build();
    }

    /** {@code definition()} and {@code with(attribute, value)}. */
    List<MethodSpec> untyped(CodeBlock definition, Modifier... modifiers) {
        return List.of(
                MethodSpec.methodBuilder("definition")
                        .addAnnotation(Override.class)
                        .addModifiers(modifiers)
                        .returns(ParameterizedTypeName.get(Names.DEFINITION, record))
                        .addStatement("return $L", definition)
                        .build(),
                MethodSpec.methodBuilder("with")
                        .addAnnotation(Override.class)
                        .addModifiers(modifiers)
                        .returns(record)
                        .addParameter(String.class, "attribute")
                        .addParameter(Object.class, "value")
                        .addStatement("return $L.with(this, attribute, value)", definition)
                        .build());
    }

    private static boolean hasArrayForm(AttributeSource attribute) {
        return attribute.item().filter(item -> !item.equals(TypeName.BOOLEAN)).isPresent();
    }

    private static CodeBlock listOf(AttributeSource attribute) {
        boolean primitive = attribute.item().orElseThrow().isPrimitive();
        return primitive
                ? CodeBlock.of("$T.stream($L).boxed().toList()", Arrays.class, attribute.name())
                : CodeBlock.of("$T.of($L)", List.class, attribute.name());
    }

    private CodeBlock joined(Function<AttributeSource, CodeBlock> code) {
        return source.attributes().stream().map(code).collect(CodeBlock.joining(",$W"));
    }
}
