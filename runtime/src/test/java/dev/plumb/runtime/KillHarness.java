package dev.plumb.runtime;

import dev.plumb.train.callback.Callback;
import dev.plumb.train.callback.Training;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Kills processes that train with backups, at moments of chance, also while they write one, starts them again until they have ended, and compares what they
 * leave, to the bit, with what one leaves that was never killed: {@code KillHarness KILLS SEED}.
 */
public final class KillHarness {
    private static final String READY = "training";

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
            train(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
            return;
        }
        Path folder = Files.createTempDirectory("kills");
        Outcome outcome = run(folder, Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
        System.out.println(outcome);
        if (!outcome.differences().isEmpty()) {
            System.exit(1);
        }
    }

    /** A training whose steps take some time, so that kills find it at work. */
    private static void train(Path folder, int pause) throws IOException {
        Killable.run(folder, 5, 1, new Callback() {
            @Override
            public void onTrainBegin(Training training) {
                System.out.println(READY);
            }

            @Override
            public void onTrainBatchBegin(Training training, int epoch, int batch) {
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    /** Kills so often, and ends the last training. */
    static Outcome run(Path folder, int kills, long seed) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Path whole = Files.createDirectories(folder.resolve("whole"));
        require(start(whole, 0).waitFor() == 0, "the training that is not killed has failed");
        List<String> expected = Killable.left(whole);
        int killed = 0;
        int trainings = 0;
        int inTraining = 0;
        int whileWriting = 0;
        List<String> differences = new java.util.ArrayList<>();
        while (killed < kills) {
            Path part = Files.createDirectories(folder.resolve("part"));
            boolean ended = false;
            while (!ended) {
                boolean spared = killed >= kills;
                Process process = start(part, 5);
                if (!spared) {
                    process.getInputStream().read(); // it has begun
                    if (!process.waitFor(random.nextInt(250), TimeUnit.MILLISECONDS)) {
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
            List<String> left = Killable.left(part);
            if (!left.equals(expected)) {
                differences.add("training " + trainings + " left " + left + ", expected " + expected);
            }
            delete(part);
        }
        delete(whole);
        return new Outcome(killed, inTraining, whileWriting, trainings, differences);
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

    private static Process start(Path folder, int pause) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillHarness.class.getName(),
                        "train",
                        folder.toString(),
                        Integer.toString(pause))
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
