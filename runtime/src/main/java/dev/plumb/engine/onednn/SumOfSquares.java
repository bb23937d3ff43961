package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The sum of the squares of an array: products of pieces of one length with themselves, so that one primitive does for arrays of all sizes, and the rest in
 * plain Java.
 */
final class SumOfSquares implements Kernel {

    private static final int PIECE = 1 << 14;

    private static final Description PRODUCT = new Contractions.Product(
            Layout.dense(1, PIECE), Layout.dense(PIECE, 1), false, null, Layout.dense(1, 1), PostOps.NONE);

    private final Label label;
    private final List<Slot> slots;
    private final Kernel[] pieces;
    private final FloatBuffer piece;
    private final FloatBuffer numbers;
    /** Where what is in no piece begins. */
    private final int rest;

    private final FloatBuffer sum;

    /**
     * Of one array.
     *
     * @param sum where one number goes
     */
    SumOfSquares(Session session, Slot array, Slot sum) {
        this.label = Label.of("sum of squares", array.type());
        int elements = array.type().elements();
        Slot product = session.memory(Float.BYTES);
        List<Kernel> kernels = new ArrayList<>();
        int end = 0;
        for (; end + PIECE <= elements; end += PIECE) {
            long begin = array.offset() + (long) end * Float.BYTES;
            kernels.add(session.kernel(
                    label,
                    PRODUCT,
                    new Argument(DNNL_ARG_SRC, array.storage(), begin),
                    new Argument(DNNL_ARG_WEIGHTS, array.storage(), begin),
                    Argument.of(DNNL_ARG_DST, product)));
        }
        this.pieces = kernels.toArray(Kernel[]::new);
        this.slots = List.of(array, product, sum);
        this.piece = product.borrowFloats();
        this.numbers = array.borrowFloats();
        this.rest = end;
        this.sum = sum.borrowFloats();
    }

    @Override
    public void run() {
        try {
            float total = rest();
            for (Kernel kernel : pieces) {
                kernel.run();
                total += piece.get(0);
            }
            sum.put(0, total);
        } finally {
            Reference.reachabilityFence(slots);
        }
    }

    /** Four sums side by side: each addition waits for the one before it. */
    private float rest() {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int count = numbers.capacity();
        int index = rest;
        for (; index + 4 <= count; index += 4) {
            first += square(index);
            second += square(index + 1);
            third += square(index + 2);
            fourth += square(index + 3);
        }
        for (; index < count; index++) {
            first += square(index);
        }
        return first + second + third + fourth;
    }

    private float square(int index) {
        float number = numbers.get(index);
        return number * number;
    }

    @Override
    public String label() {
        return label.toString();
    }

    @Override
    public String implementation() {
        return "java";
    }
}
