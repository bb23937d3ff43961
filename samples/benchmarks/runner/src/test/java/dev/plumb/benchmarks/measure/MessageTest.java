package dev.plumb.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.benchmarks.Workload;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void whatIsSaidIsRead() {
        for (Message message : List.of(
                new Message.Measured(Workload.W1_SMALL, 8.125),
                new Message.Parts(
                        Workload.W2_MLP_32, new Breakdown(320, 297, 4.5e7, 1.25e7, "50 % MatMul; 20 % Fused")),
                new Message.Missing(Workload.W3_CNN, "it failed"),
                new Message.Version("1.0, two threads"),
                new Message.Ready())) {
            assertEquals(Optional.of(message), Message.parse(message.line()));
        }
    }

    @Test
    void aReasonIsOneLineHoweverManyItHad() {
        assertEquals("@benchmark\tmissing\tW3_CNN\ta b c", new Message.Missing(Workload.W3_CNN, "a\nb\tc").line());
    }

    @Test
    void whatTheLibraryPrintsIsNoMessage() {
        assertTrue(Message.parse("WARNING: no GPU").isEmpty());
        assertTrue(Message.parse("").isEmpty());
    }

    @Test
    void aMessageThatIsNoneIsTold() {
        assertThrows(IllegalArgumentException.class, () -> Message.parse("@benchmark\tmeasured\tW3_CNN"));
        assertThrows(IllegalArgumentException.class, () -> Message.parse("@benchmark\tmeasured\tW99\t1"));
    }
}
