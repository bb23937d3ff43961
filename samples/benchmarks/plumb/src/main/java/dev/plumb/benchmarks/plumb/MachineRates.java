package dev.plumb.benchmarks.plumb;

import dev.plumb.benchmarks.Workload;
import dev.plumb.benchmarks.measure.Work;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** What the machine can do at the moment, told beside what the libraries do with it. */
final class MachineRates {
    private static final int SIZE = 1024;
    private static final int CALLS = 10_000;

    private MachineRates() {}

    /** oneDNN's product of two matrices. */
    static Work product() {
        FloatPointer a = new FloatPointer(SIZE * SIZE).fill(0);
        FloatPointer b = new FloatPointer(SIZE * SIZE).fill(0);
        FloatPointer c = new FloatPointer(SIZE * SIZE).fill(0);
        byte plain = 'N';
        return Work.of(rows -> {
            int status = dnnl.dnnl_sgemm(plain, plain, SIZE, SIZE, SIZE, 1, a, SIZE, b, SIZE, 0, c, SIZE);
            if (status != dnnl.dnnl_success) {
                throw new IllegalStateException("oneDNN's product ended with status " + status);
            }
        });
    }

    /** A part of the memory for each core. */
    static Work copy() {
        int cores = Runtime.getRuntime().availableProcessors();
        long part = Workload.COPIED / cores;
        BytePointer[] from = parts(cores, part);
        BytePointer[] to = parts(cores, part);
        return Work.of(rows -> IntStream.range(0, cores).parallel().forEach(i -> Pointer.memcpy(to[i], from[i], part)));
    }

    private static BytePointer[] parts(int count, long bytes) {
        return IntStream.range(0, count)
                .mapToObj(i -> new BytePointer(bytes).fill(1))
                .toArray(BytePointer[]::new);
    }

    /** Comparing no bytes at all. */
    static Work nativeCalls() {
        BytePointer byteOfOne = new BytePointer(1L);
        return Work.ofSteps(CALLS, rows -> {
            for (int i = 0; i < CALLS; i++) {
                Pointer.memcmp(byteOfOne, byteOfOne, 0);
            }
        });
    }
}
