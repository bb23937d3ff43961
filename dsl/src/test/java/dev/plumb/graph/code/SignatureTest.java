package dev.plumb.graph.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.build.CodeBuilder;
import dev.plumb.graph.build.GraphBuilder;
import dev.plumb.graph.build.Wire;
import dev.plumb.graph.check.GraphException;
import dev.plumb.graph.expression.ExpressionException;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.spec.AttributeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures of layers in code: which can be read, and what they say about shapes. */
final class SignatureTest {

    private static CodeDefinition layer(String signature) {
        return CodeBuilder.named("demo.Own")
                .attribute("units", AttributeKind.INT, 4)
                .attribute("scale", AttributeKind.DOUBLE, 1.0)
                .signature(signature)
                .code(values -> "no code is run");
    }

    /** The type of the first output for inputs such as {@code 3,8} or {@code int32 time}, or what is said against them. */
    private static String applied(String signature, String... inputs) {
        GraphBuilder g = GraphBuilder.named("Model");
        List<Wire> wires = new ArrayList<>();
        for (String input : inputs) {
            boolean ids = input.startsWith("int32 ");
            String axes = ids ? input.substring(6) : input;
            Shape shape = axes.isEmpty() ? Shape.of() : Shape.parse(axes.split(","));
            wires.add(g.input("x" + wires.size(), shape, ids ? DType.INT32 : DType.FLOAT32));
        }
        try {
            Wire out = g.apply("own", layer(signature).with(Map.of()), wires.toArray(Wire[]::new));
            Graph graph = g.output(out).build();
            return graph.outputs().get(0).type().shape()
                    + (graph.assumptions().isEmpty() ? "" : " if " + graph.assumptions());
        } catch (GraphException e) {
            return e.problems().get(0).headline();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(d) -> (units)|8|(4)",
                "(..., d) -> (..., units)|3,5,8|(3, 5, 4)",
                "(..., d) -> (..., 2 * d)|8|(16)",
                "(t, d) -> (t - 1, d)|time,8|(time-1, 8) if [Own 'own' needs time-1 >= 1]",
                "(t, d) -> (t / 2, d)|6,8|(3, 8)",
                "(t, d) -> (t / 2, d)|time,8|(time/2, 8) if [Own 'own' needs time is a multiple of 2 and time/2 >= 1]",
                "(2 * h, h) -> (h)|8,4|(4)",
                "(n) -> ()|8|()",
                "(n) -> (2 ^ units)|8|(16)",
                "(n) -> (n + -3)|8|(5)",
                "(units) -> (n % 3 + n)|4|'n' neither",
            })
    void aSignatureComputesShapes(String signature, String input, String expected) {
        if (expected.startsWith("'")) {
            assertTrue(assertThrows(ExpressionException.class, () -> layer(signature))
                    .getMessage()
                    .startsWith(expected));
        } else {
            assertEquals(expected, applied(signature, input));
        }
    }

