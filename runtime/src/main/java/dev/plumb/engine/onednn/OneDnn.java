package dev.plumb.engine.onednn;

import dev.plumb.engine.Program;
import dev.plumb.engine.plan.KernelList;
import dev.plumb.engine.plan.KernelMaker;
import dev.plumb.engine.plan.KernelProvider;
import dev.plumb.engine.plan.Work;
import dev.plumb.engine.team.HotTeam;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Recurrence;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Kernels of the oneDNN library. Plans that it makes kernels for share their primitives. */
public final class OneDnn implements KernelProvider {

    /** Bytes of primitives that no plan holds any more: what a plan has that is dropped before a similar one is made. */
    private static final long CAPACITY = 16 << 20;

    private final PrimitiveCache cache;
    private final References references;
    private final @Nullable HotTeam team;

    private OneDnn(PrimitiveCache cache, References references, @Nullable HotTeam team) {
        this.cache = cache;
        this.references = references;
        this.team = team;
    }

    /** With an empty cache, and without oneDNN's reference implementations: what has no other is declined. */
    public static OneDnn create() {
        return new OneDnn(new PrimitiveCache(CAPACITY), References.REFUSED, null);
    }

    /**
     * The same with oneDNN's reference implementations: hundreds of times slower, but there for every op on every processor. For the end
     * of a list of providers.
     */
    public OneDnn withReferences() {
        return new OneDnn(cache, References.ACCEPTED, team);
    }

    /**
     * The same for plans of one thread whose products of a single row are divided by columns among the threads of a team.
     */
    public OneDnn withTeam(HotTeam helping) {
        return new OneDnn(cache, references, helping);
    }

    /** How many primitives were prepared so far. */
    public long primitivesPrepared() {
        return cache.prepared();
    }

    @Override
    public KernelMaker start(Program program, KernelList kernels, KernelMaker whole) {
        return new Late(program, kernels, whole);
    }

    @Override
    public OptionalInt noteLength(Recurrence op, List<ArrayType> operands, int threads) {
        PrimitiveCache.Key key = new PrimitiveCache.Key(RecurrentKernels.forward(op, operands), threads, references);
        try {
            Primitive primitive = cache.hold(key);
            try {
                return OptionalInt.of(RecurrentKernels.noteLength(primitive));
            } finally {
                primitive.letGo();
            }
        } catch (Natives.UnsupportedPrimitive refused) {
            return OptionalInt.empty();
        }
    }

    /** Takes what a plan needs of oneDNN when there is work for it. */
    private final class Late implements KernelMaker {

        private final Program program;
        private final KernelList kernels;
        private final KernelMaker whole;
        private @Nullable OneDnnKernels maker;

        Late(Program program, KernelList kernels, KernelMaker whole) {
            this.program = program;
            this.kernels = kernels;
            this.whole = whole;
        }

        @Override
        public boolean make(Work work) {
            OneDnnKernels made = maker;
            if (made == null) {
                made = new OneDnnKernels(
                        new Session(cache, references, team, kernels.resources()), program, kernels, whole);
                maker = made;
            }
            boolean done = made.make(work);
            if (done && references == References.ACCEPTED && !work.isStep()) {
                System.getLogger(OneDnn.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "on this processor oneDNN has no fast code for {0}: its slow reference code does it",
                                work.op().label());
            }
            return done;
        }

        @Override
        public void finish() {
            if (maker != null) {
                maker.finish();
            }
        }
    }
}
