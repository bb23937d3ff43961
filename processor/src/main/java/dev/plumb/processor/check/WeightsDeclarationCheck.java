package dev.plumb.processor.check;

import dev.plumb.graph.Graph;
import dev.plumb.graph.check.WeightsCheck;
import dev.plumb.graph.file.WeightsHeader;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.spec.Mismatch;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.WeightsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether the file that {@code @Weights} names is there, is the one that was meant, and holds the weights of the model. */
public final class WeightsDeclarationCheck {
    private static final int CHUNK = 1 << 16;

    private final AnnotationUse weights;
    private final String file;
    private final Graph graph;

    private WeightsDeclarationCheck(AnnotationUse weights, Graph graph) {
        this.weights = weights;
        this.file = String.valueOf(weights.values().get("value"));
        this.graph = graph;
    }

    /** The model, with a problem if there is one with its weights. A model that has problems of its own is not asked. */
    public static CheckedModel apply(CheckedModel model, WeightsFiles files) {
        Optional<AnnotationUse> use = model.declaration().weights().filter(AnnotationUse::resolved);
        if (use.isEmpty() || model.graph().isEmpty()) {
            return model;
        }
        return new WeightsDeclarationCheck(use.get(), model.graph().get())
                .problem(files)
                .map(problem -> model.withProblems(List.of(new LocatedProblem(
                        problem,
                        use.get().token().attribute(attribute(problem), -1),
                        model.declaration().token()))))
                .orElse(model);
    }

    private static String attribute(Problem problem) {
        return problem.place() instanceof Place.OfWeights place ? place.attribute() : "";
    }

    private Optional<Problem> problem(WeightsFiles files) {
        String expected = String.valueOf(weights.values().getOrDefault("sha256", ""));
        if (!expected.isEmpty() && !expected.matches("[0-9a-fA-F]{64}")) {
            return Optional.of(
                    new Mismatch.BadAttribute("sha256", -1, "\"" + expected + "\"", "64 hexadecimal digits, or \"\"")
                            .problem(new Place.OfWeights("sha256"), "Weights of '" + graph.name() + "'"));
        }
        Optional<WeightsFiles.Source> source = file.isBlank() ? Optional.empty() : files.find(file);
        if (source.isEmpty()) {
            List<Problem.Evidence> rows = files.places().stream()
                    .map(place -> new Problem.Evidence("looked", place, ""))
                    .toList();
            return Optional.of(unreadable("there is no such file").withEvidence(rows));
        }
        try {
            if (!expected.isEmpty()) {
                String found = digest(source.get());
                if (!found.equals(expected.toLowerCase(Locale.ROOT))) {
                    return Optional.of(changed(found));
                }
            }
            try (InputStream in = source.get().open()) {
                return WeightsCheck.problem(graph, file, WeightsHeader.read(in));
            }
        } catch (IOException e) {
            return Optional.of(unreadable(String.valueOf(e.getMessage())));
        }
    }

    private Problem unreadable(String reason) {
        return Problem.of(
                ProblemId.WEIGHTS_FILE,
                new Place.OfWeights("value"),
                ProblemId.WEIGHTS_FILE.headline(graph.name(), file, reason));
    }

    private Problem changed(String found) {
        return Problem.of(
                        ProblemId.WEIGHTS_CHANGED,
                        new Place.OfWeights("sha256"),
                        ProblemId.WEIGHTS_CHANGED.headline(graph.name(), file, "has another digest than sha256 says"))
                .withFix("sha256 = \"" + found + "\", if the file is meant to be another");
    }

    private static String digest(WeightsFiles.Source source) throws IOException {
        try (InputStream in = source.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
