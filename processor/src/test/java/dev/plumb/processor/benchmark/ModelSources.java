package dev.plumb.processor.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Sources of large models. */
final class ModelSources {
    private static final String HEAD = """
            import static dev.plumb.dsl.ActivationFunction.*;
            import static dev.plumb.dsl.Padding.*;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;

            @Model
            public interface %s {
            """;

    private ModelSources() {}

    /** Dense, Activation and Add in turn, {@code layers} in all. */
    static String chain(int layers) {
        return chain(layers, 0, 0);
    }

    /**
     * A chain with mistakes.
     *
     * @param mismatchAt the number of a Dense layer with other units than the rest, or 0
     * @param slips how many layers take from a name that does not exist
     */
    static String chain(int layers, int mismatchAt, int slips) {
        StringBuilder text = new StringBuilder(String.format(HEAD, "Chain"));
        text.append("    @Input(64) Vec layer0();\n");
        for (int i = 1; i <= layers; i++) {
            boolean slip = slips > 0 && i % (layers / slips) == 0;
            String before = "layer" + (i - 1) + (slip ? "x" : "");
            String layer = (i == layers ? "@Output " : "")
                    + switch (i % 3) {
                        case 1 ->
                            "@Dense(units = " + (i == mismatchAt ? 32 : 64) + ") Vec layer" + i + "(Vec " + before
                                    + ")";
                        case 2 -> "@Activation(RELU) Vec layer" + i + "(Vec " + before + ")";
                        default -> "@Add Vec layer" + i + "(Vec " + before + ", Vec layer" + (i - 3) + ")";
                    };
            text.append("    ").append(layer).append(";\n");
        }
        return text.append("}\n").toString();
    }

