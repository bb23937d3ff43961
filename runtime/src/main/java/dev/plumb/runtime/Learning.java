package dev.plumb.runtime;

import dev.plumb.dsl.layer.Discretization;
import dev.plumb.dsl.layer.DiscretizationLayer;
import dev.plumb.dsl.layer.NormalizationLayer;
import dev.plumb.graph.Node;
import dev.plumb.graph.rule.VocabularySpec;
import dev.plumb.preprocess.Moments;
import dev.plumb.preprocess.QuantileSummary;
import dev.plumb.preprocess.TermCounts;
import dev.plumb.preprocess.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a layer learns of data while these are read. */
interface Learning {
    /**
     * Takes a batch.
     *
     * @param examples what a layer takes that works on what is fed
     * @param numbers what any other takes
     */
    void add(Intake.Examples examples, Node node, float... numbers);

    /** The vocabulary that was learnt, if it is one. */
    default Optional<Vocabulary> vocabulary() {
        return Optional.empty();
    }

    /** The weights that were learnt, by their names in the layer. */
    default Map<String, float[]> weights() {
        return Map.of();
    }

    /** Nothing yet. */
    static Learning of(Node node, Map<String, Long> sizes) {
        if (node.spec() instanceof NormalizationLayer normalization) {
            return new OfMoments(moments(normalization, node, sizes));
        }
        if (node.spec() instanceof DiscretizationLayer bins) {
            return new OfBoundaries(bins.numBins(), new QuantileSummary(bins.epsilon()));
        }
        return new OfTerms(node, new TermCounts((VocabularySpec) node.spec()));
    }

    private static Moments moments(NormalizationLayer spec, Node node, Map<String, Long> sizes) {
        int[] axes = Arrays.stream(node.inputTypes().get(0).shape().bind(sizes).sizes())
                .mapToInt(Math::toIntExact)
                .toArray();
        List<Integer> keptAxes = spec.keptAxes(axes.length);
        boolean[] kept = new boolean[axes.length];
        keptAxes.forEach(axis -> kept[axis] = true);
        return new Moments(axes, kept);
    }

    /** Means and variances. */
    record OfMoments(Moments moments) implements Learning {
        @Override
        public void add(Intake.Examples examples, Node node, float... numbers) {
            moments.add(examples.count(), numbers);
        }

        @Override
        public Map<String, float[]> weights() {
            return Map.of(
                    "mean", moments.means(),
                    "variance", moments.variances(),
                    "count", new float[] {moments.count()});
        }
    }

    /** Boundaries of bins. */
    record OfBoundaries(int bins, QuantileSummary summary) implements Learning {
        @Override
        public void add(Intake.Examples examples, Node node, float... numbers) {
            summary.add(numbers);
        }

        @Override
        public Map<String, float[]> weights() {
            return Map.of(Discretization.Rule.BOUNDARIES, summary.boundaries(bins));
        }
    }

    /** Terms. */
    record OfTerms(Node node, TermCounts counts) implements Learning {
        @Override
        public void add(Intake.Examples examples, Node own, float... numbers) {
            counts.add(examples.count(), examples.value(own.inputs().get(0).source()));
        }

        @Override
        public Optional<Vocabulary> vocabulary() {
            try {
                return Optional.of(counts.vocabulary());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(node.title() + " cannot be adapted: " + e.getMessage(), e);
            }
        }
    }
}
