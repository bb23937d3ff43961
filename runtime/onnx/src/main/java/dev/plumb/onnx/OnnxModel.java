package dev.plumb.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.io.FileReplacement;
import dev.plumb.onnx.file.ExternalArrays;
import dev.plumb.onnx.write.GraphWriter;
import dev.plumb.onnx.write.IntegerProducts;
import dev.plumb.onnx.write.NarrowWeights;
import dev.plumb.onnx.write.PreprocessingWriter;
import dev.plumb.onnx.write.WrittenGraph;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.TypedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a model predicts, in ONNX, with its weights as they are now, for the lowest {@linkplain #opset opset} that says it in the fewest nodes. Any number of examples, and any size where the model has a symbolic one: these axes have their names.
 *
 * <p>Inputs and outputs have the names and the order of the model's. Of the layers that work on what is fed before the model runs, lookups are in it where each unknown term has an id; of others (text
 * vectorization, hashing) what they give is the input, by the name of the layer: {@link Network#preprocess} computes it. Whole numbers are int32, all other arrays float32. Weights have their paths as names, nodes that of the layer that they belong to.
 *
 * <pre>{@code OnnxModel.of(model).write(Path.of("digits.onnx"));}</pre>
 */
public final class OnnxModel {
    /** The version of the operators of {@code ai.onnx.ml}. */
    private static final int MACHINE_LEARNING_OPSET = 2;

    /** What a file may hold, with room for the nodes: a message of Protocol Buffers has at most 2^31-1 bytes. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (64L << 20);

    private final Graph graph;
    private final WrittenGraph model;
    private final WrittenGraph bare;
    private final String name;

    /** @param bare the model without what is before it */
    private OnnxModel(Graph graph, WrittenGraph model, WrittenGraph bare) {
        this.graph = graph;
        this.model = model;
        this.bare = bare;
        this.name = model.graph().getName();
    }

    /**
     * A network as it predicts.
     *
     * @throws IllegalArgumentException if ONNX cannot say what one of its layers does; the message names the layer and the reason
     * @throws IllegalStateException if a layer was not adapted
     */
    public static OnnxModel of(Network network) {
        Objects.requireNonNull(network, "the network is null");
        WrittenGraph bare = GraphWriter.write(network.graph(), network.weights());
        WrittenGraph whole = PreprocessingWriter.prepend(bare, network.graph(), node -> vocabulary(network, node));
        return new OnnxModel(network.graph(), whole, bare);
    }

    private static Vocabulary vocabulary(Network network, Node node) {
        VocabularySpec spec = (VocabularySpec) node.spec();
        if (!spec.isAdapted()) {
            return Vocabulary.stated(spec);
        }
        Vocabulary adapted = network.adaptedVocabularies().get(node.sharing());
        if (adapted == null) {
            throw new IllegalStateException(
                    node.title() + " was not adapted, and has no vocabulary yet: call adapt(data)");
        }
        return adapted;
    }

    /**
     * The same without layers that work on what is fed before the model runs: what each of them gives is an input, by the name of the layer, and {@link Network#preprocess} computes it. For who has
     * computed that already.
     */
    public OnnxModel withoutPreprocessing() {
        return new OnnxModel(graph, bare, bare);
    }

    /**
     * The same with weights of products and convolutions in fewer bytes, of all layers. Weights that it has in fewer bytes already stay as they are, and so do biases, tables of embeddings and what
     * normalizations have.
     *
     * <pre>{@code OnnxModel.of(model).weightsAs(WeightType.BFLOAT16).write(Path.of("digits.onnx")); // half the bytes}</pre>
     *
     * @throws IllegalArgumentException if a weight does not fit the type; the message names it
     */
    public OnnxModel weightsAs(WeightType type) {
        return changed(type, weight -> true);
    }

    /**
     * As {@link #weightsAs(WeightType)}, of some layers: {@code weightsAs(BFLOAT16, network.layersIn(Precision.BF16))}.
     *
     * @param layers by their paths; that of a nested model stands for its layers, one that shares weights for the one that owns them
     * @throws IllegalArgumentException if there is no such layer, or a weight does not fit the type; the message names it
     */
    public OnnxModel weightsAs(WeightType type, Collection<String> layers) {
        Objects.requireNonNull(layers, "the layers are null");
        return changed(type, ChosenLayers.weights(graph, layers));
    }

    private OnnxModel changed(WeightType type, Predicate<String> chosen) {
        Objects.requireNonNull(type, "the type is null: BFLOAT16, FLOAT16 or INT8");
        WrittenGraph changed = changed(model, type, chosen);
        return new OnnxModel(graph, changed, model.equals(bare) ? changed : changed(bare, type, chosen));
    }

    private static WrittenGraph changed(WrittenGraph graph, WeightType type, Predicate<String> chosen) {
        return switch (type) {
            case BFLOAT16 -> NarrowWeights.bfloat16(graph, chosen);
            case FLOAT16 -> NarrowWeights.float16(graph, chosen);
            case INT8 -> IntegerProducts.in(graph, chosen);
        };
    }

    /** As {@link #of(Network)}, of a generated class. */
    public static OnnxModel of(TypedModel model) {
        Objects.requireNonNull(model, "the model is null");
        return of(model.network());
    }

    /** The version of ONNX's operators that the file states, 18 or newer: group normalization needs 21, attention and RMS normalization 23. */
    public int opset() {
        return model.opset().version();
    }

    /** The kinds of nodes, in their order, those in the bodies of loops left out: {@code MatMul}, {@code Add}, {@code Relu}. */
    public List<String> nodes() {
        return model.graph().getNodeList().stream().map(NodeProto::getOpType).toList();
    }

    /** The names of the inputs, in their order. */
    public List<String> inputs() {
        return model.graph().getInputList().stream()
                .map(input -> input.getName())
                .toList();
    }

    /** The names of the outputs, in the order of the model's. */
    public List<String> outputs() {
        return model.graph().getOutputList().stream()
                .map(output -> output.getName())
                .toList();
    }

    /**
     * Writes the file. Of more than 2 GB the weights stand in a file of their own beside it, {@code digits.onnx.data}, as ONNX has it. Each is written beside and moved into place.
     *
     * @throws UncheckedIOException if that fails
     */
    public void write(Path file) {
        write(file, MOST_BYTES);
    }

    /** With the weights apart if they have more bytes than this. */
    void write(Path file, long most) {
        Objects.requireNonNull(file, "the file is null");
        try {
            ModelProto message = isLarge(most)
                    ? ExternalArrays.write(file, model.arrays(), this::message)
                    : message(model.arrays().values());
            FileReplacement.write(file, message::writeTo);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "model '" + name + "' could not be written to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether it needs a second file. */
    public boolean isLarge() {
        return isLarge(MOST_BYTES);
    }

    private boolean isLarge(long most) {
        return model.arrays().values().stream()
                        .mapToLong(array -> array.getRawData().size())
                        .sum()
                > most;
    }

    /**
     * The content of the file.
     *
     * @throws IllegalStateException if it {@linkplain #isLarge() needs a second file}
     */
    public byte[] toBytes() {
        if (isLarge()) {
            throw new IllegalStateException("model '" + name
                    + "' has more than 2 GB of weights, which one array of bytes does not hold: write it to a file");
        }
        return message(model.arrays().values()).toByteArray();
    }

    private ModelProto message(Iterable<TensorProto> initializers) {
        ModelProto.Builder message = ModelProto.newBuilder()
                .setIrVersion(model.opset().format())
                .setProducerName("Plumb")
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain("")
                        .setVersion(model.opset().version()));
        model.domains()
                .forEach(domain -> message.addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(MACHINE_LEARNING_OPSET)));
        return message.setGraph(model.graph().toBuilder().addAllInitializer(initializers))
                .build();
    }
}
