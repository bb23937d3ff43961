package dev.plumb.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/**
 * The methods that make a model with new weights or those of a file, of the class of the model and of its variants.
 *
 * @param subject what is made, as their documentation names it
 * @param end what their documentation ends with
 * @param modifiers of the methods
 * @param weights the file that it starts with, if it names one
 */
record Creation(Outline outline, String subject, String end, List<Modifier> modifiers, Optional<StartFile> weights) {
    List<MethodSpec> methods() {
        return List.of(
                method(weights.map(file -> "with the weights in the file that its model names.\n")
                                .orElse("with new weights, other ones each time.\n"))
                        .addCode(created(CodeBlock.of("$T.create(graph())", Names.NETWORK)))
                        .build(),
                method(weights.map(file -> "with the weights in the file that its model names; what is random in"
                                        + " training follows from the seed.\n")
                                .orElse("with new weights; the same seed gives the same weights.\n"))
                        .addParameter(TypeName.LONG, "seed")
                        .addCode(created(CodeBlock.of("$T.create(graph(), seed)", Names.NETWORK)))
                        .build(),
                method("with new weights where it does not share those of another: each follows the training"
                                + " of the other.\n")
                        .addParameter(TypeName.LONG, "seed")
                        .addParameter(ArrayTypeName.of(Names.SHARING), "sharings")
                        .varargs()
                        .addCode(outline.body(
                                "return new $T($T.create(graph(), seed, sharings))", outline.name(), Names.NETWORK))
                        .build());
    }

    private CodeBlock created(CodeBlock network) {
        return outline.body(
                "return new $T($L)",
                outline.name(),
                weights.map(file -> file.into(network, outline.name())).orElse(network));
    }

    private MethodSpec.Builder method(String what) {
        return MethodSpec.methodBuilder("create")
                .addModifiers(modifiers)
                .returns(outline.name())
                .addJavadoc("Returns $L $L$L", subject, what, end);
    }
}
