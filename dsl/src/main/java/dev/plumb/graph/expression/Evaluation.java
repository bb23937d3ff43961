package dev.plumb.graph.expression;

import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes expressions. Whole numbers are exact: what overflows, or does not divide, cannot be computed. Where a double is wanted, all
 * numbers are doubles.
 */
public final class Evaluation {
    private final Names names;
    private final boolean doubles;

    private Evaluation(Names names, boolean doubles) {
        this.names = names;
        this.doubles = doubles;
    }

    /**
     * The value of an expression for an attribute: a {@code Long}, a {@code Double}, a {@code Boolean}, a string (also for the constant of an enum), or a
     * list of these.
     *
     * @param doubles whether all numbers are doubles
     * @throws ExpressionException if it cannot be computed
     */
    public static Object value(Expression expression, Names names, boolean doubles) {
        return new Evaluation(names, doubles).of(expression);
    }

    /**
     * Whether a condition holds.
     *
     * @throws ExpressionException if it cannot be computed, or is no condition
     */
    public static boolean holds(Expression condition, Names names) {
        return new Evaluation(names, false).truth(condition);
    }

    private Object of(Expression expression) {
        if (expression instanceof Expression.Literal literal) {
            return doubles && literal.value() instanceof Long number ? (Object) number.doubleValue() : literal.value();
        }
        if (expression instanceof Expression.Name name) {
            return known(name).orElseThrow(() -> unknown(name));
        }
        if (expression instanceof Expression.Items list) {
            return list.items().stream().map(this::of).toList();
        }
        if (expression instanceof Expression.Element element) {
            return element(element);
        }
        if (expression instanceof Expression.Choice choice) {
            boolean first = new Evaluation(names, false).truth(choice.condition());
            return of(first ? choice.then() : choice.otherwise());
        }
        if (expression instanceof Expression.Unary unary) {
            if (unary.operator().equals("not")) {
                return !truth(unary.operand());
            }
            return arithmetic(unary.column(), "-", 0L, of(unary.operand()));
        }
        Expression.Binary binary = (Expression.Binary) expression;
        return switch (binary.operator()) {
            case "and" -> truth(binary.left()) && truth(binary.right());
            case "or" -> truth(binary.left()) || truth(binary.right());
            case "==", "!=", "<", "<=", ">", ">=" -> comparison(binary);
            default -> arithmetic(binary.column(), binary.operator(), of(binary.left()), of(binary.right()));
        };
    }

    private boolean truth(Expression condition) {
        Object value = of(condition);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new ExpressionException(condition.column(), "expected a condition, found " + value);
    }

    private Optional<Object> known(Expression.Name name) {
        Optional<Object> found = names.value(name.name());
        if (found.isPresent() && found.get() instanceof Names.UnknownSize unknown) {
            throw new ExpressionException(
                    name.column(), "the size of '" + name.name() + "' is not known here: it is " + unknown.size());
        }
        return found.map(this::plain);
    }

    /** Whole numbers as longs, or all numbers as doubles; constants as their names. */
    private Object plain(Object value) {
        if (value instanceof Number number) {
            boolean whole = number instanceof Integer || number instanceof Long;
            return whole && !doubles ? (Object) number.longValue() : (Object) number.doubleValue();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::plain).toList();
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    private ExpressionException unknown(Expression.Name name) {
        List<String> known = new ArrayList<>(names.known());
        String all = known.isEmpty() ? "" : "; known are " + String.join(", ", known);
        return new ExpressionException(
                name.column(), "'" + name.name() + "' is no name here" + Similar.hint(name.name(), known) + all);
    }

    private Object element(Expression.Element element) {
        Object list = of(element.list());
        Object index = new Evaluation(names, false).of(element.index());
        if (!(list instanceof List<?> items)) {
            throw new ExpressionException(element.column(), "only a list has elements, and this is " + list);
        }
        if (!(index instanceof Long number)) {
            throw new ExpressionException(element.index().column(), "expected a whole number, found " + index);
        }
        if (number < 0 || number >= items.size()) {
            throw new ExpressionException(
                    element.index().column(), "the list has " + items.size() + " elements, and none at " + number);
        }
        return items.get(number.intValue());
    }

    private boolean comparison(Expression.Binary binary) {
        String operator = binary.operator();
        boolean equality = operator.equals("==") || operator.equals("!=");
        Object left = equality ? orConstant(binary.left()) : of(binary.left());
        Object right = equality ? orConstant(binary.right()) : of(binary.right());
        boolean numbers = left instanceof Number && right instanceof Number;
        if (equality) {
            if (!numbers && left.getClass() != right.getClass()) {
                throw new ExpressionException(binary.column(), left + " and " + right + " cannot be compared");
            }
            if (left instanceof String && isUnknown(binary.left()) && isUnknown(binary.right())) {
                throw unknown((Expression.Name) binary.left());
            }
            return (numbers ? compare(left, right) == 0 : left.equals(right)) == operator.equals("==");
        }
        if (!numbers) {
            throw new ExpressionException(binary.column(), "only numbers are compared by " + operator);
        }
        int order = compare(left, right);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** A name that means nothing is the constant of an enum, where it is compared with one. */
    private Object orConstant(Expression side) {
        return isUnknown(side) ? ((Expression.Name) side).name() : of(side);
    }

    private boolean isUnknown(Expression side) {
        return side instanceof Expression.Name name && names.value(name.name()).isEmpty();
    }

    private static int compare(Object left, Object right) {
        return left instanceof Long a && right instanceof Long b
                ? a.compareTo(b)
                : Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
    }

    private static Object arithmetic(int column, String operator, Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return whole(column, operator, a, b);
        }
        if (left instanceof Number a && right instanceof Number b) {
            double result = real(operator, a.doubleValue(), b.doubleValue());
            if (!Double.isFinite(result)) {
                throw cannot(column, operator, left, right, "is not finite");
            }
            return result;
        }
        throw new ExpressionException(
                column, "only numbers are computed with, and this is " + left + " " + operator + " " + right);
    }

    private static double real(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "%" -> a - Math.floor(a / b) * b;
            default -> Math.pow(a, b);
        };
    }

    private static long whole(int column, String operator, long a, long b) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "/" -> quotient(column, a, b);
                case "%" -> Math.floorMod(a, b);
                default -> power(column, a, b);
            };
        } catch (ArithmeticException e) {
            throw cannot(column, operator, a, b, b == 0 ? "divides by 0" : "is too large");
        }
    }

    private static long quotient(int column, long a, long b) {
        if (b != 0 && a % b != 0) {
            throw cannot(column, "/", a, b, "is no whole number");
        }
        return a / b;
    }

    private static long power(int column, long base, long exponent) {
        if (exponent < 0) {
            throw cannot(column, "^", base, exponent, "is no whole number");
        }
        if (base >= -1 && base <= 1) {
            return base == 0 && exponent > 0 ? 0 : base == -1 && exponent % 2 != 0 ? -1 : 1;
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    private static ExpressionException cannot(int column, String operator, Object a, Object b, String why) {
        return new ExpressionException(column, a + " " + operator + " " + b + " " + why);
    }
}
