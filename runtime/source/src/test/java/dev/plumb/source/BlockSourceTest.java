package dev.plumb.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Padding;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers that come again and again are uses of a block where that is shorter, and known by their names before. */
final class BlockSourceTest {
    private static final SourceStyle FLAT = SourceStyle.inPackage("models");
    private static final SourceStyle BLOCKS = FLAT.withBlocks();

    /** Residual units of these numbers of filters, as Keras would call their layers. */
    private static Graph residual(int... filters) {
        GraphBuilder g = GraphBuilder.named("residual");
        Wire above = g.input("image", 16, 16, 3);
        for (int i = 0; i < filters.length; i++) {
            String unit = "conv" + (i + 1) + "_block" + (i + 1) + "_";
            int width = filters[i];
            Wire first = g.apply(unit + "1_conv", Layers.conv2D(width, 1), above);
            Wire normal = g.apply(unit + "1_bn", Layers.batchNormalization(), first);
            Wire relu = g.apply(unit + "1_relu", Layers.activation(ActivationFunction.RELU), normal);
            Wire second = g.apply(unit + "2_conv", Layers.conv2D(4 * width, 3).padding(Padding.SAME), relu);
            Wire shortcut = g.apply(unit + "0_conv", Layers.conv2D(4 * width, 1), above);
            above = g.apply(unit + "add", Layers.add(), shortcut, second);
        }
        Wire pooled = g.apply("pooled", Layers.globalAveragePooling2D(), above);
        return g.output(g.apply("classes", Layers.dense(10), pooled)).build();
    }

    private static String text(ModelSource source, int file) {
        String text = source.files().get(file).text();
        return text.substring(text.lastIndexOf("import ")).replaceFirst(".*\n\n", "");
    }

    @Test
    void numbersThatDifferAreAttributes() {
        ModelSource source = ModelSource.of(residual(8, 8, 16, 16), BLOCKS);
        assertEquals(
                List.of("Residual.java", "ConvBlock.java"),
                source.files().stream()
                        .map(file -> file.path().getFileName().toString())
                        .toList());
        assertEquals("""
            /** Written from the model 'residual'. */
            @Sequential
            public interface Residual {
                @Input({16, 16, 3})
                Image image();

                @Repeat(2)
                @ConvBlock(filters = 8)
                Image conv1_block1();

                @Repeat(2)
                @ConvBlock(filters = 16)
                Image conv3_block3();

                @GlobalAveragePooling2D
                Vec pooled();

                @Dense(units = 10)
                Vec classes();
            }
            """, text(source, 0));
        String block = text(source, 1);
        assertTrue(block.startsWith("""
            /** 6 layers that 'Residual' has 4 times. */
            @Block
            public @interface ConvBlock {
                int filters();

                interface Wiring {
                    @Input(dims = {"h", "w", "c"})
                    Image x();

                    @Conv2D(filters = BOUND, kernelSize = 1)
                    @Bind("filters")
                    Image conv_1(Image x);
            """), block);
        assertTrue(block.contains("@Bind(\"filters = 4 * filters\")\n        Image conv_2(Image relu_1);"), block);
        assertEquals(residual(8, 8, 16, 16).parameters(), source.graph().parameters());
    }

    @Test
    void namesBeforeAreKnown() {
        ModelSource source = ModelSource.of(residual(8, 8, 16, 16), BLOCKS);
        assertEquals("conv2_block2_1_bn/gamma", source.names().original("conv1_block1/1/bn_1/gamma"));
        assertEquals("conv3_block3_add", source.names().original("conv3_block3/0/add"));
        assertEquals("classes/kernel", source.names().original("classes/kernel"));
        source.graph().nodes().forEach(node -> residual(8, 8, 16, 16)
                .node(source.names().original(node.name())));
    }

    @Test
    void whatIsNotShorterStaysAsItIs() {
        assertEquals(
                ModelSource.of(residual(8), FLAT).files(),
                ModelSource.of(residual(8), BLOCKS).files());
        assertEquals(1, ModelSource.of(residual(8, 8, 16, 16), FLAT).files().size());
        ModelSource two = ModelSource.of(residual(8, 8), BLOCKS);
        assertEquals(ModelSource.of(residual(8, 8), FLAT).files(), two.files());
    }

    @Test
    void kotlinHasBlocksToo() {
        ModelSource source = ModelSource.of(residual(8, 8, 16, 16), BLOCKS.in(SourceLanguage.KOTLIN));
        assertTrue(
                text(source, 0)
                        .contains("    @Repeat(2)\n    @ConvBlock(filters = 8)\n    fun conv1_block1(): Image\n"),
                text(source, 0));
        assertTrue(text(source, 1).contains("@Block\nannotation class ConvBlock(val filters: Int"), text(source, 1));
        assertTrue(text(source, 1).contains("    interface Wiring {\n"), text(source, 1));
    }
}
