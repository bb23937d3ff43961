package dev.plumb.graph.spec;

/**
 * A layer that multiplies its input by one trained weight, the kernel, whose last axis is that of the results: what
 * {@link dev.plumb.dsl.layer.SpectralNormalization} divides by its largest singular value.
 */
public interface KernelSpec extends LayerSpec {

    /** The name of that weight. */
    default String kernelName() {
        return "kernel";
    }
}
