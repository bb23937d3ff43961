package dev.plumb.graph.check;

import dev.plumb.dsl.Budget;
import dev.plumb.graph.Cost;
import dev.plumb.graph.Graph;
import dev.plumb.graph.Node;
import dev.plumb.graph.shape.Count;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Objects;

/** The limits of a budget: the attribute of each, what it measures, and how numbers of it are said. */
enum BudgetLimit {
    /** The number of parameters. */
    PARAMETERS("maxParameters", 1, " parameters", ""),
    /** The size of the weights. */
    MEGABYTES("maxMegabytes", 1024 * 1024 / Float.BYTES, " MB of weights", " MB"),
    /** The operations of an example. */
    FLOPS("maxFlops", 1, " FLOPs per example", ""),
    /** The size of the activations of an example. */
    ACTIVATIONS("maxActivationMegabytes", 1024 * 1024, " MB of activations per example", " MB");

    private final String attribute;

    /** How many of what is measured are one of the limit. */
    private final int unit;

    private final String what;
    private final String suffix;

    BudgetLimit(String attribute, int unit, String what, String suffix) {
        this.attribute = attribute;
        this.unit = unit;
        this.what = what;
        this.suffix = suffix;
    }

    String attribute() {
        return attribute;
    }

    /** What a budget says; infinity where it says nothing. */
    double of(Budget.Spec budget) {
        return switch (this) {
            case PARAMETERS ->
                budget.maxParameters() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : budget.maxParameters();
            case MEGABYTES -> budget.maxMegabytes();
            case FLOPS -> budget.maxFlops();
            case ACTIVATIONS -> budget.maxActivationMegabytes();
        };
    }

    boolean isIn(Budget.Spec budget) {
        return of(budget) != Double.POSITIVE_INFINITY;
    }

    /** What is wrong with the limit, "" if nothing is. */
    String requirement(Budget.Spec budget) {
        return this == PARAMETERS
                ? budget.maxParameters() < 1 ? "at least 1" : ""
                : of(budget) > 0 ? "" : "above 0"; // not a number, too
    }

    /** The value as it was stated. */
    Object stated(Budget.Spec budget) {
        return Objects.requireNonNull(budget.attributes().get(attribute));
    }

    Count of(Graph graph) {
        return switch (this) {
            case PARAMETERS, MEGABYTES -> Count.of(graph.parameters());
            case FLOPS -> Cost.of(graph).flops();
            case ACTIVATIONS -> Cost.of(graph).activationBytes();
        };
    }

    /** What of that is the part of a layer. */
    Count of(Node node) {
        return switch (this) {
            case PARAMETERS, MEGABYTES -> Count.of(node.parameters());
            case FLOPS -> Cost.isCounted(node) ? Cost.of(node).flops() : Count.NONE;
            case ACTIVATIONS -> Cost.isCounted(node) ? Cost.of(node).activationBytes() : Count.NONE;
        };
    }

    /** What of that is the part of what comes in. */
    Count of(Graph.Input input) {
        return this == ACTIVATIONS ? Cost.of(input).activationBytes() : Count.NONE;
    }

    /** Whether so much is more than the limit. */
    boolean isExceeded(BigInteger measured, Budget.Spec budget) {
        return this == PARAMETERS
                ? measured.compareTo(BigInteger.valueOf(budget.maxParameters())) > 0
                : new BigDecimal(measured).compareTo(new BigDecimal(of(budget)).multiply(BigDecimal.valueOf(unit))) > 0;
    }

    /** So much, with as many digits as it takes to tell it from the limit: {@code 1.66 MB of weights}. */
    String text(BigInteger measured, Budget.Spec budget) {
        return (unit == 1 ? text("%,d", measured) : precise(measured.doubleValue() / unit, of(budget))) + what;
    }

    /** The limit as messages say it. */
    String limitText(Budget.Spec budget) {
        return this == PARAMETERS
                ? text("%,d", budget.maxParameters())
                : unit == 1
                        ? text("%,.0f", of(budget))
                        : BigDecimal.valueOf(of(budget)).stripTrailingZeros().toPlainString() + suffix;
    }

    /** What a layer takes of all, in the unit of the limit, with its share. */
    String share(BigInteger layer, BigInteger all) {
        String part = unit == 1 ? text("%,d", layer) : significant(layer.doubleValue() / unit) + suffix;
        return part + text(" (%.1f %%)", 100 * layer.doubleValue() / all.doubleValue());
    }

    /** With three significant digits, and at least two behind the point: {@code 0.00248}. */
    private static String significant(double megabytes) {
        int leading = (int) Math.floor(Math.log10(megabytes)); // of the first digit: 0 for 1.5, -3 for 0.0025
        return text("%,." + Math.max(2, 2 - leading) + "f", megabytes);
    }

    /** To within a hundredth, and above the limit. */
    private static String precise(double megabytes, double limit) {
        for (int digits = 2; digits < 7; digits++) {
            String shown = text("%." + digits + "f", megabytes);
            double read = Double.parseDouble(shown);
            if (read > limit && Math.abs(read - megabytes) < megabytes / 100) {
                return shown;
            }
        }
        return Double.toString(megabytes);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
