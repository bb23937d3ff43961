package dev.plumb.graph;

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
            .importPackages("dev.plumb.dsl", "dev.plumb.graph");

    @Test
    void noTwoPackagesUseEachOther() {
        slices().matching("dev.plumb.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void aShapeKnowsNoLayer() {
        knowsNone("dev.plumb.graph.shape", "dev.plumb.dsl.layer", "dev.plumb.graph.spec", "dev.plumb.graph.rule");
    }

    @Test
    void aLayerKnowsNoGraph() {
        for (String layers : new String[] {"dev.plumb.graph.spec", "dev.plumb.graph.rule", "dev.plumb.dsl.layer"}) {
            knowsNone(layers, "dev.plumb.graph", "dev.plumb.graph.check", "dev.plumb.graph.build");
        }
    }

    @Test
    void aGraphKnowsNoCheck() {
        knowsNone("dev.plumb.graph", "dev.plumb.graph.check", "dev.plumb.graph.build");
        knowsNone("dev.plumb.graph.check", "dev.plumb.graph.build");
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
