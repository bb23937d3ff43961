package dev.plumb.graph.compose;

import dev.plumb.graph.expression.Binding;
import dev.plumb.graph.expression.Expression;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.spec.AttributeKind;
import dev.plumb.graph.spec.LayerSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with the bindings and the condition of a layer, whatever the values are of the names in them: it is said once, where they
 * stand.
 */
public final class StepCheck {
    private final Map<String, AttributeKind> names;

    private StepCheck(Map<String, AttributeKind> names) {
        this.names = names;
    }

    /**
     * A fault in one of the texts.
     *
     * @param text which one
     * @param reason why, with the column
     */
    public record Fault(int text, String reason) {}

    /**
     * The first fault of bindings; {@code names} are those of the block's attributes and of the axes of its inputs. In a repetition there is {@code index}
     * too.
     */
    public static Optional<Fault> ofBindings(LayerSpec layer, List<String> texts, Map<String, AttributeKind> names) {
        Map<String, AttributeKind> known = new HashMap<>(names);
        if (layer instanceof Repetition) {
            known.put(Settings.INDEX, AttributeKind.INT);
        }
        return new StepCheck(known).bindings(layer, texts);
    }

    /** The names of the attributes that bindings without a fault set. */
    static Set<String> attributes(LayerSpec layer, List<String> texts) {
        Set<String> attributes = new HashSet<>();
        for (String text : texts) {
            for (Binding binding : Binding.parse(text)) {
                attributes.add(Binder.target(layer, binding).get(1));
            }
        }
        return attributes;
    }

    /** As {@link #ofBindings} for a layer of a model, where there are no names but {@code index}: what can be computed is. */
    public static Optional<Fault> inModel(LayerSpec layer, List<String> texts) {
        Optional<Fault> fault = ofBindings(layer, texts, Map.of());
        if (fault.isPresent()) {
            return fault;
        }
        try {
            bound(layer, texts);
            return Optional.empty();
        } catch (Bindings.Failure failure) {
            return Optional.of(new Fault(failure.text(), failure.reason()));
        }
    }

    /** The layer of a model with the attributes set by bindings without a fault. */
    public static LayerSpec bound(LayerSpec layer, List<String> texts) {
        return Bindings.apply(layer, texts, Environment.NONE);
    }

    /** What is wrong with a condition, with the column. */
    public static Optional<String> ofCondition(String text, Map<String, AttributeKind> names) {
        try {
            new StepCheck(names).known(Expression.parse(text));
            return Optional.empty();
        } catch (ExpressionException e) {
            return Optional.of(e.located());
        } catch (Binder.Refusal e) {
            return Optional.of(e.reason());
        }
    }

    private Optional<Fault> bindings(LayerSpec layer, List<String> texts) {
        Set<List<String>> bound = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                for (Binding binding : Binding.parse(texts.get(i))) {
                    if (!bound.add(Binder.target(layer, binding))) {
                        throw new Binder.Refusal(binding.column(), "'" + binding.name() + "' is bound twice");
                    }
                    known(binding.value());
                    passed(layer, binding);
                }
            } catch (ExpressionException e) {
                return Optional.of(new Fault(i, e.located()));
            } catch (Binder.Refusal e) {
                return Optional.of(new Fault(i, e.reason()));
            }
        }
        return Optional.empty();
    }

    /** A name alone passes on what it means: there is a value of its kind that fits. */
    private void passed(LayerSpec layer, Binding binding) {
        if (!(binding.value() instanceof Expression.Name name)) {
            return;
        }
        AttributeKind kind = Objects.requireNonNull(names.get(name.name()));
        List<Object> samples = kind.samples();
        if (!samples.isEmpty() && samples.stream().noneMatch(sample -> fits(layer, binding, name, sample))) {
            throw new Binder.Refusal(
                    name.column(),
                    "'" + binding.name() + "' takes "
                            + Binder.type(layer, binding).takes() + ", and '" + name.name() + "' is " + kind.title());
        }
    }

    private static boolean fits(LayerSpec layer, Binding binding, Expression.Name name, Object sample) {
        try {
            Binder.apply(layer, binding, Bindings.of(name.name(), sample));
            return true;
        } catch (Binder.Refusal e) {
            return false;
        }
    }

    /** All names mean something. */
    private void known(Expression expression) {
        if (expression instanceof Expression.Name name) {
            if (!names.containsKey(name.name())) {
                throw unknown(name);
            }
        } else if (expression instanceof Expression.Binary binary
                && Set.of("==", "!=").contains(binary.operator())
                && (isConstant(binary.left()) != isConstant(binary.right()))
                && compared(isConstant(binary.left()) ? binary.right() : binary.left())
                        .isPresent()) {
            boolean first = isConstant(binary.left());
            Expression attribute = first ? binary.right() : binary.left();
            attribute.parts().forEach(this::known);
            element(attribute);
            constant(compared(attribute).orElseThrow(), (Expression.Name) (first ? binary.left() : binary.right()));
        } else {
            expression.parts().forEach(this::known);
        }
    }

    /** Whether it is a name that means nothing here: that of a constant, where it is compared with one. */
    private boolean isConstant(Expression side) {
        return side instanceof Expression.Name name && !names.containsKey(name.name());
    }

    /** The attribute that a constant is compared with, as a whole or an element of it. */
    private Optional<Expression.Name> compared(Expression side) {
        Expression whole = side instanceof Expression.Element element ? element.list() : side;
        return whole instanceof Expression.Name name && names.containsKey(name.name())
                ? Optional.of(name)
                : Optional.empty();
    }

    /** A list as a whole is no constant. */
    private void element(Expression attribute) {
        if (attribute instanceof Expression.Name list
                && Objects.requireNonNull(names.get(list.name())).isList()) {
            throw new Binder.Refusal(
                    list.column(),
                    "'" + list.name() + "' is a list: compare an element, such as " + list.name() + "[0]");
        }
    }

    /** What is compared with an attribute by its name is a constant of its enum. */
    private void constant(Expression.Name attribute, Expression.Name constant) {
        List<String> constants =
                Objects.requireNonNull(names.get(attribute.name())).constants();
        if (constants.isEmpty()) {
            throw unknown(constant);
        }
        if (!constants.contains(constant.name())) {
            throw new Binder.Refusal(
                    constant.column(),
                    "'" + attribute.name() + "' has no constant '" + constant.name() + "'"
                            + Similar.hint(constant.name(), constants));
        }
    }

    private Binder.Refusal unknown(Expression.Name name) {
        List<String> known = names.keySet().stream().sorted().toList();
        String all = name.name().equals(Settings.INDEX)
                ? ": there is an index where @Repeat stands"
                : known.isEmpty() ? "" : "; known are " + String.join(", ", known);
        return new Binder.Refusal(
                name.column(), "'" + name.name() + "' is no name here" + Similar.hint(name.name(), known) + all);
    }
}
