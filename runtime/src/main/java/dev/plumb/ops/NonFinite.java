package dev.plumb.ops;

import dev.plumb.ops.op.Op;
import java.util.List;
import java.util.Optional;

/**
 * Where numbers that are not finite come from: the first op that made some of operands that are finite.
 *
 * @param op what made them
 * @param operands with their types and extremes
 * @param result what was made: with its type and what is wrong with it
 * @param origin the layer, and the line if it was kept
 * @param forward the op whose gradient this is a part of, if it is a part of one
 */
public record NonFinite(Op op, List<Numbers> operands, Numbers result, Origin origin, Optional<Forward> forward) {

    /** An op of the forward pass. */
    public record Forward(Op op, Origin origin) {}

    /**
     * The numbers of an array.
     *
     * @param type such as {@code float32[32,10]}
     * @param least the smallest that is finite, NaN if none is or they are whole numbers
     * @param largest the largest that is finite, likewise
     * @param nan how many are NaN
     * @param infinite how many are infinite
     */
    public record Numbers(String type, float least, float largest, int nan, int infinite) {

        static Numbers of(String type, float[] numbers) {
            float least = Float.NaN;
            float largest = Float.NaN;
            int nan = 0;
            int infinite = 0;
            for (float number : numbers) {
                if (Float.isNaN(number)) {
                    nan++;
                } else if (Float.isInfinite(number)) {
                    infinite++;
                } else {
                    least = Float.isNaN(least) ? number : Math.min(least, number);
                    largest = Float.isNaN(largest) ? number : Math.max(largest, number);
                }
            }
            return new Numbers(type, least, largest, nan, infinite);
        }

        /** Whether all numbers are finite. */
        public boolean isFinite() {
            return nan + infinite == 0;
        }

        private String range() {
            return Float.isNaN(least) ? type : type + " from " + least + " to " + largest;
        }

        private String wrong() {
            String text = nan > 0 ? nan + " NaN" : "";
            return infinite == 0 ? text : (text.isEmpty() ? "" : text + " and ") + infinite + " infinite";
        }
    }

    /** Copies the list. */
    public NonFinite {
        operands = List.copyOf(operands);
    }

    /**
     * What to say of it:
     *
     * <pre>
     * the first numbers that are not finite are made by log: 3 infinite in float32[32,10]
     *   of        float32[32,10] from 0.0 to 4.2
     *   layer     gate
     *   line      com.example.Gate$Code.call(Gate.java:41)
     *   try       add a small number before the logarithm: x.plus(1e-7f).log()
     * </pre>
     */
    public String message() {
        StringBuilder text = new StringBuilder("the first numbers that are not finite are made ")
                .append(forward.map(known -> "in the gradient of " + name(known.op()) + ", ")
                        .orElse(""))
                .append("by ")
                .append(name(op))
                .append(": ")
                .append(result.wrong())
                .append(" in ")
                .append(result.type());
        for (int i = 0; i < operands.size(); i++) {
            row(text, i == 0 ? "of" : "and", operands.get(i).range());
        }
        Origin user = forward.map(Forward::origin).orElse(origin);
        row(text, "layer", user.layer());
        row(text, "line", forward.isPresent() && !user.line().isEmpty() ? user.line() : origin.line());
        row(text, "try", NonFiniteHints.of(this));
        return text.toString();
    }

    private static void row(StringBuilder text, String title, String said) {
        if (!said.isEmpty()) {
            text.append("\n  ")
                    .append(title)
                    .append(" ".repeat(10 - title.length()))
                    .append(said);
        }
    }

    private static String name(Op op) {
        return NonFiniteHints.name(op);
    }

    @Override
    public String toString() {
        return message();
    }
}
