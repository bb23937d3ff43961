package dev.plumb.io;

import dev.plumb.graph.Graph;
import dev.plumb.preprocess.Vocabulary;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads a {@code .plumb} file. To open it is to read everything but the elements of its arrays, and to compare name, shape and type of each
 * array with the graph; so whoever takes memory for them then takes what the model needs. Each problem is a {@link FormatException} that
 * names the file, the entry and the reason.
 */
public final class ArchiveReader implements Closeable {
    /** Far more than graphs of ten thousand layers take. */
    private static final int LARGEST_JSON = 1 << 24;

    /** More than vocabularies of ten million terms take. */
    private static final int LARGEST_VOCABULARIES = 1 << 29;

    /** What a file of Keras is good for. */
    private static final String OF_KERAS =
            ", as Keras writes, and no .plumb file: create the model and give it these weights by"
                    + " weightsFrom(KerasWeights.read(file)), of the module plumb-keras";

    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private final Path file;
    private final ZipFile zip;
    private final Map<ArchiveEntry, ZipEntry> entries = new EnumMap<>(ArchiveEntry.class);

    /** What was read when it was opened. */
    private record Contents(
            Graph graph,
            long seed,
            long tapes,
            FreezingState freezing,
            ArrayReader weights,
            Optimizers first,
            Optimizers more,
            Optional<Probe> probe,
            Map<String, Vocabulary> vocabularies,
            Optional<FitState> fit) {}

    /** Optimizers whose arrays lie together; none has no arrays. */
    private record Optimizers(List<OptimizerState> states, Optional<ArrayReader> arrays) {
        static final Optimizers NONE = new Optimizers(List.of(), Optional.empty());
    }

    private final Contents contents;

    private ArchiveReader(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        this.contents = contents();
    }

