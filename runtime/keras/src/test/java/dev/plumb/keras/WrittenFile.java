package dev.plumb.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;

/** What a file that was written here is like. */
final class WrittenFile {
    private WrittenFile() {}

    /** A digest of all but the numbers in arrays, whose last bits differ from one processor to another: the description, and the name, type and shape of each array. */
    static String structure(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(zip.getInputStream(zip.getEntry(KerasFile.CONFIG)).readAllBytes());
            try (HdfFile hdf = HdfFile.fromBytes(
                    zip.getInputStream(zip.getEntry(KerasFile.WEIGHTS)).readAllBytes())) {
                Map<String, String> arrays = new TreeMap<>();
                collect(hdf, arrays);
                digest.update(arrays.toString().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(Group group, Map<String, String> arrays) {
        for (Node node : group.getChildren().values()) {
            if (node instanceof Group inner) {
                collect(inner, arrays);
            } else if (node instanceof Dataset array) {
                arrays.put(node.getPath(), array.getJavaType() + Arrays.toString(array.getDimensions()));
            }
        }
    }
}
