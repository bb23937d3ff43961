package dev.plumb.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.plumb.engine.Runs;
import dev.plumb.engine.Runs.Array;
import dev.plumb.ops.gradient.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random programs of ops: fusing and sharing of what is common change neither values nor gradients. */
class RandomProgramsTest {

    private static final Set<String> JUMPS =
            Set.of("sorted", "positivePart", "clipped", "sizes", "largest", "larger", "smaller", "chosen");

    record Program(int rows, int columns, long seed, List<String> steps) {}

    @Property(tries = 300)
    void passesChangeNothing(@ForAll("programs") Program program) {
        Array[] operands = {
            Runs.random(program.seed(), program.rows(), program.columns()),
            Runs.random(program.seed() + 1, program.rows(), program.columns())
        };
        assertSame(v -> RandomPrograms.run(program.steps(), v), operands);
        assertSame(
                v -> {
                    // Bounded, so that a product of many numbers does not make the smallest difference a large one.
                    Var loss = RandomPrograms.run(program.steps(), v).tanh().sum();
                    List<Var> gradients = Gradients.of(loss, v);
                    return gradients.get(0).concatenate(0, gradients.get(1));
                },
                operands);
    }

    private static void assertSame(Function<List<Var>, Var> function, Array... operands) {
        float[] plain = Runs.run(function, false, operands);
        float[] optimized = Runs.run(function, true, operands);
        float largest = 1;
        for (float number : plain) {
            // what overflows has no one value: infinity minus infinity depends on the order
            Assume.that(Float.isFinite(number));
            largest = Math.max(largest, Math.abs(number));
        }
        assertArrayEquals(plain, optimized, 1e-4f * largest);
    }

    @Provide
    Arbitrary<Program> programs() {
        return Arbitraries.randomValue(RandomProgramsTest::program);
    }

    private static Program program(Random random) {
        List<String> unary = RandomPrograms.UNARY.keySet().stream()
                // What jumps may fall to either side.
                .filter(name -> !JUMPS.contains(name))
                .sorted()
                .toList();
        List<String> binary = RandomPrograms.BINARY.keySet().stream()
                .filter(name -> !JUMPS.contains(name))
                .sorted()
                .toList();
        List<String> steps = new ArrayList<>();
        int length = 2 + random.nextInt(8);
        for (int step = 0; step < length; step++) {
            int last = step + 1;
            steps.add(
                    random.nextBoolean()
                            ? unary.get(random.nextInt(unary.size())) + " " + last
                            : binary.get(random.nextInt(binary.size())) + " " + last + " " + random.nextInt(last + 1));
        }
        return new Program(1 + random.nextInt(4), 1 + random.nextInt(5), random.nextInt(1000), steps);
    }
}
