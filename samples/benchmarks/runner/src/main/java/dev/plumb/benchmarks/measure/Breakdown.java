package dev.plumb.benchmarks.measure;

/**
 * Where the time of a training step goes, of a library that can tell.
 *
 * @param step microseconds of a step by itself, without reading its batch and adding up what is reported
 * @param kernels microseconds of its kernels, each run alone again and again, added up
 * @param operations of floating point in its products, convolutions and recurrent layers
 * @param bytes that its kernels read and write, each counted at each kernel
 * @param longest the kernels that take longest, with their shares of the sum, in words
 */
public record Breakdown(double step, double kernels, double operations, double bytes, String longest) {}
