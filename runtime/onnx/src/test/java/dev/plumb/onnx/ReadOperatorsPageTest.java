package dev.plumb.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.onnx.read.OperatorTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/onnx.md has the operators that are read, with what becomes of them. {@code -Dpages.update=true} writes the table anew. */
final class ReadOperatorsPageTest {
    private static final Path PAGE = Path.of("../../docs/onnx.md");
    private static final String HEAD = "| operator of ONNX | here |\n|---|---|\n";

    @Test
    void thePageHasTheOperators() throws IOException {
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("pages.update")) {
            int start = page.indexOf(HEAD);
            page = page.substring(0, start) + table() + page.substring(page.indexOf("\n\n", start) + 1);
            Files.writeString(PAGE, page);
        }
        assertTrue(page.contains(table()), "docs/onnx.md lacks\n" + table());
    }

    private static String table() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String type : OperatorTable.types()) {
            rows.computeIfAbsent(OperatorTable.becomes(type), here -> new ArrayList<>())
                    .add("`" + type + "`");
        }
        StringBuilder table = new StringBuilder(HEAD);
        rows.forEach((here, types) -> table.append("| ")
                .append(String.join(", ", types))
                .append(" | ")
                .append(here)
                .append(" |\n"));
        return table.toString();
    }
}
