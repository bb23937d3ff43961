package dev.plumb.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.Measure;
import dev.plumb.dsl.Metric;
import dev.plumb.graph.Draft;
import dev.plumb.processor.read.JavaName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** What trains a model: the trainer with the losses of the model, and the stages that ask for a loss for each output. */
final class TrainingMembers {
    private static final String OPTIMIZER_STAGE = "OptimizerStage";

    private final Outline outline;
    private final List<String> stages = new ArrayList<>();

    TrainingMembers(Outline outline) {
        this.outline = outline;
        NameAllocator names = new NameAllocator();
        names.newName(OPTIMIZER_STAGE);
        for (Draft.Output output : outline.trained()) {
            stages.add(names.newName(JavaName.capitalized(output.name()) + "Stage"));
        }
        stages.add(OPTIMIZER_STAGE);
    }

    private ClassName stage(int index) {
        return outline.name().nestedClass(stages.get(index));
    }

    /** {@code trainer}, if the model states losses, {@code training} and {@code dataset}. */
    List<MethodSpec> methods() {
        List<MethodSpec> methods = new ArrayList<>();
        if (outline.isTrainable()) {
            methods.add(MethodSpec.methodBuilder("trainer")
                    .addModifiers(Modifier.PUBLIC)
                    .addJavadoc("Returns a trainer with the losses and metrics that the model states.\n")
                    .returns(outline.trainer())
                    .addParameter(Names.OPTIMIZER, "optimizer")
                    .addCode(outline.body("return network.trainer(INPUTS, TARGETS, optimizer)"))
                    .build());
        }
        methods.add(training());
        methods.add(MethodSpec.methodBuilder("dataset")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("Returns examples with their targets; all arrays have the same number of rows.\n")
                .returns(outline.dataset())
                .addParameter(outline.inputsRecord(), "inputs")
                .addParameter(outline.targetsRecord(), "targets")
                .addCode(outline.body("return $T.of(INPUTS, inputs, TARGETS, targets)", Names.DATASET))
                .build());
        methods.add(MethodSpec.methodBuilder("dataset")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc(
                        "Returns the examples of a data set of any types, as inputs and targets of this model. They go"
                                + " by their names; where\n")
                .addJavadoc("there is only one input, or one target, its name does not matter.\n\n")
                .addJavadoc("@throws $T if names differ\n", Names.INPUT_EXCEPTION)
                .returns(ParameterizedTypeName.get(Names.DATASET, outline.inputsRecord(), outline.targetsRecord()))
                .addParameter(
                        ParameterizedTypeName.get(
                                Names.DATASET,
                                WildcardTypeName.subtypeOf(Object.class),
                                WildcardTypeName.subtypeOf(Object.class)),
                        "examples")
                .addCode(outline.body("return examples.as(INPUTS, TARGETS)"))
                .build());
        if (outline.hasPlainExamples()) {
            methods.add(MethodSpec.methodBuilder("dataset")
                    .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                    .addJavadoc("Returns examples {@code x} with their targets {@code y}, a row each.\n")
                    .returns(outline.dataset())
                    .addParameter(Names.ARRAY, "x")
                    .addParameter(Names.ARRAY, "y")
                    .addCode(outline.body(
                            "return dataset(new $T(x), new $T(y))", outline.inputsRecord(), outline.targetsRecord()))
                    .build());
        }
        return methods;
    }

