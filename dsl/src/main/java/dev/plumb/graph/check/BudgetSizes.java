package dev.plumb.graph.check;

import dev.plumb.graph.expression.Binding;
import dev.plumb.graph.expression.Evaluation;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.expression.Names;
import dev.plumb.graph.shape.Dim;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sizes of symbolic axes at which a budget holds: {@code time = 128, width = 64}. */
final class BudgetSizes {
    private BudgetSizes() {}

    /**
     * Reads them; none of an empty text.
     *
     * @throws ExpressionException if they are none
     */
    static Map<String, Long> read(String text) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        if (text.isBlank()) {
            return sizes;
        }
        for (Binding binding : Binding.parse(text)) {
            if (binding.isName()
                    || !(Evaluation.value(binding.value(), Names.NONE, false) instanceof Long size)
                    || size < 1
                    || size > Dim.LARGEST_AXIS) {
                throw new ExpressionException(binding.column(), "'" + binding.name() + "' needs a size of at least 1");
            }
            if (sizes.put(binding.name(), size) != null) {
                throw new ExpressionException(binding.column(), "'" + binding.name() + "' has two sizes");
            }
        }
        return sizes;
    }
}
