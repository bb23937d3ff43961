package dev.plumb.processor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.processor.toolchain.Project;
import dev.plumb.processor.toolchain.Toolchain;
import dev.plumb.source.ModelForm;
import dev.plumb.source.ModelSource;
import dev.plumb.source.SourceLanguage;
import dev.plumb.source.SourceStyle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers may be called anything that a graph allows: the source compiles, and knows what they were called. */
final class SourceNamesTest {
    /** Words of Java and Kotlin, members of objects and of generated classes, what imports bring, and what is no name at all. */
    private static final List<String> NAMES = List.of(
            "class",
            "default",
            "int",
            "null",
            "true",
            "_",
            "yield",
            "record",
            "var",
            "in",
            "is",
            "object",
            "fun",
            "when",
            "hashCode",
            "toString",
            "clone",
            "wait",
            "getClass",
            "finalize",
            "create",
            "load",
            "save",
            "graph",
            "network",
            "predict",
            "trainer",
            "variant",
            "summary",
            "Inputs",
            "Outputs",
            "RELU",
            "Dense",
            "String",
            "mask",
            "value",
            "input",
            "output",
            "seed",
            "builder",
            "conv 2d",
            "conv-2d",
            "conv_2d",
            "3x3",
            "é",
            "名",
            "$",
            "a$b",
            "arg0",
            "p1_2");

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("anything");
        Wire above = g.input("void", 4);
        for (String name : NAMES) {
            above = g.apply(name, Layers.dense(4).activation(ActivationFunction.RELU), above);
            g.output(above);
        }
        return g.build();
    }

    @Test
    void anyNameHasOneInKotlin(@TempDir Path folder) {
        Project java = Project.in(folder.resolve("java"));
        Project kotlin = Project.in(folder.resolve("kotlin"));
        SourceStyle style = SourceStyle.inPackage("named").as(ModelForm.MODEL);
        add(java, ModelSource.of(graph(), style));
        add(kotlin, ModelSource.of(graph(), style.in(SourceLanguage.KOTLIN)));
        assertEquals(List.of(), Toolchain.java().findFirst().orElseThrow().compile(java));
        assertEquals(List.of(), Toolchain.kotlinBuild().compile(kotlin));
        assertEquals(java.generated("named/AnythingModel.java"), kotlin.generated("named/AnythingModel.java"));
    }

    private static void add(Project project, ModelSource source) {
        source.files().forEach(file -> project.source(file.path().toString(), file.text()));
    }

    /** In the stubs that kapt makes, annotations have their packages, which a parameter would hide. */
    @Test
    void noWireHidesAPackage() {
        GraphBuilder g = GraphBuilder.named("hidden");
        Wire above = g.input("named", 4);
        above = g.apply("dev", Layers.dense(4).activation(ActivationFunction.RELU), above);
        above = g.apply("result", Layers.dense(4).activation(ActivationFunction.RELU), above);
        String text = ModelSource.of(
                        g.output(above).build(),
                        SourceStyle.inPackage("named.models").as(ModelForm.MODEL))
                .files()
                .get(0)
                .text();
        assertTrue(text.contains("Vec dev(@From(\"named\") Vec input);"), text);
        assertTrue(text.contains("Vec result(@From(\"dev\") Vec input);"), text);
    }

    @Test
    void anyNameHasOneInJava() {
        Graph graph = graph();
        ModelSource source =
                ModelSource.of(graph, SourceStyle.inPackage("named").as(ModelForm.MODEL));
        String text = source.files().get(0).text();
        Graph again = Compiled.quietly(Map.of("named.Anything", text), Map.of()).graphOf("named.AnythingModel");
        assertEquals(source.graph(), again, text);
        assertEquals(
                LayersByName.of(graph, UnaryOperator.identity()),
                LayersByName.of(again, source.names()::original),
                text);
        assertEquals(graph.outputs().size(), again.outputs().size());
    }
}
