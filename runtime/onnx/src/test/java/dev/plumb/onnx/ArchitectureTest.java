package dev.plumb.onnx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The sentences of docs/architecture.md about who knows whom. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.plumb.onnx");

    @Test
    void readingAndWritingStandBesideEachOtherUponFiles() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("users")
                .definedBy("dev.plumb.onnx")
                .layer("read")
                .definedBy("dev.plumb.onnx.read")
                .layer("write")
                .definedBy("dev.plumb.onnx.write")
                .layer("file")
                .definedBy("dev.plumb.onnx.file")
                .whereLayer("users")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("read")
                .mayOnlyBeAccessedByLayers("users")
                .whereLayer("write")
                .mayOnlyBeAccessedByLayers("users")
                .ensureAllClassesAreContainedInArchitectureIgnoring("dev.plumb.onnxruntime..")
                .check(CLASSES);
    }

    @Test
    void aFileKnowsNoModel() {
        noClasses()
                .that()
                .resideInAPackage("dev.plumb.onnx.file")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.plumb.runtime..", "dev.plumb.engine..", "dev.plumb.ops..", "dev.plumb.layer..")
                .check(CLASSES);
    }

    @Test
    void onlyTheWriterKnowsOps() {
        classes()
                .that()
                .resideInAnyPackage("dev.plumb.onnx", "dev.plumb.onnx.read")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("dev.plumb.ops..", "dev.plumb.engine..", "dev.plumb.compile..")
                .check(CLASSES);
    }
}
