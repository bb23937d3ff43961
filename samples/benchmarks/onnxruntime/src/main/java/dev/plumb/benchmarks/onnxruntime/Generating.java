package dev.plumb.benchmarks.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.plumb.benchmarks.measure.Work;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Generates ids one by one, each the likeliest after those before; what a step gives of keys and values is an input of the next, without a copy. */
final class Generating {
    private static final int TOKENS = 200;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<String> kept = new ArrayList<>();

    private Generating(OrtEnvironment environment) throws OrtException {
        this.environment = environment;
        this.session = environment.createSession(OnnxDecoder.step(TOKENS));
        for (int block = 0; block < OnnxDecoder.BLOCKS; block++) {
            kept.add("key" + block);
            kept.add("value" + block);
        }
    }

    /** A call generates a sequence of 200. */
    static Work tokens(OrtEnvironment environment) throws OrtException {
        Generating generating = new Generating(environment);
        return Work.ofSteps(TOKENS, rows -> generating.run());
    }

    private void run() throws OrtException {
        Map<String, OnnxTensor> earlier = new HashMap<>();
        for (String name : kept) {
            earlier.put(name, OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), new long[] {
                1, OnnxDecoder.HEADS, 0, OnnxDecoder.SIZE
            }));
        }
        long id = 1;
        for (int step = 0; step < TOKENS; step++) {
            Map<String, OnnxTensor> inputs = new HashMap<>(earlier);
            try (OnnxTensor word = OnnxTensor.createTensor(environment, new long[] {id});
                    OnnxTensor place = OnnxTensor.createTensor(environment, new long[] {step})) {
                inputs.put("id", word);
                inputs.put("place", place);
                OrtSession.Result result = session.run(inputs);
                earlier.values().forEach(OnnxTensor::close);
                for (int i = 0; i < kept.size(); i++) {
                    earlier.put(kept.get(i), (OnnxTensor) result.get(i + 1));
                }
                try (OnnxTensor next = (OnnxTensor) result.get(0)) {
                    id = likeliest(next.getFloatBuffer());
                }
            }
        }
        earlier.values().forEach(OnnxTensor::close);
    }

    private static long likeliest(FloatBuffer probabilities) {
        int best = 0;
        for (int id = 1; id < probabilities.capacity(); id++) {
            if (probabilities.get(id) > probabilities.get(best)) {
                best = id;
            }
        }
        return best;
    }
}
