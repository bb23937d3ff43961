package dev.plumb.io;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.DraftTree;
import dev.plumb.graph.check.GraphChecker;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A model as a {@code .plumb} file holds it: a zip with {@code plumb.json} (versions), {@code graph.json}, {@code weights.safetensors} and,
 * if the optimizer is saved, {@code optimizer.json} and {@code optimizer.safetensors}. Nothing is ever unpacked to a path from the file.
 *
 * @param weights by path ({@code hidden/kernel})
 */
public record ModelArchive(Graph graph, Map<String, TensorData> weights, Optional<OptimizerState> optimizer) {
    private static final int FORMAT = 1;
    private static final String VERSIONS = "plumb.json";
    private static final String GRAPH = "graph.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String OPTIMIZER = "optimizer.json";
    private static final String OPTIMIZER_TENSORS = "optimizer.safetensors";
    private static final Set<String> KNOWN = Set.of(VERSIONS, GRAPH, WEIGHTS, OPTIMIZER, OPTIMIZER_TENSORS);
    private static final int LARGEST_JSON = 100_000_000;
    /** 1980-01-01, the first date of zip: the same model gives the same bytes. */
    private static final java.time.LocalDateTime DATE = java.time.LocalDateTime.of(1980, 1, 1, 0, 0);

    public ModelArchive {
        weights = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        weights.forEach((path, data) -> {
            if (!path.equals(data.name())) {
                throw new IllegalArgumentException("the weight '" + path + "' calls itself '" + data.name() + "'");
            }
        });
    }

    /**
     * Writes the file beside its place and moves it there when it is complete, so that no reader ever sees half a file and a failure leaves
     * the old one as it was.
     */
    public void write(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new IOException("'" + file + "' is a folder: expected the name of a file, such as model.plumb");
        }
        Path temporary = Files.createTempFile(folder, target.getFileName() + ".", ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                write(out);
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void write(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            // Trained weights are noise to a compressor: DEFLATED at its fastest costs little and, unlike STORED, needs
            // no checksum before
            // the data and so no second pass over them.
            zip.setLevel(1);
            Map<String, Object> versions = new LinkedHashMap<>();
            versions.put("format", FORMAT);
            versions.put("library", libraryVersion());
            json(zip, VERSIONS, versions);
            json(zip, GRAPH, DraftTree.of(graph.draft()));
            tensors(zip, WEIGHTS, new ArrayList<>(weights.values()));
            if (optimizer.isPresent()) {
                json(zip, OPTIMIZER, optimizer.get().attributes());
                tensors(zip, OPTIMIZER_TENSORS, optimizer.get().tensors());
            }
        }
    }

    private static String libraryVersion() {
        String version = ModelArchive.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static void json(ZipOutputStream zip, String name, Map<String, ?> tree) throws IOException {
        begin(zip, name);
        zip.write(JSON.std.asString(tree).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static void tensors(ZipOutputStream zip, String name, List<TensorData> tensors) throws IOException {
        begin(zip, name);
        Safetensors.write(tensors, zip);
        zip.closeEntry();
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(DATE);
        zip.putNextEntry(entry);
    }

    /**
     * Reads a file whole.
     *
     * @throws NoSuchFileException if there is none
     * @throws FormatException if it is truncated, damaged, no such archive, or made by a newer version
     */
    public static ModelArchive read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such model file");
        }
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            return read(zip);
        } catch (FormatException e) {
            throw new FormatException("'" + file + "' cannot be read as a model: " + e.getMessage(), e);
        } catch (ZipException e) {
            throw new FormatException(
                    "'" + file + "' is not a .plumb file or is damaged (" + e.getMessage()
                            + "): expected a zip archive written by save; copy it again or save the model again",
                    e);
        } catch (java.io.EOFException e) {
            throw new FormatException("'" + file + "' is truncated: copy it again or save the model again", e);
        } catch (IllegalArgumentException e) {
            // What java.util.zip throws for names that are not UTF-8.
            throw new FormatException("'" + file + "' is damaged: " + e.getMessage(), e);
        }
    }

    private static ModelArchive read(ZipFile zip) throws IOException {
        Set<String> names = names(zip);
        if (!names.contains(VERSIONS)) {
            throw new FormatException("it has no " + VERSIONS + ", found " + names + ": was it written by save?");
        }
        version(Json.object(text(zip, VERSIONS), VERSIONS));
        if (!KNOWN.containsAll(names)) {
            throw new FormatException("it has entries " + names + ", known are " + new TreeSet<>(KNOWN));
        }
        Graph graph = graph(Json.object(text(zip, GRAPH), GRAPH));
        Map<String, TensorData> weights = tensors(zip, WEIGHTS);
        if (names.contains(OPTIMIZER) != names.contains(OPTIMIZER_TENSORS)) {
            throw new FormatException("it has only one of " + OPTIMIZER + " and " + OPTIMIZER_TENSORS);
        }
        Optional<OptimizerState> optimizer = names.contains(OPTIMIZER)
                ? Optional.of(new OptimizerState(
                        Json.object(text(zip, OPTIMIZER), OPTIMIZER),
                        List.copyOf(tensors(zip, OPTIMIZER_TENSORS).values())))
                : Optional.empty();
        return new ModelArchive(graph, weights, optimizer);
    }

    private static Set<String> names(ZipFile zip) throws FormatException {
        Set<String> names = new TreeSet<>();
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            String name = all.nextElement().getName();
            if (!names.add(name)) {
                throw new FormatException("the entry '" + name + "' occurs twice");
            }
        }
        return names;
    }

    private static void version(Map<String, Object> versions) throws FormatException {
        if (!(versions.get("format") instanceof Integer format) || format < 1) {
            throw new FormatException(
                    VERSIONS + " states the format " + versions.get("format") + ", expected a number from 1");
        }
        if (format > FORMAT) {
            throw new FormatException("its format is " + format + ", written by Plumb " + versions.get("library")
                    + "; this version reads formats up to " + FORMAT + ": use a newer Plumb");
        }
    }

    private static Graph graph(Map<String, Object> tree) throws FormatException {
        try {
            return GraphChecker.graph(DraftTree.read(tree));
        } catch (RuntimeException | LinkageError e) {
            throw new FormatException(GRAPH + " is not the graph of a model: " + e.getMessage(), e);
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        try (InputStream in = open(zip, name)) {
            byte[] bytes = in.readNBytes(LARGEST_JSON + 1);
            if (bytes.length > LARGEST_JSON) {
                throw new FormatException(name + " has more than " + LARGEST_JSON + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static Map<String, TensorData> tensors(ZipFile zip, String name) throws IOException {
        try (InputStream in = open(zip, name)) {
            return Safetensors.read(in);
        } catch (FormatException e) {
            throw new FormatException(name + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new FormatException("it has no " + name);
        }
        // ZipFile checks no checksums.
        return new CheckedEntry(zip.getInputStream(entry), entry);
    }
}
