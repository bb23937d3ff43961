package dev.plumb.graph.build;

import dev.plumb.graph.Cost;
import dev.plumb.graph.Graph;
import dev.plumb.graph.code.DeclaredWeights;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The table of a graph as Keras 3 prints it: layer and type, output shape, parameters and, where the graph is not a straight line, what
 * each layer is connected to; where something is frozen, whether each layer is trained. Batch sizes print as None. Below, what Keras does not say: the
 * {@link Cost} of an example.
 *
 * @param optimizerParameters the optimizer's own numbers, or 0 before it has any; counted in the total as Keras does
 * @param optimizerBytes their size
 */
public record Summary(Graph graph, long optimizerParameters, long optimizerBytes) {

    /** The widths of the cells, padding included, as Keras has them for lines of 88 and of 108 characters. */
    private static final int[] STRAIGHT_WIDTHS = {38, 29, 17};

    private static final int[] CONNECTED_WIDTHS = {31, 27, 17, 28};

    /** The same with a column that says what is trained, for lines of 100 and of 120 characters. */
    private static final int[] STRAIGHT_TRAINABLE_WIDTHS = {39, 31, 16, 9};

    private static final int[] CONNECTED_TRAINABLE_WIDTHS = {31, 27, 18, 27, 11};

    /** The column of parameters, which is right-aligned. */
    private static final int PARAMETERS = 2;

    public static Summary of(Graph graph) {
        return new Summary(graph, 0, 0);
    }

    /** The table with title and totals, layers by their paths; lines end with {@code \n}. */
    public String text() {
        return text(Nesting.PATHS);
    }

    /** The table with title and totals; lines end with {@code \n}. */
    public String text(Nesting nesting) {
        boolean line = isStraightLine(nesting);
        return text(SummaryRows.of(graph, nesting, !line), line) + costs();
    }

    /**
     * The table of layers that have no wires between them, as those of a model whose code wires them.
     *
     * @param order of the layers, by the names that their paths begin with
     */
    public String textWithoutWires(List<String> order) {
        List<SummaryRows.Row> rows = new ArrayList<>(SummaryRows.of(graph, Nesting.PATHS, false));
        rows.sort(Comparator.comparingInt(row -> order.indexOf(row.name().split("[ /]", 2)[0])));
        return text(rows, true);
    }

