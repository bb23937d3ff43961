package dev.plumb.benchmarks.onnxruntime;

import dev.plumb.benchmarks.onnxruntime.OnnxGraph.Attribute;
import java.util.List;

/** The networks of the workloads as files of ONNX. */
final class OnnxModels {
    static final String INPUT = "x";

    private OnnxModels() {}

    /** Dense layers with ReLU, softmax at the end. */
    static byte[] dense(int... sizes) {
        OnnxGraph graph = new OnnxGraph();
        String x = graph.input(INPUT, sizes[0]);
        for (int layer = 1; layer < sizes.length; layer++) {
            int before = sizes[layer - 1];
            x = graph.apply(
                    "Gemm", List.of(x, graph.weights(before, before, sizes[layer]), graph.constant(0, sizes[layer])));
            boolean last = layer == sizes.length - 1;
            x = last ? graph.apply("Softmax", List.of(x), Attribute.of("axis", 1)) : graph.apply("Relu", List.of(x));
        }
        graph.output(x, sizes[sizes.length - 1]);
        return graph.bytes();
    }

    /** ResNet50 (He et al. 2015), the first version, as Keras has it. */
    static byte[] resNet50() {
        Images net = new Images();
        String x = net.activated(net.normalized(net.convolution(net.image, 64, 7, 2, 3, 1)), "Relu");
        x = net.graph.apply(
                "MaxPool",
                List.of(x),
                Attribute.of("kernel_shape", 3, 3),
                Attribute.of("strides", 2, 2),
                Attribute.of("pads", 1, 1, 1, 1));
        int[] filters = {64, 128, 256, 512};
        int[] blocks = {3, 4, 6, 3};
        for (int stage = 0; stage < filters.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                x = bottleneck(net, x, filters[stage], block == 0 && stage > 0 ? 2 : 1, block == 0);
            }
        }
        return net.classified(x);
    }

    private static String bottleneck(Images net, String x, int filters, int stride, boolean projected) {
        int before = net.channels;
        String inner = net.activated(net.normalized(net.convolution(x, filters, 1, stride, 0, 1)), "Relu");
        inner = net.activated(net.normalized(net.convolution(inner, filters, 3, 1, 1, 1)), "Relu");
        inner = net.normalized(net.convolution(inner, 4 * filters, 1, 1, 0, 1));
        String shortcut = x;
        if (projected) {
            net.channels = before;
            shortcut = net.normalized(net.convolution(x, 4 * filters, 1, stride, 0, 1));
        }
        return net.activated(net.graph.apply("Add", List.of(inner, shortcut)), "Relu");
    }

    /** MobileNetV2 (Sandler et al. 2018). */
    static byte[] mobileNetV2() {
        Images net = new Images();
        String x = net.relu6(net.normalized(net.convolution(net.image, 32, 3, 2, 1, 1)));
        int[][] stages = {
            {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
        };
        for (int[] stage : stages) {
            for (int block = 0; block < stage[2]; block++) {
                x = invertedResidual(net, x, stage[0], stage[1], block == 0 ? stage[3] : 1);
            }
        }
        x = net.relu6(net.normalized(net.convolution(x, 1280, 1, 1, 0, 1)));
        return net.classified(x);
    }

    private static String invertedResidual(Images net, String x, int expansion, int filters, int stride) {
        int before = net.channels;
        String inner = x;
        if (expansion > 1) {
            inner = net.relu6(net.normalized(net.convolution(inner, before * expansion, 1, 1, 0, 1)));
        }
        inner = net.relu6(net.normalized(net.convolution(inner, net.channels, 3, stride, 1, net.channels)));
        inner = net.normalized(net.convolution(inner, filters, 1, 1, 0, 1));
        return stride == 1 && before == filters ? net.graph.apply("Add", List.of(inner, x)) : inner;
    }

    /** EfficientNetB0 (Tan and Le 2019). */
    static byte[] efficientNetB0() {
        Images net = new Images();
        String x = net.silu(net.normalized(net.convolution(net.image, 32, 3, 2, 1, 1)));
        int[][] stages = {
            {1, 16, 1, 1, 3},
            {6, 24, 2, 2, 3},
            {6, 40, 2, 2, 5},
            {6, 80, 3, 2, 3},
            {6, 112, 3, 1, 5},
            {6, 192, 4, 2, 5},
            {6, 320, 1, 1, 3}
        };
        for (int[] stage : stages) {
            for (int block = 0; block < stage[2]; block++) {
                x = mobileConvolution(net, x, stage[0], stage[1], block == 0 ? stage[3] : 1, stage[4]);
            }
        }
        x = net.silu(net.normalized(net.convolution(x, 1280, 1, 1, 0, 1)));
        return net.classified(x);
    }

    private static String mobileConvolution(Images net, String x, int expansion, int filters, int stride, int size) {
        int before = net.channels;
        String inner = x;
        if (expansion > 1) {
            inner = net.silu(net.normalized(net.convolution(inner, before * expansion, 1, 1, 0, 1)));
        }
        int wide = net.channels;
        inner = net.silu(net.normalized(net.convolution(inner, wide, size, stride, size / 2, wide)));
        String gate = net.graph.apply("GlobalAveragePool", List.of(inner));
        gate = net.silu(net.biased(gate, wide, Math.max(1, before / 4)));
        gate = net.activated(net.biased(gate, Math.max(1, before / 4), wide), "Sigmoid");
        net.channels = wide;
        inner = net.graph.apply("Mul", List.of(inner, gate));
        inner = net.normalized(net.convolution(inner, filters, 1, 1, 0, 1));
        return stride == 1 && before == filters ? net.graph.apply("Add", List.of(inner, x)) : inner;
    }

    /** A network for images as it grows, channels first as ONNX wants them. */
    private static final class Images {
        private static final int PIXELS = 224;
        private static final int CLASSES = 1000;

        private final OnnxGraph graph = new OnnxGraph();
        private final String image = graph.input(INPUT, 3, PIXELS, PIXELS);
        private int channels = 3;

        String convolution(String x, int filters, int size, int stride, int padding, int groups) {
            int inputs = channels / groups;
            channels = filters;
            return graph.apply(
                    "Conv",
                    List.of(x, graph.weights(inputs * size * size, filters, inputs, size, size)),
                    Attribute.of("kernel_shape", size, size),
                    Attribute.of("strides", stride, stride),
                    Attribute.of("pads", padding, padding, padding, padding),
                    Attribute.of("group", groups));
        }

        /** A convolution of 1 × 1 with a bias. */
        String biased(String x, int inputs, int filters) {
            return graph.apply(
                    "Conv", List.of(x, graph.weights(inputs, filters, inputs, 1, 1), graph.constant(0, filters)));
        }

        String normalized(String x) {
            return graph.apply(
                    "BatchNormalization",
                    List.of(
                            x,
                            graph.constant(1, channels),
                            graph.constant(0, channels),
                            graph.constant(0, channels),
                            graph.constant(1, channels)));
        }

        String activated(String x, String operator) {
            return graph.apply(operator, List.of(x));
        }

        String relu6(String x) {
            return graph.apply("Clip", List.of(x, graph.constant(0), graph.constant(6)));
        }

        String silu(String x) {
            return graph.apply("Mul", List.of(x, activated(x, "Sigmoid")));
        }

        byte[] classified(String x) {
            String pooled = graph.apply("GlobalAveragePool", List.of(x));
            String flat = graph.apply("Flatten", List.of(pooled));
            String classes = graph.apply(
                    "Gemm", List.of(flat, graph.weights(channels, channels, CLASSES), graph.constant(0, CLASSES)));
            graph.output(graph.apply("Softmax", List.of(classes), Attribute.of("axis", 1)), CLASSES);
            return graph.bytes();
        }
    }
}
