package dev.plumb.engine.onednn;

import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencl.Pfn_notify_BytePointer_Pointer_long_Pointer;
import org.bytedeco.opencl.User_func_Pointer;
import org.bytedeco.opencl.global.OpenCL;

/**
 * The OpenMP threads that oneDNN divides its work among. oneDNN has no function for them, so those of the OpenMP library are called through
 * function pointers that come with its Java binding. Where a library has no such function, nothing is done: oneDNN then uses
 * all cores.
 *
 * <p>The number belongs to the calling thread. A primitive takes it over when it is made, and parts of some ask for it again in each run.
 */
final class OpenMp implements Runnable {

    /**
     * How many turns a thread waits actively for the next piece of work before it sleeps: tens of microseconds, longer than the gap
     * between two kernels. OpenMP's own 300,000 turns take milliseconds of a core that another process may want.
     */
    private static final String TURNS = "5000";

    private static final Optional<User_func_Pointer> SET_THREADS = load();

    private final Pointer count;

    private OpenMp(int threads) {
        this.count = new Count(threads);
    }

    /** Sets the number of threads for the thread that runs it. */
    static OpenMp of(int threads) {
        return new OpenMp(threads);
    }

    /** Sets the number of threads for the calling thread. */
    static void use(int threads) {
        of(threads).run();
    }

    /** Whether the number can be set. */
    static boolean isAvailable() {
        return SET_THREADS.isPresent();
    }

    @Override
    public void run() {
        if (SET_THREADS.isPresent()) {
            SET_THREADS.get().call(count);
        }
    }

    private static Optional<User_func_Pointer> load() {
        // The library reads its settings only once, when it is loaded, which oneDNN does. Where ND4J has loaded it,
        // this comes too late.
        if (System.getenv("GOMP_SPINCOUNT") == null && System.getenv("OMP_WAIT_POLICY") == null) {
            setEnvironment("GOMP_SPINCOUNT", TURNS);
        }
        Loader.load(dnnl.class);
        return function("omp_set_num_threads").map(User_func_Pointer::new);
    }

    private static void setEnvironment(String name, String value) {
        Loader.load(OpenCL.class);
        function("setenv").ifPresent(address -> {
            try (BytePointer nameText = new BytePointer(name);
                    BytePointer valueText = new BytePointer(value)) {
                // int setenv(const char *name, const char *value, int overwrite): a fourth argument is ignored.
                new Pfn_notify_BytePointer_Pointer_long_Pointer(address).call(nameText, valueText, 0, null);
            }
        });
    }

    /** Where the address of a function lies, as function pointers of JavaCPP want it. */
    private static Optional<Pointer> function(String name) {
        Pointer address = Loader.addressof(name);
        return address == null || address.isNull()
                ? Optional.empty()
                : Optional.of(new PointerPointer<>(1).put(address));
    }

    /** An integer where a pointer is expected: both are passed in the same register. */
    private static final class Count extends Pointer {
        Count(int value) {
            this.address = value;
        }
    }
}
