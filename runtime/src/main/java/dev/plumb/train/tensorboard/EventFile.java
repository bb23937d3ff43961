package dev.plumb.train.tensorboard;

import dev.plumb.graph.Graph;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * A file of events as TensorBoard reads them: scalars, histograms and a graph, in the messages of TensorFlow 2 ({@code event.proto}, {@code summary.proto},
 * {@code tensor.proto}). Other values than those of {@link TensorBoard} may be written by it: from a loop of one's own, or a callback.
 *
 * <pre>{@code
 * try (EventFile events = EventFile.in(Path.of("logs/mine"))) {
 *     events.scalar("reward", 3.5, step);
 * }
 * }</pre>
 *
 * Not thread safe. Each method throws {@link UncheckedIOException} if the file cannot be written.
 */
public final class EventFile implements Closeable {
    // The fields of Event, Summary, Summary.Value, SummaryMetadata, PluginData and TensorProto.
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int GRAPH = 4;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int TENSOR = 8;
    private static final int METADATA = 9;
    private static final int PLUGIN = 1;
    private static final int PLUGIN_NAME = 1;
    private static final int DATA_CLASS = 4;
    private static final int DTYPE = 1;
    private static final int SHAPE = 2;
    private static final int CONTENT = 4;
    private static final int FLOATS = 5;

    private static final int FLOAT = 1;
    private static final int DOUBLE = 2;
    private static final int SCALAR = 1;
    private static final int ANY_TENSOR = 2;

    private final Path file;
    private final RecordFile records;
    private final DoubleSupplier seconds;

    private EventFile(Path file, RecordFile records, DoubleSupplier seconds) {
        this.file = file;
        this.records = records;
        this.seconds = seconds;
    }

    /** A new file in a folder, which is created if it is not there. */
    public static EventFile in(Path folder) {
        Objects.requireNonNull(folder, "the folder of the events is null");
        DoubleSupplier now = () -> System.currentTimeMillis() / 1e3;
        // TensorBoard reads the files of a folder in the order of their names.
        String name = "events.out.tfevents." + System.currentTimeMillis() / 1000 + ".plumb."
                + ProcessHandle.current().pid() + "." + System.nanoTime() + ".v2";
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of events '" + folder + "' cannot be created: " + e, e);
        }
        return create(folder.resolve(name), now);
    }

    /** A new file, by a clock. */
    static EventFile create(Path file, DoubleSupplier seconds) {
        return writing(file, () -> {
            EventFile events = new EventFile(file, RecordFile.create(file), seconds);
            events.records.write(events.event(0).text(FILE_VERSION, "brain.Event:2").toBytes());
            return events;
        });
    }

    /** Goes on with a file behind so many bytes: what was written behind them is forgotten. */
    static EventFile goOn(Path file, long bytes) {
        return writing(
                file,
                () -> new EventFile(file, RecordFile.goOn(file, bytes), () -> System.currentTimeMillis() / 1e3));
    }

    /** Writes a number. */
    public void scalar(String tag, double value, long step) {
        Message tensor = new Message()
                .whole(DTYPE, FLOAT)
                .message(SHAPE, new Message())
                .floats(FLOATS, (float) value);
        summary(tag, "scalars", SCALAR, tensor, step);
    }

    /** Writes how numbers are spread. */
    public void histogram(String tag, float[] values, long step) {
        Message shape = new Message()
                .message(2, new Message().whole(1, HistogramBuckets.COUNT))
                .message(2, new Message().whole(1, 3));
        Message tensor = new Message()
                .whole(DTYPE, DOUBLE)
                .message(SHAPE, shape)
                .bytes(CONTENT, HistogramBuckets.of(values).bytes());
        summary(tag, "histograms", ANY_TENSOR, tensor, step);
    }

    /** Writes what a model is made of. */
    public void graph(Graph graph) {
        write(event(0).bytes(GRAPH, GraphMessage.of(graph).toBytes()));
    }

    private void summary(String tag, String plugin, int dataClass, Message tensor, long step) {
        Message metadata = new Message()
                .message(PLUGIN, new Message().text(PLUGIN_NAME, plugin))
                .whole(DATA_CLASS, dataClass);
        Message value =
                new Message().text(TAG, tag).message(TENSOR, tensor).message(METADATA, metadata);
        write(event(step).message(SUMMARY, new Message().message(VALUE, value)));
    }

    private Message event(long step) {
        Message event = new Message().number(WALL_TIME, seconds.getAsDouble());
        return step == 0 ? event : event.whole(STEP, step);
    }

    private void write(Message event) {
        writing(file, () -> {
            records.write(event.toBytes());
            return records;
        });
    }

    /** What was written is in the file after this. */
    public void flush() {
        writing(file, () -> {
            records.flush();
            return records;
        });
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** How much of it there is, once it is flushed. */
    long bytes() {
        return records.bytes();
    }

    @Override
    public void close() {
        writing(file, () -> {
            records.close();
            return records;
        });
    }

    /** What writes something. */
    private interface Writing<R> {
        R write() throws IOException;
    }

    private static <R> R writing(Path file, Writing<R> work) {
        try {
            return work.write();
        } catch (IOException e) {
            throw new UncheckedIOException("the events '" + file + "' cannot be written: " + e.getMessage(), e);
        }
    }
}
