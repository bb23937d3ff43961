package dev.plumb.keras;

import dev.plumb.graph.Graph;
import dev.plumb.keras.model.ModelWriter;
import dev.plumb.keras.model.WrittenModel;
import dev.plumb.runtime.Network;
import dev.plumb.train.Optimizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as a file that Keras 3 opens with {@code keras.models.load_model}: a functional model, nested models in it as such, blocks and repetitions as the layers that they are. Names keep, but for
 * {@code /}, which becomes {@code _}; frozen layers are not trainable. Losses are not written: {@code model.compile(model.optimizer, loss=…)} in Keras states one, and keeps the optimizer and its state.
 *
 * <pre>{@code
 * KerasExport.of(network).write(Path.of("digits.keras"));
 * KerasExport.of(network).trainedBy(optimizer).write(Path.of("digits.keras")); // Keras goes on from there
 * KerasExport.of(network).forBatchesOf(8).write(Path.of("stateful.keras"));
 * }</pre>
 */
public final class KerasExport {
    private static final String ENDING = ".keras";
    private static final Pattern OTHER_ENDING =
            Pattern.compile("(\\.weights)?\\.(h5|hdf5|keras|plumb|onnx)$", Pattern.CASE_INSENSITIVE);

    private final Network network;
    private final OptionalInt batch;
    private final Optional<Optimizer> optimizer;

    private KerasExport(Network network, OptionalInt batch, Optional<Optimizer> optimizer) {
        this.network = network;
        this.batch = batch;
        this.optimizer = optimizer;
    }

    /** The network as it is when the file is written, without an optimizer, for batches of any size. */
    public static KerasExport of(Network network) {
        return new KerasExport(network, OptionalInt.empty(), Optional.empty());
    }

    /**
     * For batches of so many examples only: what Keras asks for where a layer is {@code stateful}. The states are not written, as Keras does not write them either.
     *
     * @throws IllegalArgumentException if the batch size is less than 1
     */
    public KerasExport forBatchesOf(int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("a batch has 1 example or more, found " + examples);
        }
        return new KerasExport(network, OptionalInt.of(examples), optimizer);
    }

    /**
     * Compiled with an optimizer and with the state of the training: Keras goes on where the last trainer stopped. A network that was not trained is written with the optimizer at its start.
     *
     * @param trained the optimizer that trained the network
     */
    public KerasExport trainedBy(Optimizer trained) {
        Objects.requireNonNull(trained, "the optimizer is null: leave trainedBy out to write none");
        return new KerasExport(network, batch, Optional.of(trained));
    }

    /**
     * Writes the file, whose name ends in {@code .keras}.
     *
     * @throws NoCounterpartException if a layer, the optimizer or what it carries has no counterpart in Keras; nothing is written then
     * @throws IllegalArgumentException if the name ends in something else, by which Keras does not open the file, or is that of a folder; if the network was trained by an optimizer of another kind; {@link Network#forgetTraining}
     *     leaves its state out
     * @throws UncheckedIOException if the file cannot be written
     */
    public void write(Path file) {
        requireName(file);
        Graph graph = network.graph().withFrozen(network.frozen());
        WrittenModel model = ModelWriter.write(graph, new LearntByNetwork(network), batch);
        if (optimizer.isPresent()) {
            CompiledModel.Written written = CompiledModel.written(model, graph, network, optimizer.get());
            write(written.model(), name -> written.array(network, name), file);
            return;
        }
        if (!model.refused().isEmpty()) {
            throw new NoCounterpartException("'" + graph.name() + "'", "in Keras", model.refused());
        }
        write(model, network::weight, file);
    }

    /** Keras tells by the name what a file is. */
    private static void requireName(Path file) {
        Objects.requireNonNull(file, "the file to write to is null");
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("'" + file + "' is a folder: give the name of a file, such as '"
                    + file.resolve("model" + ENDING) + "'");
        }
        if (!file.toString().endsWith(ENDING)) {
            String fix = OTHER_ENDING.matcher(file.toString()).replaceFirst("") + ENDING;
            throw new IllegalArgumentException("'" + file + "' does not end in " + ENDING
                    + ", and Keras opens it by no other name: write it to '" + fix + "'");
        }
    }

    private static void write(WrittenModel model, Function<String, INDArray> arrays, Path file) {
        try {
            KerasArchive.write(model, arrays, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
