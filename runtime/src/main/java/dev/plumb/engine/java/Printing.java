package dev.plumb.engine.java;

import dev.plumb.engine.plan.Kernel;
import dev.plumb.engine.plan.Slot;
import dev.plumb.engine.plan.Work;
import dev.plumb.ops.op.Print;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntToDoubleFunction;

/** Prints an array when it is computed. */
final class Printing {

    /** Elements that are shown one by one. */
    private static final int SHOWN = 8;

    private Printing() {}

    @SuppressWarnings("SystemOut") // that is what the op is for
    static Kernel kernel(Print op, Work work) {
        Slot source = work.input(0);
        ByteBuffer from = source.bytes();
        ByteBuffer to = work.output(0).bytes();
        return JavaKernels.task(work, () -> {
            to.put(0, from, 0, from.capacity());
            System.out.println(text(op.name(), source, from));
        });
    }

    private static String text(String name, Slot source, ByteBuffer bytes) {
        IntToDoubleFunction element =
                switch (source.type().dtype()) {
                    case FLOAT32 -> index -> bytes.getFloat(index * Float.BYTES);
                    case INT32 -> index -> bytes.getInt(index * Integer.BYTES);
                    case BOOL -> bytes::get;
                    case STRING -> throw new IllegalArgumentException("strings are no numbers");
                };
        int elements = source.type().elements();
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int notNumbers = 0;
        StringJoiner shown = new StringJoiner(", ", "[", elements > SHOWN ? ", …]" : "]");
        for (int index = 0; index < elements; index++) {
            double value = element.applyAsDouble(index);
            if (index < SHOWN) {
                shown.add(number(value));
            }
            if (Double.isNaN(value)) {
                notNumbers++;
                continue;
            }
            least = Math.min(least, value);
            largest = Math.max(largest, value);
            sum += value;
        }
        int numbers = elements - notNumbers;
        String range = numbers == 0
                ? "no numbers"
                : "min " + number(least) + ", mean " + number(sum / numbers) + ", max " + number(largest);
        return name + " " + source.type() + ": " + range + ", " + notNumbers + " NaN; " + shown;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
