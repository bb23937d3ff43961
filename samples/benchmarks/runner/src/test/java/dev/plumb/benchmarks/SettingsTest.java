package dev.plumb.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path project;

    @BeforeEach
    void wrapper() throws IOException {
        Files.createFile(project.resolve("mvnw"));
    }

    @Test
    void whatIsNotSaidIsEverything() {
        Settings settings = Settings.of(project);
        assertEquals(Workload.groups(), settings.groups());
        assertEquals(5, settings.rounds());
        assertTrue(Peers.all().stream().allMatch(settings::asksFor));
    }

    @Test
    void argumentsAreNamesWithValues() {
        Settings settings =
                Settings.of(project, "rounds=2", "workloads=W1, W2", "peers=DJL,ONNXRuntime", "maven=mvn -o");
        assertEquals(2, settings.rounds());
        assertEquals(List.of("W1", "W2"), settings.groups());
        assertEquals(List.of("mvn", "-o"), settings.maven());
        assertEquals(
                List.of("Plumb", "ONNX Runtime", "DJL"),
                Peers.all().stream().filter(settings::asksFor).map(Peer::name).toList());
    }

    @Test
    void anUnknownNameIsToldWithTheNamesThereAre() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Settings.of(project, "round=2"));
        assertTrue(error.getMessage().contains("rounds, seconds"), error.getMessage());
        assertTrue(error.getMessage().contains("'round=2'"), error.getMessage());
    }

    @Test
    void anUnknownPeerIsToldWithThoseThereAre() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Settings.of(project, "peers=MXNet"));
        assertTrue(error.getMessage().contains("DJL, TF-Java"), error.getMessage());
    }

    @Test
    void anUnknownGroupIsToldWithTheGroupsThereAre() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Settings.of(project, "workloads=W11"));
        assertTrue(error.getMessage().contains("W1, W2"), error.getMessage());
    }
}
