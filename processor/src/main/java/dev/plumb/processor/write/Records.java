package dev.plumb.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.graph.Draft;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The records of inputs, outputs and targets, and how they become lists of arrays. */
final class Records {
    private final Outline outline;
    private final Documentation documentation;

    Records(Outline outline, Documentation documentation) {
        this.outline = outline;
        this.documentation = documentation;
    }

    private List<String> inputs() {
        return outline.inputs().stream().map(Draft.Input::name).toList();
    }

    private List<String> outputs() {
        return outline.outputs().stream().map(Draft.Output::name).toList();
    }

    private List<String> targets() {
        return outline.trained().stream().map(Draft.Output::name).toList();
    }

    /** A constant for each record. */
    List<FieldSpec> structures() {
        return List.of(
                structure("INPUTS", outline.inputsRecord(), inputs(), "inputs"),
                structure("OUTPUTS", outline.outputsRecord(), outputs(), "outputs"),
                structure("TARGETS", outline.targetsRecord(), targets(), "targets"));
    }

    /** The records. */
    List<TypeSpec> types() {
        return List.of(
                record(outline.inputsRecord(), inputs(), documentation.inputs()),
                record(outline.outputsRecord(), outputs(), documentation.outputs()),
                record(outline.targetsRecord(), targets(), documentation.targets()));
    }

    private static TypeSpec record(ClassName name, List<String> components, CodeBlock javadoc) {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
        components.forEach(component -> constructor.addParameter(Names.ARRAY, component));
        return TypeSpec.recordBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(javadoc)
                .recordConstructor(constructor.build())
                .build();
    }

    private static FieldSpec structure(String constant, ClassName type, List<String> components, String variable) {
        NameAllocator allocator = new NameAllocator();
        allocator.newName(variable);
        String arrays = allocator.newName("arrays");
        CodeBlock names = components.stream()
                .map(component -> CodeBlock.of("$S", component))
                .collect(CodeBlock.joining(", "));
        CodeBlock read = components.stream()
                .map(component -> CodeBlock.of("$L.$L()", variable, component))
                .collect(CodeBlock.joining(", "));
        CodeBlock.Builder made = CodeBlock.builder();
        for (int i = 0; i < components.size(); i++) {
            made.add(i == 0 ? "$L.get($L)" : ", $L.get($L)", arrays, i);
        }
        CodeBlock value = CodeBlock.builder()
                .add("$T.of(\n", Names.STRUCTURE)
                .indent()
                .add("$T.of($L),\n", List.class, names)
                // Arrays.asList takes null, which the runtime tells by the array's name; List.of does not.
                .add("$L -> $T.asList($L),\n", variable, Arrays.class, read)
                .add("$L -> new $T($L))", arrays, type, made.build())
                .unindent()
                .build();
        return FieldSpec.builder(ParameterizedTypeName.get(Names.STRUCTURE, type), constant)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer(value)
                .build();
    }
}
