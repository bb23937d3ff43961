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
