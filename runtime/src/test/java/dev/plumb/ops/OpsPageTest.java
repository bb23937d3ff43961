package dev.plumb.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/ops.md has a row for each method of a variable, and no other. */
class OpsPageTest {

    private static final Path PAGE = Path.of("../docs/ops.md");
    private static final Pattern NAME = Pattern.compile("`(?:Var\\.)?(\\w+)\\(");

    private static final Pattern DRAW = Pattern.compile("`context\\.(\\w+)\\(");

    /** What a variable is, said in one sentence of the page. */
    private static final Set<String> FACTS = Set.of("shape", "rank", "size", "type", "recorder", "id");

    @Test
    void eachMethodHasARow() throws IOException {
        Set<String> methods = Arrays.stream(Var.class.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .filter(name -> !FACTS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        methods.removeAll(List.of("equals", "hashCode", "toString"));
        assertEquals(methods, rows(NAME));
    }

    @Test
    void eachDrawHasARow() throws IOException {
        Set<String> draws = Arrays.stream(RandomOps.class.getMethods())
                .filter(Method::isDefault)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(draws, rows(DRAW));
    }

    private static Set<String> rows(Pattern name) throws IOException {
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                Matcher names = name.matcher(line.substring(0, line.indexOf(" | ")));
                while (names.find()) {
                    rows.add(names.group(1));
                }
            }
        }
        return rows;
    }
}
