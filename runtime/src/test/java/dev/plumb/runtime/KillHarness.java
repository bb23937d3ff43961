package dev.plumb.runtime;

import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Kills processes that train with backups, at moments of chance, also while they write one, starts them again until they have ended, and compares what they
 * leave, to the bit, with what one leaves that was never killed: {@code KillHarness KILLS SEED}.
 */
public final class KillHarness {
    /** How many events there are between two kills, at most. */
    private static final int EVENTS = 16;

    /** Longer than a backup takes to be written. */
    private static final int MICROSECONDS = 12_000;

    private KillHarness() {}

    /** What came of it. */
    record Outcome(int kills, int inTraining, int whileWriting, int trainings, List<String> differences) {
        @Override
        public String toString() {
            return kills + " kills, " + inTraining + " of them with a backup before, " + whileWriting
                    + " of them while one was written, in " + trainings + " trainings that went on to their end; "
                    + (differences.isEmpty() ? "all left the same bits" : "differences: " + differences);
        }
    }

    /** {@code KILLS SEED} kills; {@code train FOLDER} is what is killed. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("train")) {
            train(Path.of(arguments[1]));
            return;
        }
        Path folder = Files.createTempDirectory("kills");
        Outcome outcome = run(folder, Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
        System.out.println(outcome);
        if (!outcome.differences().isEmpty()) {
            System.exit(1);
        }
    }

    /** A training that says where it is, so that kills find it at work: a byte for each event. */
    private static void train(Path folder) throws IOException {
        Killable.run(folder, 5, 1, new Callback() {
            private void say() {
                System.out.write('.');
                System.out.flush();
            }

            @Override
            public void onTrainBatchBegin(Training training, int epoch, int batch) {
                say();
            }

            @Override
            public void onTrainBatchEnd(Training training, int epoch, int batch, Logs logs) {
                say();
            }

            @Override
            public void onEpochEnd(Training training, int epoch, Map<String, Double> logs) {
                say();
            }

            @Override
            public void onTrainEnd(Training training, Map<String, Double> logs) {
                say();
            }
        });
    }

    /** Kills so often, and ends the last training. */
    static Outcome run(Path folder, int kills, long seed) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Path whole = Files.createDirectories(folder.resolve("whole"));
        require(start(whole).waitFor() == 0, "the training that is not killed has failed");
        List<String> expected = Killable.left(whole);
        int killed = 0;
        int trainings = 0;
        int inTraining = 0;
        int whileWriting = 0;
        List<String> differences = new ArrayList<>();
        while (killed < kills) {
            Path part = Files.createDirectories(folder.resolve("part"));
            boolean ended = false;
            while (!ended) {
                boolean spared = killed >= kills;
                Process process = start(part);
                if (!spared) {
                    await(process, random.nextInt(EVENTS) + 1);
                    if (!process.waitFor(random.nextInt(MICROSECONDS), TimeUnit.MICROSECONDS)) {
                        process.destroyForcibly();
                    }
                }
                int status = process.waitFor();
                if (status == 0) {
                    ended = true;
                } else {
                    require(!spared && status == 128 + 9, "a training has failed with status " + status);
                    killed++;
                    inTraining += Files.exists(part.resolve("backup/fit.plumb")) ? 1 : 0;
                    whileWriting += isWriting(part.resolve("backup")) ? 1 : 0;
                }
            }
            trainings++;
            System.out.println(killed + " kills, " + whileWriting + " while writing, " + differences.size() + " differences");
            List<String> left = Killable.left(part);
            if (!left.equals(expected)) {
                differences.add("training " + trainings + " left " + left + ", expected " + expected);
            }
            delete(part);
        }
        delete(whole);
        return new Outcome(killed, inTraining, whileWriting, trainings, differences);
    }

    /** Waits for so many events, or for the end. */
    private static void await(Process process, int events) throws IOException {
        int seen = 0;
        for (int read = 0; read >= 0 && seen < events; ) {
            read = process.getInputStream().read();
            seen += read == '.' ? 1 : 0;
        }
    }

    private static boolean isWriting(Path backup) throws IOException {
        if (!Files.isDirectory(backup)) {
            return false;
        }
        try (var files = Files.list(backup)) {
            return files.anyMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException(message);
        }
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillHarness.class.getName(),
                        "train",
                        folder.toString())
                .redirectError(new File(folder + ".err"))
                .start();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