    @Test
    void inputsHaveToFit() {
        assertEquals("Own 'own' takes (d) as its input: 'x0' is (3, 8)", applied("(d) -> (d)", "3,8"));
        assertEquals("Own 'own' takes (d) as input 2, where d = 8: 'x1' is (9)", applied("(d), (d) -> (1)", "8", "9"));
        assertEquals(
                "Own 'own' takes (s, d) as its input 'memory', where d = 8: 'x1' is (5, 7)",
                applied("query: (t, d), memory: (s, d) -> (t, s)", "4,8", "5,7"));
        assertEquals(
                "Own 'own' takes (units) as its input, where units = 4: 'x0' is (5)", applied("(units) -> (1)", "5"));
        assertEquals(
                "Own 'own' takes (..., d) as input 2, where ... = (3) and d = 8: 'x1' is (2, 8)",
                applied("(..., d), (..., d) -> (1)", "3,8", "2,8"));
        assertEquals("Own 'own' takes int32 (t) as its input: 'x0' is float32 (5)", applied("int32 (t) -> (t)", "5"));
        assertEquals("(5)", applied("int32 (t) -> (t)", "int32 5"));
        assertEquals(
                "Own 'own' cannot have the size t / 2: 'x0' is (5, 3), 5 is not divisible by 2",
                applied("(t, d) -> (t / 2, d)", "5,3"));
        assertEquals(
                "Own 'own' cannot have the size t - 5: 'x0' is (5, 3), that leaves 0",
                applied("(t, d) -> (t - 5, d)", "5,3"));
        assertEquals("Own 'own' takes one or 2 inputs: it has 3", applied("(d), (d)? -> (d)", "8", "8", "8"));
        assertEquals("Own 'own' takes at least 2 inputs: it has 1", applied("(d), (d)+ -> (d)", "8"));
        assertEquals("(8)", applied("(d), (d)+ -> (d)", "8", "8", "8"));
        assertEquals("(8)", applied("(d), (d)? -> (d)", "8"));
        assertEquals("(3)", applied("(d), (units - 1) -> (units - 1)", "8", "3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(d) (d)|column 5: expected '->', found '('",
                "(d) -> (e)|column 9: 'e' neither is an axis of an input nor is an int attribute of the layer",
                "(d) -> (unit)|column 9: 'unit' neither is an axis of an input nor is an int attribute of the layer, did you mean 'units'?",
                "(d) -> (scale)|column 9: the attribute 'scale' is no int, and a size is",
                "(d) -> (0)|column 9: a size is a whole number of at least 1, and this is 0",
                "(d) -> (2.5)|column 9: a size is a whole number of at least 1, and this is 2.5",
                "(d) -> (d * 0.5)|column 13: sizes are whole numbers, and this is 0.5",
                "(2 * h) -> (1)|column 6: 'h' neither stands alone as an axis of an input nor is an int attribute of the layer",
                "(d) -> (..., d)|column 8: '...' of an output is that of an input, and no input has it",
                "(d) -> (d), (d)|column 8: each of several outputs has a name, and this one has none: 'name: (…)'",
                "a: (d), (d) -> (d)|column 9: a role is given to all inputs or to none, and this one has none",
                "a: (d), a: (d) -> (d)|column 9: there is an input 'a' already",
                "(d)?, (d) -> (d)|column 7: optional inputs come last, and this one is not optional",
                "(d)+, (d) -> (d)|column 1: only the last input can be one or more, and others follow this one",
                "(d), (e)? -> (e)|column 15: the size 'e' is known only where an optional input is given",
                "(d) -> (d)?|column 8: an output is always there, once: '?' and '+' are for inputs",
                "int (t) -> (t)|column 1: 'int' is no element type, did you mean 'int32'?: they are float32, int32 and bool; a role or name has a ':' behind it, and a shape stands in parentheses",
                "(d -> (d)|column 4: expected ')', found '->'",
                "(d, ...) -> (d)|column 5: '...' stands once, in front of the other axes",
                "(..., d, ...) -> (d)|column 10: '...' stands once, in front of the other axes",
                "(batch, d) -> (batch, units)|column 2: 'batch' would be the batch axis, which shapes leave out: take it away",
                "(None, d) -> (units)|column 2: 'None' would be the batch axis, which shapes leave out: take it away",
                "(-1) -> (d)|column 2: a size is a whole number of at least 1, and this is -1",
                "(d) -> (-1)|column 9: a size is a whole number of at least 1, and this is -1",
                "(d) -> (d / 0)|column 13: no size is divided by 0",
                "(d) -> (2 * (d % 0))|column 18: no size is divided by 0",
                "x: (d), y: int (d) -> (d)|column 12: 'int' is no element type, did you mean 'int32'?: they are float32, int32 and bool; a role or name has a ':' behind it, and a shape stands in parentheses",
                "(d == 3) -> (1)|column 4: a size is a number, a name, or arithmetic on these",
                "(d) ->|column 7: expected '(', found the end",
                "''|column 1: expected '(', found the end",
            })
    void whatCannotBeReadIsSaidWithItsColumn(String signature, String expected) {
        assertEquals(
                expected,
                assertThrows(ExpressionException.class, () -> layer(signature)).located());
    }

    @Test
    void severalOutputsGoByTheirNames() {
        GraphBuilder g = GraphBuilder.named("Model");
        Wire x = g.input("x", 8);
        Wire own = g.apply("own", layer("(d) -> mean: (d), deviation: (1)").with(Map.of()), x);
        Graph graph = g.output(own.output("deviation")).build();
        assertEquals("(1)", graph.outputs().get(0).type().toString());
    }

    @Test
    void aMaskIsPassedOnOnlyWhereThatIsSaid() {
        CodeDefinition passing = CodeBuilder.named("demo.Passing")
                .signature("(t, d) -> (t, d)")
                .supportsMasking()
                .code(values -> "");
        CodeDefinition ending =
                CodeBuilder.named("demo.Ending").signature("(t, d) -> (t, d)").code(values -> "");
        GraphBuilder g = GraphBuilder.named("Model");
        Wire masked = g.apply("masked", dev.plumb.dsl.layer.Layers.masking(), g.input("x", 5, 3));
        Wire kept = g.apply("kept", passing.with(Map.of()), masked);
        Wire ended = g.apply("ended", ending.with(Map.of()), masked);
        Graph graph = g.output(kept).output(ended).build();
        assertTrue(graph.node("kept").type().masked());
        assertTrue(!graph.node("ended").type().masked());
    }

    @Test
    void theCodeOfALayerThatComesFromAFileIsMissing() {
        CodeDefinition read =
                new CodeDefinition("demo.Own", List.of(), "(d) -> (d)", false, java.util.Optional.empty());
        String message = assertThrows(
                        IllegalStateException.class, () -> read.with(Map.of()).makeCode())
                .getMessage();
        assertTrue(message.contains("the code of the layer Own is not in the file"), message);
    }
}
