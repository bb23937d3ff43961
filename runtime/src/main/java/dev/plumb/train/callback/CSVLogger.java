package dev.plumb.train.callback;

import dev.plumb.io.CsvLine;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line of values after each epoch, as Keras' {@code CSVLogger}: {@code epoch} (from 0) and the values by name, {@code NA} where an epoch has none.
 * Each line is in the file when its epoch has ended.
 */
public final class CSVLogger implements Callback {
    private final Path file;
    private final boolean append;
    private List<String> columns = List.of();
    private @Nullable BufferedWriter writer;

    /** Begins the file anew with each training. */
    public CSVLogger(Path file) {
        this(file, false);
    }

    /** Goes on with a file that is there, whose columns it keeps. */
    public static CSVLogger appending(Path file) {
        return new CSVLogger(file, true);
    }

    private CSVLogger(Path file, boolean append) {
        this.file = Objects.requireNonNull(file, "the file is null");
        this.append = append;
    }

    @Override
    public void onTrainBegin(Training training) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the log '" + file + "' cannot be written: the folder '" + folder
                    + "' does not exist; create it first");
        }
        try {
            boolean goesOn = (append || training.isResumed()) && Files.exists(file) && Files.size(file) > 0;
            columns = List.of();
            if (goesOn) {
                try (BufferedReader header = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    columns = CsvLine.read(header);
                }
            }
            writer = Files.newBufferedWriter(
                    file,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** How much of the file is there: what is written after it, and before a kill, is written again. */
    @Override
    public void saveState(CallbackState state) {
        try {
            state.put("bytes", Files.size(file));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void restoreState(Training training, CallbackState state) {
        long bytes = state.whole("bytes", 0, Long.MAX_VALUE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() < bytes) {
                throw new IllegalStateException("the log " + file + " has " + channel.size() + " bytes, and it had "
                        + bytes + " when the backup was written: put it back, or delete the backup to begin anew");
            }
            channel.truncate(bytes);
        } catch (IOException e) {
            throw failed(e);
        }
        if (bytes == 0) {
            columns = List.of();
        }
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        if (columns.isEmpty()) {
            columns = columns(training, logs);
            line(columns);
        }
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            Double value = logs.get(column);
            values.add(column.equals("epoch") ? Integer.toString(epoch) : value == null ? "NA" : value.toString());
        }
        line(values);
    }

    /** Where the first epoch has no validation and others will, its columns are there. */
    private static List<String> columns(Training training, Map<String, Double> logs) {
        List<String> names = new ArrayList<>(logs.keySet().stream().sorted().toList());
        if (training.validates() && names.stream().noneMatch(name -> name.startsWith("val_"))) {
            names.addAll(logs.keySet().stream()
                    .filter(name -> !name.equals("learning_rate"))
                    .sorted()
                    .map(name -> "val_" + name)
                    .toList());
        }
        names.add(0, "epoch");
        return List.copyOf(names);
    }

    private void line(List<String> values) {
        try {
            BufferedWriter open = Objects.requireNonNull(writer, "training has not begun");
            open.write(CsvLine.of(values));
            open.newLine();
            open.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        BufferedWriter open = writer;
        writer = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException("the log " + file + " cannot be written: " + cause.getMessage(), cause);
    }
}
