package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.build.GraphBuilder;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Sessions that are closed, twice, while they run, or before. */
final class SessionUseTest {
    private static final String CLOSED = "this session of model 'Rows' is closed";

    private final SessionUse use = new SessionUse("Rows");

    @Test
    void oneThreadAtATime() throws InterruptedException, ExecutionException {
        use.begin();
        assertTrue(
                elsewhere(use::begin).startsWith("this session of model 'Rows' runs at this moment in another thread"));
        String message = elsewhere(use::close);
        assertEquals(
                "this session of model 'Rows' runs at this moment in another thread, which uses its memory\n"
                        + "  fix     close it in the thread that runs it, or when that has ended",
                message);
        use.end();
        use.begin();
        use.end();
        assertTrue(use.close());
        assertEquals(
                CLOSED, assertThrows(IllegalStateException.class, use::begin).getMessage());
        assertTrue(!use.close(), "it was closed before");
    }

    private static String elsewhere(Executable work) throws InterruptedException, ExecutionException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(() ->
                            assertThrows(IllegalStateException.class, work).getMessage())
                    .get();
        } finally {
            thread.shutdown();
        }
    }

    private static Network network() {
        GraphBuilder g = GraphBuilder.named("Rows");
        return Network.create(
                g.output(g.apply("read", Layers.lstm(4).returnSequences(true), g.input("x", 6, 3)))
                        .build(),
                1);
    }

    @Test
    void aClosedSessionSaysSo() {
        Session session = network().session();
        session.run();
        session.close();
        session.close();
        assertEquals(
                CLOSED, assertThrows(IllegalStateException.class, session::run).getMessage());
    }

    @Test
    void aClosedDecodingSessionSaysSo() {
        DecodingSession session = network().decodingSession(6);
        session.run(2);
        session.close();
        session.close();
        for (Executable work : List.<Executable>of(session::run, () -> session.run(2), session::reset)) {
            assertEquals(CLOSED, assertThrows(IllegalStateException.class, work).getMessage());
        }
    }

    @Test
    void aRunThatFailedCanBeFollowedByAnother() {
        try (DecodingSession session = network().decodingSession(2)) {
            assertThrows(IllegalStateException.class, () -> session.run(3));
            session.run(2);
            assertEquals(2, session.steps());
        }
    }

    /** One thread runs without a pause while another closes: it is refused, or the runner is told that it was closed; no memory is used that is gone. */
    @Test
    void closingWhileItRunsNeverTakesTheMemoryOfARun() throws InterruptedException, ExecutionException {
        Network network = network();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 20; round++) {
                Session session = network.session();
                CountDownLatch running = new CountDownLatch(1);
                Future<String> runner = thread.submit(() -> {
                    running.countDown();
                    try {
                        while (true) {
                            session.run();
                        }
                    } catch (IllegalStateException closed) {
                        return closed.getMessage();
                    }
                });
                running.await();
                boolean open = true;
                while (open) {
                    try {
                        session.close();
                        open = false;
                    } catch (IllegalStateException runs) {
                        assertTrue(runs.getMessage().contains("uses its memory"), runs.getMessage());
                    }
                }
                assertEquals(CLOSED, runner.get());
            }
        } finally {
            thread.shutdown();
        }
    }
}
