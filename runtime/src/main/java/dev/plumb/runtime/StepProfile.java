package dev.plumb.runtime;

import dev.plumb.compile.StepTimes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Where the time of a step of training goes, by {@link Trainer#profile}: its whole, and each of its kernels if it is run alone, again and again, with all that it reads in the
 * cache. What the kernels take less than the step is waiting of threads for each other and memory that kernels take out of the cache of others.
 *
 * @param microseconds a step with the update of the weights, the median of several rounds, with the batch in its place: without reading it
 * @param kernels in the order of the step; where the batch is divided among threads, those of the first, which the others do meanwhile
 * @param operations of floating point in the matrix products, convolutions and recurrent layers of the step, on all threads: two for a multiplication with an addition
 * @param bytes that all kernels on all threads read and write, each counted at each kernel. Most of them come from caches
 */
public record StepProfile(double microseconds, List<Kernel> kernels, double operations, double bytes) {
    private static final int SHOWN = 12;

    public StepProfile {
        kernels = List.copyOf(kernels);
    }

    /**
     * A kernel of the step.
     *
     * @param label what it does: the op and the types of what it works on
     * @param implementation whose code does it, as oneDNN or Plumb calls it
     * @param microseconds a run, the median of several rounds
     */
    public record Kernel(String label, String implementation, double microseconds) {}

    static StepProfile of(StepTimes times) {
        return new StepProfile(
                times.microseconds(),
                times.kernels().stream()
                        .map(kernel -> new Kernel(kernel.label(), kernel.implementation(), kernel.microseconds()))
                        .toList(),
                times.operations(),
                times.bytes());
    }

    /** The sum of the kernels, in microseconds: what the step would take if it were nothing but these. */
    public double kernelMicroseconds() {
        return kernels.stream().mapToDouble(Kernel::microseconds).sum();
    }

    /** The kernels that take longest, the longest first. */
    public List<Kernel> longest(int count) {
        return kernels.stream()
                .sorted(Comparator.comparingDouble(Kernel::microseconds).reversed())
                .limit(count)
                .toList();
    }

    /** A table of the kernels that take longest. */
    @Override
    public String toString() {
        double alone = kernelMicroseconds();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "a step %.1f us, its %d kernels alone %.1f us, %.3g floating-point operations, %.3g bytes%n",
                microseconds,
                kernels.size(),
                alone,
                operations,
                bytes));
        for (Kernel kernel : longest(SHOWN)) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %8.1f us %3.0f %%  %s  %s%n",
                    kernel.microseconds(),
                    100 * kernel.microseconds() / alone,
                    kernel.label(),
                    kernel.implementation()));
        }
        return text.toString();
    }
}
