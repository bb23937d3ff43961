package dev.plumb.io;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model as a {@code .plumb} file holds it: a zip with {@code plumb.json} (versions and seed), {@code graph.json},
 * {@code weights.safetensors} and, if the optimizer is saved, {@code optimizer.json} and {@code optimizer.safetensors}. {@link ArchiveReader}
 * reads it.
 *
 * @param seed what starting weights and everything random in training follow from
 * @param freezing what is trained, as far as it is not as the graph says
 * @param weights all weights of the graph, named by their paths ({@code hidden/kernel})
 * @param optimizerArrays those of the optimizer, named by {@link OptimizerState#arrayName}
 */
public record ModelArchive(
        Graph graph,
        long seed,
        FreezingState freezing,
        List<TensorData> weights,
        Optional<OptimizerState> optimizer,
        List<TensorData> optimizerArrays) {
    /** 1980-01-01, the first date of zip: the same model gives the same bytes. */
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    public ModelArchive {
        weights = List.copyOf(weights);
        optimizerArrays = List.copyOf(optimizerArrays);
    }

    /**
     * Writes the file beside its place and moves it there when it is complete, so that no reader ever sees half a file and a failure leaves
     * the old one as it was. Permissions of an old file are kept, symbolic links followed. An interrupt of the thread changes nothing.
     *
     * @throws IOException if that fails; the message names the file, the reason and what helps
     */
    public void write(Path file) throws IOException {
        FileReplacement.write(file, this::write);
    }

    private void write(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            // Trained weights are noise to a compressor: DEFLATED at its fastest costs little and, unlike STORED, needs
            // no checksum before the data and so no second pass over them.
            zip.setLevel(1);
            text(zip, ArchiveEntry.VERSIONS, JSON.std.asString(versions()));
            text(zip, ArchiveEntry.GRAPH, ArchivedGraph.text(graph));
            arrays(zip, ArchiveEntry.WEIGHTS, weights);
            if (optimizer.isPresent()) {
                text(zip, ArchiveEntry.OPTIMIZER, JSON.std.asString(fields(optimizer.get())));
                arrays(zip, ArchiveEntry.OPTIMIZER_ARRAYS, optimizerArrays);
            }
        }
    }

    private Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put(ArchiveEntry.FORMAT_KEY, ArchiveEntry.FORMAT);
        versions.put(ArchiveEntry.LIBRARY_KEY, libraryVersion());
        versions.put(ArchiveEntry.SEED_KEY, Long.toString(seed));
        versions.put(ArchiveEntry.NOT_FINITE_KEY, notFinite(weights));
        versions.put(ArchiveEntry.FROZEN_KEY, freezing.frozen());
        versions.put(ArchiveEntry.UNFROZEN_KEY, freezing.unfrozen());
        versions.put(ArchiveEntry.RATES_KEY, freezing.rates());
        return versions;
    }

    private Map<String, Object> fields(OptimizerState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ArchiveEntry.NAME_KEY, state.name());
        fields.put(ArchiveEntry.ITERATION_KEY, state.iteration());
        fields.put(ArchiveEntry.EPOCH_KEY, state.epoch());
        fields.put(ArchiveEntry.HYPERPARAMETERS_KEY, state.hyperparameters());
        fields.put(ArchiveEntry.SLOTS_KEY, state.slots());
        fields.put(ArchiveEntry.MISSED_KEY, state.missed());
        fields.put(ArchiveEntry.NOT_FINITE_KEY, notFinite(optimizerArrays));
        return fields;
    }

    /** A reader takes NaN and infinity for damage unless it is told that they were there. */
    private static List<String> notFinite(List<TensorData> tensors) {
        return tensors.stream()
                .filter(tensor -> !tensor.isFinite())
                .map(TensorData::name)
                .toList();
    }

    private static String libraryVersion() {
        String version = ModelArchive.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static void text(ZipOutputStream zip, ArchiveEntry name, String text) throws IOException {
        begin(zip, name);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static void arrays(ZipOutputStream zip, ArchiveEntry name, List<TensorData> tensors) throws IOException {
        begin(zip, name);
        Safetensors.write(tensors, zip);
        zip.closeEntry();
    }

    private static void begin(ZipOutputStream zip, ArchiveEntry name) throws IOException {
        ZipEntry entry = new ZipEntry(name.toString());
        entry.setTimeLocal(DATE);
        zip.putNextEntry(entry);
    }
}
