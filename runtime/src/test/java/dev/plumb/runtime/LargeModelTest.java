package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.dsl.Initializer;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nd4j.linalg.factory.Nd4j;

/**
 * More weights than an int counts. {@code -Dplumb.large=true} runs it: it reserves 10 GB of memory, of which it writes almost nothing, and
 * some systems do not give what they do not have.
 */
@EnabledIfSystemProperty(named = "plumb.large", matches = "true")
final class LargeModelTest {
    private static final int TABLES = 5;
    private static final int IDS = 8_000_000;

    private static Graph graph() {
        GraphBuilder g = GraphBuilder.named("Large");
        Wire ids = g.input("ids", Shape.of(3), DType.INT32);
        List<Wire> tables = new ArrayList<>();
        for (int i = 0; i < TABLES; i++) {
            LayerSpec table = Layers.embedding(IDS, 64).embeddingsInitializer(Initializer.ZEROS);
            tables.add(g.apply("table" + i, table, ids));
        }
        Wire sum = g.apply("sum", Layers.add(), tables.toArray(Wire[]::new));
        Wire flat = g.apply("flat", Layers.flatten(), sum);
        return g.output(g.apply("y", Layers.dense(2), flat)).build();
    }

    @Test
    void whatLiesBeyondTwoToThe31WeightsIsUsed() {
        Network model = Network.create(graph(), 1);
        assertTrue(model.graph().parameters() > Integer.MAX_VALUE);
        model.setWeight("y/bias", Nd4j.createFromArray(3f, -4f));
        assertArrayEquals(new float[] {3, -4}, model.predict(new int[] {0, IDS / 2, IDS - 1}));
    }
}
