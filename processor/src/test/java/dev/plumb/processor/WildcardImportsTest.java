package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language promises that everybody can import all of it with wildcards: no two names of it are the same. */
final class WildcardImportsTest {
    private static final String ANNOTATIONS = "dev.plumb.dsl";
    private static final List<String> PACKAGES = List.of(
            ANNOTATIONS,
            "dev.plumb.dsl.layer",
            "dev.plumb.layer",
            "dev.plumb.ops",
            "dev.plumb.runtime",
            "dev.plumb.train",
            "dev.plumb.data");

    @TempDir
    Path output;

    @Test
    void aModelUsesConstantsOfAllEnumsByTheirBareNames() throws Exception {
        assertEquals("", Javac.into(output).compile(imports() + """
                @Model
                public interface Captions {
                    @Input({8, 8, 3})                                                        Image photo();
                    @UpSampling2D(value = {2, 2}, interpolation = BILINEAR)                  Image larger(Image photo);
                    @Conv2D(filters = 4, kernelSize = 3, padding = SAME, activation = RELU,
                            kernelInitializer = @Init(HE_NORMAL), kernelConstraint = @Constraint(MAX_NORM))
                                                                                             Image seen(Image larger);
                    @GlobalAveragePooling2D                                                  Vec pooled(Image seen);
                    @Input(dims = {"time"}, dtype = INT32)                                   Tokens words();
                    @Embedding(inputDim = 50, outputDim = 8)                                 Seq embedded(Tokens words);
                    @Bidirectional(mergeMode = SEPARATE) @LSTM(units = 3)                    Tensor read(Seq embedded);
                    @Concatenate Vec both(Vec pooled, @From("read.forward") Vec there, @From("read.backward") Vec back);
                    @Output @Loss(MEAN_SQUARED_ERROR) @Metrics({MSE, MAE}) @Dense(units = 2) Vec fit(Vec both);
                }
                """));
    }

    @Test
    void noNameMeansTwoThings() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        for (String name : PACKAGES) {
            types.addAll(publicTypes(name));
        }
        assertTrue(types.size() > 100, types.toString());
        assertEquals(
                "",
                Javac.into(output)
                        .compile(imports()
                                + """
                final class Names {
                    final Class<?>[] types = {%s};
                    final Enum<?>[] constants = {%s};
                }
                """.formatted(
                                                joined(types.stream().map(type -> type.getSimpleName() + ".class")),
                                                joined(enums().stream()
                                                        .flatMap(type -> Arrays.stream(type.getEnumConstants()))
                                                        .map(constant -> ((Enum<?>) constant).name())))));
    }

    private static String imports() throws Exception {
        return Stream.concat(
                        enums().stream().map(type -> "import static " + type.getName() + ".*;\n"),
                        PACKAGES.stream().map(name -> "import " + name + ".*;\n"))
                .collect(Collectors.joining());
    }

    private static List<Class<?>> enums() throws Exception {
        return publicTypes(ANNOTATIONS).stream().filter(Class::isEnum).toList();
    }

    private static List<Class<?>> publicTypes(String name) throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        try (JavaFileManager files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            for (JavaFileObject file :
                    files.list(StandardLocation.CLASS_PATH, name, EnumSet.of(JavaFileObject.Kind.CLASS), false)) {
                Class<?> type = Class.forName(
                        files.inferBinaryName(StandardLocation.CLASS_PATH, file),
                        false,
                        WildcardImportsTest.class.getClassLoader());
                if (Modifier.isPublic(type.getModifiers()) && !type.isMemberClass()) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    private static String joined(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }
}
