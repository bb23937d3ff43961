package dev.plumb.graph.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumb.dsl.MergeMode;
import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Graph;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.spec.LayerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, cycles and connectivity: each problem once, and none that only follows from another. */
final class StructureTest {
    private static final LayerSpec DENSE = Layers.dense(4);
    private static final LayerSpec ADD = Layers.add();

    private static TensorName wire(String name) {
        return TensorName.of(name);
    }

    private static DraftBuilder model() {
        DraftBuilder g = new DraftBuilder();
        g.input("x", 4);
        return g;
    }

    private static void assertSays(DraftBuilder model, String... firstLines) {
        List<Problem> problems =
                assertThrows(GraphException.class, model::build).problems();
        assertEquals(
                List.of(firstLines),
                problems.stream().map(Problem::firstLine).sorted().toList());
    }

    @Test
    void anUnknownNameIsOneProblemWhateverTakesFromIt() {
        DraftBuilder g = model();
        g.apply("hidden", DENSE, wire("x"));
        g.apply("deep", DENSE, wire("hiden"));
        g.apply("merged", ADD, wire("deep"), wire("deep"));
        g.output(g.apply("y", DENSE, wire("merged")));
        assertSays(
                g,
                "[plumb/unknown-wire] Dense 'deep' has no layer or input 'hiden' to take its input from, did you mean"
                        + " 'hidden'?");
    }

    /** Only a draft that was made by hand, or read of a file, can say so. */
    @Test
    void anOutputThatIsNotThereIsOneProblem() {
        DraftBuilder g = model();
        g.apply("hidden", DENSE, wire("x"));
        g.output(wire("hiden"));
        assertSays(
                g,
                "[plumb/unknown-wire] model 'Model' has no layer or input 'hiden' to return, did you mean 'hidden'?");
        DraftBuilder other = model();
        other.output(other.apply("y", DENSE, wire("x")));
        other.output(wire("z.state"));
        assertSays(
                other,
                "[plumb/unknown-wire] model 'Model' has no layer or input 'z' to return, did you mean 'x' or 'y'?");
    }

    @Test
    void anOutputOfALayerThatHasNoSuchOneIsOneProblem() {
        DraftBuilder g = model();
        g.apply("y", DENSE, wire("x"));
        g.output(TensorName.parse("y.state"));
        assertSays(g, "[plumb/unknown-output] model 'Model' takes 'y.state': Dense 'y' has one output");
        DraftBuilder other = model();
        other.apply("y", DENSE, wire("x"));
        other.output(TensorName.parse("x.first"));
        assertSays(other, "[plumb/unknown-output] model 'Model' takes 'x.first': input 'x' has one output");
        DraftBuilder recurrent = new DraftBuilder();
        recurrent.input("x", 3, 4);
        recurrent.apply("y", Layers.lstm(2).returnState(true), wire("x"));
        recurrent.output(TensorName.parse("y.stat"));
        assertSays(
                recurrent,
                "[plumb/unknown-output] model 'Model' takes 'y.stat': LSTM 'y' has no output 'stat', did you mean"
                        + " 'state'?");
    }

    @Test
    void aNameThatResemblesNothingLeavesOpenWhatIsDead() {
        DraftBuilder g = model();
        g.apply("hidden", DENSE, wire("x"));
        g.output(g.apply("y", DENSE, wire("somethingElse")));
        assertSays(g, "[plumb/unknown-wire] Dense 'y' has no layer or input 'somethingElse' to take its input from");
    }

    @Test
    void whereTwoNamesAreEquallyNearNeitherIsCalledDead() {
        DraftBuilder g = model();
        g.apply("left", DENSE, wire("x"));
        g.apply("lift", DENSE, wire("x"));
        g.output(g.apply("y", DENSE, wire("loft")));
        assertSays(
                g,
                "[plumb/unknown-wire] Dense 'y' has no layer or input 'loft' to take its input from, did you mean"
                        + " 'left' or 'lift'?");
    }

    @Test
    void aNameIsDeclaredOnce() {
        DraftBuilder g = model();
        g.apply("hidden", DENSE, wire("x"));
        g.apply("hidden", DENSE, wire("x"));
        g.output(g.apply("y", DENSE, wire("hidden")));
        assertSays(g, "[plumb/duplicate-name] Dense 'hidden' is declared twice: the name of a method names one layer");
    }

