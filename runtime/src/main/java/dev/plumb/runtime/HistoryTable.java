package dev.plumb.runtime;

import dev.plumb.io.CsvLine;
import dev.plumb.io.FileReplacement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A history as a CSV file. */
final class HistoryTable {
    private HistoryTable() {}

    static void write(History history, Path file) {
        Objects.requireNonNull(file, "the file is null");
        try {
            FileReplacement.write(file, out -> out.write(text(history).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The lines, each with the end that lines have on this machine, as those of {@code CSVLogger}. */
    private static String text(History history) {
        StringBuilder text = new StringBuilder();
        List<String> header = new ArrayList<>(List.of("epoch"));
        header.addAll(history.keys());
        line(text, header);
        for (History.Epoch epoch : history.reports()) {
            List<String> cells = new ArrayList<>(List.of(Integer.toString(epoch.epoch())));
            for (String key : history.keys()) {
                Double value = epoch.values().get(key);
                cells.add(value == null ? "NA" : value.toString());
            }
            line(text, cells);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append(CsvLine.of(cells)).append(System.lineSeparator());
    }
}
