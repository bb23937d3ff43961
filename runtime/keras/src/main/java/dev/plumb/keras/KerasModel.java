package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Draft;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.check.Verdict;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.io.FormatException;
import dev.plumb.keras.layer.Json;
import dev.plumb.keras.layer.NoCounterpart;
import dev.plumb.keras.model.LearntVocabulary;
import dev.plumb.keras.model.ModelDescription;
import dev.plumb.keras.model.ModelReader;
import dev.plumb.keras.optimizer.KerasOptimizers;
import dev.plumb.keras.training.CompiledOutputs;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.SavedOptimizer;
import dev.plumb.train.Optimizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole model out of a file that Keras wrote ({@link KerasExport} writes one): its layers and wires, and with its weights a network that computes what Keras computes. Reads {@code .keras} of Keras 3 and
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
    private final Map<String, LearntVocabulary> learnt;
    private final Optional<Object> optimizer;
    private final List<String> notes;

    private KerasModel(
            Path file,
            ModelDescription description,
            Graph graph,
            Map<String, LearntVocabulary> learnt,
            Optional<Object> optimizer,
            List<String> notes) {
        this.file = file;
        this.description = description;
        this.graph = graph;
        this.learnt = learnt;
        this.optimizer = optimizer;
        this.notes = notes;
    }

    /**
     * Reads what a file says about its model; not its weights.
     *
     * @throws UncheckedIOException if it cannot be read, is damaged or is not such a file
     * @throws NoCounterpartException if something in the model has no counterpart here; the message names each such layer, its class, and the option or reason
     */
    public static KerasModel read(Path file) {
        Content content = KerasFile.reading(file, "model", Content::read);
        Map<String, Object> json = content.model();
        ModelDescription description = ModelReader.read(json, content.learnt());
        if (!description.refused().isEmpty()) {
            throw new NoCounterpartException("'" + file + "'", "here", description.refused());
        }
        CompiledOutputs compiled =
                CompiledOutputs.of(description.draft(), content.compiled(), ModelReader.outputNames(json));
        Verdict verdict = GraphChecker.decide(compiled.draft());
        Graph graph = verdict.graph()
                .orElseThrow(() -> new NoCounterpartException(
                        "'" + file + "'",
                        "here",
                        List.of(String.valueOf(
                                new GraphException(description.draft().name(), verdict.problems()).getMessage()))));
        List<String> otherMasks = MaskCheck.refusals(description, graph);
        if (!otherMasks.isEmpty()) {
            throw new NoCounterpartException("'" + file + "'", "here", otherMasks);
        }
        return new KerasModel(
                file,
                description.with(compiled.draft()),
                graph,
                content.learnt(),
                CompiledModel.optimizer(content.compiled()),
                compiled.notes());
    }

    /**
     * What a file says, but for numbers.
     *
     * @param model its description
     * @param learnt the vocabularies by the paths of their layers in Keras
     * @param compiled what it was compiled with
     */
    private record Content(
            Map<String, Object> model, Map<String, LearntVocabulary> learnt, Map<String, @Nullable Object> compiled) {
        static Content read(KerasFile file) throws IOException {
            Map<String, Object> model = file.configured(Content::json);
            return new Content(
                    model,
                    ModelReader.saysItsLayers(model) ? file.part("vocabularies", LearntTerms::read) : Map.of(),
                    file.part("compiled model", CompiledModel::configuration));
        }

        private static Map<String, Object> json(String text) throws FormatException {
            try {
                return JSON.std.mapFrom(text);
            } catch (IOException e) {
                throw new FormatException("it is no JSON: " + e.getMessage(), e);
            }
        }
    }

    /** The name of the model. */
    public String name() {
        return graph.name();
    }

    /** What of the losses and metrics that the model was compiled with has no counterpart here, in words; the others are on the outputs of the graph. */
    public List<String> notes() {
        return notes;
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
        return Matching.byName().naming(this::there).takingAll();
    }

    /**
     * The model with the weights in the file, and with what its layers have learnt of data.
     *
     * @throws UncheckedIOException if the weights are damaged, or are not those of the layers
     */
    public Network network() {
        Optional<KerasWeights> weights = graph.parameters() > 0 ? Optional.of(weights()) : Optional.empty();
        weights.ifPresent(
                read -> FittingWeights.require(file, graph, this::there, read)); // before memory is taken for them
        Network network = Network.create(graph);
        weights.ifPresent(read -> network.weightsFrom(read, matching()));
        try {
            vocabularies().forEach(network::setVocabulary);
        } catch (IllegalArgumentException e) {
            throw KerasFile.refusal(file, "vocabularies", e);
        }
        return network;
    }

    /** The path of a layer in Keras. */
    private String there(String path) {
        return Optional.ofNullable(description.names().get(path)).orElse(path);
    }

    /** What lookups that are adapted have learnt in Keras, by their paths here; not those that state their vocabulary. */
    public Map<String, Vocabulary> vocabularies() {
        Map<String, Vocabulary> vocabularies = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (!node.isShared() && node.spec() instanceof VocabularySpec spec && spec.isAdapted()) {
                Optional.ofNullable(learnt.get(there(node.name())))
                        .flatMap(vocabulary -> vocabulary.of(spec))
                        .ifPresent(vocabulary -> vocabularies.put(node.name(), vocabulary));
            }
        }
        return vocabularies;
    }

    /** Whether the model was compiled, and so has an optimizer. */
    public boolean isCompiled() {
        return optimizer.isPresent();
    }

    /**
     * The optimizer that the model was compiled with, with the learning rate that it had when it was saved.
     *
     * <pre>{@code
     * Network network = model.network();
     * network.optimizerFrom(model.optimizerState());
     * network.trainer(model.optimizer()).fit(…);           // goes on where Keras stopped
     * }</pre>
     *
     * @throws NoCounterpartException if the model was not compiled, or its optimizer has no counterpart here; the message says what of it
     */
    public Optimizer optimizer() {
        Object given =
                optimizer.orElseThrow(() -> refusal("it has no optimizer: it was saved before compile, or without it"));
        try {
            return KerasOptimizers.read(given);
        } catch (NoCounterpart e) {
            throw refusal(title(given) + e.getMessage());
        }
    }

    /**
     * What that optimizer carried from step to step: for {@link Network#optimizerFrom}. Keras does not say which epoch it was in.
     *
     * @throws NoCounterpartException as {@link #optimizer}, and if Keras keeps another state of it than is kept here
     * @throws UncheckedIOException if it is damaged, or is not of the weights that are trained
     */
    public SavedOptimizer optimizerState() {
        Optimizer read = optimizer();
        return KerasFile.reading(file, "optimizer", opened -> {
            try {
                return CompiledModel.state(opened, read, graph, description.names());
            } catch (NoCounterpart e) {
                throw refusal(title(read.name()) + e.getMessage());
            }
        });
    }

    private static String title(Object optimizer) {
        return "the optimizer " + Json.className(optimizer).orElse(Json.shown(optimizer)) + ": ";
    }

    private NoCounterpartException refusal(String reason) {
        return new NoCounterpartException("'" + file + "'", "here", List.of(reason));
    }
}
