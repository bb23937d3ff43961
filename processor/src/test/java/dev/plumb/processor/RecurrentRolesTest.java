package dev.plumb.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States to start from go to a recurrent layer by their role, where that is said. */
final class RecurrentRolesTest {
    private static final String VALID = "@Input(dims = \"time\", dtype = DType.BOOL) Tensor valid();\n";
    private static final String STATE = "@Input(4) Vec h0();\n";
    private static final String CELL = "@Input(4) Vec c0();\n";

    @TempDir
    Path output;

    private static String model(String methods) {
        return Javac.IMPORTS + """
                @Model interface Reader {
                @Input(dims = {"time", "8"}) Seq x();
                """ + methods + "}\n";
    }

    /** The layer is given these tensors in this order. */
    private void given(String tensors, String methods) {
        Javac javac = Javac.into(output);
        assertEquals("", javac.compile(model(methods)));
        String generated = javac.generated("ReaderModel");
        assertTrue(generated.contains("), " + tensors + ");"), generated);
    }

    @Test
    void statesWithARoleGoToIt() {
        given(
                "x, h0, c0",
                STATE + CELL
                        + "@Output @LSTM(units = 4) Vec r(Seq x, @From(\"c0\") Vec cell, @From(\"h0\") Vec state);");
        given("x, h0, c0", STATE + CELL + "@Output @LSTM(units = 4) Vec r(@From(\"c0\") Vec cell, Seq x, Vec h0);");
        given("x, h0", STATE + "@Output @GRU(units = 4) Vec r(@From(\"h0\") Vec state, @From(\"x\") Seq sequence);");
        given("x, h0", STATE + "@Output @SimpleRNN(units = 4) Vec r(@From(\"h0\") Vec state, Seq x);");
    }

    @Test
    void bothCopiesHaveStates() {
        given("x, h0, c0, c0, h0", STATE + CELL + """
                @Output @Bidirectional @LSTM(units = 4) Vec r(
                        Seq x,
                        @From("c0") Vec forward_cell,
                        @From("h0") Vec forward_state,
                        @From("h0") Vec backward_cell,
                        @From("c0") Vec backward_state);
                """);
    }

    @Test
    void othersGoByTheirOrder() {
        given("x, c0, h0", STATE + CELL + "@Output @LSTM(units = 4) Vec r(Seq x, Vec c0, Vec h0);");
        given(
                "x, c0, h0",
                STATE + CELL
                        + "@Output @LSTM(units = 4) Vec r(Seq x, @From(\"c0\") Vec first, @From(\"h0\") Vec second);");
    }

    @Test
    void aNumberedNameIsNotMisspelt() {
        given(
                "x, c0, h0",
                STATE + CELL
                        + "@Output @LSTM(units = 4) Vec r(Seq x, @From(\"c0\") Vec state1, @From(\"h0\") Vec state2);");
    }

    @Test
    void besideAMask() {
        given("x.masked(valid), h0, c0", VALID + STATE + CELL + """
                @Output @LSTM(units = 4) Vec r(
                        Seq x, @From("c0") Vec cell, @From("valid") Tensor mask, @From("h0") Vec state);
                """);
    }

    @Test
    void aCellWithoutAState() {
        assertEquals(
                List.of(
                        "8: [plumb/wrong-arity] LSTM 'r' takes an input 'state' beside 'sequence', 'cell': it has none"),
                said(CELL + "@Output @LSTM(units = 4) Vec r(Seq x, @From(\"c0\") Vec cell);"));
    }

    @Test
    void aMisspeltRole() {
        assertEquals(
                List.of("9: [plumb/wrong-arity] LSTM 'r' takes the roles sequence, state, cell: it has a 'sate',"
                        + " did you mean 'state'?"),
                said(STATE + CELL
                        + "@Output @LSTM(units = 4) Vec r(Seq x, @From(\"c0\") Vec cell, @From(\"h0\") Vec sate);"));
        for (String name : List.of("keys", "kye")) {
            assertEquals(
                    List.of("8: [plumb/wrong-arity] Attention 'a' takes the roles query, value, key: it has a '" + name
                            + "', did you mean 'key'?"),
                    said("@Dense(units = 8, activation = RELU) Seq k(Seq x);\n@Output @Attention Seq a(Seq x,"
                            + " @From(\"k\") Seq " + name + ", @From(\"x\") Seq value);"));
        }
    }

    @Test
    void aWireMayBeCalledLikeARole() {
        assertEquals(List.of(), said("""
                @Dense(units = 8, activation = RELU) Seq keys(Seq x);
                @Dense(units = 8, activation = RELU) Seq values(Seq x);
                @Output @Attention Seq a(Seq x, Seq values, Seq keys);
                """));
    }

    private List<String> said(String methods) {
        return Javac.errors(Javac.into(output).compile(model(methods)));
    }
}