    /**
     * Opens a file.
     *
     * @throws NoSuchFileException if there is none
     * @throws FormatException if it is truncated, damaged, no such archive, made by a newer version, or does not fit its own graph
     */
    public static ArchiveReader open(Path file) throws IOException {
        Objects.requireNonNull(file, "the file to load is null");
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            throw new FormatException("'" + file
                    + "' is not in a file system of the machine: copy the file there and load it from there");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, MissingPath.file(file));
        }
        if (!Files.isRegularFile(file)) {
            throw new FormatException(
                    "'" + file + "' is not a file: expected one that save wrote, such as model.plumb");
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString(), null, "no permission to read it");
        }
        return reading(file, () -> {
            ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
            try {
                return new ArchiveReader(file, zip);
            } catch (IOException | RuntimeException | Error e) {
                zip.close();
                throw e;
            }
        });
    }

    /** The graph of the model. */
    public Graph graph() {
        return contents.graph();
    }

    /** What starting weights and everything random in training followed from. */
    public long seed() {
        return contents.seed();
    }

    /** What is trained, as far as it is not as the graph says. */
    public FreezingState freezing() {
        return contents.freezing();
    }

    /** The optimizer, if the model was trained. */
    public Optional<OptimizerState> optimizer() {
        return contents.first().states().stream().findFirst();
    }

    /** The optimizers beside the first, of a model that was trained with several. */
    public List<OptimizerState> moreOptimizers() {
        return contents.more().states();
    }

    /** How many tapes of dropout masks an eager model had begun; 0 if that is not said. */
    public long tapes() {
        return contents.tapes();
    }

    /** What the model computed, if it has layers in code and was saved with it. */
    public Optional<Probe> probe() {
        return contents.probe();
    }

    /** Where the fit stood, in a backup. */
    public Optional<FitState> fit() {
        return contents.fit();
    }

    /** What layers were adapted to, by their names. */
    public Map<String, Vocabulary> vocabularies() {
        return contents.vocabularies();
    }

    /**
     * Reads all weights. Once.
     *
     * @param destinations by the path of a weight: where its elements go, as many bytes as it takes
     */
    public void readWeights(Function<String, ByteBuffer> destinations) throws IOException {
        reading(file, () -> read(ArchiveEntry.WEIGHTS, contents.weights(), destinations));
    }

    /**
     * Reads the arrays of the optimizer. Once.
     *
     * @param destinations by the {@linkplain OptimizerState#arrayName name} of an array
     */
    public void readOptimizer(Function<String, ByteBuffer> destinations) throws IOException {
        ArrayReader arrays =
                contents.first().arrays().orElseThrow(() -> new IllegalStateException("there is no optimizer"));
        reading(file, () -> read(ArchiveEntry.OPTIMIZER_ARRAYS, arrays, destinations));
    }

    /**
     * Reads the arrays of the {@linkplain #moreOptimizers() other optimizers}, if there are any. Once.
     *
     * @param destinations by the number of an optimizer, from 1 on, and the {@linkplain OptimizerState#arrayName name} of an array
     */
    public void readMoreOptimizers(BiFunction<Integer, String, ByteBuffer> destinations) throws IOException {
        if (contents.more().arrays().isPresent()) {
            ArrayReader arrays = contents.more().arrays().get();
            reading(
                    file,
                    () -> read(ArchiveEntry.MORE_OPTIMIZER_ARRAYS, arrays, name -> {
                        int slash = name.indexOf('/');
                        return destinations.apply(Integer.valueOf(name.substring(0, slash)), name.substring(slash + 1));
                    }));
        }
    }

    private static ArrayReader read(ArchiveEntry entry, ArrayReader arrays, Function<String, ByteBuffer> destinations)
            throws IOException {
        return in(entry, () -> {
            arrays.read(destinations);
            return arrays;
        });
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private Contents contents() throws IOException {
        findEntries();
        Fields versions = in(ArchiveEntry.VERSIONS, this::versions);
        long seed = in(ArchiveEntry.VERSIONS, () -> versions.longText(ArchiveEntry.SEED_KEY));
        Graph graph = in(ArchiveEntry.GRAPH, () -> ArchivedGraph.read(text(ArchiveEntry.GRAPH)));
        FreezingState freezing = in(ArchiveEntry.VERSIONS, () -> freezing(versions, graph));
        ArrayReader weights =
                arrays(ArchiveEntry.WEIGHTS, ExpectedArrays.weights(graph), notFinite(ArchiveEntry.VERSIONS, versions));
        long tapes = versions.values().containsKey(ArchiveEntry.TAPES_KEY)
                ? in(ArchiveEntry.VERSIONS, () -> versions.whole(ArchiveEntry.TAPES_KEY, 0))
                : 0;
        return new Contents(
                graph,
                seed,
                tapes,
                freezing,
                weights,
                optimizer(versions, graph),
                moreOptimizers(versions, graph),
                entries.containsKey(ArchiveEntry.PROBE) ? Optional.of(probe(graph)) : Optional.empty(),
                entries.containsKey(ArchiveEntry.VOCABULARIES) ? vocabularies(graph) : Map.of(),
                entries.containsKey(ArchiveEntry.FIT) ? Optional.of(readFit()) : Optional.empty());
    }

    private Map<String, Vocabulary> vocabularies(Graph graph) throws IOException {
        return in(
                ArchiveEntry.VOCABULARIES,
                () -> ArchivedVocabularies.read(
                        Json.object(text(ArchiveEntry.VOCABULARIES, LARGEST_VOCABULARIES)), graph));
    }

    private Optimizers optimizer(Fields versions, Graph graph) throws IOException {
        if (!entries.containsKey(ArchiveEntry.OPTIMIZER)) {
            return Optimizers.NONE;
        }
        Fields fields = fields(ArchiveEntry.OPTIMIZER);
        OptimizerState state =
                in(ArchiveEntry.OPTIMIZER, () -> ArchivedOptimizer.read(fields, tellsOfFreezing(versions), graph));
        List<String> notFinite = notFinite(ArchiveEntry.OPTIMIZER, fields);
        ExpectedArrays expected = ExpectedArrays.optimizer(graph, state);
        return new Optimizers(List.of(state), Optional.of(arrays(ArchiveEntry.OPTIMIZER_ARRAYS, expected, notFinite)));
    }

    private Optimizers moreOptimizers(Fields versions, Graph graph) throws IOException {
        if (!entries.containsKey(ArchiveEntry.MORE_OPTIMIZERS)) {
            return Optimizers.NONE;
        }
        Fields fields = fields(ArchiveEntry.MORE_OPTIMIZERS);
        Map<String, OptimizerState> states = in(
                ArchiveEntry.MORE_OPTIMIZERS,
                () -> ArchivedOptimizer.readMore(fields, tellsOfFreezing(versions), graph));
        List<String> notFinite = notFinite(ArchiveEntry.MORE_OPTIMIZERS, fields);
        ExpectedArrays expected = ExpectedArrays.optimizers(graph, ArchiveEntry.MORE_OPTIMIZERS, states);
        return new Optimizers(
                List.copyOf(states.values()),
                Optional.of(arrays(ArchiveEntry.MORE_OPTIMIZER_ARRAYS, expected, notFinite)));
    }

    private static List<String> notFinite(ArchiveEntry entry, Fields fields) throws IOException {
        return in(entry, () -> fields.texts(ArchiveEntry.NOT_FINITE_KEY));
    }

    private Fields fields(ArchiveEntry entry) throws IOException {
        return in(entry, () -> new Fields(Json.object(text(entry))));
    }

    private Probe probe(Graph graph) throws IOException {
        Fields fields = fields(ArchiveEntry.PROBE);
        ArchivedProbe probe = in(ArchiveEntry.PROBE, () -> ArchivedProbe.read(fields, graph));
        ExpectedArrays expected = in(ArchiveEntry.PROBE, probe::expected);
        ArrayReader arrays = arrays(ArchiveEntry.PROBE_ARRAYS, expected, notFinite(ArchiveEntry.PROBE, fields));
        return in(ArchiveEntry.PROBE_ARRAYS, () -> probe.with(arrays));
    }

    private FitState readFit() throws IOException {
        Fields fields = fields(ArchiveEntry.FIT);
        FitState fit = in(ArchiveEntry.FIT, () -> ArchivedFit.read(fields));
        ArrayReader arrays =
                arrays(ArchiveEntry.FIT_ARRAYS, ArchivedFit.expected(fit), notFinite(ArchiveEntry.FIT, fields));
        return in(ArchiveEntry.FIT_ARRAYS, () -> ArchivedFit.with(fit, arrays));
    }

    private void findEntries() throws IOException {
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry found = all.nextElement();
            if (found.getName().equals("model.weights.h5")) {
                throw new FormatException("it is a .keras file" + OF_KERAS);
            }
            ArchiveEntry entry = ArchiveEntry.named(found.getName())
                    .orElseThrow(() -> new FormatException("it has the entry '" + found.getName() + "', known are "
                            + ArchiveEntry.names() + ": was it written by save?"));
            if (entries.put(entry, found) != null) {
                throw new FormatException("the entry " + entry + " occurs twice");
            }
        }
        for (ArchiveEntry entry : List.of(ArchiveEntry.VERSIONS, ArchiveEntry.GRAPH, ArchiveEntry.WEIGHTS)) {
            if (!entries.containsKey(entry)) {
                throw new FormatException(
                        "it has no " + entry + ", found " + entries.keySet() + ": was it written by save?");
            }
        }
        bothOrNone(ArchiveEntry.OPTIMIZER, ArchiveEntry.OPTIMIZER_ARRAYS);
        bothOrNone(ArchiveEntry.MORE_OPTIMIZERS, ArchiveEntry.MORE_OPTIMIZER_ARRAYS);
        bothOrNone(ArchiveEntry.PROBE, ArchiveEntry.PROBE_ARRAYS);
        bothOrNone(ArchiveEntry.FIT, ArchiveEntry.FIT_ARRAYS);
    }

    private void bothOrNone(ArchiveEntry one, ArchiveEntry other) throws FormatException {
        if (entries.containsKey(one) != entries.containsKey(other)) {
            throw new FormatException("it has only one of " + one + " and " + other);
        }
    }

    private Fields versions() throws IOException {
        Fields versions = new Fields(Json.object(text(ArchiveEntry.VERSIONS)));
        long format = versions.whole(ArchiveEntry.FORMAT_KEY, 1);
        String library = versions.text(ArchiveEntry.LIBRARY_KEY);
        if (format > ArchiveEntry.FORMAT) {
            throw new FormatException("the format is " + format + ", written by Plumb " + library
                    + "; this version reads formats up to " + ArchiveEntry.FORMAT + ": use a newer Plumb");
        }
        versions.only(Set.of(
                ArchiveEntry.FORMAT_KEY,
                ArchiveEntry.LIBRARY_KEY,
                ArchiveEntry.SEED_KEY,
                ArchiveEntry.NOT_FINITE_KEY,
                ArchiveEntry.FROZEN_KEY,
                ArchiveEntry.UNFROZEN_KEY,
                ArchiveEntry.RATES_KEY,
                ArchiveEntry.TAPES_KEY));
        return versions;
    }

    private static boolean tellsOfFreezing(Fields versions) throws FormatException {
        return versions.whole(ArchiveEntry.FORMAT_KEY, 1) >= ArchiveEntry.FREEZING_FORMAT;
    }

    private static FreezingState freezing(Fields versions, Graph graph) throws FormatException {
        if (!tellsOfFreezing(versions)) {
            return FreezingState.NONE;
        }
        FreezingState freezing = new FreezingState(
                Set.copyOf(versions.texts(ArchiveEntry.FROZEN_KEY)),
                Set.copyOf(versions.texts(ArchiveEntry.UNFROZEN_KEY)),
                versions.numbers(ArchiveEntry.RATES_KEY));
        freezing.requireFits(graph);
        return freezing;
    }

    private ArrayReader arrays(ArchiveEntry entry, ExpectedArrays expected, List<String> notFinite) throws IOException {
        return in(
                entry, () -> ArrayReader.open(stream(entry), entries.get(entry).getSize(), expected, notFinite));
    }

    private String text(ArchiveEntry entry) throws IOException {
        return text(entry, LARGEST_JSON);
    }

    private String text(ArchiveEntry entry, int largest) throws IOException {
        long size = entries.get(entry).getSize();
        if (size > largest) {
            throw new FormatException("it takes " + size + " bytes, at most " + largest);
        }
        try (InputStream in = stream(entry)) {
            // One byte more than there should be: so the end is seen, and the checksum compared.
            byte[] bytes = in.readNBytes((int) size + 1);
            if (bytes.length > size) {
                throw new FormatException("it has more than the " + size + " bytes that it says to have");
            }
            return Json.text(bytes);
        }
    }

    private InputStream stream(ArchiveEntry entry) throws IOException {
        return CheckedEntry.open(zip, entries.get(entry), Files.size(file));
    }

    /** What reads something. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Reads, and says in which entry a problem is. */
    private static <T> T in(ArchiveEntry entry, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (FormatException e) {
            throw new FormatException(entry + ": " + e.getMessage(), e);
        } catch (ZipException | EOFException e) {
            throw new FormatException(
                    entry + ": it is damaged (" + e.getMessage() + "); copy the file again or save the model again", e);
        }
    }

    private static boolean isHdf5(Path file) throws IOException {
        try (InputStream start = Files.newInputStream(file)) {
            return Arrays.equals(start.readNBytes(HDF5.length), HDF5);
        }
    }

    /** Reads, and says in which file a problem is. */
    private static <T> T reading(Path file, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (FormatException e) {
            throw new FormatException("'" + file + "' cannot be read as a model: " + e.getMessage(), e);
        } catch (ZipException e) {
            throw new FormatException(
                    isHdf5(file)
                            ? "'" + file + "' is an HDF5 file" + OF_KERAS
                            : "'" + file + "' is not a .plumb file or is damaged (" + e.getMessage()
                                    + "): expected a zip archive written by save; copy it again or save the model"
                                    + " again",
                    e);
        } catch (EOFException e) {
            throw new FormatException("'" + file + "' is truncated: copy it again or save the model again", e);
        } catch (IllegalArgumentException e) {
            // What java.util.zip throws for names that are not UTF-8.
            throw new FormatException("'" + file + "' is damaged: " + e.getMessage(), e);
        }
    }
}
