package dev.plumb.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The sentences of docs/architecture.md about who knows whom. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.plumb.processor");

    @Test
    void noTwoPackagesUseEachOther() {
        slices().matching("dev.plumb.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void checksDoNotKnowTheElementsOfTheCompiler() {
        knowsNone("dev.plumb.processor.check..", "javax.lang.model..", "javax.annotation.processing..");
    }

    @Test
    void theProcessorKnowsNoRuntime() {
        knowsNone("dev.plumb.processor..", "dev.plumb.runtime..", "dev.plumb.engine..", "org.nd4j..");
    }

    @Test
    void nothingUsesTheTreeApiOfOneCompiler() {
        knowsNone("dev.plumb.processor..", "com.sun..");
    }

    private static void knowsNone(String of, String... others) {
        noClasses()
                .that()
                .resideInAnyPackage(of)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }
}
