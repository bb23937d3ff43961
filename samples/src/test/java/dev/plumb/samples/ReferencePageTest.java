package dev.plumb.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.ConstraintKind;
import dev.plumb.dsl.DType;
import dev.plumb.dsl.FillMode;
import dev.plumb.dsl.FlipMode;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.Interpolation;
import dev.plumb.dsl.LossFunction;
import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.Metric;
import dev.plumb.dsl.OutputMode;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.Splitting;
import dev.plumb.dsl.Standardization;
import dev.plumb.runtime.Fit;
import dev.plumb.runtime.Verbosity;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of names has them all. */
final class ReferencePageTest {
    private static final Path ROOT = Path.of("..");

    static Stream<String> constants() {
        return Stream.<Enum<?>[]>of(
                        ActivationFunction.values(),
                        LossFunction.values(),
                        Metric.values(),
                        Initializer.values(),
                        ConstraintKind.values(),
                        DType.values(),
                        Padding.values(),
                        Interpolation.values(),
                        MergeMode.values(),
                        OutputMode.values(),
                        FlipMode.values(),
                        FillMode.values(),
                        Standardization.values(),
                        Splitting.values(),
                        Verbosity.values())
                .flatMap(Arrays::stream)
                .map(Enum::name);
    }

    static Stream<String> labelsOfMetrics() {
        return Arrays.stream(Metric.values()).map(Metric::label);
    }

    static Stream<String> layers() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("dsl/src/main/java/dev/plumb/dsl/layer"))) {
            return files
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !List.of("LayerAnnotation", "package-info").contains(name))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<String> optionsOfFit() {
        return Arrays.stream(Fit.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == Fit.class)
                .map(Method::getName);
    }

    @ParameterizedTest
    @EnumSource
    void everyLossIsOnItsPage(LossFunction loss) throws IOException {
        assertTrue(Files.readString(ROOT.resolve("docs/losses.md")).contains("`" + loss.name() + "`"), loss.name());
    }

    @ParameterizedTest
    @MethodSource({"constants", "labelsOfMetrics", "layers", "optionsOfFit"})
    void everyNameIsOnThePage(String name) throws IOException {
        assertTrue(Files.readString(ROOT.resolve("docs/reference.md")).contains("`" + name + "`"), name);
    }
}
