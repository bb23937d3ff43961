package dev.plumb.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warnings: where they are, who can silence them, and what the option {@code plumb.lint} makes of them. */
final class WarningsTest {
    private static final String STACK = Javac.IMPORTS + """
        interface Outer {
            @Model
            interface Stack {
                @Input(20) Vec features();
                @Dense(units = 64, activation = LINEAR) Vec hidden(Vec features);
                @Output @Dense(units = 10) Vec classes(Vec hidden);
            }
        }
        """;

    private static final String WARNING =
            "9: warning: [plumb/linear-stack] Dense 'hidden' has no activation before Dense 'classes': together they"
                    + " are one linear layer";

    @TempDir
    Path output;

    private Javac javac() {
        return Javac.into(output).without("-Werror");
    }

    @Test
    void aWarningLetsTheModelPass() {
        assertEquals(List.of(WARNING), Javac.messages(javac().compile(STACK)));
        assertTrue(Files.exists(output.resolve("Outer_StackModel.class")));
    }

    @Test
    void aLinearLayerThatIsRepeatedIsSaidOnceAtItsMethod() {
        assertEquals(
                List.of("7: warning: [plumb/linear-stack] Dense 'deep' has no activation before Dense 'deep': together"
                        + " they are one linear layer"),
                Javac.messages(javac().compile(Javac.IMPORTS + """
                    @Sequential interface Deep {
                        @Input(20) Vec features();
                        @Repeat(3) @Dense(units = 20) Vec deep();
                        @Activation(RELU) Vec active();
                        @Dense(units = 10) Vec classes();
                    }
                    """)));
    }

    @Test
    void otherWarningsAreNotOfRepetitions() {
        assertEquals(List.of(), Javac.messages(javac().compile(Javac.IMPORTS + """
            @Model interface Twice {
                @Input(8) Vec x();
                @Input(8) Vec y();
                @Repeat(2) @Dense(units = 8, activation = RELU) Vec left(Vec x);
                @Repeat(2) @Dense(units = 8, activation = RELU) Vec right(Vec y);
                @Repeat(value = 2, parallel = true) @Dense(units = 8) Tensor heads(Vec left);
                @Concatenate Vec all(Vec heads, Vec right);
                @Output @Dense(units = 1) Vec z(Vec all);
            }
            """)));
    }

    @Test
    void aPartThatStartsBehindAMaskDropsIt() {
        assertEquals(
                List.of("8: warning: [plumb/mask-dropped] the part 'tail' drops the mask that 'words' makes: it takes"
                        + " the output of 'words' alone, so padding counts like data in it"),
                Javac.messages(javac().compile(Javac.IMPORTS + """
                    @Model interface Reviews {
                        @Input(dims = "time") Tokens ids();
                        @Embedding(inputDim = 10, outputDim = 4, maskZero = true) Seq words(Tokens ids);
                        @Extract(value = "tail", from = "words") @LSTM(units = 4) Vec read(Seq words);
                        @Output @Dense(units = 1) Vec positive(Vec read);
                    }
                    """)));
    }

    @Test
    void aWarningIsAtItsToken() {
        JavaFileObject source = JavaFileObjects.forSourceString("Outer", STACK);
        Compilation compilation =
                Compiler.javac().withProcessors(new PlumbProcessor()).compile(source);
        assertThat(compilation).succeeded();
        assertThat(compilation).hadWarningCount(1);
        assertThat(compilation)
                .hadWarningContaining("[plumb/linear-stack] Dense 'hidden'")
                .inFile(source)
                .onLine(9)
                .atColumn("        @Dense(units = 64, activation = LINEAR)".indexOf("LINEAR") + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"        @Dense(units = 64", "    @Model", "interface Outer"})
    void isSuppressedOnTheMethodOnTheModelAndAroundIt(String where) {
        for (String keys : List.of("\"plumb/linear-stack\"", "{\"unchecked\", \"plumb/linear-stack\"}", "\"all\"")) {
            String suppressed = STACK.replace(where, "@SuppressWarnings(" + keys + ") " + where);
            assertEquals("", Javac.into(output).compile(suppressed), keys);
        }
        String other = STACK.replace(where, "@SuppressWarnings(\"plumb/mask-dropped\") " + where);
        assertEquals(List.of(WARNING), Javac.messages(javac().compile(other)));
    }

    @Test
    void anErrorCannotBeSuppressed() {
        String wrong = STACK.replace("units = 64", "units = 0")
                .replace("    @Model", "@SuppressWarnings({\"all\", \"plumb/bad-attribute\"}) @Model");
        assertEquals(
                List.of("9: error: [plumb/bad-attribute] Dense 'hidden' has units = 0: must be at least 1"),
                Javac.messages(javac().compile(wrong)));
    }

    @Test
    void offSaysNothing() {
        assertEquals("", Javac.into(output).with("-Aplumb.lint=off").compile(STACK));
        assertTrue(Files.exists(output.resolve("Outer_StackModel.class")));
    }

    @Test
    void errorMakesWarningsErrorsAtTheSameTokens(@TempDir Path mended) {
        String user = """
            class User {
                Outer_StackModel model = Outer_StackModel.create(1L);
                float[] classes = model.predict(new float[20]);
            }
            """;
        String printed = Javac.into(output).with("-Aplumb.lint=error").compile(STACK, user);
        assertEquals(List.of(WARNING.replace("warning", "error")), Javac.messages(printed));
        assertTrue(printed.contains("""
                    @Dense(units = 64, activation = LINEAR) Vec hidden(Vec features);
                                                    ^
            """), printed);
        assertTrue(javac().generated("Outer_StackModel").contains("throw broken()"));
        String suppressed = STACK.replace("    @Model", "@SuppressWarnings(\"plumb/linear-stack\") @Model");
        assertEquals("", Javac.into(mended).with("-Aplumb.lint=error").compile(suppressed, user));
    }

