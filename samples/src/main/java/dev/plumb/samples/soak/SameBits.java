package dev.plumb.samples.soak;

import dev.plumb.runtime.Network;
import dev.plumb.runtime.Precision;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains models from one seed again and again, and looks whether all bits of their weights and of their losses are the same each time. */
final class SameBits {
    private static final long SEED = 7;

    private SameBits() {}

    /**
     * What came out for one model.
     *
     * @param runs how often it was trained
     * @param digests SHA-256 of what it was afterwards: one, if the bits were the same each time
     */
    record Result(String model, Precision precision, int runs, Set<String> digests) {
        boolean same() {
            return digests.size() == 1;
        }

        @Override
        public String toString() {
            return String.format(
                    "%-16s %-8s %d runs: %s",
                    model,
                    precision,
                    runs,
                    same() ? "the same bits, " + digests.iterator().next().substring(0, 16) : "DIFFERENT: " + digests);
        }
    }

    /** Each model in each precision that the processor has. */
    static List<Result> of(int runs) {
        List<Result> results = new ArrayList<>();
        for (Lesson lesson : Lesson.values()) {
            for (Precision precision : List.of(Precision.FLOAT32, Precision.BF16)) { // which train
                if (isThere(precision)) {
                    results.add(of(lesson, precision, runs));
                }
            }
        }
        return List.copyOf(results);
    }

    private static Result of(Lesson lesson, Precision precision, int runs) {
        Set<String> digests = new HashSet<>();
        for (int run = 0; run < runs; run++) {
            digests.add(digest(lesson.trained(SEED, precision)));
        }
        return new Result(lesson.title(), precision, runs, digests);
    }

    private static boolean isThere(Precision precision) {
        try {
            Network.create(LongTextModel.graph(), SEED).precision(precision);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private static String digest(Lesson.Trained trained) {
        MessageDigest digest = sha256();
        for (double loss : trained.losses()) {
            digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(loss).array());
        }
        for (Map.Entry<String, INDArray> weight :
                new TreeMap<>(trained.network().weights()).entrySet()) {
            float[] values = weight.getValue()
                    .dup('c')
                    .reshape(weight.getValue().length())
                    .toFloatVector();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }
}
