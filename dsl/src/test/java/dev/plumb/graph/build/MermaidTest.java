package dev.plumb.graph.build;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.shape.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Graphs as flowcharts. */
final class MermaidTest {

    @Test
    void showsLayersShapesAndWires() {
        GraphBuilder g = GraphBuilder.named("Residual");
        Wire features = g.input("features", Shape.parse("time", "20"), DType.FLOAT32);
        Wire deep = g.apply("deep", Layers.dense(20), features);
        g.output(g.apply("sum", Layers.add(), deep, features));
        assertEquals("""
                flowchart TD
                    n0(["features<br>Input<br>(time, 20)"])
                    n1["deep<br>Dense<br>(time, 20)"]
                    n2[["sum<br>Add<br>(time, 20)"]]
                    n0 --> n1
                    n1 --> n2
                    n0 --> n2
                """, Mermaid.of(g.build()).text());
    }

    @Test
    void anyNameIsAName() {
        GraphBuilder g = GraphBuilder.named("Odd");
        Wire at = g.input("end", 4);
        for (String name : List.of("style", "a\"b", "x\n*]", "`#quot;<b>&", "graph --> y")) {
            at = g.apply(name, Layers.activation(RELU), at);
        }
        String text = Mermaid.of(g.output(at).build()).text();
        assertTrue(text.contains("n2[\"a#34;b<br>Activation<br>(4)\"]"), text);
        assertTrue(text.contains("n3[\"x#10;#42;]<br>"), text);
        assertTrue(text.contains("n4[\"#96;#35;quot#59;#60;b#62;#38;<br>"), text);
        assertEquals(1 + 6 + 5, text.lines().count());
    }
}