    @Test
    void theCompilersOwnSilenceIsKept() {
        assertEquals(
                "",
                javac().without("-Xlint:all,-processing,-classfile")
                        .with("-nowarn")
                        .compile(STACK));
    }

    @Test
    void warningsAreInTheOrderOfTheSource() {
        assertEquals(
                List.of(
                        "9: warning: [plumb/linear-stack] Dense 'last' has no activation before Dense 'shared':"
                                + " together they are one linear layer",
                        "11: warning: [plumb/duplicate-encoder] Dense 'right' is equal to Dense 'left', on an input of"
                                + " the same type and with weights of its own: they learn apart from each other",
                        "13: warning: [plumb/suspicious-output] output 'one' is hardly meant so: SOFTMAX over one unit"
                                + " is always 1"),
                Javac.messages(javac().compile(Javac.IMPORTS + """
                    @Model
                    interface Many {
                        @Input(20) Vec a();
                        @Input(20) Vec b();
                        @Dense(units = 8) Vec last(Vec both);
                        @Dense(units = 64, activation = RELU) Vec left(Vec a);
                        @Dense(units = 64, activation = RELU) Vec right(Vec b);
                        @Concatenate Vec both(Vec left, Vec right);
                        @Output @Dense(units = 1, activation = SOFTMAX) Vec one(Vec shared);
                        @Dense(units = 8, activation = RELU) Vec shared(Vec last);
                    }
                    """)));
    }

    @Test
    void inASequentialTheMethodIsThePlace() {
        assertEquals(
                List.of(
                        "9: warning: [plumb/mask-dropped] Flatten 'flat' drops the mask that Embedding 'words' makes:"
                                + " padding counts like data from here on",
                        "10: warning: [plumb/suspicious-output] output 'dropped' is hardly meant so: its layer is a"
                                + " Dropout, training would judge numbers that are dropped at random"),
                Javac.messages(javac().compile(Javac.IMPORTS + """
                    @Sequential
                    interface Line {
                        @Input(value = 12, dtype = DType.INT32) Tokens text();
                        @Embedding(inputDim = 100, outputDim = 8, maskZero = true) Seq words();
                        @Flatten Vec flat();
                        @Dropout(0.5) Vec dropped();
                    }
                    """)));
    }

    @Test
    void whatIsInheritedIsSaidOnceAndStaysSuppressed() {
        String base = Javac.IMPORTS + """
            @Model
            public interface Base {
                @Input(20) Vec features();
                @Dense(units = 64) Vec hidden(Vec features);
                @Output @Dense(units = 10) Vec classes(Vec hidden);
            }
            """;
        String variant = Javac.IMPORTS + "@Model interface Variant extends Base {}\n";
        assertEquals(
                List.of("8: warning: [plumb/linear-stack] Dense 'hidden' has no activation before Dense 'classes':"
                        + " together they are one linear layer"),
                Javac.messages(javac().compile(base, variant)));
        String suppressed = base.replace(
                "    @Dense(units = 64)", "    @SuppressWarnings(\"plumb/linear-stack\") @Dense(units = 64)");
        assertEquals("", Javac.into(output).compile(suppressed, variant));
    }

    @Test
    void aBudgetIsCheckedWhereItStands(@TempDir Path mended) {
        String model = Javac.IMPORTS + """
            @Budget(maxParameters = Small.LIMIT, maxMegabytes = 0.0001)
            @Sequential
            interface Small {
                int LIMIT = 10 * 10;
                @Input(20) Vec features();
                @Dense(units = 5) Vec out();
            }
            """;
        String printed = javac().compile(model);
        assertEquals(
                List.of(
                        "5: error: [plumb/over-budget] model 'Small' has 105 parameters, its budget is 100",
                        "5: error: [plumb/over-budget] model 'Small' has 0.0004 MB of weights, its budget is 0.0001"
                                + " MB"),
                Javac.messages(printed));
        assertTrue(printed.contains("\n" + " ".repeat("@Budget(maxParameters = Small".length()) + "^"), printed);
        assertEquals(
                "",
                Javac.into(mended)
                        .compile(model.replace("maxMegabytes = 0.0001", "maxMegabytes = 1")
                                .replace("10 * 10", "105")));
    }

    @Test
    void aBudgetThatMakesNoSenseIsRefusedAtItsValue() {
        String model = Javac.IMPORTS + """
            @Budget(maxParameters = -1)
            @Sequential
            interface Small {
                @Input(20) Vec features();
                @Dense(units = 5) Vec out();
            }
            """;
        String printed = javac().compile(model);
        assertTrue(
                printed.contains("has maxParameters = -1: must be at least 1\n@Budget(maxParameters = -1)\n"
                        + " ".repeat(24) + "^"),
                printed);
        String empty = javac().compile(model.replace("(maxParameters = -1)", ""));
        assertTrue(
                empty.contains("Budget of 'Small' limits nothing: it needs maxParameters, maxMegabytes, maxFlops or"
                        + " maxActivationMegabytes\n"
                        + "@Budget\n"
                        + "^"),
                empty);
        String unknown = javac().compile(model.replace("-1", "Nowhere.LIMIT"));
        assertFalse(unknown.contains("plumb/"), unknown);
    }
}
