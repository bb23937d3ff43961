package dev.plumb.processor.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that extend models of another module, of which there are only class files without names of parameters. */
final class OtherModuleTest {
    private static final String IMPORTS = """
            import static dev.plumb.dsl.ActivationFunction.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;
            """;

    private static final String TRUNK = IMPORTS + """
            public interface Trunk {
                @Input(20) Vec wide();
                @Input(8) Vec narrow();
                @Dense(units = 8, activation = RELU) Vec zoomed(Vec wide);
                @Concatenate Vec joined(Vec zoomed, @From("narrow") Vec second);
            }
            """;

    private static final String BASE = IMPORTS + """
            @Model public interface Base extends Trunk {
                @Dense(units = 8, activation = RELU) Vec hidden(Vec joined);
                @Output @Dense(units = 3) Vec species(Vec hidden);
                @Output @Dense(units = 1) Vec age(Vec hidden);
            }
            """;

    private static final String LINE = IMPORTS + """
            @Sequential public interface Line {
                @Input(20) Vec features();
                @Dense(units = 16, activation = RELU) Vec zoomed();
                @Dropout(0.5) Vec dropped();
                @Dense(units = 8, activation = RELU) Vec clear();
            }
            """;

    private static final String VARIANTS = IMPORTS + """
            @Model interface Variant extends Base {
                @Override @Dense(units = 16, activation = TANH) Vec hidden(Vec joined);
                @Output @Dense(units = 4) Vec weight(Vec hidden);
            }
            """;

    private static final String LONGER = IMPORTS + """
            @Sequential interface Longer extends Line {
                @Dense(units = 2) Vec answer();
            }
            """;

    @TempDir
    Path folder;

    static Stream<Toolchain> java() {
        return Toolchain.java();
    }

    @ParameterizedTest
    @MethodSource("java")
    void areTheSameAsIfAllWereCompiledTogether(Toolchain toolchain) throws IOException {
        assumeTrue(toolchain.absent().isEmpty(), () -> toolchain.absent().orElseThrow());
        Project library = project("library").withoutParameterNames();
        library.source("Trunk.java", TRUNK).source("Base.java", BASE).source("Line.java", LINE);
        assertEquals(List.of(), toolchain.compile(library));
        reverseMethods(library);
        Project user = project("user").using(library);
        user.source("Variant.java", VARIANTS).source("Longer.java", LONGER);
        assertEquals(List.of(), toolchain.compile(user));

        Project together = project("together");
        together.source("Trunk.java", TRUNK).source("Base.java", BASE).source("Line.java", LINE);
        together.source("Variant.java", VARIANTS).source("Longer.java", LONGER);
        assertEquals(List.of(), toolchain.compile(together));
        for (String file : List.of("VariantModel.java", "LongerModel.java")) {
            assertEquals(together.generated(file), user.generated(file));
        }
        assertTrue(user.generated("VariantModel.java").contains("record Inputs(INDArray wide, INDArray narrow)"));
    }

    @ParameterizedTest
    @MethodSource("java")
    void areRefusedWhereTheClassThatKnowsTheirWiresIsMissing(Toolchain toolchain) throws IOException {
        assumeTrue(toolchain.absent().isEmpty(), () -> toolchain.absent().orElseThrow());
        Project library = project("library").withoutParameterNames();
        library.source("Trunk.java", TRUNK).source("Base.java", BASE).source("Line.java", LINE);
        assertEquals(List.of(), toolchain.compile(library));
        Files.delete(library.classes().resolve("BaseModel.class"));
        Files.delete(library.classes().resolve("LineModel.class"));
        Project user = project("user").using(library);
        user.source("Variant.java", IMPORTS + "@Model interface Variant extends Base {}");
        user.source("Longer.java", LONGER);
        List<String> said =
                toolchain.compile(user).stream().map(Message::headline).sorted().toList();
        assertEquals(
                List.of(
                        "Longer.java:4: [plumb/bad-model] 'Longer' cannot be a @Sequential: it extends 'Line', a class file "
                                + "that does not keep the order of its methods, and there is no class generated for it that does",
                        lost("Base.age", "Dense 'age'", "arg0", "Base"),
                        lost("Base.hidden", "Dense 'hidden'", "arg0", "Base"),
                        lost("Base.species", "Dense 'species'", "arg0", "Base"),
                        lost("Trunk.joined", "Concatenate 'joined'", "arg0", "Trunk"),
                        lost("Trunk.zoomed", "Dense 'zoomed'", "arg0", "Trunk")),
                said);
    }

    /** Compilers may list the methods of class files as they like: here from the last to the first. */
    private void reverseMethods(Project library) {
        Project reversed = project("reversed");
        reversed.source("Trunk.java", reversed(TRUNK));
        reversed.source("Base.java", reversed(BASE));
        reversed.source("Line.java", reversed(LINE));
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "--release",
                "17",
                "-cp",
                library.classPath(),
                "-d",
                library.classes().toString()));
        reversed.files(".java").forEach(file -> arguments.add(file.toString()));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
    }

    private static String reversed(String source) {
        List<String> lines = source.lines().toList();
        List<String> methods = new ArrayList<>(
                lines.stream().filter(line -> line.startsWith("    ")).toList());
        Collections.reverse(methods);
        String head = lines.stream()
                .filter(line -> !line.startsWith("    ") && !line.equals("}"))
                .collect(Collectors.joining("\n", "", "\n"));
        return head + String.join("\n", methods) + "\n}\n";
    }

    private static String lost(String method, String layer, String name, String owner) {
        return "Variant.java:4: [plumb/name-not-available] [" + method + "] " + layer + ": the parameter name '" + name
                + "' is not the one that was written: the class file of '" + owner
                + "' has none, and no class generated for a model knows its wires";
    }

    private Project project(String name) {
        return Project.in(folder.resolve(name));
    }
}
