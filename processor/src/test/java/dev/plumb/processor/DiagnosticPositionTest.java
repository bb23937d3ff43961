package dev.plumb.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Messages as tools see them: text, file, line and column of the diagnostic. */
final class DiagnosticPositionTest {

    private static Compilation compile(JavaFileObject source) {
        return Compiler.javac().withProcessors(new PlumbProcessor()).compile(source);
    }

    @Test
    void aWrongWireIsReportedAtItsParameter() {
        JavaFileObject source = JavaFileObjects.forSourceString(
                "models.ResidualClassifier",
                LanguageExampleTest.MODEL.replace(
                        "@Dense(units = 64)                         Vec shortcut",
                        "@Dense(units = 32)                         Vec shortcut"));
        Compilation compilation = compile(source);
        assertThat(compilation).hadErrorCount(1);
        assertThat(compilation)
                .hadErrorContaining("[plumb/shape-mismatch] Add 'merged' needs inputs of one shape:"
                        + " 'deep' is (64), 'shortcut' is (32)")
                .inFile(source)
                .onLine(17)
                .atColumn("    Vec merged(Vec deep, Vec shortcut);".indexOf("shortcut") + 1);
    }

    @Test
    void aWrongAttributeIsReportedAtItsValue() {
        JavaFileObject source = JavaFileObjects.forSourceString(
                "models.ResidualClassifier", LanguageExampleTest.MODEL.replace("units = 128", "units = -128"));
        Compilation compilation = compile(source);
        assertThat(compilation).hadErrorCount(1);
        assertThat(compilation)
                .hadErrorContaining("[plumb/bad-attribute] Dense 'wide' has units = -128: must be at least 1")
                .inFile(source)
                .onLine(12)
                .atColumn("    @Dense(units = -128".indexOf("-128") + 1);
    }

    @Test
    void aRightModelGeneratesItsClass() {
        Compilation compilation =
                compile(JavaFileObjects.forSourceString("models.ResidualClassifier", LanguageExampleTest.MODEL));
        assertThat(compilation).succeededWithoutWarnings();
        assertThat(compilation).generatedSourceFile("models.ResidualClassifierModel");
    }
}
