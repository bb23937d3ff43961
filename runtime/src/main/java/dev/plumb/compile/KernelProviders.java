package dev.plumb.compile;

import dev.plumb.engine.java.JavaKernels;
import dev.plumb.engine.java.RowKernels;
import dev.plumb.engine.java.SmallKernels;
import dev.plumb.engine.onednn.OneDnn;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.team.HotTeam;
import java.util.ArrayList;
import java.util.List;

/** Who makes the kernels of every plan. */
public final class KernelProviders {

    private static final OneDnn ONE_DNN = OneDnn.create();

    /** One list for the process: models of one kind share their primitives. */
    private static final List<KernelProvider> STANDARD = of(ONE_DNN);

    /** How many threads share a single row, or the examples of one call: memory is read no faster by more, and others may call. */
    private static final int LARGEST_TEAM = 4;

    /** One for the process. */
    static final HotTeam TEAM = new HotTeam(Math.min(LARGEST_TEAM, Threads.cores()));

    private static final List<KernelProvider> WITH_TEAM = Threads.cores() == 1 ? STANDARD : of(ONE_DNN.withTeam(TEAM));

    private static final List<KernelProvider> IN_PLACE =
            STANDARD.stream().<KernelProvider>map(WeightsInPlace::always).toList();

    /** Small work has copies of its own, which are small. */
    private static final List<KernelProvider> SMALL_IN_PLACE = STANDARD.stream()
            .<KernelProvider>map(
                    provider -> provider instanceof SmallKernels ? provider : WeightsInPlace.small(provider))
            .toList();

    private static final List<KernelProvider> IN_JAVA = List.of(new SmallKernels(), new RowKernels());

    private KernelProviders() {}

    /**
     * Plain Java for what is smaller than a call of native code, oneDNN without its reference implementations, plain Java for what it lacks, and at last those reference implementations: on a
     * processor for which oneDNN has little code, a model is to run slowly rather than not at all.
     */
    public static List<KernelProvider> standard() {
        return STANDARD;
    }

    /**
     * For the predictions of so many examples. A service has plans of several sizes, each of them several times: small matrices are read where they lie, so that all plans have the same ones in
     * the cache. Only for a single example packed ones are faster.
     *
     * @param isShared whether several threads may share a row
     */
    static List<KernelProvider> ofPrediction(int batch, boolean isShared) {
        return batch == 1 ? ofRow(isShared) : SMALL_IN_PLACE;
    }

    /**
     * For a single row.
     *
     * @param isShared whether several threads may share it
     */
    static List<KernelProvider> ofRow(boolean isShared) {
        return isShared ? WITH_TEAM : STANDARD;
    }

    /** The same without a copy of the weights in each plan. */
    static List<KernelProvider> withWeightsInPlace() {
        return IN_PLACE;
    }

    /** Those of a single row that need no oneDNN and give the same bits; they have not every op. */
    static List<KernelProvider> inJava() {
        return IN_JAVA;
    }

    static List<KernelProvider> of(OneDnn oneDnn) {
        List<KernelProvider> providers = new ArrayList<>();
        providers.add(new SmallKernels());
        providers.addAll(withoutSmallOnes(oneDnn));
        return List.copyOf(providers);
    }

    /** Small work goes to oneDNN, too: to compare. */
    static List<KernelProvider> withoutSmallOnes(OneDnn oneDnn) {
        return List.of(oneDnn, new JavaKernels(), oneDnn.withReferences());
    }
}