    @Test
    void wiresOfASecondLayerOfANameWaitForANameOfItsOwn() {
        DraftBuilder g = model();
        g.apply("hidden", ADD, wire("first"), wire("other"));
        g.apply("hidden", ADD, wire("second"), TensorName.parse("x.state"));
        g.output(g.apply("y", DENSE, wire("hidden")));
        assertSays(
                g,
                "[plumb/duplicate-name] Add 'hidden' is declared twice: the name of a method names one layer",
                "[plumb/unknown-wire] Add 'hidden' has no layer or input 'first' to take its input from",
                "[plumb/unknown-wire] Add 'hidden' has no layer or input 'other' to take its input from");
    }

    @Test
    void theOnlyNameThatIsMissingIsThatOfOneThatIsThereTwice() {
        DraftBuilder g = model();
        g.apply("hidden", DENSE, wire("x"));
        g.apply("hidden", DENSE, wire("x"));
        g.output(g.apply("y", ADD, wire("hidden"), wire("second")));
        assertSays(g, "[plumb/duplicate-name] Dense 'hidden' is declared twice: the name of a method names one layer");
    }

    @Test
    void twoCyclesAreTwoProblems() {
        DraftBuilder g = model();
        g.apply("a", ADD, wire("x"), wire("b"));
        g.apply("b", DENSE, wire("a"));
        g.apply("c", ADD, wire("b"), wire("d"));
        g.apply("d", DENSE, wire("c"));
        g.output(g.apply("y", DENSE, wire("d")));
        assertSays(
                g,
                "[plumb/cycle] the wires of 'Model' form a cycle: a -> b -> a",
                "[plumb/cycle] the wires of 'Model' form a cycle: c -> d -> c");
    }

    @Test
    void aLayerMayNotTakeFromItself() {
        DraftBuilder g = model();
        g.output(g.apply("y", ADD, wire("x"), wire("y")));
        assertSays(g, "[plumb/cycle] the wires of 'Model' form a cycle: y -> y");
    }

    @Test
    void ofLayersThatReachEachOtherTheShortestCycleIsShown() {
        DraftBuilder g = model();
        g.apply("a", ADD, wire("x"), wire("c"), wire("b"));
        g.apply("b", DENSE, wire("a"));
        g.apply("c", DENSE, wire("b"));
        g.output(g.apply("y", DENSE, wire("c")));
        assertSays(g, "[plumb/cycle] the wires of 'Model' form a cycle: a -> b -> a");
    }

    @Test
    void aMisspeltNameIsNotGuessedIntoACycleThatNobodyWrote() {
        DraftBuilder g = model();
        g.apply("first", ADD, wire("x"), wire("secnd"));
        g.apply("second", DENSE, wire("first"));
        g.output(g.apply("y", DENSE, wire("second")));
        assertSays(g, "[plumb/unknown-wire] Add 'first' has no layer or input 'secnd' to take its input from");
    }

    @Test
    void namesHaveNeitherDotsNorSlashes() {
        DraftBuilder g = model();
        g.apply("a/b", DENSE, wire("x"));
        g.output(g.apply("", DENSE, wire("a/b")));
        assertSays(
                g,
                "[plumb/bad-name] '' cannot name a layer: a name has letters",
                "[plumb/bad-name] 'a/b' cannot name a layer: '.' picks outputs and '/' makes paths, a name has"
                        + " neither");
    }

    @Test
    void inputsAndLayersThatReachNoOutputAreNamed() {
        DraftBuilder g = model();
        g.input("unused", 4);
        g.apply("dead", DENSE, wire("x"));
        g.apply("deader", DENSE, wire("dead"));
        g.output(g.apply("y", DENSE, wire("x")));
        assertSays(
                g,
                "[plumb/dead-layer] Dense 'dead' reaches no output",
                "[plumb/dead-layer] Dense 'deader' reaches no output",
                "[plumb/disconnected-input] input 'unused' reaches no output");
    }

    @Test
    void anOutputIsPickedByName() {
        DraftBuilder g = model();
        g.apply("split", SplitLayer.of(), wire("x"));
        g.apply("first", DENSE, TensorName.parse("split.output"));
        g.apply("second", DENSE, TensorName.parse("split.state"));
        g.output(g.apply("y", ADD, wire("first"), wire("second")));
        Graph graph = g.build();
        assertEquals(4 * 4 + 4, graph.node("first").parameters());
        assertEquals(2 * 4 + 4, graph.node("second").parameters());
    }

