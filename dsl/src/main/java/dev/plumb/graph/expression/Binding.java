package dev.plumb.graph.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * An attribute and the expression that is its value: {@code strides = 2 * stride}. A name alone is both: {@code filters}.
 *
 * @param target the attribute, with what it is in or inside of: {@code Repeat.value}, {@code kernelRegularizer.l2}
 * @param column where it is in the text, the first character being 1
 */
public record Binding(List<String> target, int column, Expression value) {

    public Binding {
        target = List.copyOf(target);
    }

    /** The attribute as it was written. */
    public String name() {
        return String.join(".", target);
    }

    /** Whether the value is a name alone, which passes on what it means, whatever that is. */
    public boolean isName() {
        return value instanceof Expression.Name;
    }

    /**
     * Reads bindings separated by commas.
     *
     * @throws ExpressionException if they are none
     */
    public static List<Binding> parse(String text) {
        Parser parser = new Parser(text);
        List<Binding> bindings = new ArrayList<>();
        do {
            int column = parser.column();
            List<String> target = new ArrayList<>(List.of(parser.name()));
            while (parser.accept(".")) {
                target.add(parser.name());
            }
            Expression value = parser.accept("=")
                    ? parser.expression()
                    : new Expression.Name(column, target.get(target.size() - 1));
            bindings.add(new Binding(target, column, value));
        } while (parser.accept(","));
        parser.end();
        return bindings;
    }
}
