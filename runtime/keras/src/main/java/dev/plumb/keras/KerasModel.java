package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.check.Verdict;
import dev.plumb.io.FormatException;
import dev.plumb.keras.model.ModelDescription;
import dev.plumb.keras.model.ModelReader;
import dev.plumb.keras.model.ModelWriter;
import dev.plumb.keras.model.WrittenModel;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole model out of a file that Keras wrote: its layers and wires, and with its weights a network that computes what Keras computes. Reads {@code .keras} of Keras 3 and
 * {@code .h5} of whole models.
 *
 * <pre>{@code
 * KerasModel model = KerasModel.read(Path.of("digits.keras"));
 * Graph graph = model.graph();           // no weights are read for this
 * Network network = model.network();
 * }</pre>
 *
 * Layers keep their names but for signs that names here do not have, which become {@code _}. A layer that is called several times is that layer, then steps with its weights, named with
 * numbers: {@code encoder}, {@code encoder_2}. Axes of any size get names: {@code time}, {@code height}, {@code width}. An input of float32 that is only taken as ids is int32.
 */
public final class KerasModel {
    private final Path file;
    private final ModelDescription description;
    private final Graph graph;

    private KerasModel(Path file, ModelDescription description, Graph graph) {
        this.file = file;
        this.description = description;
        this.graph = graph;
    }

    /**
     * Reads what a file says about its model; not its weights.
     *
     * @throws UncheckedIOException if it cannot be read, is damaged or is not such a file
     * @throws NoCounterpartException if something in the model has no counterpart here; the message names each such layer, its class, and the option or reason
     */
    public static KerasModel read(Path file) {
        ModelDescription description = ModelReader.read(json(file));
        if (!description.refused().isEmpty()) {
            throw new NoCounterpartException("'" + file + "'", "here", description.refused());
        }
        Verdict verdict = GraphChecker.decide(description.draft());
        Graph graph = verdict.graph()
                .orElseThrow(() -> new NoCounterpartException(
                        "'" + file + "'",
                        "here",
                        List.of(String.valueOf(
                                new GraphException(description.draft().name(), verdict.problems()).getMessage()))));
        requireMasks(file, description, graph);
        return new KerasModel(file, description, graph);
    }

    private static Map<String, Object> json(Path file) {
        return KerasFile.reading(
                file,
                "model",
                opened -> opened.configured(text -> {
                    try {
                        return JSON.std.mapFrom(text);
                    } catch (IOException e) {
                        throw new FormatException("it is no JSON: " + e.getMessage(), e);
                    }
                }));
    }

    /** What Keras masks has a mask here, too. */
    private static void requireMasks(Path file, ModelDescription description, Graph graph) {
        Map<String, Boolean> missing = new HashMap<>();
        List<String> refused = new ArrayList<>();
        for (ModelDescription.MaskedInput input : description.masked()) {
            graph.nodes().stream()
                    .filter(node -> node.name().equals(input.layer()))
                    .filter(node -> !node.inputTypes().get(input.input()).masked())
                    .filter(node -> missing.put(node.name(), true) == null)
                    .forEach(node -> refused.add(
                            input.title() + ": Keras gives it a mask which no layer before it passes on here"));
        }
        if (!refused.isEmpty()) {
            throw new NoCounterpartException("'" + file + "'", "here", refused);
        }
    }

    /** The name of the model. */
    public String name() {
        return graph.name();
    }

    /** The model as it is written: nested models are in it as such, and layers that are used again are said to be. */
    public Draft draft() {
        return description.draft();
    }

    /** The checked model. */
    public Graph graph() {
        return graph;
    }

    /**
     * The weights in the file.
     *
     * @throws UncheckedIOException if they are damaged
     */
    public KerasWeights weights() {
        return KerasWeights.read(file);
    }

    /** How layers here find their weights in the file: by name, all of them. */
    public Matching matching() {
        return Matching.byName()
                .naming(path ->
                        Optional.ofNullable(description.names().get(path)).orElse(path))
                .takingAll();
    }

    /**
     * The model with the weights in the file.
     *
     * @throws UncheckedIOException if the weights are damaged
     * @throws IllegalArgumentException if a layer has no weights in the file
     */
    public Network network() {
        Network network = Network.create(graph);
        if (graph.parameters() > 0) {
            network.weightsFrom(weights(), matching());
        }
        return network;
    }

    /**
     * Writes a network as {@code .keras}, which Keras 3 opens with {@code keras.models.load_model}: a functional model, nested models in it as such, blocks and repetitions as the layers that
     * they are. Names keep, but for {@code /}, which becomes {@code _}; frozen layers are not trainable. Losses and optimizers are not written: compile the model in Keras.
     *
     * @throws NoCounterpartException if a layer has no counterpart in Keras; nothing is written then
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Network network, Path file) {
        Graph graph = network.graph();
        WrittenModel model = ModelWriter.write(graph.withFrozen(network.frozen()));
        if (!model.refused().isEmpty()) {
            throw new NoCounterpartException("'" + graph.name() + "'", "in Keras", model.refused());
        }
        try {
            KerasArchive.write(model, network, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
