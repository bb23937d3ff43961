package dev.plumb.view.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Axes: round numbers, in as many digits as they need. */
final class AxisTest {
    private static List<String> labels(Axis axis, int about) {
        return axis.ticks(about).stream().map(Axis.Tick::label).toList();
    }

    @Test
    void roundNumbersAreAroundTheValues() {
        Axis axis = Axis.around(DoubleStream.of(0.13, 2.2));
        assertEquals(List.of("0", "0.5", "1.0", "1.5", "2.0", "2.5"), labels(axis, 5));
        assertEquals(0, axis.low());
        assertEquals(2.5, axis.high());
        assertEquals(0.4, axis.share(1));
    }

    @Test
    void negativeSmallAndLargeNumbersHaveLabels() {
        assertEquals(List.of("-10", "-5", "0", "5", "10"), labels(Axis.around(DoubleStream.of(-8, 8)), 5));
        assertEquals(
                List.of("0", "1e-6", "2e-6", "3e-6", "4e-6"), labels(Axis.around(DoubleStream.of(1e-7, 3.9e-6)), 5));
        assertEquals(
                List.of("0", "1e6", "2e6", "3e6", "4e6", "5e6"), labels(Axis.around(DoubleStream.of(1e5, 4.7e6)), 5));
    }

    @Test
    void epochsAreWholeNumbers() {
        assertEquals(List.of("1", "2", "3"), labels(Axis.ofWhole(DoubleStream.of(1, 2, 3)), 10));
        Axis one = Axis.ofWhole(DoubleStream.of(4));
        assertEquals(List.of("4"), labels(one, 10));
        assertEquals(0.5, one.share(4));
        assertEquals(List.of("200", "400", "600", "800", "1000"), labels(Axis.ofWhole(DoubleStream.of(1, 1000)), 5));
    }

    @Test
    void valuesFarApartAreLogarithmic() {
        Axis axis = Axis.around(DoubleStream.of(1e-4, 0.9));
        assertTrue(axis.logarithmic());
        assertEquals(List.of("0.0001", "0.001", "0.01", "0.1", "1"), labels(axis, 5));
        assertEquals(0.75, axis.share(0.1), 1e-12);
        assertEquals(List.of("1e-12", "1e-9", "1e-6", "0.001", "1"), labels(Axis.around(DoubleStream.of(1e-12, 1)), 4));
    }

    @Test
    void whatIsNotFiniteDoesNotCountAndOneValueHasRoom() {
        Axis axis = Axis.around(DoubleStream.of(Double.NaN, 5, Double.POSITIVE_INFINITY));
        assertTrue(axis.low() < 5 && axis.high() > 5 && axis.high() < 6, axis.toString());
        Axis zero = Axis.around(DoubleStream.of(0, 0));
        assertTrue(zero.low() < 0 && zero.high() > 0, zero.toString());
        assertEquals(0, Axis.around(DoubleStream.empty()).low());
    }
}
