package dev.plumb.graph.expression;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An expression as it was written: numbers, names, arithmetic, comparison, conditions and lists. Each part knows its column.
 */
public sealed interface Expression {

    int column();

    /** A number: a {@code Long}, or a {@code Double} if it has a point or an exponent. */
    record Literal(int column, Object value) implements Expression {}

    /** A name. */
    record Name(int column, String name) implements Expression {}

    /** A list. */
    record Items(int column, List<Expression> items) implements Expression {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** An element of a list, counted from 0. */
    record Element(int column, Expression list, Expression index) implements Expression {}

    /** An operator before what it is applied to: {@code -}, {@code not}. */
    record Unary(int column, String operator, Expression operand) implements Expression {}

    /** An operator between two expressions. */
    record Binary(int column, String operator, Expression left, Expression right) implements Expression {}

    /** One of two, by a condition. */
    record Choice(int column, Expression condition, Expression then, Expression otherwise) implements Expression {}

    /**
     * Reads an expression.
     *
     * @throws ExpressionException if it is none
     */
    static Expression parse(String text) {
        Parser parser = new Parser(text);
        Expression expression = parser.expression();
        parser.end();
        return expression;
    }

    /** What it is made of. */
    default List<Expression> parts() {
        if (this instanceof Items list) {
            return list.items();
        }
        if (this instanceof Element element) {
            return List.of(element.list(), element.index());
        }
        if (this instanceof Unary unary) {
            return List.of(unary.operand());
        }
        if (this instanceof Binary binary) {
            return List.of(binary.left(), binary.right());
        }
        return this instanceof Choice choice
                ? List.of(choice.condition(), choice.then(), choice.otherwise())
                : List.of();
    }

    /** The names in it, in their order. */
    default Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        collect(this, names);
        return names;
    }

    private static void collect(Expression expression, Set<String> names) {
        if (expression instanceof Name name) {
            names.add(name.name());
        }
        expression.parts().forEach(part -> collect(part, names));
    }
}
