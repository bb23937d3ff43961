package dev.plumb.view.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Numbers along a line, from {@code low} to {@code high}.
 *
 * @param logarithmic whether equal distances are equal factors
 * @param whole whether only whole numbers mean something, as with epochs
 */
public record Axis(double low, double high, boolean logarithmic, boolean whole) {
    /** Between values with a greater ratio a linear axis shows nothing of the small ones. */
    private static final double MOST_RATIO = 300;

    /** A value and how it is written. */
    public record Tick(double value, String label) {}

    /** Exactly from one number to another. */
    public static Axis of(double low, double high) {
        return new Axis(low, high, false, false);
    }

    /** Whole numbers, with those of the values as its ends. */
    public static Axis ofWhole(DoubleStream values) {
        Axis axis = ends(values, false, true);
        return axis.low == axis.high ? new Axis(axis.low - 0.5, axis.high + 0.5, false, true) : axis;
    }

    /** Numbers with round ones as ends, around values; logarithmic if these are positive and far apart. Values that are not finite do not count. */
    public static Axis around(DoubleStream values) {
        Axis raw = ends(values, false, false);
        if (raw.low > 0 && raw.high / raw.low > MOST_RATIO) {
            return new Axis(
                    Math.pow(10, Math.floor(Math.log10(raw.low))),
                    Math.pow(10, Math.ceil(Math.log10(raw.high))),
                    true,
                    false);
        }
        if (raw.low == raw.high) {
            double room = raw.low == 0 ? 1 : Math.abs(raw.low) * 0.1;
            raw = of(raw.low - room, raw.high + room);
        }
        double step = raw.step(5);
        return of(Math.floor(raw.low / step + 1e-9) * step, Math.ceil(raw.high / step - 1e-9) * step);
    }

    private static Axis ends(DoubleStream values, boolean logarithmic, boolean whole) {
        double[] finite = values.filter(Double::isFinite).toArray();
        if (finite.length == 0) {
            return new Axis(0, 1, logarithmic, whole);
        }
        return new Axis(
                DoubleStream.of(finite).min().getAsDouble(),
                DoubleStream.of(finite).max().getAsDouble(),
                logarithmic,
                whole);
    }

    /** How far along the axis a value is, from 0 to 1. */
    public double share(double value) {
        return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /** About so many round values. */
    public List<Tick> ticks(int about) {
        List<Tick> ticks = new ArrayList<>();
        if (logarithmic) {
            int decades = (int) Math.round(Math.log10(high / low));
            int every = Math.max(1, (int) Math.ceil(decades / (double) about));
            int first = (int) Math.round(Math.log10(low));
            for (int decade = 0; decade <= decades; decade += every) {
                double value = Math.pow(10, first + decade);
                ticks.add(new Tick(value, label(value, value)));
            }
            return ticks;
        }
        double step = step(about);
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(new Tick(i * step, label(i * step, step)));
        }
        return ticks;
    }

    /** The least of 1, 2, 5, 10, 20 … that gives no more than so many steps. */
    private double step(int about) {
        double least = (high - low) / about;
        double magnitude = Math.pow(10, Math.floor(Math.log10(least)));
        double step = magnitude;
        for (double factor : new double[] {1, 2, 5, 10}) {
            step = factor * magnitude;
            if (step >= least * (1 - 1e-9)) {
                break;
            }
        }
        return whole ? Math.max(1, step) : step;
    }

    /** With as many digits as the step needs; very small and very large ones as {@code 1e-5}. */
    private static String label(double value, double step) {
        if (Math.abs(value) < step * 1e-9) {
            return "0";
        }
        double size = Math.max(Math.abs(value), step);
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        if (size >= 1e6 || decimals > 4) {
            BigDecimal digits = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
            int exponent = digits.precision() - digits.scale() - 1;
            return digits.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
        }
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }
}
