package dev.plumb.io;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.preprocess.Vocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model as a {@code .plumb} file holds it: a zip with {@code plumb.json} (versions and seed), {@code graph.json},
 * {@code weights.safetensors} and, if the optimizer is saved, {@code optimizer.json} and {@code optimizer.safetensors}; those of more optimizers are
 * {@code optimizers.json} and {@code optimizers.safetensors}. What layers were adapted to is in {@code vocabularies.json}. A model with layers in code
 * has a {@link Probe}, {@code probe.json} and {@code probe.safetensors}. The backup of a fit has a {@link FitState}, {@code fit.json} and {@code
 * fit.safetensors}. {@link ArchiveReader} reads it.
 *
 * @param seed what starting weights and everything random in training follow from
 * @param freezing what is trained, as far as it is not as the graph says
 * @param weights all weights of the graph, named by their paths ({@code hidden/kernel})
 * @param optimizerArrays those of the optimizer, named by {@link OptimizerState#arrayName}
 * @param more optimizers beside it
 * @param tapes how many tapes of dropout masks an eager model has begun; 0 if that does not matter
 * @param probe what it computes
 * @param vocabularies what layers were adapted to, by their names
 * @param fit where a fit stands that trains it
 */
public record ModelArchive(
        Graph graph,
        long seed,
        FreezingState freezing,
        List<TensorData> weights,
        Optional<OptimizerState> optimizer,
        List<TensorData> optimizerArrays,
        List<Optimizing> more,
        long tapes,
        Optional<Probe> probe,
        Map<String, Vocabulary> vocabularies,
        Optional<FitState> fit) {
    /** 1980-01-01, the first date of zip: the same model gives the same bytes. */
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    public ModelArchive {
        weights = List.copyOf(weights);
        optimizerArrays = List.copyOf(optimizerArrays);
        more = List.copyOf(more);
        vocabularies = Collections.unmodifiableMap(new LinkedHashMap<>(vocabularies));
    }

    /** One of several optimizers, with its arrays. */
    public record Optimizing(OptimizerState state, List<TensorData> arrays) {
        public Optimizing {
            arrays = List.copyOf(arrays);
        }
    }

    /** A model with one optimizer at most, and no layers in code. */
    public ModelArchive(
            Graph graph,
            long seed,
            FreezingState freezing,
            List<TensorData> weights,
            Optional<OptimizerState> optimizer,
            List<TensorData> optimizerArrays) {
        this(
                graph,
                seed,
                freezing,
                weights,
                optimizer,
                optimizerArrays,
                List.of(),
                0,
                Optional.empty(),
                Map.of(),
                Optional.empty());
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
                Map<String, Object> fields = ArchivedOptimizer.fields(optimizer.get());
                fields.put(ArchiveEntry.NOT_FINITE_KEY, notFinite(optimizerArrays));
                text(zip, ArchiveEntry.OPTIMIZER, JSON.std.asString(fields));
                arrays(zip, ArchiveEntry.OPTIMIZER_ARRAYS, optimizerArrays);
            }
            if (!more.isEmpty()) {
                more(zip);
            }
            if (!vocabularies.isEmpty()) {
                text(zip, ArchiveEntry.VOCABULARIES, JSON.std.asString(ArchivedVocabularies.fields(vocabularies)));
            }
            if (probe.isPresent()) {
                List<TensorData> numbers = ArchivedProbe.arrays(probe.get());
                text(zip, ArchiveEntry.PROBE, JSON.std.asString(ArchivedProbe.fields(probe.get(), notFinite(numbers))));
                arrays(zip, ArchiveEntry.PROBE_ARRAYS, numbers);
            }
            if (fit.isPresent()) {
                List<TensorData> arrays = ArchivedFit.arrays(fit.get());
                text(zip, ArchiveEntry.FIT, JSON.std.asString(ArchivedFit.fields(fit.get(), notFinite(arrays))));
                arrays(zip, ArchiveEntry.FIT_ARRAYS, arrays);
            }
        }
    }

    private Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put(ArchiveEntry.FORMAT_KEY, format());
        versions.put(ArchiveEntry.LIBRARY_KEY, libraryVersion());
        versions.put(ArchiveEntry.SEED_KEY, Long.toString(seed));
        versions.put(ArchiveEntry.NOT_FINITE_KEY, notFinite(weights));
        versions.put(ArchiveEntry.FROZEN_KEY, freezing.frozen());
        versions.put(ArchiveEntry.UNFROZEN_KEY, freezing.unfrozen());
        versions.put(ArchiveEntry.RATES_KEY, freezing.rates());
        if (tapes > 0) {
            versions.put(ArchiveEntry.TAPES_KEY, tapes);
        }
        return versions;
    }

    /** The least that has what the file holds. */
    private int format() {
        if (fit.isPresent() || !vocabularies.isEmpty()) {
            return ArchiveEntry.FORMAT;
        }
        boolean isCommon = more.isEmpty() && tapes == 0 && probe.isEmpty();
        return isCommon ? ArchiveEntry.COMMON_FORMAT : ArchiveEntry.PROBE_FORMAT;
    }

    private void more(ZipOutputStream zip) throws IOException {
        List<Object> states = new ArrayList<>();
        List<TensorData> arrays = new ArrayList<>();
        for (Optimizing one : more) {
            states.add(ArchivedOptimizer.fields(one.state()));
            String prefix = ArchivedOptimizer.prefix(states.size());
            one.arrays().forEach(array -> arrays.add(array.named(prefix + array.name())));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ArchiveEntry.MORE_KEY, states);
        fields.put(ArchiveEntry.NOT_FINITE_KEY, notFinite(arrays));
        text(zip, ArchiveEntry.MORE_OPTIMIZERS, JSON.std.asString(fields));
        arrays(zip, ArchiveEntry.MORE_OPTIMIZER_ARRAYS, arrays);
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
