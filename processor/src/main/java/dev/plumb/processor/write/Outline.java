package dev.plumb.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.processor.check.CheckedModel;
import dev.plumb.processor.check.Extraction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.SourceVersion;

/**
 * What the class of a model looks like from outside. It is the same whether the model is sound or not, so that code that uses the class
 * of a broken model compiles.
 *
 * @param modelName the name of the model's interface
 * @param name the class to generate
 * @param graph the graph, if the model is sound
 */
record Outline(
        String modelName, ClassName name, List<Draft.Input> inputs, List<Draft.Output> outputs, Optional<Graph> graph) {

    /** Not the name of a component of a record: Java Language Specification 8.10.1. */
    private static final Set<String> NO_COMPONENTS =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    static Outline of(CheckedModel model) {
        Draft draft = model.draft();
        return new Outline(
                model.declaration().name(),
                ClassName.get(
                        model.declaration().packageName(), model.declaration().generatedName()),
                components(draft.inputs(), Draft.Input::name),
                components(draft.outputs(), Draft.Output::name),
                model.graph());
    }

    /** What the class of an extracted part looks like. */
    static Outline of(Extraction part, Outline whole) {
        return new Outline(
                part.name(),
                whole.name().nestedClass(part.className()),
                components(part.inputs(), Draft.Input::name),
                components(part.outputs(), Draft.Output::name),
                whole.graph().isPresent() ? part.graph() : Optional.empty());
    }

    /** Those that can be components of a record; of several with one name, the first. */
    private static <T> List<T> components(List<T> tensors, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        tensors.stream()
                .filter(tensor -> isComponent(name.apply(tensor)))
                .forEach(tensor -> byName.putIfAbsent(name.apply(tensor), tensor));
        return List.copyOf(byName.values());
    }

    private static boolean isComponent(String name) {
        return SourceVersion.isName(name) && !NO_COMPONENTS.contains(name);
    }

    ClassName inputsRecord() {
        return name.nestedClass("Inputs");
    }

    ClassName outputsRecord() {
        return name.nestedClass("Outputs");
    }

    ClassName targetsRecord() {
        return name.nestedClass("Targets");
    }

    ParameterizedTypeName trainer() {
        return ParameterizedTypeName.get(Names.TRAINER, inputsRecord(), targetsRecord());
    }

    ParameterizedTypeName dataset() {
        return ParameterizedTypeName.get(Names.ARRAY_DATASET, inputsRecord(), targetsRecord());
    }

    /** The outputs that training is about: those that state a loss; if none does, each gets one from the trainer's builder. */
    List<Draft.Output> trained() {
        return isTrainable()
                ? outputs.stream().filter(output -> output.loss().isPresent()).toList()
                : outputs;
    }

    /** Whether there is one tensor in and one out: then plain arrays do. */
    boolean isPlain() {
        return inputs.size() == 1 && outputs.size() == 1;
    }

    /** Whether an example and what it should give are an array each. */
    boolean hasPlainExamples() {
        return inputs.size() == 1 && trained().size() == 1;
    }

    /** Whether the model says how it is trained. */
    boolean isTrainable() {
        return outputs.stream().anyMatch(output -> output.loss().isPresent());
    }

    /** The body of a method: this code, or in the class of a broken model the reference to the compiler's messages. */
    CodeBlock body(String format, Object... arguments) {
        return graph.isPresent()
                ? CodeBlock.builder().addStatement(format, arguments).build()
                : CodeBlock.builder().addStatement("throw broken()").build();
    }
}
