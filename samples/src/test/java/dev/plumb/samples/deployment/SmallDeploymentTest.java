package dev.plumb.samples.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.samples.residual.ResidualClassifierModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/deployment.md: a service that predicts needs neither ND4J nor what comes with it. */
final class SmallDeploymentTest {
    private static final long MEGABYTES = 40;

    @TempDir
    Path folder;

    @Test
    void aServiceAnswersWithoutNd4j() throws IOException, InterruptedException {
        ResidualClassifierModel model = ResidualClassifierModel.create(1);
        Path file = folder.resolve("residual.plumb");
        model.save(file);
        List<String> classPath = SmallClassPath.entries();
        long bytes = classPath.stream()
                .map(File::new)
                .filter(File::isFile)
                .mapToLong(File::length)
                .sum();
        assertTrue(bytes < MEGABYTES << 20, () -> bytes + " bytes of jars: " + classPath);
        String printed = SmallClassPath.run(List.of("-Xmx16m", "-XX:+UseSerialGC"), Service.class, file.toString());
        assertEquals(Service.answers(model), printed.lines().findFirst().orElse(""), printed);
    }
}
