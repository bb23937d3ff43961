package dev.plumb.cli;

import dev.plumb.graph.Graph;
import dev.plumb.keras.KerasModel;
import dev.plumb.keras.NoCounterpartException;
import dev.plumb.onnx.OnnxImport;
import dev.plumb.onnx.UnsupportedOperatorsException;
import dev.plumb.onnx.read.TensorLayout;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.runtime.Matching;
import dev.plumb.runtime.SavedOptimizer;
import dev.plumb.runtime.WeightSource;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model in a file of another library.
 *
 * @param weights reads the weights in the file
 * @param matching how the layers of the graph find theirs
 * @param vocabularies what its layers have learnt of data, by their names
 * @param optimizer reads what the optimizer carried from step to step, by the paths of the graph; empty if the model was not trained
 * @param notes what whoever uses the model has to know
 */
record ForeignModel(
        Graph graph,
        Supplier<WeightSource> weights,
        Matching matching,
        Map<String, Vocabulary> vocabularies,
        Optional<SavedOptimizer> optimizer,
        List<String> notes) {
    private static final Pattern KERAS = Pattern.compile("(?i)\\.(keras|h5|hdf5)$");
    private static final Pattern ONNX = Pattern.compile("(?i)\\.onnx$");

    /** Whether the name of a file says that it is one of another library. */
    static boolean isOne(Path file) {
        return KERAS.matcher(file.toString()).find()
                || ONNX.matcher(file.toString()).find();
    }

    /**
     * Reads a model: one of Keras, unless the name of the file says that it is of ONNX.
     *
     * @throws Refusal if the file holds no model, or one that has no counterpart here
     */
    static ForeignModel read(Path file) {
        OtherFile.of(file).ifPresent(other -> {
            throw new Refusal(other.refusal(file));
        });
        try {
            return ONNX.matcher(file.toString()).find() ? onnx(OnnxImport.read(file)) : keras(KerasModel.read(file));
        } catch (UncheckedIOException | NoCounterpartException | UnsupportedOperatorsException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }

    private static ForeignModel keras(KerasModel model) {
        List<String> notes = new ArrayList<>(model.notes());
        Optional<SavedOptimizer> state = Optional.empty();
        if (model.isCompiled()) {
            try {
                SavedOptimizer saved = model.optimizerState();
                notes.add(
                        "trained by " + model.optimizer() + ", " + saved.state().iteration()
                                + " steps: the archive has its state, from which a trainer with this optimizer goes"
                                + " on");
                state = Optional.of(saved);
            } catch (NoCounterpartException e) {
                notes.add("training does not go on where it stopped: " + String.join("; ", e.reasons()));
            }
        }
        return new ForeignModel(model.graph(), model::weights, model.matching(), model.vocabularies(), state, notes);
    }

    private static ForeignModel onnx(OnnxImport model) {
        List<String> notes = Stream.concat(
                        model.inputs().stream()
                                .filter(layout -> !layout.isSame())
                                .map(layout -> "input " + describe(layout)),
                        model.outputs().stream()
                                .filter(layout -> !layout.isSame())
                                .map(layout -> "output " + describe(layout)))
                .toList();
        return new ForeignModel(model.graph(), model::weights, model.matching(), Map.of(), Optional.empty(), notes);
    }

    private static String describe(TensorLayout layout) {
        return layout + ", counted from 0, the examples first";
    }
}
