package dev.plumb.view;

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
            .importPackages("dev.plumb.view");

    @Test
    void noTwoPackagesUseEachOther() {
        slices().matching("dev.plumb.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aPictureKnowsNoModel() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.plumb.view.picture..", "dev.plumb.view.live..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.plumb.graph..", "dev.plumb.runtime..", "dev.plumb.train..")
                .check(CLASSES);
    }

    @Test
    void onlyTheLayoutKnowsElk() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LayeredLayout")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse..")
                .check(CLASSES);
    }

    @Test
    void nothingNeedsAScreen() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.swing..", "java.awt.event..", "java.applet..")
                .check(CLASSES);
    }
}
