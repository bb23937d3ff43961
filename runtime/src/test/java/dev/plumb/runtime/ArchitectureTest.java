package dev.plumb.runtime;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
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
            .importPackages("dev.plumb");

    @Test
    void noTwoPackagesUseEachOther() {
        slices().matching("dev.plumb.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void anOpKnowsNoPlan() {
        knowsNone("dev.plumb.ops..", "dev.plumb.engine..");
    }

    @Test
    void theEngineKnowsNoLayer() {
        knowsNone("dev.plumb.engine..", "dev.plumb.layer..", "dev.plumb.dsl.layer..", "dev.plumb.graph..");
    }

    @Test
    void aLayerKnowsNoTrainer() {
        knowsNone("dev.plumb.layer..", "dev.plumb.train..", "dev.plumb.compile..", "dev.plumb.runtime..");
    }

    @Test
    void aFileFormatKnowsOnlyGraphsAndNamedWeights() {
        knowsNone(
                "dev.plumb.io..",
                "dev.plumb.train..",
                "dev.plumb.compile..",
                "dev.plumb.runtime..",
                "dev.plumb.layer..",
                "dev.plumb.engine..");
    }

    /** So nothing that a file says decides what is loaded. What draws is a service, which the class path alone decides. */
    @Test
    void noClassIsLoadedByName() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.plumb.runtime.Drawing")
                .should()
                .callMethodWhere(target(nameMatching("forName|loadClass|defineClass|findClass|lookupClass")))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.ObjectInputStream|java\\.util\\.ServiceLoader|javax\\.script\\..*")
                .check(CLASSES);
    }

    @Test
    void providersOfKernelsDoNotKnowEachOther() {
        knowsNone("dev.plumb.engine.java..", "dev.plumb.engine.onednn..", "org.bytedeco.dnnl..");
        knowsNone("dev.plumb.engine.onednn..", "dev.plumb.engine.java..");
        knowsNone("dev.plumb.engine.plan..", "dev.plumb.engine.java..", "dev.plumb.engine.onednn..");
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