    @Test
    void anOutputThatALayerDoesNotHaveIsOneProblem() {
        DraftBuilder g = model();
        g.apply("split", SplitLayer.of(), wire("x"));
        g.apply("first", DENSE, TensorName.parse("split.stat"));
        g.apply("second", DENSE, wire("first"));
        g.apply("third", DENSE, TensorName.parse("second.cell"));
        g.output(g.apply("y", ADD, wire("third"), TensorName.parse("x.y")));
        assertSays(
                g,
                "[plumb/unknown-output] Add 'y' takes 'x.y': input 'x' has one output",
                "[plumb/unknown-output] Dense 'first' takes 'split.stat': Split 'split' has no output 'stat', did you"
                        + " mean 'state'?",
                "[plumb/unknown-output] Dense 'third' takes 'second.cell': Dense 'second' has one output");
        List<Problem> problems = assertThrows(GraphException.class, g::build).problems();
        assertEquals(
                List.of(new Problem.Evidence("outputs", "output, state", "")),
                problems.get(0).evidence());
        assertEquals(new Place.Source("y", 1), problems.get(2).place());
    }

    @Test
    void withoutOutputNothingIsCalledDead() {
        DraftBuilder g = model();
        g.apply("hidden", DENSE, wire("x"));
        assertSays(g, "[plumb/no-output] model 'Model' has no output: nothing is marked @Output");
    }

    @Test
    void aModelWithoutInputSaysSo() {
        DraftBuilder g = new DraftBuilder();
        g.output(g.apply("y", DENSE));
        assertSays(
                g,
                "[plumb/no-input] model 'Model' has no input: nothing is marked @Input",
                "[plumb/wrong-arity] Dense 'y' takes one input: it has none");
    }

    @Test
    void independentProblemsAreAllFoundAtOnce() {
        DraftBuilder g = model();
        g.input("z", 0);
        g.apply("a", Layers.dense(0), wire("x"));
        g.apply("b", ADD, wire("x"), wire("zz"));
        g.apply("c", DENSE, wire("z"));
        g.apply("d", Layers.flatten(), wire("x"), wire("x"));
        g.output(g.apply("y", ADD, wire("a"), wire("b"), wire("c"), wire("d")));
        assertSays(
                g,
                "[plumb/bad-attribute] Dense 'a' has units = 0: must be at least 1",
                "[plumb/bad-attribute] Input 'z' has value = 0: must be at least 1",
                "[plumb/unknown-wire] Add 'b' has no layer or input 'zz' to take its input from, did you mean 'z'?",
                "[plumb/wrong-arity] Flatten 'd' takes one input: it has 2");
    }

    @Test
    void aFixIsSoughtWhereTwoLayersOfOneNameTakeTheSameWrongWire() {
        DraftBuilder g = model();
        g.apply("ids", Layers.discretization().binBoundaries(0.5), wire("x"));
        g.apply("y", ADD, wire("x"), wire("ids"));
        g.output(g.apply("y", DENSE, wire("ids")));
        assertSays(
                g,
                "[plumb/dtype-mismatch] Add 'y' needs an input of float32: 'ids' is int32",
                "[plumb/duplicate-name] Dense 'y' is declared twice: the name of a method names one layer");
    }

    /** None of both directions is the first, whoever takes them. */
    @Test
    void directionsThatAreApartArePicked() {
        LayerSpec apart = Layers.bidirectional(Layers.lstm(2)).mergeMode(MergeMode.SEPARATE);
        DraftBuilder g = new DraftBuilder();
        g.input("x", 3, 4);
        g.apply("both", apart, wire("x"));
        g.output(g.apply("y", DENSE, wire("both")));
        assertSays(
                g,
                "[plumb/unknown-output] Dense 'y' takes 'both': Bidirectional(LSTM) 'both' has 2 outputs, and none is the"
                        + " first: say which");
        DraftBuilder returned = new DraftBuilder();
        returned.input("x", 3, 4);
        returned.output(returned.apply("both", apart, wire("x")));
        assertSays(
                returned,
                "[plumb/unknown-output] Bidirectional(LSTM) 'both' cannot be an output of the model: it has 2 outputs"
                        + " itself");
    }
}
