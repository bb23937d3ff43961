package dev.plumb.benchmarks.service;

import dev.plumb.benchmarks.Workload;
import dev.plumb.benchmarks.measure.Engine;
import dev.plumb.benchmarks.measure.Measuring;
import dev.plumb.benchmarks.measure.Work;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Measures the start of a process that only predicts. */
public final class Service implements Engine {
    private static final int PIXELS = 784;

    /** What was predicted last, so that no compiler may leave the prediction out. */
    @SuppressWarnings("unused")
    private static volatile float @Nullable [] used;

    private Service() {}

    public static void main(String[] arguments) {
        Measuring.main(arguments, new Service());
    }

    @Override
    public String version() {
        dnnl_version_t onednn = dnnl.dnnl_version();
        return String.format("0.1.0-SNAPSHOT, oneDNN %d.%d.%d", onednn.major(), onednn.minor(), onednn.patch());
    }

    @Override
    public Optional<Work> work(Workload workload) {
        if (workload != Workload.W6_START) {
            return Optional.empty();
        }
        DigitsModel model = DigitsModel.create(1);
        float[] image = new float[PIXELS];
        return Optional.of(Work.of(rows -> used = model.predict(image)));
    }
}
