package dev.plumb.generator;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/**
 * One value for what an annotation states about one weight: of {@code kernelInitializer}, {@code kernelRegularizer} and
 * {@code kernelConstraint} a method {@code kernelSettings}.
 */
final class WeightSettings {
    private static final String INITIALIZER = "Initializer";

    private WeightSettings() {}

    /** A method for each initializer. */
    static List<MethodSpec> of(AnnotationSource source) {
        return source.attributes().stream()
                .map(AttributeSource::name)
                .filter(name -> name.endsWith(INITIALIZER) && !name.equals(INITIALIZER))
                .map(name -> method(source, name.substring(0, name.length() - INITIALIZER.length())))
                .toList();
    }

    private static MethodSpec method(AnnotationSource source, String weight) {
        return MethodSpec.methodBuilder(weight + "Settings")
                .addModifiers(Modifier.PUBLIC, Modifier.DEFAULT)
                .returns(Names.WEIGHT_SETTINGS)
                .addJavadoc("What is stated about the weight by the attributes {@code $L…}.", weight)
                .addStatement(
                        "return $T.of($S, $L())$L$L",
                        Names.WEIGHT_SETTINGS,
                        weight + INITIALIZER,
                        weight + INITIALIZER,
                        call(source, "regularizer", weight + "Regularizer"),
                        call(source, "constraint", weight + "Constraint"))
                .build();
    }

    private static CodeBlock call(AnnotationSource source, String wither, String attribute) {
        Optional<AttributeSource> stated = source.attributes().stream()
                .filter(candidate -> candidate.name().equals(attribute))
                .findFirst();
        return stated.map(found -> CodeBlock.of(".$L($L())", wither, attribute)).orElse(CodeBlock.of(""));
    }
}
