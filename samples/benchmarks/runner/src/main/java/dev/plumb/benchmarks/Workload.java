package dev.plumb.benchmarks;

import static dev.plumb.benchmarks.Unit.GIGABYTES_A_SECOND;
import static dev.plumb.benchmarks.Unit.GIGAFLOPS;
import static dev.plumb.benchmarks.Unit.MEGABYTES;
import static dev.plumb.benchmarks.Unit.MICROSECONDS;
import static dev.plumb.benchmarks.Unit.MILLISECONDS;
import static dev.plumb.benchmarks.Unit.NANOSECONDS;

import java.util.Arrays;
import java.util.List;

/**
 * The lines of the report. All is float32, on all cores, with batches that lie ready in memory; training is with Adam and the
 * cross-entropy of 10 classes given as numbers. The scripts in Python know the lines by these names.
 */
public enum Workload {
    /** The product of two 1024 × 1024 matrices by oneDNN, on all cores. */
    M_PRODUCT("1024³ product", GIGAFLOPS, 2.0 * 1024 * 1024 * 1024),
    /** Memory copied by as many threads as there are cores: the bytes that are read and written. */
    M_COPY("copy", GIGABYTES_A_SECOND, 2.0 * Workload.COPIED),
    /** A call from Java into native code that does nothing. */
    M_CALL("empty native call", NANOSECONDS, 1),

    /** Numbers in and numbers out: dense layers with ReLU, softmax at the end. */
    W1_SMALL("one example, 20-128-64-10", MICROSECONDS, 1, 1),
    W1_MLP("one example, 784-256-128-10", MICROSECONDS, 1, 1),
    W1_SMALL_TWO("one example, 20-128-64-10, two callers", MICROSECONDS, 1, 2),
    W1_MLP_TWO("one example, 784-256-128-10, two callers", MICROSECONDS, 1, 2),

    /** Dropout of 0.3 after both hidden layers. */
    W2_MLP_32("train 784-256-128-10 with dropout, batch 32", MICROSECONDS, 32, 1),
    W2_MLP_128("train 784-256-128-10 with dropout, batch 128", MICROSECONDS, 128, 1),

    /** Convolutions of 3 × 3 without padding, with ReLU; max-pooling of 2 × 2 after each; dense 128 with ReLU, dense 10. */
    W3_CNN("train CNN 28 × 28 (32, 64, dense 128), batch 64", MILLISECONDS, 64, 1),

    /** The last step of an LSTM, dense 10. */
    W4_LSTM("train LSTM 64 over 100 × 50, batch 32", MILLISECONDS, 32, 1),
    /** Of each sequence a quarter to all of the steps count, the others are zeros at the end. */
    W4_LSTM_MASKED("train LSTM 64 over 100 × 50, masked, batch 32", MILLISECONDS, 32, 1),
    W4_GRU_BOTH("train bidirectional GRU 64 over 100 × 50, batch 32", MILLISECONDS, 32, 1),

    /** Normalized after each sum; the mean over the steps, dense 10. */
    W5_ENCODER_64("train encoder block 64 × 128, 8 heads, FFN 512, batch 16", MILLISECONDS, 16, 1),
    W5_ENCODER_512("train encoder block 512 × 128, 8 heads, FFN 512, batch 2", MILLISECONDS, 2, 1),

    /** From the start of the process to the first prediction of 784-256-128-10, with what a process needs that only predicts. */
    W6_START("process start to first prediction", MILLISECONDS, 1, 1),
    /** The most that this process ever held. */
    W6_MEMORY("memory of that process", MEGABYTES),
    /** All that is on its class path. */
    W6_JARS("jars on its class path", MEGABYTES),

    /** Images of 224 × 224 × 3, 1,000 classes; predicting and training. */
    W7_RESNET50_1("ResNet50, predict 1", MILLISECONDS, 1, 1),
    W7_RESNET50_8("ResNet50, predict 8", MILLISECONDS, 8, 1),
    W7_RESNET50_TRAIN("ResNet50, train, batch 8", MILLISECONDS, 8, 1),
    W7_MOBILENETV2_1("MobileNetV2, predict 1", MILLISECONDS, 1, 1),
    W7_MOBILENETV2_8("MobileNetV2, predict 8", MILLISECONDS, 8, 1),
    W7_MOBILENETV2_TRAIN("MobileNetV2, train, batch 8", MILLISECONDS, 8, 1),
    W7_EFFICIENTNETB0_1("EfficientNetB0, predict 1", MILLISECONDS, 1, 1),
    W7_EFFICIENTNETB0_8("EfficientNetB0, predict 8", MILLISECONDS, 8, 1),
    W7_EFFICIENTNETB0_TRAIN("EfficientNetB0, train, batch 8", MILLISECONDS, 8, 1),

    /** 200 words; convolution of width 5 with ReLU, the greatest over the steps, dense 10. */
    W8_TEXT("train embedding 20,000 × 64, Conv1D 64, max-pooling, batch 32", MILLISECONDS, 32, 1),

    /**
     * Ids of 1,000 and their places; blocks normalized before attention and before the dense layers, with GELU. Each id is the likeliest after those before; keys and values of these
     * are kept.
     */
    W9_TOKENS("decoder 6 × 256, 8 heads, FFN 1024, one of 200 tokens", MICROSECONDS, 1, 1),

    /** 784-256-128-10 asked by 8 callers at once, each for 1 to 64 examples at a time: the time until the answer. */
    W10_HALF("8 callers, 1 to 64 examples, median", MICROSECONDS, 64, 8),
    W10_WORST("8 callers, 1 to 64 examples, 99th percentile", MICROSECONDS, 64, 8);

    /** The bytes that {@link #M_COPY} copies: more than any cache holds. */
    public static final int COPIED = 256 << 20;

    private final String title;
    private final Unit unit;
    private final int rows;
    private final int callers;
    private final double amount;

    /** A line that is not timed call by call. */
    Workload(String title, Unit unit) {
        this(title, unit, 0, 0, 0);
    }

    /** A line about the machine. */
    Workload(String title, Unit unit, double amount) {
        this(title, unit, 1, 1, amount);
    }

    Workload(String title, Unit unit, int rows, int callers) {
        this(title, unit, rows, callers, 0);
    }

    Workload(String title, Unit unit, int rows, int callers, double amount) {
        this.amount = amount;
        this.title = title;
        this.unit = unit;
        this.rows = rows;
        this.callers = callers;
    }

    public String title() {
        return title;
    }

    public Unit unit() {
        return unit;
    }

    /** The examples of a call; the most of them where that differs from call to call. */
    public int rows() {
        return rows;
    }

    /** How many threads call at once. */
    public int callers() {
        return callers;
    }

    /** The batches of the arrays that {@code fit} goes over, where a library trains by it: enough for what it does once to be little. */
    public int batches() {
        return switch (group()) {
            case "W2" -> 200;
            case "W7" -> 2;
            default -> 32;
        };
    }

    /** The number that the report has for a call of so long. */
    public double value(double microseconds) {
        return unit.of(microseconds, amount);
    }

    /** W1, W2 … are the comparisons, M is the machine. */
    public String group() {
        return name().substring(0, name().indexOf('_'));
    }

    public boolean isOfMachine() {
        return group().equals("M");
    }

    public static List<Workload> ofGroup(String group) {
        return Arrays.stream(values())
                .filter(each -> each.group().equals(group))
                .toList();
    }

    /** In the order of the report. */
    public static List<String> groups() {
        return Arrays.stream(values()).map(Workload::group).distinct().toList();
    }
}
