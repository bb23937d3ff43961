package dev.plumb.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphVariant;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.UserLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.lang.model.element.Modifier;

/** The class nested in that of a model that changes its layers and inputs at run time, a method for each. */
final class VariantClass {
    static final String NAME = "Variant";

    /** A class has at most 65,535 constants; a model of so many layers is searched by {@link GraphVariant} itself. */
    private static final int MOST_LAYERS = 1_000;

    private final Outline outline;
    private final Draft draft;
    private final ClassName name;

    VariantClass(Outline outline, Draft draft) {
        this.outline = outline;
        this.draft = draft;
        this.name = outline.name().nestedClass(NAME);
    }

    /** What begins a variant. */
    MethodSpec method() {
        return MethodSpec.methodBuilder("variant")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("Returns this model, to be changed before it is made: layers, inputs, what is left out.\n")
                .returns(name)
                .addCode(outline.body("return new $T($T.of(graph()))", name, GraphVariant.class))
                .build();
    }

    TypeSpec type() {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc(
                        "{@code $L} with other layers and inputs, checked by the same rules when it is made.\n",
                        outline.modelName());
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE);
        if (outline.graph().isPresent()) {
            type.addField(FieldSpec.builder(GraphVariant.class, "variant", Modifier.PRIVATE, Modifier.FINAL)
                    .build());
            constructor.addParameter(GraphVariant.class, "variant").addStatement("this.variant = variant");
        }
        type.addMethod(constructor.build());
        Map<String, Draft.Input> inputs = draft.inputsByName();
        inputs.values().forEach(input -> type.addMethod(input(input)));
        if (draft.steps().size() <= MOST_LAYERS) {
            draft.stepsByName().values().stream()
                    .filter(step ->
                            step.layer().isPresent() && step.terms().sharing().isEmpty())
                    .filter(step -> !inputs.containsKey(step.name())) // of a broken model
                    .forEach(step -> type.addMethod(layer(step)));
        }
        type.addMethod(changing("without")
                .addJavadoc(
                        "Returns the same without these layers: what takes from one takes from its first input in its"
                                + " place.\n")
                .addParameter(ArrayTypeName.of(String.class), "layers")
                .varargs()
                .addCode(outline.body("return new $T(variant.without(layers))", name))
                .build());
        type.addMethod(changing("fitting")
                .addJavadoc("Returns the same with inputs of the shapes that this data has.\n")
                .addParameter(outline.dataset(), "dataset")
                .addCode(outline.body("return new $T(variant.inputs(dataset.inputShapes()))", name))
                .build());
        type.addMethod(method("graph", TypeName.get(Graph.class))
                .addJavadoc("""
                        Returns the graph.

                        @throws dev.plumb.graph.check.GraphException if the variant is no model
                        """)
                .addCode(outline.body("return variant.graph()"))
                .build());
        type.addMethods(construction());
        return type.build();
    }

    private List<MethodSpec> construction() {
        List<MethodSpec> methods = new ArrayList<>();
        String refused = "\n@throws dev.plumb.graph.check.GraphException if the variant is no model\n";
        methods.addAll(
                new Creation(outline, "the variant", refused, List.of(Modifier.PUBLIC), Optional.empty()).methods());
        methods.add(method("load", outline.name())
                .addJavadoc("Returns a model of this variant that {@code save} wrote.\n" + refused)
                .addParameter(Path.class, "path")
                .addCode(outline.body("return new $T($T.load(path, graph()))", outline.name(), Names.NETWORK))
                .build());
        return methods;
    }

    private MethodSpec input(Draft.Input input) {
        return change(input.name(), ClassName.get(GraphVariant.InputShape.class))
                .addJavadoc("Returns the same with another shape of the input {@code $L}.\n", input.name())
                .addCode(outline.body("return new $T(variant.input($S, change))", name, input.name()))
                .build();
    }

    private MethodSpec layer(Draft.Step step) {
        LayerSpec layer = step.layer().orElseThrow();
        ClassName type = layer instanceof UserLayer own ? OwnLayerClass.name(own) : ClassName.get(layer.getClass());
        return change(step.name(), type)
                .addJavadoc(
                        "Returns the same with {@code $L} changed, which is {@code $L}.\n",
                        step.name(),
                        Documentation.inCode(layer.describe()))
                .addCode(outline.body("return new $T(variant.layer($S, $T.class, change))", name, step.name(), type))
                .build();
    }

    private MethodSpec.Builder change(String method, TypeName changed) {
        return changing(method)
                .addParameter(ParameterizedTypeName.get(ClassName.get(UnaryOperator.class), changed), "change");
    }

    private MethodSpec.Builder changing(String method) {
        return method(method, name);
    }

    private static MethodSpec.Builder method(String method, TypeName result) {
        return MethodSpec.methodBuilder(method).addModifiers(Modifier.PUBLIC).returns(result);
    }
}
