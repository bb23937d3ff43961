package dev.plumb.samples.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.runtime.Verbosity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BlocksTest {
    private static List<String> names(Graph graph) {
        return graph.nodes().stream().map(Node::name).toList();
    }

    @Test
    void theShortcutIsThereWhereTheChannelsChange() {
        List<String> names = names(ResidualImagesModel.graph());
        assertTrue(names.contains("unit2/shortcut") && !names.contains("unit1/shortcut"), names::toString);
    }

    @Test
    void aFlagDecidesWhatFollows() {
        assertEquals(List.of("features/hidden", "classes"), names(FourForms_PlainModel.graph()));
        assertEquals(
                List.of("features/hidden", "features/dropped", "features/normalized", "classes"),
                names(FourForms_WithBothModel.graph()));
        assertEquals(64, parametersNotTrained(FourForms_WithBothModel.graph()));
    }

    private static long parametersNotTrained(Graph graph) {
        return graph.parameters() - graph.trainableParameters();
    }

    @Test
    void residualUnitsLearnToReadDigits() {
        double accuracy = BlocksSample.train(ResidualDigitsModel.create(42), Verbosity.SILENT);
        assertTrue(accuracy > 0.95, "accuracy " + accuracy);
    }
}
