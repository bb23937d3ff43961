package dev.plumb.view;

import dev.plumb.data.Dataset;
import dev.plumb.graph.build.Summary;
import dev.plumb.runtime.Evaluation;
import dev.plumb.runtime.GraphPlot;
import dev.plumb.runtime.History;
import dev.plumb.runtime.Network;
import dev.plumb.runtime.TypedModel;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import dev.plumb.view.chart.Curves;
import dev.plumb.view.graph.GraphPicture;
import dev.plumb.view.page.CardPage;
import dev.plumb.view.page.Machine;
import dev.plumb.view.picture.PictureFile;
import dev.plumb.view.picture.Svg;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The card of a trained model: a page in Markdown that says what it is for, on what data and how it was trained, how good it is, what it is made of, and what tells its
 * weights from others. Given to {@code fit} as a callback it sees how the model is trained.
 *
 * <pre>{@code
 * ModelCard card = ModelCard.of(model)
 *         .intendedUse("Names the species of an iris by four measures of its flower.")
 *         .data("training", "Iris, by R. A. Fisher (1936)", training);
 * trainer.fit(training, Fit.epochs(50).callbacks(card));
 * card.evaluated("test", trainer.evaluate(test)).write(Path.of("card/iris.md"));
 * }</pre>
 *
 * <p>Beside the page lie its pictures, {@code iris-graph.svg} and {@code iris-curves.svg}. Each file is written whole or not at all, the page last.
 */
public final class ModelCard implements Callback {
    private static final String ENDING = ".md";

    private final Network network;
    private final List<CardPage.Data> data = new ArrayList<>();
    private final Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
    private final List<Map<String, String>> trainings = new ArrayList<>();
    private final Map<String, String> saved = new LinkedHashMap<>();
    private String intendedUse = "";
    private String limitations = "";
    private History history = History.of(List.of());
    private Optional<TrainingWatch> watch = Optional.empty();

    private ModelCard(Network network) {
        this.network = network;
    }

    /** The card of a model of a generated class. */
    public static ModelCard of(TypedModel model) {
        return of(Objects.requireNonNull(model, "the model is null").network());
    }

    /** The card of a model. */
    public static ModelCard of(Network network) {
        return new ModelCard(Objects.requireNonNull(network, "the network is null"));
    }

    /** What the model is for, and for whom, in Markdown. A card without it says that its author does not say. */
    public ModelCard intendedUse(String markdown) {
        intendedUse = Objects.requireNonNull(markdown, "the intended use is null");
        return this;
    }

    /** What it is not for: where it is known to be wrong, what was not tried, in Markdown. */
    public ModelCard limitations(String markdown) {
        limitations = Objects.requireNonNull(markdown, "the limitations are null");
        return this;
    }

    /**
     * Examples that the model was trained or evaluated on.
     *
     * @param name what they are for: {@code training}
     * @param description where they come from, and which they are; plain text
     * @param examples to be counted, if their number is known before they are read
     */
    public ModelCard data(String name, String description, Dataset<?, ?> examples) {
        Objects.requireNonNull(name, "the name of the data is null");
        Objects.requireNonNull(description, "the description of the data is null");
        String count = examples.knownSize().isPresent()
                ? String.format(Locale.ROOT, "%,d", examples.knownSize().getAsInt())
                : "not counted";
        data.add(new CardPage.Data(name, description, count));
        return this;
    }

    /** How good it is on some data, {@code test}. Of metrics with several numbers their one value is shown. */
    public ModelCard evaluated(String on, Evaluation evaluation) {
        scores.put(Objects.requireNonNull(on, "the name of the data is null"), evaluation.values());
        return this;
    }

    /**
     * Names a file that the model was saved to, and its digest, which {@code @Weights} can pin.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public ModelCard savedAs(Path file) {
        MessageDigest digest = WeightsDigest.sha256();
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the digest of '" + file + "' cannot be taken: " + e.getMessage(), e);
        }
        saved.put("SHA-256 of " + file.getFileName(), HexFormat.of().formatHex(digest.digest()));
        return this;
    }

    @Override
    public void onTrainBegin(Training training) {
        watch = Optional.of(new TrainingWatch(training));
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        watch.ifPresent(run -> run.ended(training, epoch, logs));
    }

    @Override
    public void onTrainEnd(Training training, Map<String, Double> logs) {
        watch.ifPresent(run -> {
            Map<String, String> rows = new LinkedHashMap<>(training.configuration());
            rows.put("seed of the model", Long.toString(network.seed()));
            trainings.add(rows);
            history = history.and(run.now(training).history());
        });
        watch = Optional.empty();
    }

    /**
     * Writes the page and, beside it, its pictures, in place of older ones. The folder is made if it is missing.
     *
     * @param file with the ending {@code .md}
     * @throws IllegalArgumentException if it ends otherwise
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        String name = Objects.toString(file.getFileName(), "");
        if (!name.endsWith(ENDING)) {
            throw new IllegalArgumentException("a model card is a page in Markdown: name '" + file + "' " + ENDING);
        }
        String stem = name.substring(0, name.length() - ENDING.length());
        CardPage.Pictures pictures = new CardPage.Pictures(
                stem + "-graph.svg",
                history.reports().isEmpty() ? Optional.empty() : Optional.of(stem + "-curves.svg"));
        makeFolder(file);
        PictureFile.write(
                file.resolveSibling(pictures.graph()),
                Svg.file(GraphPicture.of(network.graph(), GraphPlot.defaults())));
        pictures.curves()
                .ifPresent(curves -> PictureFile.write(
                        file.resolveSibling(curves),
                        Svg.file(Curves.of(
                                "Learning curves of " + network.graph().name(), history))));
        PictureFile.write(file, page().text(pictures));
    }

    private CardPage page() {
        Map<String, String> weights = new LinkedHashMap<>();
        weights.put("SHA-256 of the numbers", WeightsDigest.of(network));
        weights.putAll(saved);
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Plumb", version(Network.class));
        versions.putAll(Machine.rows());
        return new CardPage(
                network.graph(),
                Summary.of(network.graph()).text(),
                intendedUse,
                limitations,
                data,
                scores,
                trainings,
                history,
                weights,
                versions);
    }

    /** That of the jar that a class is from; classes that lie in a folder are being developed. */
    private static String version(Class<?> type) {
        return Objects.requireNonNullElse(type.getPackage().getImplementationVersion(), "development");
    }

    private static void makeFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder '" + folder + "' cannot be made: " + e.getMessage(), e);
        }
    }
}
