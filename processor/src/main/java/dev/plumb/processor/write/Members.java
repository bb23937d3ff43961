package dev.plumb.processor.write;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.nio.file.Path;
import java.util.List;
import javax.lang.model.element.Modifier;

/** What the class of a model and that of a part of it have in common: they predict, are trained, saved and listed. */
final class Members {
    private final Outline outline;
    private final Documentation documentation;
    private final Records records;
    private final TrainingMembers training;

    Members(Outline outline) {
        this.outline = outline;
        this.documentation = new Documentation(outline);
        this.records = new Records(outline, documentation);
        this.training = new TrainingMembers(outline);
    }

    /** Constants, the network and the constructor. */
    void addState(TypeSpec.Builder type) {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE);
        if (outline.graph().isPresent()) {
            type.addFields(records.structures());
            type.addField(FieldSpec.builder(Names.NETWORK, "network", Modifier.PRIVATE, Modifier.FINAL)
                    .build());
            constructor.addParameter(Names.NETWORK, "network").addStatement("this.network = network");
        }
        type.addMethod(constructor.build());
    }

    /** Prediction, training and access. */
    void addUse(TypeSpec.Builder type) {
        type.addMethods(new PredictMethods(outline, documentation).methods());
        type.addMethods(training.methods());
        type.addMethods(access());
    }

    /** Records and stages. */
    void addTypes(TypeSpec.Builder type) {
        type.addTypes(records.types());
        type.addTypes(training.types());
    }

    private List<MethodSpec> access() {
        return List.of(
                method("save")
                        .addJavadoc("Writes architecture, weights and the state of training to a file.\n\n")
                        .addJavadoc("@throws java.io.UncheckedIOException if the file cannot be written\n")
                        .addParameter(Path.class, "path")
                        .addCode(outline.body("network.save(path)"))
                        .build(),
                method("on")
                        .addJavadoc("Returns this model with its predictions computed by a backend, such as"
                                + " {@code OnnxRuntime.cpu()}; the weights are the same.\n\n")
                        .addJavadoc("@throws IllegalArgumentException if it cannot compute what a layer does\n")
                        .addAnnotation(Override.class)
                        .addParameter(Names.BACKEND, "backend")
                        .returns(outline.name())
                        .addCode(outline.body("return new $T(network.on(backend))", outline.name()))
                        .build(),
                method("summary")
                        .addJavadoc("Prints the table of layers, shapes and parameters.\n")
                        .addCode(outline.body("network.summary()"))
                        .build(),
                method("summaryText")
                        .addJavadoc("Returns the table of layers, shapes and parameters.\n")
                        .returns(String.class)
                        .addCode(outline.body("return network.summaryText()"))
                        .build(),
                method("network")
                        .addJavadoc(
                                "Returns the model without the types of its inputs and outputs: weights, layers, graph.\n")
                        .addAnnotation(Override.class)
                        .returns(Names.NETWORK)
                        .addCode(outline.body("return network"))
                        .build());
    }

    private static MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC);
    }
}
