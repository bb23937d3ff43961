package dev.plumb.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How the process of a library is started.
 *
 * @param command the group and the seconds for each line are appended to it
 * @param environment beside that of the runner
 * @param size the bytes of its libraries, where they are known
 */
public record Launch(List<String> command, Map<String, String> environment, OptionalLong size) {
    /** A process that measures a group; what it prints as errors goes to the file. */
    Process start(String group, double seconds, Path errors) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.add(group);
        whole.add(Double.toString(seconds));
        ProcessBuilder process = new ProcessBuilder(whole).redirectError(errors.toFile());
        process.environment().putAll(environment);
        return process.start();
    }
}
