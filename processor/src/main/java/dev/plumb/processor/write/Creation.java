package dev.plumb.processor.write;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The methods that make a model with new weights, of the class of the model and of its variants.
 *
 * @param subject what is made, as their documentation names it
 * @param end what their documentation ends with
 * @param modifiers of the methods
 */
record Creation(Outline outline, String subject, String end, List<Modifier> modifiers) {
    List<MethodSpec> methods() {
        return List.of(
                method("with new weights, other ones each time.\n")
                        .addCode(outline.body("return new $T($T.create(graph()))", outline.name(), Names.NETWORK))
                        .build(),
                method("with new weights; the same seed gives the same weights.\n")
                        .addParameter(TypeName.LONG, "seed")
                        .addCode(outline.body("return new $T($T.create(graph(), seed))", outline.name(), Names.NETWORK))
                        .build(),
                method(
                                "with new weights where it does not share those of another: each follows the training of the other.\n")
                        .addParameter(TypeName.LONG, "seed")
                        .addParameter(ArrayTypeName.of(Names.SHARING), "sharings")
                        .varargs()
                        .addCode(outline.body(
                                "return new $T($T.create(graph(), seed, sharings))", outline.name(), Names.NETWORK))
                        .build());
    }

    private MethodSpec.Builder method(String what) {
        return MethodSpec.methodBuilder("create")
                .addModifiers(modifiers)
                .returns(outline.name())
                .addJavadoc("Returns $L $L$L", subject, what, end);
    }
}
