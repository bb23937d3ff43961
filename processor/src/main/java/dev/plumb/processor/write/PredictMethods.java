package dev.plumb.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.TypeName;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** The forms of {@code predict}: records always, plain arrays where there is one of a kind. */
final class PredictMethods {
    private static final TypeName ROWS = ArrayTypeName.of(ArrayTypeName.of(TypeName.FLOAT));

    /** What the phase of training means, after the sentence that says what is returned. */
    private static final String PHASE = "In training, dropout is at work as the seed says, and\n"
            + "batch normalization uses the statistics of these examples unless its layer is frozen. Nothing in"
            + " the model changes.\n";

    /** How progress is shown, after the sentence that says what is returned. */
    private static final String PROGRESS = ", and shows the progress\nof a large one as {@code fit} does.\n";

    private final Outline outline;
    private final Documentation documentation;

    PredictMethods(Outline outline, Documentation documentation) {
        this.outline = outline;
        this.documentation = documentation;
    }

    List<MethodSpec> methods() {
        List<MethodSpec> methods = new ArrayList<>();
        if (outline.inputs().size() == 1) {
            Draft.Input input = outline.inputs().get(0);
            if (outline.outputs().size() == 1) {
                methods.add(arrays(input, outline.outputs().get(0)));
                methods.add(progress(input, Optional.of(outline.outputs().get(0))));
                methods.add(phase(input, outline.outputs().get(0)));
                methods.add(example(input, outline.outputs().get(0)));
                if (input.type().dtype() == DType.FLOAT32) {
                    methods.add(rows(input, outline.outputs().get(0)));
                }
            } else {
                methods.add(several(input));
                methods.add(progress(input, Optional.empty()));
            }
        }
        methods.add(method().addJavadoc("Returns what the model makes of a batch of examples.\n")
                .returns(outline.outputsRecord())
                .addParameter(outline.inputsRecord(), "inputs")
                .addCode(outline.body("return OUTPUTS.record(network.predict(INPUTS.arrays(inputs)))"))
                .build());
        methods.add(method().addJavadoc("Returns what the model makes of a batch of examples" + PROGRESS)
                .returns(outline.outputsRecord())
                .addParameter(outline.inputsRecord(), "inputs")
                .addParameter(Names.VERBOSITY, "verbosity")
                .addCode(outline.body("return OUTPUTS.record(network.predict(INPUTS.arrays(inputs), verbosity))"))
                .build());
        methods.add(method().addJavadoc("Returns what the model makes of a batch of examples in a phase. " + PHASE)
                .returns(outline.outputsRecord())
                .addParameter(outline.inputsRecord(), "inputs")
                .addParameter(Names.PHASE, "phase")
                .addParameter(TypeName.LONG, "seed")
                .addCode(outline.body("return OUTPUTS.record(network.predict(INPUTS.arrays(inputs), phase, seed))"))
                .build());
        return methods;
    }

    private MethodSpec arrays(Draft.Input input, Draft.Output output) {
        return method().addJavadoc("Returns {@code $L} for a batch of examples.\n\n", output.name())
                .addJavadoc("@param $L $L\n", input.name(), Documentation.inputShape(input))
                .addJavadoc("@return $L\n", documentation.outputShape(output))
                .returns(Names.ARRAY)
                .addParameter(Names.ARRAY, input.name())
                .addCode(outline.body(
                        "return predict(new $T($L)).$L()", outline.inputsRecord(), input.name(), output.name()))
                .build();
    }

    /** Arrays for plain arrays, of the only output if there is but one. */
    private MethodSpec progress(Draft.Input input, Optional<Draft.Output> output) {
        NameAllocator names = new NameAllocator();
        names.newName(input.name(), input);
        String verbosity = names.newName("verbosity");
        String what = output.map(only -> "{@code " + only.name() + "} for").orElse("what the model makes of");
        return method().addJavadoc("Returns $L a batch of examples" + PROGRESS, what)
                .returns(output.isPresent() ? Names.ARRAY : outline.outputsRecord())
                .addParameter(Names.ARRAY, input.name())
                .addParameter(Names.VERBOSITY, verbosity)
                .addCode(outline.body(
                        "return predict(new $T($L), $L)$L",
                        outline.inputsRecord(),
                        input.name(),
                        verbosity,
                        output.map(only -> "." + only.name() + "()").orElse("")))
                .build();
    }

    private MethodSpec phase(Draft.Input input, Draft.Output output) {
        NameAllocator names = new NameAllocator();
        names.newName(input.name(), input);
        String phase = names.newName("phase");
        String seed = names.newName("seed");
        return method().addJavadoc("Returns {@code $L} for a batch of examples in a phase. " + PHASE, output.name())
                .returns(Names.ARRAY)
                .addParameter(Names.ARRAY, input.name())
                .addParameter(Names.PHASE, phase)
                .addParameter(TypeName.LONG, seed)
                .addCode(outline.body(
                        "return predict(new $T($L), $L, $L).$L()",
                        outline.inputsRecord(),
                        input.name(),
                        phase,
                        seed,
                        output.name()))
                .build();
    }

    private MethodSpec example(Draft.Input input, Draft.Output output) {
        MethodSpec.Builder method = method().addJavadoc(
                        "Returns {@code $L} for one example, without arrays: the way of low latency.\n\n",
                        output.name())
                .addJavadoc("@param $L $L\n", input.name(), Documentation.flat(input.type()));
        documentation.type(output).ifPresent(type -> method.addJavadoc("@return $L\n", Documentation.flat(type)));
        return method.returns(ArrayTypeName.of(TypeName.FLOAT))
                .addParameter(ArrayTypeName.of(element(input.type().dtype())), input.name())
                .varargs(input.type().dtype() == DType.STRING)
                .addCode(outline.body(
                        input.name().equals("network")
                                ? "return this.network.predict($L)"
                                : "return network.predict($L)",
                        input.name()))
                .build();
    }

    private MethodSpec rows(Draft.Input input, Draft.Output output) {
        return method().addJavadoc(
                        "Returns {@code $L} for any number of examples, a row of numbers for each.\n\n", output.name())
                .addJavadoc("@param $L a row an example: $L\n", input.name(), Documentation.flat(input.type()))
                .returns(ROWS)
                .addParameter(ROWS, input.name())
                .addCode(outline.body(
                        input.name().equals("network")
                                ? "return this.network.predict($L)"
                                : "return network.predict($L)",
                        input.name()))
                .build();
    }

    /** What one number, or text, of an example is. */
    private static TypeName element(DType dtype) {
        return switch (dtype) {
            case INT32 -> TypeName.INT;
            case STRING -> ClassName.get(String.class);
            case FLOAT32, BOOL -> TypeName.FLOAT;
        };
    }

    private MethodSpec several(Draft.Input input) {
        return method().addJavadoc("Returns what the model makes of a batch of examples.\n\n")
                .addJavadoc("@param $L $L\n", input.name(), Documentation.inputShape(input))
                .returns(outline.outputsRecord())
                .addParameter(Names.ARRAY, input.name())
                .addCode(outline.body("return predict(new $T($L))", outline.inputsRecord(), input.name()))
                .build();
    }

    private static MethodSpec.Builder method() {
        return MethodSpec.methodBuilder("predict").addModifiers(Modifier.PUBLIC);
    }
}
