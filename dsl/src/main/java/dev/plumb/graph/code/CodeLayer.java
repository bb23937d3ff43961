package dev.plumb.graph.code;

import dev.plumb.dsl.DType;
import dev.plumb.graph.attribute.Definition;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Arity;
import dev.plumb.graph.spec.DeclaredAttribute;
import dev.plumb.graph.spec.Inference;
import dev.plumb.graph.spec.UserLayer;
import dev.plumb.graph.spec.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A layer whose body is code, with values for its attributes. The class that is generated for one extends it with a method for each attribute.
 *
 * <p>Its weights are declared by its code, so they are known once it has run: see {@link #withWeights}.
 */
public class CodeLayer implements UserLayer {
    /** The attribute with the names of optional inputs that are left out before one that is given. */
    static final String WITHOUT = "without";

    private final CodeDefinition code;
    private final Map<String, Object> values;
    private final Optional<List<Weight>> weights;

    CodeLayer(CodeDefinition code, Map<String, Object> values, Optional<List<Weight>> weights) {
        this.code = code;
        this.values = Map.copyOf(values);
        this.weights = weights;
    }

    /** The same layer with the same values. */
    protected CodeLayer(CodeLayer same) {
        this(same.code, same.values, same.weights);
    }

    /** What it is. */
    public final CodeDefinition code() {
        return code;
    }

    @Override
    public final Map<String, Object> values() {
        return values;
    }

    /**
     * The same layer without these optional inputs, for uses that give one after them: those that are given follow one another.
     *
     * @param roles names of optional inputs
     * @throws IllegalArgumentException if one is no optional input of the signature that has a name, or there is no other one
     */
    public final CodeLayer without(String... roles) {
        for (String role : roles) {
            if (!isOptional(role)) {
                throw new IllegalArgumentException("'" + role + "' cannot be left out: it is no optional input of "
                        + code.signature().text());
            }
        }
        return with(WITHOUT, List.of(roles));
    }

    /** Whether a role is that of an input that may be left out. */
    public final boolean isOptional(String role) {
        return code.signature().inputs().stream()
                .anyMatch(input -> input.isOptional() && input.name().equals(role));
    }

    /** The inputs of the signature but those that this use is {@link #without}, in their order. */
    public final List<Signature.Tensor> inputs() {
        return values.get(WITHOUT) instanceof List<?> leftOut && !leftOut.isEmpty()
                ? code.signature().inputs().stream()
                        .filter(input -> !(input.isOptional() && leftOut.contains(input.name())))
                        .toList()
                : code.signature().inputs();
    }

    /** The same layer with the weights that its code has declared for what it is given. */
    public final CodeLayer withWeights(List<Weight> declared) {
        return new CodeLayer(code, values, Optional.of(List.copyOf(declared)));
    }

    /** Whether its code has declared its weights. */
    public final boolean hasDeclaredWeights() {
        return weights.isPresent();
    }

    /** Whether this program has its code: it is not just what a file says of it. */
    public final boolean isRunnable() {
        return code.maker().isPresent();
    }

    /**
     * The code, made of the attributes.
     *
     * @throws IllegalStateException if this program does not know the class, as for a layer that was read from a file
     */
    public final Object makeCode() {
        return code.maker()
                .orElseThrow(() -> new IllegalStateException("the code of the layer " + layerName()
                        + " is not in the file: load it by the class that was generated for its model,"
                        + " or by a graph that has the layer"))
                .apply(new CodeValues(values));
    }

    @Override
    public final List<DeclaredAttribute> declaredAttributes() {
        return code.attributes();
    }

    /**
     * Whether it can be the cell of a recurrent layer: takes a step and states of float32, and gives new states of the same shapes, which the output
     * may precede.
     */
    public final boolean isCell() {
        List<Signature.Tensor> before = inputs();
        List<Signature.Tensor> after = code.signature().outputs();
        int states = before.size() - 1;
        int first = after.size() - states;
        if (states < 1
                || first < 0
                || first > 1
                || before.stream().anyMatch(input -> input.isOptional() || input.isRepeated())) {
            return false;
        }
        for (int i = 0; i < states; i++) {
            Signature.Tensor state = after.get(first + i);
            if (state.dtype() != DType.FLOAT32 || !state.isLike(before.get(1 + i))) {
                return false;
            }
        }
        return after.get(0).dtype() == DType.FLOAT32;
    }

    /**
     * All of its inputs, where the first is this and the signature says what the others are then.
     *
     * @return types as {@link #infer} takes them, or what does not fit
     */
    public final Inference inputsFrom(TensorType first) {
        return new SignatureRule(code, inputs(), values, List.of(first)).completed();
    }

    @Override
    public final boolean isCode() {
        return true;
    }

    @Override
    public final Inference infer(List<TensorType> inputs) {
        return new SignatureRule(code, inputs(), values, inputs).infer();
    }

    /** Those that its code has declared; none as long as it has not run. */
    @Override
    public final List<Weight> weights(List<TensorType> inputs) {
        return weights.orElse(List.of());
    }

    @Override
    public final Arity arity() {
        List<Signature.Tensor> inputs = inputs();
        int required =
                (int) inputs.stream().filter(input -> !input.isOptional()).count();
        boolean isRepeated = inputs.get(inputs.size() - 1).isRepeated();
        return isRepeated ? Arity.atLeast(required) : Arity.between(required, inputs.size());
    }

    @Override
    public final List<String> inputNames() {
        boolean isRepeated = code.signature().inputs().stream().anyMatch(Signature.Tensor::isRepeated);
        return isRepeated
                ? List.of()
                : inputs().stream()
                        .map(Signature.Tensor::name)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    /** The roles where the last one is that of one or more inputs: {@link #inputNames} has none then, as their number is not known. Else none. */
    public final List<String> repeatingRoles() {
        List<Signature.Tensor> inputs = inputs();
        return inputs.get(inputs.size() - 1).isRepeated()
                        && !inputs.get(0).name().isEmpty()
                ? inputs.stream().map(Signature.Tensor::name).toList()
                : List.of();
    }

    @Override
    public final List<String> outputNames() {
        List<Signature.Tensor> outputs = code.signature().outputs();
        return outputs.get(0).name().isEmpty()
                ? List.of("output")
                : outputs.stream().map(Signature.Tensor::name).toList();
    }

    @Override
    public final Definition<CodeLayer> definition() {
        return code.definition();
    }

    @Override
    public final CodeLayer with(String attribute, Object value) {
        return code.definition().with(this, attribute, value);
    }

    /** Its weights follow from its code, and do not count. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof CodeLayer layer && values.equals(layer.values) && code.equals(layer.code);
    }

    @Override
    public final int hashCode() {
        return 31 * code.hashCode() + values.hashCode();
    }

    @Override
    public final String toString() {
        return describe();
    }
}
