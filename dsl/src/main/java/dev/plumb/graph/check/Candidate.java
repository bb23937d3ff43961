package dev.plumb.graph.check;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.rule.SequenceSpec;
import dev.plumb.graph.spec.Attributes;
import dev.plumb.graph.spec.LayerSpec;
import dev.plumb.graph.spec.WrapperSpec;
import java.util.Map;
import java.util.Optional;

/** A change to a draft, and how to tell it. */
record Candidate(String text, Draft draft) {

    /** Another value of an attribute of a layer, or of the layer that it wraps; empty if it has that value. */
    static Optional<Candidate> of(Draft draft, Draft.Step step, String attribute, Object value) {
        LayerSpec spec = step.layer().orElseThrow();
        LayerSpec other = Attributes.with(spec, attribute, value);
        return !other.equals(spec)
                ? Optional.of(new Candidate(
                        step.name() + ": " + attribute + " = " + AttributeText.format(value),
                        draft.with(step.withLayer(other))))
                : Optional.empty();
    }

    /** Another activation at the end of a layer; empty if it has none or that one. */
    static Optional<Candidate> activation(Draft draft, Draft.Step step, ActivationFunction activation) {
        return step.layer()
                .map(layer -> layer.isMadeOfLayers() ? WrapperSpec.innermost(layer) : layer) // what is repeated
                .map(LayerSpec::finalActivationAttribute)
                .filter(attribute -> !attribute.isEmpty())
                .flatMap(attribute -> of(draft, step, attribute, activation));
    }

    /** The change of this candidate and that of another one that was made on top of it. */
    Candidate and(Candidate next) {
        return new Candidate(text + "; " + next.text, next.draft);
    }

    /** What can be changed about a step. */
    static Map<String, Object> attributes(Draft.Step step) {
        return step.layer().map(Attributes::stated).orElse(Map.of());
    }

    /** The recurrent layer that a step is or wraps. */
    static Optional<SequenceSpec> recurrent(Draft.Step step) {
        return step.layer().flatMap(SequenceSpec::readerWithin);
    }
}
