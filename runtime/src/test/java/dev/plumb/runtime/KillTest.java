package dev.plumb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed go on where they were; {@link KillHarness} does it more often. */
final class KillTest {
    @Test
    void aProcessThatWasKilledGoesOnToTheSameBits(@TempDir Path folder) throws IOException, InterruptedException {
        KillHarness.Outcome outcome = KillHarness.run(folder, 5, 1);
        assertEquals(List.of(), outcome.differences());
        assertTrue(outcome.kills() >= 5 && outcome.inTraining() > 0, outcome::toString);
    }
}
