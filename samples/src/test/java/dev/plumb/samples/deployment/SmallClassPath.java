package dev.plumb.samples.deployment;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What remains of the class path with the exclusions of docs/deployment.md, and processes that have it. */
final class SmallClassPath {
    /** The names of jars. Folders of classes are Plumb's own and the samples'. */
    private static final Pattern NEEDED =
            Pattern.compile("(dnnl|javacpp|opencl|jackson|jspecify|plumb-(dsl|runtime)).*\\.jar");

    private SmallClassPath() {}

    static List<String> entries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(SmallClassPath::isNeeded)
                .toList();
    }

    private static boolean isNeeded(String entry) {
        File file = new File(entry);
        return file.isDirectory() || NEEDED.matcher(file.getName()).matches();
    }

    /** What a process prints. */
    static String run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, entries()), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("it does not end; so far it said: " + printed);
        }
        return printed;
    }
}
