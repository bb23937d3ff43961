package dev.plumb.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.plumb.compile.PredictPlan;
import dev.plumb.graph.Graph;
import dev.plumb.graph.check.GraphChecker;
import dev.plumb.onnx.OnnxModel;
import dev.plumb.runtime.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/** A session of ONNX Runtime with a model in it. Any number of threads. It is closed when nobody can reach it any more. */
final class LoadedModel implements Backend.Prepared {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Graph graph;
    private final OrtSession session;
    private final List<String> outputs;

    private LoadedModel(Graph graph, OrtSession session, List<String> outputs) {
        this.graph = graph;
        this.session = session;
        this.outputs = outputs;
        CLEANER.register(this, () -> close(session));
    }

    static LoadedModel of(Graph graph, OnnxModel model, SessionOptions options) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = model.isLarge()
                ? ofFile(environment, model, options)
                : environment.createSession(model.toBytes(), options);
        return new LoadedModel(graph, session, model.outputs());
    }

    /** More than 2 GB go through files. */
    private static OrtSession ofFile(OrtEnvironment environment, OnnxModel model, SessionOptions options)
            throws OrtException {
        try {
            Path folder = Files.createTempDirectory("plumb");
            try {
                Path file = folder.resolve("model.onnx");
                model.write(file);
                return environment.createSession(file.toString(), options);
            } finally {
                FileUtils.deleteDirectory(folder.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a model of more than 2 GB needs a temporary folder: " + e.getMessage(), e);
        }
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    OrtSession session() {
        return session;
    }

    /** The names of the outputs, in the order of the model's. */
    List<String> outputs() {
        return outputs;
    }

    @Override
    public PredictPlan plan(int examples, Map<String, Long> names) {
        return new SessionPlan(this, names.isEmpty() ? graph : GraphChecker.bind(graph, names), examples);
    }
}
