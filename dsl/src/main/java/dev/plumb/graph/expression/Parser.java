package dev.plumb.graph.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads expressions by recursive descent; what binds tighter is further down. */
final class Parser {
    private static final Set<String> WORDS = Set.of("and", "or", "not", "true", "false");
    private static final int DEEPEST = 200;

    private final Tokens tokens;
    private int depth;

    Parser(String text) {
        this.tokens = new Tokens(text);
    }

    /** Nothing may follow. */
    void end() {
        if (!tokens.atEnd()) {
            throw tokens.unexpected("the end");
        }
    }

    boolean atEnd() {
        return tokens.atEnd();
    }

    int column() {
        return tokens.column();
    }

    boolean accept(String symbol) {
        return tokens.accept(symbol);
    }

    void expect(String symbol) {
        if (!tokens.accept(symbol)) {
            throw tokens.unexpected("'" + symbol + "'");
        }
    }

    /** A name that is no word of the language. */
    String name() {
        if (!tokens.isName() || WORDS.contains(tokens.text())) {
            throw tokens.unexpected("a name");
        }
        return tokens.next();
    }

    /** The name that comes next, if one does. */
    Optional<String> optionalName() {
        return tokens.isName() && !WORDS.contains(tokens.text()) ? Optional.of(tokens.next()) : Optional.empty();
    }

    /** {@code condition ? a : b}, or what binds tighter. */
    Expression expression() {
        if (++depth > DEEPEST) {
            throw new ExpressionException(column(), "it is nested too deeply");
        }
        Expression condition = or();
        int column = column();
        if (accept("?")) {
            Expression then = expression();
            expect(":");
            condition = new Expression.Choice(column, condition, then, expression());
        }
        depth--;
        return condition;
    }

    private Expression or() {
        Expression left = and();
        for (int column = column(); accept("or"); column = column()) {
            left = new Expression.Binary(column, "or", left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        for (int column = column(); accept("and"); column = column()) {
            left = new Expression.Binary(column, "and", left, not());
        }
        return left;
    }

    private Expression not() {
        int column = column();
        return accept("not") ? new Expression.Unary(column, "not", deeper(this::not)) : comparison();
    }

    private Expression comparison() {
        Expression left = sum();
        for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
            int column = column();
            if (accept(operator)) {
                return new Expression.Binary(column, operator, left, sum());
            }
        }
        return left;
    }

    private Expression sum() {
        Expression left = product();
        while (true) {
            int column = column();
            String operator = accept("+") ? "+" : accept("-") ? "-" : "";
            if (operator.isEmpty()) {
                return left;
            }
            left = new Expression.Binary(column, operator, left, product());
        }
    }

    private Expression product() {
        Expression left = sign();
        while (true) {
            int column = column();
            String operator = accept("*") ? "*" : accept("/") ? "/" : accept("%") ? "%" : "";
            if (operator.isEmpty()) {
                return left;
            }
            left = new Expression.Binary(column, operator, left, sign());
        }
    }

    private Expression sign() {
        int column = column();
        return accept("-") ? new Expression.Unary(column, "-", deeper(this::sign)) : power();
    }

    /** Binds tightest, and to the right: 2 ^ 3 ^ 2 is 2 ^ 9, and -2 ^ 2 is -4. */
    private Expression power() {
        Expression base = element();
        int column = column();
        return accept("^") ? new Expression.Binary(column, "^", base, deeper(this::sign)) : base;
    }

    private Expression element() {
        Expression of = primary();
        for (int column = column(); accept("["); column = column()) {
            of = new Expression.Element(column, of, expression());
            expect("]");
        }
        return of;
    }

    private Expression primary() {
        int column = column();
        if (tokens.isNumber()) {
            return new Expression.Literal(column, number(column, tokens.next()));
        }
        if (accept("true")) {
            return new Expression.Literal(column, true);
        }
        if (accept("false")) {
            return new Expression.Literal(column, false);
        }
        if (accept("(")) {
            Expression inner = expression();
            expect(")");
            return inner;
        }
        if (accept("{")) {
            List<Expression> items = new ArrayList<>();
            if (!accept("}")) {
                do {
                    items.add(expression());
                } while (accept(","));
                expect("}");
            }
            return new Expression.Items(column, items);
        }
        if (!tokens.isName() || WORDS.contains(tokens.text())) {
            throw tokens.unexpected("a number, a name, '(' or '{'");
        }
        return new Expression.Name(column, tokens.next());
    }

    private interface Rule {
        Expression read();
    }

    private Expression deeper(Rule rule) {
        if (++depth > DEEPEST) {
            throw new ExpressionException(column(), "it is nested too deeply");
        }
        Expression read = rule.read();
        depth--;
        return read;
    }

    private static Object number(int column, String text) {
        try {
            return text.matches("[0-9]+") ? (Object) Long.valueOf(text) : Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new ExpressionException(column, "'" + text + "' is no number that can be computed with");
        }
    }
}
