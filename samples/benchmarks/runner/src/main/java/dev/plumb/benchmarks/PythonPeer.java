package dev.plumb.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A library in Python, which has a script in {@code samples/benchmarks/python}.
 *
 * @param script its file
 * @param library what the script has to be able to import
 * @param environment of its process
 */
record PythonPeer(String name, Set<String> groups, String script, String library, Map<String, String> environment)
        implements Peer {
    @Override
    public Launch prepare(Settings settings) throws IOException {
        Shell.run(settings.root(), List.of(settings.python(), "-c", "import " + library));
        String path =
                settings.root().resolve("samples/benchmarks/python/" + script).toString();
        return new Launch(List.of(settings.python(), path), environment, OptionalLong.empty());
    }
}
