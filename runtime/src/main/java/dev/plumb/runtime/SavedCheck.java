package dev.plumb.runtime;

import dev.plumb.graph.Graph;
import dev.plumb.io.ArchiveReader;
import dev.plumb.io.GraphDifference;
import dev.plumb.preprocess.Vocabulary;
import dev.plumb.weights.WeightStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a file with a model: what they are made of, their weights, and what they compute. */
final class SavedCheck {
    private static final String PAGE = "\n  see     docs/code-layers.md#files";

    private SavedCheck() {}

    /** Refuses a file of another architecture. */
    static void requireSameGraph(Path file, Graph graph, ArchiveReader archive) {
        GraphDifference.first(graph, archive.graph()).ifPresent(difference -> {
            throw new IllegalArgumentException(file + " holds another architecture than model '" + graph.name() + "': "
                    + difference + "; a variant is loaded by the variant that was saved, by variant(). … .load(file)");
        });
    }

    /** Refuses a file whose code computed something else, with the weights of that file. */
    static void requireSameCode(Path file, Graph graph, WeightStore weights, ArchiveReader archive) {
        archive.probe()
                .flatMap(probe -> CodeProbe.firstDifference(probe, graph, weights))
                .ifPresent(difference -> {
                    throw new IllegalArgumentException("the code of model '" + graph.name() + "' has changed since "
                            + file + " was saved: for the examples that the file keeps, " + difference
                            + "\n  fix     load it with the code of that time; if the change is meant, give its weights to a new"
                            + " model by weightsFrom(file, Matching.byName()) and save that" + PAGE);
                });
    }

    /** See {@link Network#verifySaved}. */
    static void verify(Path file, Graph graph, WeightStore weights, Map<String, Vocabulary> vocabularies) {
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            requireSameGraph(file, graph, archive);
            WeightStore saved = WeightStore.zeros(graph);
            archive.readWeights(path -> saved.slot(path).bytes());
            for (WeightStore.Entry entry : weights.entries()) {
                requireSameNumbers(file, graph, entry, saved, weights);
            }
            requireSameTerms(file, graph, vocabularies, archive.vocabularies());
            requireSameCode(file, graph, weights, archive);
            if (archive.probe().isEmpty() && CodeProbe.of(graph, weights).isPresent()) {
                throw new IllegalArgumentException(file + " does not say what the code of model '" + graph.name()
                        + "' computed: it was saved by an older Plumb, save it again" + PAGE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static void requireSameTerms(
            Path file, Graph graph, Map<String, Vocabulary> now, Map<String, Vocabulary> saved) {
        Set<String> layers = new TreeSet<>(now.keySet());
        layers.addAll(saved.keySet());
        for (String layer : layers) {
            if (!Objects.equals(now.get(layer), saved.get(layer))) {
                throw new IllegalArgumentException(file + " holds another vocabulary of '" + layer + "' than model '"
                        + graph.name() + "': " + terms(saved.get(layer)) + " in the file and " + terms(now.get(layer))
                        + " in the model");
            }
        }
    }

    private static String terms(@Nullable Vocabulary vocabulary) {
        return (vocabulary == null ? 0 : vocabulary.terms().size()) + " terms";
    }

    private static void requireSameNumbers(
            Path file, Graph graph, WeightStore.Entry entry, WeightStore saved, WeightStore weights) {
        Optional<NumberDifference> found = NumberDifference.exact(
                saved.slot(entry.path()).floats(), weights.slot(entry.path()).floats());
        if (found.isPresent()) {
            NumberDifference difference = found.get();
            throw new IllegalArgumentException(file + " holds other weights than model '" + graph.name() + "': '"
                    + entry.path() + "' has " + difference.before() + " in the file and " + difference.now()
                    + " in the model at "
                    + place(difference.index(), entry.weight().shape().sizes()) + ", "
                    + difference.count() + " of its numbers differ");
        }
    }

    private static String place(int index, long... sizes) {
        long[] at = new long[sizes.length];
        long rest = index;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            at[axis] = rest % sizes[axis];
            rest /= sizes[axis];
        }
        return Arrays.toString(at);
    }
}
