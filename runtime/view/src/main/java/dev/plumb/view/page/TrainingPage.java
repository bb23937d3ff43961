package dev.plumb.view.page;

import dev.plumb.runtime.GraphPlot;
import dev.plumb.runtime.History;
import dev.plumb.view.chart.Curves;
import dev.plumb.view.picture.Markup;
import dev.plumb.view.picture.Svg;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A training as a page, and the parts of it that change while it runs. */
public final class TrainingPage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final GraphPlot options;

    /** The picture of the graph of this training: it takes longer than all else, and stays as it is. */
    private String picture = "";

    /** Pages that draw graphs in this way. */
    public TrainingPage(GraphPlot options) {
        this.options = options;
    }

    /** All of it, as a file. */
    public String file(TrainingSnapshot now) {
        return Page.of(title(now), body(now));
    }

    /** The title of the page, as text. */
    public static String title(TrainingSnapshot now) {
        return "Training of " + now.model();
    }

    /** All of it but the title. What changes has the ids {@code status} and {@code results}. */
    public String body(TrainingSnapshot now) {
        return "<div id=\"status\">" + status(now) + "</div>\n<div id=\"results\">" + results(now) + "</div>\n"
                + about(now);
    }

    /** Where it stands. */
    public static String status(TrainingSnapshot now) {
        boolean running = now.progress().status() == TrainingSnapshot.Status.RUNNING;
        String began = "began " + TIME.format(now.began().atZone(ZoneId.systemDefault()))
                + (running ? ", " + took(now.took()) + " ago" : ", took " + took(now.took()));
        return "<p" + (now.progress().status() == TrainingSnapshot.Status.FAILED ? " class=\"wrong\"" : "") + ">"
                + standing(now) + "</p>\n" + progress(now) + "<p class=\"faint\">" + began + "</p>\n";
    }

    private static String standing(TrainingSnapshot now) {
        TrainingSnapshot.Progress progress = now.progress();
        int trained = now.history().reports().size();
        String epochs = trained + (trained == 1 ? " epoch" : " epochs");
        boolean early = progress.epoch() + 1 < progress.epochs();
        return switch (progress.status()) {
            case RUNNING ->
                "Epoch " + (progress.epoch() + 1) + " of " + progress.epochs()
                        + (progress.step() == 0
                                ? ""
                                : ", step " + progress.step()
                                        + (progress.steps().isPresent()
                                                ? " of " + progress.steps().getAsInt()
                                                : ""));
            case ENDED -> early ? "Stopped after " + epochs + " of " + progress.epochs() : "Ended after " + epochs;
            case FAILED ->
                "Ended by an error after " + epochs + ", in epoch " + (progress.epoch() + 1) + " of "
                        + progress.epochs();
        };
    }

    private static String progress(TrainingSnapshot now) {
        TrainingSnapshot.Progress progress = now.progress();
        if (progress.status() != TrainingSnapshot.Status.RUNNING) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        if (progress.steps().isPresent()) {
            text.append("<progress value=\"" + progress.step() + "\" max=\""
                    + Math.max(1, progress.steps().getAsInt()) + "\"></progress>\n");
        }
        if (!now.current().isEmpty()) {
            StringBuilder values = new StringBuilder();
            new TreeMap<>(now.current()).forEach((key, value) -> values.append(values.isEmpty() ? "" : ", ")
                    .append(key)
                    .append(' ')
                    .append(number(value)));
            text.append("<p>").append(Markup.escaped(values.toString())).append("</p>\n");
        }
        return text.toString();
    }

    /** The curves and the values. */
    public static String results(TrainingSnapshot now) {
        History history = now.history();
        if (history.reports().isEmpty()) {
            return "<p class=\"faint\">The first epoch has not ended.</p>\n";
        }
        StringBuilder text = new StringBuilder("<h2>Curves</h2>\n<div class=\"picture fitted\">\n");
        text.append(Svg.inline(Curves.of("Learning curves of " + now.model(), history)));
        text.append("</div>\n<h2>Values</h2>\n<table>\n<tr><th>value</th><th class=\"number\">first</th>"
                + "<th class=\"number\">last</th><th class=\"number\">lowest</th><th class=\"number\">in epoch</th>"
                + "<th class=\"number\">highest</th><th class=\"number\">in epoch</th></tr>\n");
        history.keys().forEach(key -> text.append(values(history, key)));
        return text.append("</table>\n").toString();
    }

    private static String values(History history, String key) {
        List<Double> values = history.get(key);
        History.Epoch lowest = null;
        History.Epoch highest = null;
        for (History.Epoch epoch : history.reports()) {
            OptionalDouble value = epoch.value(key);
            if (value.isPresent()) {
                lowest = lowest == null || value.getAsDouble() < of(lowest, key) ? epoch : lowest;
                highest = highest == null || value.getAsDouble() > of(highest, key) ? epoch : highest;
            }
        }
        StringBuilder row = new StringBuilder("<tr><td>" + Markup.escaped(key) + "</td>");
        number(row, number(values.get(0)));
        number(row, number(history.last(key)));
        for (History.Epoch epoch : new History.Epoch[] {lowest, highest}) {
            number(row, epoch == null ? "" : number(of(epoch, key)));
            number(row, epoch == null ? "" : Integer.toString(epoch.epoch() + 1));
        }
        return row.append("</tr>\n").toString();
    }

    private static double of(History.Epoch epoch, String key) {
        return epoch.value(key).orElse(Double.NaN);
    }

    private static void number(StringBuilder row, String text) {
        row.append("<td class=\"number\">").append(text).append("</td>");
    }

    /** What stays as it is while it runs. */
    private String about(TrainingSnapshot now) {
        if (picture.isEmpty()) {
            picture = now.graph()
                    .filter(graph -> !graph.outputs().isEmpty())
                    .map(graph -> "<h2>Graph</h2>\n" + GraphPage.pictures(graph, options))
                    .orElse("");
        }
        StringBuilder text = new StringBuilder(picture);
        if (!now.summary().isEmpty()) {
            text.append("<h2>Summary</h2>\n<pre>")
                    .append(Markup.escaped(now.summary()))
                    .append("</pre>\n");
        }
        text.append("<h2>Configuration</h2>\n").append(table(now.configuration()));
        return text.append("<h2>Machine</h2>\n").append(table(Machine.rows())).toString();
    }

    private static String table(Map<String, String> rows) {
        StringBuilder text = new StringBuilder("<table>\n");
        rows.forEach((name, value) -> text.append("<tr><th>")
                .append(Markup.escaped(name))
                .append("</th><td>")
                .append(Markup.escaped(value))
                .append("</td></tr>\n"));
        return text.append("</table>\n").toString();
    }

    private static String took(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }

    /** As progress shows it. */
    private static String number(double value) {
        return Double.isFinite(value) && Math.abs(value) > 1e-3
                ? String.format(Locale.ROOT, "%.4f", value)
                : value == 0 ? "0" : String.format(Locale.ROOT, "%.4e", value);
    }
}
