package dev.plumb.graph.expression;

import dev.plumb.graph.problem.Similar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signature of a layer in code as it was written: {@code query: (t, d), memory: (s, d)? -> (t, units)}. Reading it decides the grammar alone.
 *
 * @param inputs at least one
 * @param outputs at least one
 */
public record SignatureText(List<Tensor> inputs, List<Tensor> outputs) {
    private static final String ANY = "...";
    /** What the batch axis is called where shapes have it. */
    private static final List<String> BATCH = List.of("batch", "None", "batch_size", "batchSize");

    private static final List<String> ELEMENT_TYPES = List.of("float32", "int32", "bool");

    public SignatureText {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * One input or output.
     *
     * @param column where it begins, the first character being 1
     * @param shapeColumn where its element type or shape begins
     * @param end where its shape ends, the last character included
     * @param name its role or name, or ""
     * @param elementType {@code float32}, {@code int32} or {@code bool}
     * @param isOpen whether {@code ...} stands in front of its axes
     * @param axes without the batch axis
     * @param isOptional whether {@code ?} follows
     * @param isRepeated whether {@code +} follows
     */
    public record Tensor(
            int column,
            int shapeColumn,
            int end,
            String name,
            String elementType,
            boolean isOpen,
            List<Expression> axes,
            boolean isOptional,
            boolean isRepeated) {
        public Tensor {
            axes = List.copyOf(axes);
        }

        /** Its element type and shape as a signature has them: {@code int32 (t)}. */
        public String text(String signature) {
            return signature.substring(shapeColumn - 1, end);
        }
    }

    /** What others write. */
    private static String meant(String elementType) {
        return switch (elementType) {
            case "int", "integer", "long", "int64" -> ", did you mean 'int32'?";
            case "float", "double" -> ", did you mean 'float32'?";
            case "boolean" -> ", did you mean 'bool'?";
            default -> Similar.hint(elementType, ELEMENT_TYPES);
        };
    }

    /**
     * Reads a signature.
     *
     * @throws ExpressionException if it is none
     */
    public static SignatureText parse(String text) {
        Parser parser = new Parser(text);
        List<Tensor> inputs = tensors(parser);
        parser.expect("->");
        List<Tensor> outputs = tensors(parser);
        parser.end();
        return new SignatureText(inputs, outputs);
    }

    private static List<Tensor> tensors(Parser parser) {
        List<Tensor> tensors = new ArrayList<>();
        do {
            tensors.add(tensor(parser));
        } while (parser.accept(","));
        return tensors;
    }

    private static Tensor tensor(Parser parser) {
        int column = parser.column();
        int shapeColumn = column;
        Optional<String> word = parser.optionalName();
        String name = "";
        if (word.isPresent() && parser.accept(":")) {
            name = word.get();
            shapeColumn = parser.column();
            word = parser.optionalName();
        }
        String elementType = word.orElse(ELEMENT_TYPES.get(0));
        if (!ELEMENT_TYPES.contains(elementType)) {
            throw new ExpressionException(
                    shapeColumn,
                    "'" + elementType + "' is no element type" + meant(elementType)
                            + ": they are float32, int32 and bool; a role or name has a ':' behind it, and a shape stands in parentheses");
        }
        parser.expect("(");
        boolean isOpen = parser.accept(ANY);
        List<Expression> axes = new ArrayList<>();
        int end = parser.column();
        boolean isClosed = (!isOpen || !parser.accept(",")) && parser.accept(")");
        while (!isClosed) {
            int axis = parser.column();
            if (parser.accept(ANY)) {
                throw new ExpressionException(axis, "'...' stands once, in front of the other axes");
            }
            Expression size = parser.expression();
            if (axes.isEmpty() && !isOpen && size instanceof Expression.Name first && BATCH.contains(first.name())) {
                throw new ExpressionException(
                        axis, "'" + first.name() + "' would be the batch axis, which shapes leave out: take it away");
            }
            axes.add(size);
            isClosed = !parser.accept(",");
            if (isClosed) {
                end = parser.column();
                parser.expect(")");
            }
        }
        boolean isOptional = parser.accept("?");
        return new Tensor(
                column,
                shapeColumn,
                end,
                name,
                elementType,
                isOpen,
                axes,
                isOptional,
                !isOptional && parser.accept("+"));
    }
}
