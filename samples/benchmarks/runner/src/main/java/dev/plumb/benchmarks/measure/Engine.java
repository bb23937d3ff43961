package dev.plumb.benchmarks.measure;

import dev.plumb.benchmarks.Workload;
import java.util.Optional;

/** A library that does workloads. */
public interface Engine {
    /** Of the library, with what it computes on. */
    String version();

    /** Makes the model and its batch. Empty if the library has no such layers or does not train. */
    Optional<Work> work(Workload workload) throws Exception;
}
