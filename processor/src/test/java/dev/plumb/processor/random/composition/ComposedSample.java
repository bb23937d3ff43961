package dev.plumb.processor.random.composition;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the programs that Keras is asked about into a file, to which {@code generate.py composed} adds what Keras says. */
final class ComposedSample {
    private static final int PROGRAMS = 420;

    private ComposedSample() {}

    /** The programs, always the same. */
    static List<Program> programs() {
        List<Program> programs = new ArrayList<>();
        for (long seed = 0; seed < PROGRAMS; seed++) {
            programs.add(RandomPrograms.of(seed));
        }
        return programs;
    }

    /** Writes the file that is named. */
    public static void main(String[] arguments) throws IOException {
        List<String> cases = new ArrayList<>();
        for (Program program : programs()) {
            cases.add(JSON.std.asString(ProgramTree.of(program)));
        }
        Files.writeString(Path.of(arguments[0]), "{\"cases\": [\n" + String.join(",\n", cases) + "\n]}\n");
    }
}
