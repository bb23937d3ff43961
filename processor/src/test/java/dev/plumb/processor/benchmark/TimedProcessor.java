package dev.plumb.processor.benchmark;

import dev.plumb.processor.PlumbProcessor;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/** The processor, and the time that its rounds take: javac's own work for a round is not in it. */
final class TimedProcessor extends AbstractProcessor {
    private final PlumbProcessor processor = new PlumbProcessor();
    private long nanoseconds;

    double milliseconds() {
        return nanoseconds / 1e6;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return processor.getSupportedAnnotationTypes();
    }

    @Override
    public Set<String> getSupportedOptions() {
        return processor.getSupportedOptions();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return processor.getSupportedSourceVersion();
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        processor.init(environment);
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        long start = System.nanoTime();
        processor.process(annotations, round);
        nanoseconds += System.nanoTime() - start;
        return false;
    }
}
