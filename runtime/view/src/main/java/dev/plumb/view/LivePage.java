package dev.plumb.view;

import dev.plumb.runtime.GraphPlot;
import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import dev.plumb.view.live.LiveServer;
import dev.plumb.view.live.LiveSource;
import dev.plumb.view.page.Page;
import dev.plumb.view.page.TrainingPage;
import dev.plumb.view.page.TrainingSnapshot;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A page about the training while it runs, for a browser of this machine: where it stands, curves and values move by themselves. Its address is printed with
 * the progress, {@link #address} tells it.
 *
 * <pre>{@code
 * trainer.fit(data, Fit.epochs(100).callbacks(LivePage.onFreePort()));
 * }</pre>
 *
 * <p>It is served on the loopback interface alone, so nothing outside of the machine reaches it; all users of the machine do. It can be read only, and closes with
 * the fit; {@link TrainingReport} leaves a page behind. Costs nothing in steps while no browser shows it.
 */
public final class LivePage implements Callback {
    private static final int MOST_PORT = 65_535;
    /** Values of a batch are computed when they are asked for: not more often than a page shows them. */
    private static final long BETWEEN_STEPS_NANOS = 250_000_000;

    private final int port;
    private Optional<Running> running = Optional.empty();

    private LivePage(int port) {
        this.port = port;
    }

    /** At any port that is free. */
    public static LivePage onFreePort() {
        return new LivePage(0);
    }

    /**
     * At this port.
     *
     * @throws IllegalArgumentException if it is none, from 1 to 65535
     */
    public static LivePage onPort(int port) {
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "a port is from 1 to " + MOST_PORT + ", found " + port + "; onFreePort() takes any that is free");
        }
        return new LivePage(port);
    }

    /** Where the page is, while the training runs. */
    public Optional<URI> address() {
        return running.map(run -> run.server.address());
    }

    @Override
    public void onTrainBegin(Training training) {
        close();
        Running run = new Running(training, port);
        running = Optional.of(run);
        training.say("Live page: " + run.server.address());
    }

    @Override
    public void onEpochBegin(Training training, int epoch) {
        running.ifPresent(run -> {
            run.watch.epoch(training, epoch);
            run.publish();
        });
    }

    @Override
    public void onTrainBatchEnd(Training training, int epoch, int batch, Logs logs) {
        running.ifPresent(run -> run.step(batch + 1, logs));
    }

    @Override
    public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
        running.ifPresent(run -> {
            run.watch.ended(training, epoch, logs);
            run.publish();
        });
    }

    @Override
    public void onTrainEnd(Training training, Map<String, Double> logs) {
        running.ifPresent(run -> {
            run.watch.ended(TrainingSnapshot.Status.ENDED);
            run.publish();
        });
    }

    @Override
    public void close() {
        Optional<Running> closing = running;
        running = Optional.empty();
        closing.ifPresent(Running::close);
    }

    /** The training that runs, and who serves its page. */
    private static final class Running implements LiveSource {
        private final Training training;
        private final TrainingWatch watch;
        private final TrainingPage page = new TrainingPage(GraphPlot.defaults());
        private final LiveServer server;
        private long published;

        /** What the threads of the server see: they ask the training for nothing. */
        private volatile TrainingSnapshot now;

        Running(Training training, int port) {
            this.training = training;
            this.watch = new TrainingWatch(training);
            this.now = watch.now(training);
            this.server = LiveServer.start(port, this);
        }

        void step(int taken, Logs logs) {
            if (server.isRead() && System.nanoTime() - published >= BETWEEN_STEPS_NANOS) {
                watch.step(taken, logs.values());
                publish();
            }
        }

        void publish() {
            published = System.nanoTime();
            now = watch.now(training);
            server.tell();
        }

        void close() {
            if (watch.status() == TrainingSnapshot.Status.RUNNING) {
                watch.ended(TrainingSnapshot.Status.FAILED);
                publish();
            }
            server.close();
        }

        @Override
        public String page(String script, String nonce) {
            TrainingSnapshot shown = Objects.requireNonNull(now, "begun");
            synchronized (page) {
                return Page.withScript(TrainingPage.title(shown), page.body(shown), script, nonce);
            }
        }

        @Override
        public Map<String, String> parts() {
            TrainingSnapshot shown = now;
            return Map.of("status", TrainingPage.status(shown), "results", TrainingPage.results(shown));
        }
    }
}
