package dev.plumb.runtime;

import dev.plumb.io.MissingPath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The file that {@code @Weights} names, as a model starts. Called by generated classes. */
public final class InitialWeights {
    /** The system property that names a folder, as the option of this name does when compiling. */
    private static final String FOLDER = "plumb.weights";

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private InitialWeights() {}

    /**
     * Fills a network from its file: the one on the class path, else one in the folder of the system property {@code plumb.weights}, else one at the path
     * itself. With a digest the file is copied before it is looked at: what is checked is what is read. So is one on the class path, which may be packed; any other
     * is read where it lies.
     *
     * @param location as {@code @Weights} has it
     * @param sha256 the digest, or ""
     * @param resource the file of that name on the class path, or null; is closed
     * @return the network
     * @throws UncheckedIOException if there is no such file, or it cannot be read
     * @throws IllegalStateException if it is not the one of the digest
     * @throws IllegalArgumentException if it does not fit
     */
    public static Network into(Network network, String location, String sha256, @Nullable InputStream resource) {
        try (InputStream packed = resource) {
            if (packed == null && sha256.isEmpty()) {
                return filled(network, location, path(location));
            }
            Path copy = Files.createTempFile("weights", ".plumb");
            try (InputStream in = packed == null ? Files.newInputStream(path(location)) : packed) {
                String digest = copy(in, copy);
                if (!sha256.isEmpty() && !digest.equals(sha256.toLowerCase(Locale.ROOT))) {
                    throw new IllegalStateException("the weights of '"
                            + network.graph().name()
                            + "' are not those that were meant: '" + location + "' has the SHA-256 digest " + digest
                            + ", @Weights says " + sha256);
                }
                return filled(network, location, copy);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the weights of '" + network.graph().name() + "': " + e.getMessage(), e);
        }
    }

    private static Network filled(Network network, String location, Path file) throws IOException {
        boolean isModel;
        try (InputStream start = Files.newInputStream(file)) {
            isModel = Arrays.equals(start.readNBytes(ZIP.length), ZIP);
        }
        Matching matching = Matching.byName().takingAll();
        MatchReport report = isModel
                ? network.weightsFrom(file, matching)
                : network.weightsFrom(SafetensorsWeights.read(file, location, WeightConvention.plumb()), matching);
        if (!report.leftOver().isEmpty()) {
            throw new IllegalArgumentException("the weights in '" + location + "' do not fit model '"
                    + network.graph().name() + "': " + report.leftOver() + " are left over");
        }
        return network;
    }

    private static Path path(String location) throws IOException {
        String folder = System.getProperty(FOLDER);
        if (folder != null && Files.isRegularFile(Path.of(folder, location))) {
            return Path.of(folder, location);
        }
        Path path = new File(location).toPath();
        if (!Files.isRegularFile(path)) {
            throw new IOException("'" + location + "' is not on the class path"
                    + (folder == null ? "" : ", not in " + folder + " (-D" + FOLDER + ")") + ", and "
                    + MissingPath.file(path));
        }
        return path;
    }

    private static String copy(InputStream in, Path copy) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(copy), digest)) {
                in.transferTo(out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
