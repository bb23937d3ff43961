package dev.plumb.graph;

import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.graph.spec.Weight;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layer made of layers: a nested model, a block, a repetition. In a checked graph there is none: its layers are there, under its name.
 */
public interface Composite extends LayerSpec {

    /** What it is made of, for inputs whose number fits. */
    Expansion expand(List<TensorType> inputs);

    /** The layers that it is made of for inputs that fit, before these are checked; empty if that cannot be said. */
    Optional<Draft> madeOf(List<TensorType> inputs);

    /** What its layers are declared in, as it was written: the wiring of a block, a model; empty for a repetition of something else. */
    default Optional<Draft> declaration() {
        return Optional.empty();
    }

    /** The same where a declaration, its own or that of something inside, is another one. */
    default LayerSpec redeclared(Draft from, Draft to) {
        return this;
    }

    /** A layer where a declaration, if it has one or something inside has, is another one. */
    static LayerSpec redeclared(LayerSpec layer, Draft from, Draft to) {
        if (layer instanceof WrapperSpec wrapper) {
            return layer.with(WrapperSpec.WRAPPED, redeclared(wrapper.layer(), from, to));
        }
        return layer instanceof Composite composite ? composite.redeclared(from, to) : layer;
    }

    /**
     * How names that stand only in its draft, and not in the source, are said of a use.
     *
     * @param use the name of the use
     * @param wires what it takes
     * @return the names to be said, by those in the draft; none where the source has them all
     */
    default Map<String, String> spokenNames(String use, List<String> wires) {
        return Map.of();
    }

    @Override
    default boolean isMadeOfLayers() {
        return true;
    }

    /** What a composite is for certain inputs. */
    sealed interface Expansion {}

    /**
     * It fits.
     *
     * @param graph its layers; its inputs and outputs are those of the composite, in their order
     * @param assumptions what could not be decided about the inputs while sizes are symbolic
     */
    record Expanded(Graph graph, List<Assumption> assumptions) implements Expansion {
        public Expanded {
            assumptions = List.copyOf(assumptions);
        }
    }

    /** It does not take these inputs. */
    record Refused(Mismatch mismatch) implements Expansion {}

    /** Something inside does not fit; none if that is to be said where it is declared. */
    record Faulty(List<Problem> problems) implements Expansion {
        public Faulty {
            problems = List.copyOf(problems);
        }
    }

    @Override
    default Inference infer(List<TensorType> inputs) {
        Expansion expansion = expand(inputs);
        if (expansion instanceof Expanded expanded) {
            return Inference.types(expanded.graph().outputs().stream()
                            .map(Graph.Output::type)
                            .toList())
                    .assuming(expanded.assumptions());
        }
        if (expansion instanceof Refused refused) {
            return Inference.failure(refused.mismatch());
        }
        return Inference.failure(new Mismatch.Inside(
                ((Faulty) expansion).problems().stream().findFirst().map(Problem::headline)));
    }

    /** The outputs that a wire of this name stands for, where that is a list of tensors; empty if it is one, or unknown. */
    default List<String> listed(String output) {
        return List.of();
    }

    /** Whether a wire of this name stands for a list whose length is said later: what a block repeats as often as an attribute says. */
    default boolean isOpenList(String output) {
        return false;
    }

    /** The tensors that a wire from a layer stands for: itself, or the list that a repetition gives. */
    static List<TensorName> tensors(TensorName wire, Optional<LayerSpec> layer) {
        List<String> outputs =
                layer.orElse(null) instanceof Composite composite ? composite.listed(wire.output()) : List.of();
        return outputs.isEmpty()
                ? List.of(wire)
                : outputs.stream()
                        .map(output -> new TensorName(wire.source(), output))
                        .toList();
    }

    /** None of its own: those of its layers are listed with them. */
    @Override
    default List<Weight> weights(List<TensorType> inputs) {
        return List.of();
    }
}
