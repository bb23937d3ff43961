package dev.plumb.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The ratios of the report as bars, an SVG file: to the right of the line at 1 where Plumb is ahead, to the left where another library
 * is. The axis is logarithmic, so that twice as fast and twice as slow are as long.
 *
 * @param results of all rounds
 */
public record RatioPicture(Results results) {
    private static final int ROW = 22;
    private static final int LABELS = 430;
    private static final int WIDTH = 900;
    private static final int TOP = 40;
    private static final double LEAST = 0.25;
    private static final double GREATEST = 16;
    private static final double[] TICKS = {0.25, 0.5, 1, 2, 4, 8, 16};

    /** The text of the file. */
    public String svg() {
        List<Workload> lines = Arrays.stream(Workload.values())
                .filter(each -> results.ratio(each, Peers.PLUMB).isPresent())
                .toList();
        int height = TOP + ROW * lines.size() + 10;
        List<String> parts = new ArrayList<>();
        parts.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + height
                + "\" font-family=\"sans-serif\" font-size=\"12\">");
        parts.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        parts.add(text(LABELS, 14, "start", "best of the others / Plumb"));
        for (double tick : TICKS) {
            parts.add(String.format(
                    Locale.ROOT,
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\"/>",
                    x(tick),
                    TOP - 4,
                    height - 10,
                    tick == 1 ? "black" : "#ccc"));
            parts.add(text(
                    x(tick),
                    TOP - 8,
                    "middle",
                    (tick < 1 ? Double.toString(tick) : Integer.toString((int) tick)) + "×"));
        }
        for (int i = 0; i < lines.size(); i++) {
            parts.add(bar(lines.get(i), TOP + ROW * i));
        }
        parts.add("</svg>");
        return String.join("\n", parts) + "\n";
    }

    private String bar(Workload workload, int y) {
        double ratio = results.ratio(workload, Peers.PLUMB).orElseThrow();
        double end = x(ratio);
        double left = Math.min(end, x(1));
        String rectangle = String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                left,
                y + 3,
                Math.abs(end - x(1)),
                ROW - 6,
                ratio >= 1 ? "#2a7f62" : "#c0563b");
        String number = String.format(
                Locale.ROOT,
                "%.2f× %s",
                ratio,
                results.best(workload, Peers.PLUMB).orElseThrow());
        return text(LABELS - 10, y + 15, "end", workload.group() + " " + workload.title())
                + rectangle
                + text(Math.max(end, x(1)) + 4, y + 15, "start", number);
    }

    /** Where a ratio is; what lies beyond the axis is at its end. */
    static double x(double ratio) {
        double bounded = Math.max(LEAST, Math.min(GREATEST, ratio));
        double share = Math.log(bounded / LEAST) / Math.log(GREATEST / LEAST);
        return LABELS + share * (WIDTH - LABELS - 160);
    }

    private static String text(double x, int y, String anchor, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                anchor,
                words.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
