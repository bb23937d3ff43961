package dev.plumb.processor.benchmark;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.tools.JavaFileObject;

/**
 * Times javac in this process, sources and classes in memory: {@code CompileBenchmark [repetitions]}. Each model is compiled with
 * {@code -proc:none} and with the processor, in turn; medians after a warm-up. To be run in the folder of the module,
 * as its profile does: it compiles the samples beside.
 */
public final class CompileBenchmark {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final int repetitions;

    private CompileBenchmark(int repetitions) {
        this.repetitions = repetitions;
    }

    /** One compilation; what the processor took of it, and what was allocated. */
    private record Run(double milliseconds, double processor, double megabytes) {}

    public static void main(String[] arguments) throws MalformedURLException {
        int repetitions = arguments.length == 0 ? 9 : Integer.parseInt(arguments[0]);
        CompileBenchmark benchmark = new CompileBenchmark(repetitions);
        System.out.println(
                "model | layers | javac alone ms | added ms | of it processor ms | javac on the generated class ms"
                        + " | added ms a layer | added MB");
        benchmark.warmUp();
        benchmark.measure("ResNet50", 177, "ResNet50", ModelSources.resNet50(), true);
        for (int layers : new int[] {10, 100, 1_000, 5_000}) {
            benchmark.measure("chain", layers, "Chain", ModelSources.chain(layers), true);
        }
        benchmark.measure(
                "EfficientNetB0 of blocks",
                237,
                backbone("EfficientNetB0", "MobileConvolution", "SqueezeExcite"),
                true);
        benchmark.measure("24 blocks of a transformer", 219, "Transformer", ModelSources.transformer(), true);
        benchmark.measure("a block 1,000 times", 3_000, "Uses", ModelSources.uses(1_000), true);
        benchmark.measure("the same flat", 3_000, "Chain", ModelSources.chain(3_000), true);
        for (int layers : new int[] {1_000, 5_000}) {
            benchmark.measure("one mismatch", layers, "Chain", ModelSources.chain(layers, 7, 0), false);
            benchmark.measure("200 unknown wires", layers, "Chain", ModelSources.chain(layers, 0, 200), false);
        }
    }

    private void warmUp() {
        List<JavaFileObject> source = List.of(source("Chain", ModelSources.chain(300)));
        for (int i = 0; i < 2 * repetitions; i++) {
            compile(source, false, true);
            compile(source, true, true);
        }
    }

    /** The source of a backbone of the samples, with those of its blocks. */
    private static List<JavaFileObject> backbone(String... types) throws MalformedURLException {
        Path folder = Path.of("..", "samples", "src", "main", "java", "dev", "plumb", "samples", "backbones")
                .toAbsolutePath()
                .normalize();
        List<JavaFileObject> sources = new ArrayList<>();
        for (String type : types) {
            sources.add(JavaFileObjects.forResource(
                    folder.resolve(type + ".java").toUri().toURL()));
        }
        return sources;
    }

    private void measure(String label, int layers, String type, String text, boolean sound) {
        measure(label, layers, List.of(source(type, text)), sound);
    }

    private void measure(String label, int layers, List<JavaFileObject> source, boolean sound) {
        List<Run> without = new ArrayList<>();
        List<Run> with = new ArrayList<>();
        for (int i = 0; i <= repetitions; i++) {
            Run plain = compile(source, false, true);
            Run processed = compile(source, true, sound);
            if (i > 0) { // the first of each size grows the heap
                without.add(plain);
                with.add(processed);
            }
        }
        double alone = median(without, Run::milliseconds);
        double added = median(with, Run::milliseconds) - alone;
        double processor = median(with, Run::processor);
        System.out.printf(
                "%s | %,d | %.1f | %.1f | %.1f | %.1f | %.3f | %.1f%n",
                label,
                layers,
                alone,
                added,
                processor,
                added - processor,
                added / layers,
                median(with, Run::megabytes) - median(without, Run::megabytes));
    }

    private Run compile(List<JavaFileObject> source, boolean processed, boolean sound) {
        TimedProcessor processor = new TimedProcessor();
        Compiler compiler = processed
                ? Compiler.javac().withProcessors(processor)
                : Compiler.javac().withOptions("-proc:none");
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        Compilation compilation = compiler.compile(source);
        double milliseconds = (System.nanoTime() - start) / 1e6;
        if ((compilation.status() == Compilation.Status.FAILURE) == sound) {
            throw new IllegalStateException(compilation.diagnostics().toString());
        }
        double megabytes = (threads.getCurrentThreadAllocatedBytes() - allocated) / 1e6;
        return new Run(milliseconds, processor.milliseconds(), megabytes);
    }

    private static JavaFileObject source(String type, String text) {
        return JavaFileObjects.forSourceString(type, text);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> part) {
        List<Double> sorted =
                new ArrayList<>(runs.stream().map(part::applyAsDouble).toList());
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
