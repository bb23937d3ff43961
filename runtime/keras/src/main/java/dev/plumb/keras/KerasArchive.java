package dev.plumb.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.io.FileReplacement;
import dev.plumb.keras.model.WrittenModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes {@code .keras}: an archive of the description of a model, its weights, and what wrote it. */
final class KerasArchive {
    /** The version whose format it is. */
    private static final String VERSION = "3.15.1";

    private KerasArchive() {}

    /**
     * Writes a file.
     *
     * @param arrays by the names that the groups of the model list
     */
    static void write(WrittenModel model, Function<String, INDArray> arrays, Path file) throws IOException {
        Path weights = Files.createTempFile("plumb-", ".weights.h5");
        try {
            HdfWriter.write(weights, model.groups(), arrays, model.named());
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put(KerasFile.VERSION, VERSION);
            metadata.put(
                    "date_saved",
                    LocalDateTime.now(ZoneId.systemDefault())
                            .format(DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss")));
            FileReplacement.write(file, out -> archive(out, model, metadata, weights));
        } finally {
            Files.deleteIfExists(weights);
        }
    }

    private static void archive(OutputStream out, WrittenModel model, Map<String, Object> metadata, Path weights)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        entry(zip, KerasFile.METADATA, json(metadata));
        entry(zip, KerasFile.CONFIG, json(model.description()));
        entry(zip, KerasFile.WEIGHTS, Files.readAllBytes(weights));
        for (Map.Entry<String, String> text : model.texts().entrySet()) {
            entry(zip, text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
        }
        zip.finish();
    }

    private static byte[] json(Map<String, ?> object) throws IOException {
        return JSON.std
                .with(JSON.Feature.WRITE_NULL_PROPERTIES)
                .asString(object)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** As it is: Keras does not compress, and reads weights in place. */
    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
