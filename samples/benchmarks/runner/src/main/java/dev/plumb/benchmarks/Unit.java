package dev.plumb.benchmarks;

import java.util.Locale;

/** What the numbers of a line of the report count. */
public enum Unit {
    MICROSECONDS("µs"),
    MILLISECONDS("ms"),
    MEGABYTES("MB"),
    NANOSECONDS("ns"),
    GIGAFLOPS("GFLOP/s"),
    GIGABYTES_A_SECOND("GB/s");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    /**
     * A time as a number of this unit.
     *
     * @param amount the operations or bytes that took so long; for rates
     */
    public double of(double microseconds, double amount) {
        return switch (this) {
            case NANOSECONDS -> microseconds * 1e3;
            case MICROSECONDS -> microseconds;
            case MILLISECONDS -> microseconds / 1e3;
            case GIGAFLOPS, GIGABYTES_A_SECOND -> amount / microseconds / 1e3;
            case MEGABYTES -> throw new IllegalArgumentException("Megabytes are no time.");
        };
    }

    /** With three digits that count, without the unit: 7.12, 35.8, 1,250. */
    public static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