    private MethodSpec training() {
        CodeBlock.Builder code = CodeBlock.builder().add("return ");
        CodeBlock.Builder trainings = CodeBlock.builder();
        NameAllocator names = new NameAllocator();
        names.newName("optimizer");
        for (int i = 0; i < outline.trained().size(); i++) {
            Draft.Output trained = outline.trained().get(i);
            String output = trained.name();
            String loss = names.newName(output + "Loss");
            String weight = names.newName(output + "Weight");
            String metrics = names.newName(output + "Metrics");
            code.add("($L, $L, $L) ->\n", loss, weight, metrics).indent();
            trainings.add(i == 0 ? "\n" : ",\n");
            trainings.add(
                    "new $T($S, $L, $L,$L)", Names.OUTPUT_TRAINING, output, loss, weight, measured(trained, metrics));
        }
        code.add("optimizer -> network.trainer(INPUTS, TARGETS, optimizer, $T.of(", List.class)
                .indent()
                .add(trainings.build())
                .add("))")
                .unindent();
        outline.trained().forEach(output -> code.unindent());
        return MethodSpec.methodBuilder("training")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "Starts the building of a trainer: asks for the loss of each output$L, then for the"
                                + " optimizer.\n",
                        outline.trained().size() == outline.outputs().size() ? "" : " that is trained")
                .returns(stage(0))
                .addCode(outline.body("$L", code.build()))
                .build();
    }

    /** The metrics that are given, or if there are none those that the output states. */
    private static CodeBlock measured(Draft.Output output, String given) {
        CodeBlock list = CodeBlock.of("$T.of($L)", List.class, given);
        return output.metrics().isEmpty()
                ? CodeBlock.of(" $L", list)
                : CodeBlock.of("\n$>$>$L.length == 0 ? $T.of($L) : $L$<$<", given, List.class, stated(output), list);
    }

    private static CodeBlock stated(Draft.Output output) {
        return output.metrics().stream()
                .map(metric -> CodeBlock.of("$T.$L", Metric.class, metric))
                .collect(CodeBlock.joining(", "));
    }

    /** An interface for each stage. */
    List<TypeSpec> types() {
        List<TypeSpec> types = new ArrayList<>();
        for (int i = 0; i < outline.trained().size(); i++) {
            types.add(stage(i, outline.trained().get(i)));
        }
        types.add(TypeSpec.interfaceBuilder(OPTIMIZER_STAGE)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Asks for the optimizer.\n")
                .addMethod(MethodSpec.methodBuilder("optimizer")
                        .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                        .addJavadoc("Returns the trainer.\n")
                        .returns(outline.trainer())
                        .addParameter(Names.OPTIMIZER, "optimizer")
                        .build())
                .build());
        return types;
    }

    private TypeSpec stage(int index, Draft.Output trained) {
        String output = trained.name();
        String defaults = trained.metrics().isEmpty()
                ? ""
                : ". Measured is what the model states, "
                        + trained.metrics().stream().map(Metric::name).collect(Collectors.joining(", "))
                        + ", unless other metrics are given";
        MethodSpec weighted = ofStage(index, output, Names.LOSS, true)
                .addModifiers(Modifier.ABSTRACT)
                .addJavadoc("Trains {@code $L} on this loss, with this factor in the total$L.\n", output, defaults)
                .build();
        MethodSpec unweighted = ofStage(index, output, Names.LOSS, false)
                .addModifiers(Modifier.DEFAULT)
                .addJavadoc("Trains {@code $L} on this loss$L.\n", output, defaults)
                .addStatement("return this.$L(loss, 1.0, metrics)", output)
                .build();
        ClassName constant = ClassName.get(LossFunction.class);
        MethodSpec weightedConstant = ofStage(index, output, constant, true)
                .addModifiers(Modifier.DEFAULT)
                .addJavadoc(
                        "Trains {@code $L} on this loss with its defaults, with this factor in the total.\n", output)
                .addStatement("return this.$L($T.of(loss), weight, metrics)", output, Names.LOSSES)
                .build();
        MethodSpec unweightedConstant = ofStage(index, output, constant, false)
                .addModifiers(Modifier.DEFAULT)
                .addJavadoc("Trains {@code $L} on this loss with its defaults.\n", output)
                .addStatement("return this.$L($T.of(loss), 1.0, metrics)", output, Names.LOSSES)
                .build();
        return TypeSpec.interfaceBuilder(stages.get(index))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Asks for the loss of {@code $L}.\n", output)
                .addMethods(List.of(weighted, unweighted, weightedConstant, unweightedConstant))
                .build();
    }

    private MethodSpec.Builder ofStage(int index, String output, ClassName loss, boolean isWeighted) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(output)
                .addModifiers(Modifier.PUBLIC)
                .returns(stage(index + 1))
                .addParameter(loss, "loss");
        if (isWeighted) {
            method.addParameter(TypeName.DOUBLE, "weight");
        }
        return method.addParameter(ArrayTypeName.of(Measure.class), "metrics").varargs();
    }
}