    /** ResNet50 as in keras.applications, 177 layers with the input. */
    static String resNet50() {
        List<String> lines = new ArrayList<>();
        lines.add("@Input({224, 224, 3}) Image input");
        lines.add("@ZeroPadding2D(3) Image conv1_pad(Image input)");
        convolution(lines, "conv1_conv", 64, 7, 2, "VALID", "conv1_pad", "conv1_bn");
        lines.add("@Activation(RELU) Image conv1_relu(Image conv1_bn)");
        lines.add("@ZeroPadding2D(1) Image pool1_pad(Image conv1_relu)");
        lines.add("@MaxPooling2D(poolSize = 3, strides = 2) Image pool1_pool(Image pool1_pad)");
        String x = "pool1_pool";
        int[] blocks = {3, 4, 6, 3};
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 1; block <= blocks[stage]; block++) {
                int stride = block == 1 && stage > 0 ? 2 : 1;
                x = block(lines, "conv" + (stage + 2) + "_block" + block, 64 << stage, stride, block == 1, x);
            }
        }
        lines.add("@GlobalAveragePooling2D Vec avg_pool(Image " + x + ")");
        lines.add("@Output @Dense(units = 1000, activation = SOFTMAX) Vec predictions(Vec avg_pool)");
        StringBuilder text = new StringBuilder(String.format(HEAD, "ResNet50"));
        lines.forEach(line -> text.append("    ").append(line).append(line.endsWith(")") ? ";\n" : "();\n"));
        return text.append("}\n").toString();
    }

    private static final String BLOCK_HEAD = """
            import static dev.plumb.dsl.ActivationFunction.*;
            import static dev.plumb.dsl.Bind.BOUND;
            import dev.plumb.dsl.*;
            import dev.plumb.dsl.layer.*;

            """;

    /** An encoder of 24 blocks as in BERT large, 24 × 9 layers: a repetition of a block. */
    static String transformer() {
        return BLOCK_HEAD + """
                @Block @interface EncoderBlock {
                    int heads();
                    int wide();
                    double rate() default 0.1;
                    interface Wiring {
                        @Input(dims = {"time", "features"}) Seq x();
                        @MultiHeadAttention(numHeads = BOUND, keyDim = BOUND) @Bind("numHeads = heads, keyDim = features / heads") Seq seen(Seq x);
                        @Dropout(0.0) @Bind("value = rate") Seq droppedSeen(Seq seen);
                        @Add Seq both(Seq x, Seq droppedSeen);
                        @LayerNormalization(epsilon = 1e-12) Seq normal(Seq both);
                        @Dense(units = BOUND, activation = GELU) @Bind("units = wide") Seq widened(Seq normal);
                        @Dense(units = BOUND) @Bind("units = features") Seq narrowed(Seq widened);
                        @Dropout(0.0) @Bind("value = rate") Seq dropped(Seq narrowed);
                        @Add Seq sum(Seq normal, Seq dropped);
                        @Output @LayerNormalization(epsilon = 1e-12) Seq y(Seq sum);
                    }
                }
                @Model public interface Transformer {
                    @Input(dims = "time") Tokens ids();
                    @Embedding(inputDim = 30_522, outputDim = 1_024) Seq embedded(Tokens ids);
                    @Repeat(24) @EncoderBlock(heads = 16, wide = 4_096) Seq encoded(Seq embedded);
                    @GlobalAveragePooling1D Vec pooled(Seq encoded);
                    @Output @Dense(units = 2, activation = SOFTMAX) Vec y(Vec pooled);
                }
                """;
    }

    /** A residual unit of Dense, Activation and Add so many times, as a block that is used; {@link #chain} has the same layers flat. */
    static String uses(int times) {
        StringBuilder text = new StringBuilder(BLOCK_HEAD + """
                @Block @interface Unit {
                    int units();
                    interface Wiring {
                        @Input(dims = "n") Vec x();
                        @Dense(units = BOUND) @Bind("units") Vec dense(Vec x);
                        @Activation(RELU) Vec active(Vec dense);
                        @Output @Add Vec y(Vec active, Vec x);
                    }
                }
                @Model public interface Uses {
                    @Input(64) Vec use0();
                """);
        for (int i = 1; i <= times; i++) {
            text.append(String.format(
                    "    %s@Unit(units = 64) Vec use%d(Vec use%d);%n", i == times ? "@Output " : "", i, i - 1));
        }
        return text.append("}\n").toString();
    }

    private static String block(List<String> lines, String name, int filters, int stride, boolean projects, String x) {
        String shortcut = x;
        if (projects) {
            shortcut = name + "_0_bn";
            convolution(lines, name + "_0_conv", 4 * filters, 1, stride, "VALID", x, shortcut);
        }
        convolution(lines, name + "_1_conv", filters, 1, stride, "VALID", x, name + "_1_bn");
        lines.add("@Activation(RELU) Image " + name + "_1_relu(Image " + name + "_1_bn)");
        convolution(lines, name + "_2_conv", filters, 3, 1, "SAME", name + "_1_relu", name + "_2_bn");
        lines.add("@Activation(RELU) Image " + name + "_2_relu(Image " + name + "_2_bn)");
        convolution(lines, name + "_3_conv", 4 * filters, 1, 1, "VALID", name + "_2_relu", name + "_3_bn");
        lines.add("@Add Image " + name + "_add(Image " + shortcut + ", Image " + name + "_3_bn)");
        lines.add("@Activation(RELU) Image " + name + "_out(Image " + name + "_add)");
        return name + "_out";
    }

    /** A convolution and its normalization. */
    private static void convolution(
            List<String> lines,
            String name,
            int filters,
            int size,
            int stride,
            String padding,
            String x,
            String normal) {
        lines.add("@Conv2D(filters = " + filters + ", kernelSize = " + size + ", strides = " + stride + ", padding = "
                + padding + ") Image " + name + "(Image " + x + ")");
        lines.add("@BatchNormalization(epsilon = 1.001e-5) Image " + normal + "(Image " + name + ")");
    }
}
