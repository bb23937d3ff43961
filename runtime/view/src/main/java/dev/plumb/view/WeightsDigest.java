package dev.plumb.view;

import dev.plumb.runtime.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What tells the weights of a model from others, however they are stored. */
final class WeightsDigest {
    private static final int FLOATS = 1 << 14;

    private WeightsDigest() {}

    /** SHA-256 over all weights in the order of their paths: each path, its sizes, its numbers as little-endian float32. */
    static String of(Network network) {
        MessageDigest digest = sha256();
        for (String path : new TreeSet<>(network.weights().keySet())) {
            INDArray weight = network.weight(path);
            digest.update((path + Arrays.toString(weight.shape())).getBytes(StandardCharsets.UTF_8));
            numbers(digest, weight.dup('c').data().asFloat());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void numbers(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
            if (!bytes.hasRemaining()) {
                digest.update(bytes.flip());
                bytes.clear();
            }
        }
        digest.update(bytes.flip());
    }
}
