package dev.plumb.train.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.fixtures.ScheduleCase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LearningRateScheduleTest {

    static List<ScheduleCase> cases() {
        return ScheduleCase.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheRatesOfKeras(ScheduleCase recorded) {
        LearningRateSchedule schedule = schedule(recorded);
        for (int i = 0; i < recorded.iterations().size(); i++) {
            double expected = recorded.rates().get(i);
            long iteration = recorded.iterations().get(i);
            // Keras computes in float32: an exponent of 100 costs some digits.
            assertEquals(expected, schedule.at(iteration), 2e-8 + 1e-5 * expected, () -> recorded + " at " + iteration);
        }
    }

    private static LearningRateSchedule schedule(ScheduleCase recorded) {
        double initial = recorded.number("initial_learning_rate", 0);
        long steps = (long) recorded.number("decay_steps", 0);
        return switch (recorded.type()) {
            case "ExponentialDecay" ->
                new ExponentialDecay(initial, steps, recorded.number("decay_rate", 0), recorded.flag("staircase"));
            case "InverseTimeDecay" ->
                new InverseTimeDecay(initial, steps, recorded.number("decay_rate", 0), recorded.flag("staircase"));
            case "PolynomialDecay" -> {
                PolynomialDecay defaults = new PolynomialDecay(initial, steps);
                yield new PolynomialDecay(
                        initial,
                        steps,
                        recorded.number("end_learning_rate", defaults.end()),
                        recorded.number("power", defaults.power()),
                        recorded.flag("cycle"));
            }
            case "PiecewiseConstantDecay" ->
                new PiecewiseConstantDecay(
                        recorded.numbers("boundaries").stream()
                                .map(Double::longValue)
                                .toList(),
                        recorded.numbers("values"));
            case "CosineDecay" -> {
                CosineDecay decay = new CosineDecay(
                        initial, steps, recorded.number("alpha", 0), recorded.number("warmup_target", 0), (long)
                                recorded.number("warmup_steps", 0));
                yield decay;
            }
            default -> {
                long first = (long) recorded.number("first_decay_steps", 0);
                CosineDecayRestarts defaults = new CosineDecayRestarts(initial, first);
                yield new CosineDecayRestarts(
                        initial,
                        first,
                        recorded.number("t_mul", defaults.lengthFactor()),
                        recorded.number("m_mul", defaults.heightFactor()),
                        recorded.number("alpha", defaults.alpha()));
            }
        };
    }

    @Test
    void shortFormsAreTheDefaultsOfKeras() {
        assertEquals(new CosineDecay(0.1, 30, 0, 0.1, 0), new CosineDecay(0.1, 30));
        assertEquals(
                new CosineDecay(0.1, 30, 0.2, 0.5, 10),
                new CosineDecay(0.1, 30).alpha(0.2).warmup(0.5, 10));
        assertEquals(new ExponentialDecay(0.1, 10, 0.5, false), new ExponentialDecay(0.1, 10, 0.5));
        assertEquals(new InverseTimeDecay(0.1, 10, 0.5, false), new InverseTimeDecay(0.1, 10, 0.5));
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertEquals(
                "decaySteps is 0: must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new CosineDecay(0.1, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.constant(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new ExponentialDecay(0, 1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new InverseTimeDecay(0.1, 1, -1));
        assertThrows(IllegalArgumentException.class, () -> new PolynomialDecay(0.1, 1, 0.01, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new CosineDecayRestarts(0.1, 1, 0.5, 1, 0));
        assertEquals(
                "boundary 1 is 3: must be above the one before, 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new PiecewiseConstantDecay(List.of(3L, 3L), List.of(1.0, 1.0, 1.0)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new PiecewiseConstantDecay(List.of(3L), List.of(1.0)));
    }
}
