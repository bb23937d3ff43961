package dev.plumb.generator;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * One value for what an annotation states about one weight: of {@code kernelInitializer}, {@code kernelRegularizer} and
 * {@code kernelConstraint} a method {@code kernelSettings}.
 */
final class WeightSettings {
    private static final String INITIALIZER = "Initializer";

    private WeightSettings() {}

    /** A method for each initializer, as the rule sees it. */
    static List<MethodSpec> declared(AnnotationSource source) {
        return weights(source)
                .map(weight -> method(weight)
                        .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                        .addJavadoc("What is stated about the weight by the attributes {@code $L…}.", weight)
                        .build())
                .toList();
    }

    /** A method for each initializer, as the record has it. */
    static List<MethodSpec> implemented(AnnotationSource source) {
        return weights(source)
                .map(weight -> method(weight)
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .addStatement(
                                "return $T.of($S, $L)$L$L",
                                Names.WEIGHT_SETTINGS,
                                weight + INITIALIZER,
                                weight + INITIALIZER,
                                call(source, "regularizer", weight + "Regularizer"),
                                call(source, "constraint", weight + "Constraint"))
                        .build())
                .toList();
    }

    private static Stream<String> weights(AnnotationSource source) {
        return source.attributes().stream()
                .map(AttributeSource::name)
                .filter(name -> name.endsWith(INITIALIZER))
                .map(name -> name.substring(0, name.length() - INITIALIZER.length()));
    }

    private static MethodSpec.Builder method(String weight) {
        return MethodSpec.methodBuilder(weight + "Settings").returns(Names.WEIGHT_SETTINGS);
    }

    private static CodeBlock call(AnnotationSource source, String wither, String attribute) {
        Optional<AttributeSource> stated = source.attributes().stream()
                .filter(candidate -> candidate.name().equals(attribute))
                .findFirst();
        return stated.map(found -> CodeBlock.of(".$L($L)", wither, attribute)).orElse(CodeBlock.of(""));
    }
}
