package dev.plumb.benchmarks.plumb;

import dev.plumb.benchmarks.measure.Work;
import dev.plumb.runtime.DecodingSession;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Generates ids one by one, each the likeliest after those before. */
final class Generating {
    private static final int TOKENS = 200;

    private Generating() {}

    /** A call generates a sequence of 200. */
    static Work tokens() {
        DecodingSession session = DecoderModel.create(1).network().decodingSession(TOKENS);
        IntBuffer ids = session.inputInts("ids");
        IntBuffer places = session.inputInts("places");
        FloatBuffer next = session.output("next");
        return Work.ofSteps(TOKENS, rows -> {
            session.reset();
            ids.put(0, 1);
            for (int step = 0; step < TOKENS; step++) {
                places.put(0, step);
                session.run();
                ids.put(0, likeliest(next));
            }
        });
    }

    private static int likeliest(FloatBuffer probabilities) {
        int best = 0;
        for (int id = 1; id < probabilities.capacity(); id++) {
            if (probabilities.get(id) > probabilities.get(best)) {
                best = id;
            }
        }
        return best;
    }
}