    private String text(List<SummaryRows.Row> shown, boolean line) {
        boolean frozen = graph.nodes().stream()
                .anyMatch(node -> !node.trainable() && !node.weights().isEmpty());
        List<String> header = new ArrayList<>(List.of("Layer (type)", "Output Shape", "Param #"));
        if (!line) {
            header.add("Connected to");
        }
        if (frozen) {
            header.add("Trainable");
        }
        int[] widths = widths(line, frozen);
        List<List<String>> rows = shown.stream().map(row -> cells(row, line)).toList();
        int centred = frozen ? header.size() - 1 : -1;

        StringBuilder table = new StringBuilder();
        table.append("Model: \"").append(graph.name()).append("\"\n");
        rule(table, widths, "┏", "━", "┳", "┓");
        cells(table, header, widths, "┃", centred);
        rule(table, widths, "┡", "━", "╇", "┩");
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                rule(table, widths, "├", "─", "┼", "┤");
            }
            cells(table, rows.get(i), widths, "│", centred);
        }
        rule(table, widths, "└", "─", "┴", "┘");
        return table + totals();
    }

    private static List<String> cells(SummaryRows.Row row, boolean line) {
        return line
                ? List.of(row.name(), row.shape(), row.parameters(), row.trainable())
                : List.of(row.name(), row.shape(), row.parameters(), row.connected(), row.trainable());
    }

    private static int[] widths(boolean line, boolean frozen) {
        if (frozen) {
            return line ? STRAIGHT_TRAINABLE_WIDTHS : CONNECTED_TRAINABLE_WIDTHS;
        }
        return line ? STRAIGHT_WIDTHS : CONNECTED_WIDTHS;
    }

    private String totals() {
        long all = graph.parameters();
        long trainable = graph.trainableParameters();
        StringBuilder text = new StringBuilder();
        total(text, "Total params", all + optimizerParameters, all * Float.BYTES + optimizerBytes);
        total(text, "Trainable params", trainable, trainable * Float.BYTES);
        total(text, "Non-trainable params", all - trainable, (all - trainable) * Float.BYTES);
        if (optimizerParameters > 0) {
            total(text, "Optimizer params", optimizerParameters, optimizerBytes);
        }
        long missing = graph.nodes().stream().filter(DeclaredWeights::isMissing).count();
        if (missing > 0) {
            text.append(" Not counted: ")
                    .append(missing == 1 ? "1 layer" : missing + " layers")
                    .append(" in code, whose parameters are known when the model is made\n");
        }
        return text.toString();
    }

    private String costs() {
        Cost cost = Cost.of(graph);
        String missing = cost.uncounted() == 0
                ? ""
                : cost.uncounted() == 1
                        ? ", without 1 layer in code"
                        : ", without " + cost.uncounted() + " layers in code";
        String flops = cost.flops().isKnown() ? scaled(cost.flops().value()) : "";
        String bytes = cost.activationBytes().isKnown()
                ? size(cost.activationBytes().value().longValue())
                : cost.activationBytes() + " bytes";
        return " FLOPs per example: " + cost.flops() + flops + missing + "\n Activations per example: " + bytes + "\n";
    }

    /** A large number in thousands, millions …: {@code (7.72 G)}. */
    private static String scaled(BigInteger number) {
        String[] units = {"", "K", "M", "G", "T", "P", "E"};
        double scaled = number.doubleValue();
        int unit = 0;
        while (scaled >= 1000 && unit < units.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return unit < 2 ? "" : String.format(Locale.ROOT, " (%.2f %s)", scaled, units[unit]);
    }

    private static void total(StringBuilder text, String label, long parameters, long bytes) {
        text.append(String.format(Locale.ROOT, " %s: %,d (%s)%n", label, parameters, size(bytes))
                .replace(System.lineSeparator(), "\n"));
    }

    private static String size(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB", "PB"};
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        // Python rounds halves to even digits: 1.625 is 1.62
        return new BigDecimal(size).setScale(2, RoundingMode.HALF_EVEN) + " " + units[unit];
    }

    private boolean isStraightLine(Nesting nesting) {
        if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
            return false;
        }
        String before = graph.inputs().get(0).name();
        for (SummaryRows.Call call : SummaryRows.calls(graph, nesting)) {
            if (!call.isFirst()
                    || call.inputs().size() != 1
                    || !call.inputs().get(0).source().equals(before)) {
                return false;
            }
            before = call.name();
        }
        return true;
    }

    private static void rule(StringBuilder table, int[] widths, String left, String line, String cross, String right) {
        table.append(left);
        for (int i = 0; i < widths.length; i++) {
            table.append(line.repeat(widths[i])).append(i == widths.length - 1 ? right : cross);
        }
        table.append("\n");
    }

    /** A row; a last cell for which there is no column is left out. */
    private static void cells(StringBuilder table, List<String> row, int[] widths, String bar, int centred) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            int inner = widths[i] - 2;
            wrapped.add(i == centred ? List.of(cut(row.get(i), inner)) : wrap(row.get(i), inner));
            height = Math.max(height, wrapped.get(i).size());
        }
        for (int at = 0; at < height; at++) {
            table.append(bar);
            for (int i = 0; i < widths.length; i++) {
                int inner = widths[i] - 2;
                String text = at < wrapped.get(i).size() ? wrapped.get(i).get(at) : "";
                int spaces = inner - text.length();
                int before = i == centred ? spaces / 2 : i == PARAMETERS ? spaces : 0;
                table.append(" ")
                        .append(" ".repeat(before))
                        .append(text)
                        .append(" ".repeat(spaces - before))
                        .append(" ")
                        .append(bar);
            }
            table.append("\n");
        }
    }

    /** As Keras cuts what does not fit. */
    private static String cut(String text, int width) {
        return text.length() > width ? text.substring(0, width - 1) + "…" : text;
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
