package dev.plumb.graph.compose;

import dev.plumb.graph.Draft;
import dev.plumb.graph.expression.Evaluation;
import dev.plumb.graph.expression.Expression;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.expression.Names;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.Assumption;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.SizeEquality;
import dev.plumb.graph.shape.SizeLimitException;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Mismatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller gives for the inputs of a model or block: its sizes are what the names of their axes mean. In a block an axis may also be an
 * attribute, be computed from names before it, or be {@code ...}: any leading axes, the same everywhere.
 */
final class GivenInputs {
    static final String ANY = "...";

    private final List<Draft.Input> declared;
    private final List<TensorType> given;
    private final Map<String, Object> attributes;
    private final Map<String, Dim> names = new LinkedHashMap<>();
    private final SizeEquality sizes = new SizeEquality();

    GivenInputs(List<Draft.Input> declared, List<TensorType> given, Map<String, Object> attributes) {
        this.declared = declared;
        this.given = given;
        this.attributes = attributes;
    }

    /** Of a model, which has no attributes. */
    static GivenInputs ofModel(List<Draft.Input> declared, List<TensorType> given) {
        return new GivenInputs(declared, given, Map.of());
    }

    /** The attributes and the named axes. */
    Environment environment() {
        Map<String, Object> values = new HashMap<>(attributes);
        names.forEach((name, size) ->
                values.put(name, size.isKnown() ? (Object) size.size() : new Names.UnknownSize(size.toString())));
        return new Environment(values);
    }

    /** The first input that is given what it does not take, if there is one. */
    Optional<Mismatch> mismatch() {
        for (int i = 0; i < declared.size(); i++) {
            Optional<ProblemId> wrong = wrong(declared.get(i).type(), given.get(i));
            if (wrong.isPresent()) {
                Draft.Input input = declared.get(i);
                return Optional.of(new Mismatch.WrongInput(i, input.name(), input.type(), wrong.get()));
            }
        }
        return Optional.empty();
    }

    /** What has to hold of sizes that are not known yet; after {@link #mismatch} found nothing. */
    List<Assumption> assumptions() {
        return sizes.assumptions();
    }

    /** The inputs with the types that they are given. */
    List<Draft.Input> inputs() {
        List<Draft.Input> inputs = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            inputs.add(new Draft.Input(
                    declared.get(i).name(), given.get(i), declared.get(i).declared()));
        }
        return inputs;
    }

    private Optional<ProblemId> wrong(TensorType wanted, TensorType actual) {
        List<Dim> pattern = wanted.shape().dims();
        List<Dim> axes = actual.shape().dims();
        boolean open = !pattern.isEmpty() && pattern.get(0).toString().equals(ANY);
        if (open && axes.size() >= pattern.size() - 1) {
            int rest = axes.size() - pattern.size() + 1;
            if (!sizes.isLeading(axes.subList(0, rest))) {
                return Optional.of(ProblemId.SHAPE_MISMATCH);
            }
            pattern = pattern.subList(1, pattern.size());
            axes = axes.subList(rest, axes.size());
        }
        if (pattern.size() != axes.size()) {
            return Optional.of(ProblemId.RANK_MISMATCH);
        }
        if (wanted.dtype() != actual.dtype()) {
            return Optional.of(ProblemId.DTYPE_MISMATCH);
        }
        for (int axis = 0; axis < pattern.size(); axis++) {
            if (!fits(pattern.get(axis), axes.get(axis))) {
                return Optional.of(ProblemId.SHAPE_MISMATCH);
            }
        }
        return Optional.empty();
    }

    private boolean fits(Dim wanted, Dim actual) {
        if (wanted.isKnown()) {
            return sizes.isEqual(wanted, actual);
        }
        String text = wanted.toString();
        if (attributes.get(text) instanceof Number size) {
            return sizes.isEqual(Dim.of(size.longValue()), actual);
        }
        Dim bound = names.get(text);
        if (bound != null) {
            return sizes.isEqual(bound, actual);
        }
        Optional<Dim> computed = computed(text);
        if (computed.isPresent()) {
            return sizes.isEqual(computed.get(), actual);
        }
        names.put(text, actual);
        return true;
    }

    /** The size of an axis that is computed from names before it; empty if it is itself a name, or one of them is not known here. */
    private Optional<Dim> computed(String text) {
        if (text.matches("[\\p{L}_$][\\p{L}\\p{N}_$]*")) {
            return Optional.empty();
        }
        try {
            return Evaluation.value(Expression.parse(text), environment(), false) instanceof Long size && size >= 0
                    ? Optional.of(Dim.of(size))
                    : Optional.empty();
        } catch (ExpressionException | SizeLimitException e) {
            return Optional.empty();
        }
    }
}
