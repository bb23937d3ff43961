package dev.plumb.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.compile.KernelProviders;
import dev.plumb.engine.Trace;
import dev.plumb.engine.plan.Bindings;
import dev.plumb.engine.plan.Plan;
import dev.plumb.ops.Var;
import dev.plumb.ops.op.ArrayType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class OpenMpTest {

    @Test
    void theNumberOfThreadsCanBeSet() {
        assertTrue(OpenMp.isAvailable());
    }

    @Test
    void aPlanStartsAsManyThreadsAsItIsGiven() throws Exception {
        // A thread of its own: OpenMP keeps a team for each.
        assertEquals(0, started(1));
        assertEquals(2, started(3));
    }

    private static long started(int threads) throws Exception {
        // A name of its own: the system still lists the thread before for a moment after it was joined.
        String name = "caller " + threads;
        long[] counts = new long[2];
        Exception[] failed = new Exception[1];
        Thread thread = new Thread(() -> {
            try {
                Trace trace = new Trace();
                Var x = trace.input("x", ArrayType.float32(512, 512));
                trace.output("y", x.matmul(x));
                Plan plan = Plan.prepare(trace.finish(), Bindings.none(), KernelProviders.standard(), threads);
                counts[0] = named(name);
                plan.run();
                counts[1] = named(name);
            } catch (IOException e) {
                failed[0] = e;
            }
        });
        thread.setName(name);
        thread.start();
        thread.join();
        if (failed[0] != null) {
            throw failed[0];
        }
        return counts[1] - counts[0];
    }

    /** Threads that have the name of the one that started them, as those of OpenMP do. */
    private static long named(String name) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> {
                        try {
                            return Files.readString(task.resolve("comm"))
                                    .strip()
                                    .equals(name);
                        } catch (IOException gone) {
                            return false;
                        }
                    })
                    .count();
        }
    }
}
