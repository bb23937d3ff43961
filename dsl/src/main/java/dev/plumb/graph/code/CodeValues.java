package dev.plumb.graph.code;

import dev.plumb.dsl.Constraint;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Regularizer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The attributes of a layer in code, in the types that its constructor takes; what is generated for the layer reads them. */
public final class CodeValues {
    private final Map<String, Object> values;

    CodeValues(Map<String, Object> values) {
        this.values = values;
    }

    private Object value(String attribute) {
        return Objects.requireNonNull(values.get(attribute), () -> "there is no attribute '" + attribute + "'");
    }

    private List<?> items(String attribute) {
        return (List<?>) value(attribute);
    }

    public int integer(String attribute) {
        return (int) value(attribute);
    }

    public double real(String attribute) {
        return (double) value(attribute);
    }

    public boolean truth(String attribute) {
        return (boolean) value(attribute);
    }

    public String text(String attribute) {
        return (String) value(attribute);
    }

    public <E extends Enum<E>> E constant(String attribute, Class<E> constants) {
        return Enum.valueOf(constants, text(attribute));
    }

    public Init.Spec init(String attribute) {
        return (Init.Spec) value(attribute);
    }

    public Regularizer.Spec regularizer(String attribute) {
        return (Regularizer.Spec) value(attribute);
    }

    public Constraint.Spec constraint(String attribute) {
        return (Constraint.Spec) value(attribute);
    }

    public int[] integers(String attribute) {
        return items(attribute).stream().mapToInt(item -> (int) item).toArray();
    }

    public double[] reals(String attribute) {
        return items(attribute).stream().mapToDouble(item -> (double) item).toArray();
    }

    public boolean[] truths(String attribute) {
        List<?> items = items(attribute);
        boolean[] truths = new boolean[items.size()];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = (boolean) items.get(i);
        }
        return truths;
    }

    public String[] texts(String attribute) {
        return items(attribute).toArray(String[]::new);
    }

    public <E extends Enum<E>> List<E> constants(String attribute, Class<E> constants) {
        return items(attribute).stream()
                .map(item -> Enum.valueOf(constants, (String) item))
                .toList();
    }
}
