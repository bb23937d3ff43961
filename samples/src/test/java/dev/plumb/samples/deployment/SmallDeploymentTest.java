package dev.plumb.samples.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.samples.residual.ResidualClassifierModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/deployment.md: a service that predicts needs neither ND4J nor what comes with it. */
final class SmallDeploymentTest {
    /** What remains with the exclusions of docs/deployment.md, by the names of files and folders. */
    private static final Pattern NEEDED =
            Pattern.compile("(dnnl|javacpp|opencl|jackson|jspecify|plumb-(dsl|runtime)).*\\.jar");

    private static final long MEGABYTES = 40;

    @TempDir
    Path folder;

    @Test
    void aServiceAnswersWithoutNd4j() throws IOException, InterruptedException {
        ResidualClassifierModel model = ResidualClassifierModel.create(1);
        Path file = folder.resolve("residual.plumb");
        model.save(file);
        List<String> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(SmallDeploymentTest::isNeeded)
                .toList();
        long bytes = classPath.stream()
                .map(File::new)
                .filter(File::isFile)
                .mapToLong(File::length)
                .sum();
        assertTrue(bytes < MEGABYTES << 20, () -> bytes + " bytes of jars: " + classPath);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        Service.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
        assertEquals(Service.answers(model), printed.lines().findFirst().orElse(""), printed);
    }

    /** Folders of classes are Plumb's own and the samples'. */
    private static boolean isNeeded(String entry) {
        File file = new File(entry);
        return file.isDirectory() || NEEDED.matcher(file.getName()).matches();
    }
}
