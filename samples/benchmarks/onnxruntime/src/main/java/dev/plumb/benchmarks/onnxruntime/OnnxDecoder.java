package dev.plumb.benchmarks.onnxruntime;

import dev.plumb.benchmarks.onnxruntime.OnnxGraph.Attribute;
import java.util.List;

/**
 * One step of a decoder as a file of ONNX, in the form in which decoders are exported: it takes the keys and values of the earlier steps and gives them with those of the new
 * step. The runtime fuses normalization, GELU and transposition itself.
 */
final class OnnxDecoder {
    static final int BLOCKS = 6;
    static final int HEADS = 8;
    static final int SIZE = 32;
    private static final int WIDTH = HEADS * SIZE;
    private static final int INNER = 1024;
    private static final int IDS = 1000;

    private final OnnxGraph graph = new OnnxGraph();

    private OnnxDecoder() {}

    /** Inputs {@code id}, {@code place}, {@code key0}, {@code value0} …; outputs the probabilities, then the keys and values of all steps in the order of the inputs. */
    static byte[] step(int longest) {
        return new OnnxDecoder().model(longest);
    }

    private byte[] model(int longest) {
        String words = graph.apply("Gather", List.of(graph.weights(WIDTH, IDS, WIDTH), graph.ids("id")));
        String places = graph.apply("Gather", List.of(graph.weights(WIDTH, longest, WIDTH), graph.ids("place")));
        String x = graph.apply("Add", List.of(words, places));
        String[] kept = new String[2 * BLOCKS];
        for (int block = 0; block < BLOCKS; block++) {
            x = block(x, block, kept);
        }
        String scores = dense(normalized(x), WIDTH, IDS);
        graph.output(graph.apply("Softmax", List.of(scores), Attribute.of("axis", 1)), IDS);
        for (String each : kept) {
            graph.growingOutput(each, HEADS, "steps", SIZE);
        }
        return graph.bytes();
    }

    private String block(String x, int block, String[] kept) {
        String normal = normalized(x);
        String query = heads(dense(normal, WIDTH, WIDTH));
        String keys = all("key" + block, heads(dense(normal, WIDTH, WIDTH)));
        String values = all("value" + block, heads(dense(normal, WIDTH, WIDTH)));
        kept[2 * block] = keys;
        kept[2 * block + 1] = values;
        String columns = graph.apply("Transpose", List.of(keys), Attribute.of("perm", 0, 1, 3, 2));
        String scores = graph.apply("MatMul", List.of(query, columns));
        String scaled = graph.apply("Mul", List.of(scores, graph.constant((float) (1 / Math.sqrt(SIZE)))));
        String weights = graph.apply("Softmax", List.of(scaled), Attribute.of("axis", 3));
        String found = graph.apply("MatMul", List.of(weights, values));
        String joined = graph.apply("Reshape", List.of(found, graph.numbers(0, WIDTH)));
        String sum = graph.apply("Add", List.of(x, dense(joined, WIDTH, WIDTH)));
        String narrow = dense(gelu(dense(normalized(sum), WIDTH, INNER)), INNER, WIDTH);
        return graph.apply("Add", List.of(sum, narrow));
    }

    private String dense(String x, int inputs, int outputs) {
        return graph.apply("Gemm", List.of(x, graph.weights(inputs, inputs, outputs), graph.constant(0, outputs)));
    }

    private String normalized(String x) {
        return graph.apply(
                "LayerNormalization",
                List.of(x, graph.constant(1, WIDTH), graph.constant(0, WIDTH)),
                Attribute.of("axis", -1L));
    }

    private String heads(String x) {
        return graph.apply("Reshape", List.of(x, graph.numbers(0, HEADS, 1, SIZE)));
    }

    private String all(String name, String added) {
        return graph.apply(
                "Concat", List.of(graph.growing(name, HEADS, "earlier", SIZE), added), Attribute.of("axis", 2));
    }

    /** As operator set 17 has to write it; one operator when it runs. */
    private String gelu(String x) {
        String part = graph.apply("Erf", List.of(graph.apply("Div", List.of(x, graph.constant((float) Math.sqrt(2))))));
        String factor = graph.apply("Add", List.of(part, graph.constant(1)));
        return graph.apply("Mul", List.of(graph.apply("Mul", List.of(x, factor)), graph.constant(0.5f)));
    }
}
