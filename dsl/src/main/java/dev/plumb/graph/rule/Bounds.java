package dev.plumb.graph.rule;

import dev.plumb.graph.spec.AttributeChecks;
import java.util.List;

/** What a random number lies between, as attributes of random layers state it: one number or two. */
public record Bounds(double low, double high) {

    /** Of two numbers; of one number, from its negative to it. */
    public static Bounds around(List<Double> stated) {
        return stated.size() == 1 ? new Bounds(-stated.get(0), stated.get(0)) : of(stated);
    }

    /** Of two numbers; of one number, from 0 to it. */
    public static Bounds upTo(List<Double> stated) {
        return stated.size() == 1 ? new Bounds(0, stated.get(0)) : of(stated);
    }

    /** Of two numbers. */
    public static Bounds of(List<Double> stated) {
        return new Bounds(stated.get(0), stated.get(1));
    }

    /** Requires two numbers, the smaller first. */
    public static void check(AttributeChecks checks, String attribute, List<Double> stated) {
        checks.require(
                stated.size() == 2 && stated.get(0) < stated.get(1),
                attribute,
                stated,
                "two numbers, the smaller first");
    }

    /** Requires one number or two, the smaller first, within limits. */
    public static void check(AttributeChecks checks, String attribute, List<Double> stated, double least, double most) {
        boolean holds = stated.size() == 1 || (stated.size() == 2 && stated.get(0) <= stated.get(1));
        boolean within = stated.stream().allMatch(number -> number >= least && number <= most);
        checks.require(
                holds && within,
                attribute,
                stated,
                "one number or two, the smaller first, between " + written(least) + " and " + written(most));
    }

    /** Requires what {@link #check(AttributeChecks, String, List, double, double)} does where any is stated. */
    public static void checkIfAny(
            AttributeChecks checks, String attribute, List<Double> stated, double least, double most) {
        if (!stated.isEmpty()) {
            check(checks, attribute, stated, least, most);
        }
    }

    private static String written(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
