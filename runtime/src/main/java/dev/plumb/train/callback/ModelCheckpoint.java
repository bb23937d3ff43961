package dev.plumb.train.callback;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Saves the model after epochs, or each so many steps, as Keras' {@code ModelCheckpoint}: graph, weights and the state of training, so that it can be
 * loaded and trained on. Each setter gives another one.
 *
 * <p>The name of the file may have {@code {epoch}} (from 1), {@code {batch}} and the names of logs, with a format behind a colon: {@code
 * model-{epoch:02d}-{val_loss:.3f}.plumb}.
 */
public final class ModelCheckpoint implements Callback {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)(?::([^}]*))?}");
    private static final Pattern FORMAT = Pattern.compile("0?\\d*d|\\.\\d+[ef]|");

    private final String file;
    private final Optional<Monitor> best;
    private final int everySteps;
    private final int kept;

    private final Deque<Path> written = new ArrayDeque<>();
    private Monitor.Direction direction = Monitor.Direction.MINIMIZE;
    private double bestValue;

    private ModelCheckpoint(String file, Optional<Monitor> best, int everySteps, int kept) {
        this.file = file;
        this.best = best;
        this.everySteps = everySteps;
        this.kept = kept;
        Matcher places = PLACE.matcher(file);
        while (places.find()) {
            String format = places.group(2);
            Requirements.require(
                    format == null || FORMAT.matcher(format).matches(),
                    "the format of '" + places.group(1) + "' in '" + file + "'",
                    format,
                    "of the kind 02d, d, .3f or .3e");
        }
    }

    /** After each epoch, all files kept. */
    public static ModelCheckpoint to(String file) {
        return new ModelCheckpoint(file, Optional.empty(), 0, Integer.MAX_VALUE);
    }

    /** Only where a value, whose name tells which way is better, is better than before. */
    public ModelCheckpoint onlyBest(String key) {
        return onlyBest(Monitor.of(key));
    }

    /** Only where a value is better than before. */
    public ModelCheckpoint onlyBest(Monitor monitor) {
        return new ModelCheckpoint(file, Optional.of(monitor), everySteps, kept);
    }

    /** After each so many steps of all epochs, instead of after epochs; values are those of the epoch so far. */
    public ModelCheckpoint everySteps(int steps) {
        Requirements.require(steps >= 1, "everySteps", steps, "at least 1");
        return new ModelCheckpoint(file, best, steps, kept);
    }

    /** Keeps the last so many files that it has written, and deletes older ones. */
    public ModelCheckpoint keep(int files) {
        Requirements.require(files >= 1, "keep", files, "at least 1");
        return new ModelCheckpoint(file, best, everySteps, files);
    }

    @Override
    public void onTrainBegin(Training training) {
        requireFolder();
        written.clear();
        direction = best.map(monitor -> monitor.direction(training)).orElse(Monitor.Direction.MINIMIZE);
        bestValue = direction.worst();
    }

    @Override
    public void onTrainBatchEnd(Training training, int epoch, int batch, Logs logs) {
        if (everySteps > 0 && training.iterations() % everySteps == 0) {
            save(training, epoch, batch, logs.values());
        }
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        if (everySteps == 0) {
            save(training, epoch, 0, logs);
        }
    }

    @Override
    public void saveState(CallbackState state) {
        state.put("best", bestValue)
                .put("written", written.stream().map(Path::toString).toList());
    }

    @Override
    public void restoreState(Training training, CallbackState state) {
        bestValue = state.number("best");
        Pattern own = Pattern.compile(PLACE.splitAsStream(slashes(file))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]*", "", file.endsWith("}") ? "[^/]*" : "")));
        // Others are not of this callback, so it does not delete them.
        state.texts("written").stream()
                .filter(path -> own.matcher(slashes(path)).matches())
                .forEach(path -> written.addLast(Path.of(path)));
    }

    private static String slashes(String path) {
        return path.replace(File.separatorChar, '/').replaceAll("/+", "/");
    }

    private void save(Training training, int epoch, int batch, Map<String, Double> logs) {
        if (best.isPresent()) {
            Monitor monitor = best.get();
            OptionalDouble value = monitor.at(training, logs);
            if (value.isEmpty() || !direction.isBetter(value.getAsDouble(), bestValue, 0)) {
                return;
            }
            bestValue = value.getAsDouble();
        }
        Path path = Path.of(name(epoch, batch, logs));
        training.save(path);
        written.remove(path);
        written.addLast(path);
        while (written.size() > kept) {
            delete(written.removeFirst());
        }
    }

    /** Before an hour of training, not after it. */
    private void requireFolder() {
        String fixed = file.contains("{") ? file.substring(0, file.indexOf('{')) : file;
        int end = Math.max(fixed.lastIndexOf('/'), fixed.lastIndexOf(File.separatorChar));
        Path folder = Path.of(fixed.substring(0, end + 1));
        if (end >= 0 && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("checkpoints '" + file + "' cannot be saved: the folder '" + folder
                    + "' does not exist; create it first");
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("the old checkpoint " + path + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    private String name(int epoch, int batch, Map<String, Double> logs) {
        Map<String, Double> values = new HashMap<>(logs);
        values.put("epoch", epoch + 1.0);
        values.put("batch", batch + 1.0);
        return PLACE.matcher(file).replaceAll(place -> {
            Double value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("the name of the checkpoint '" + file + "' has '" + place.group(1)
                        + "', and there is no such value: there are epoch, batch and " + logs.keySet());
            }
            return Matcher.quoteReplacement(text(value, place.group(2)));
        });
    }

    private static String text(double value, String format) {
        boolean whole = value == Math.rint(value);
        if (format == null || format.isEmpty()) {
            return whole ? Long.toString((long) value) : Double.toString(value);
        }
        return format.endsWith("d")
                ? String.format(Locale.ROOT, "%" + format, (long) value)
                : String.format(Locale.ROOT, "%" + format, value);
    }
}
