package dev.plumb.graph.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumb.dsl.layer.Layers;
import dev.plumb.graph.Draft;
import dev.plumb.graph.TensorName;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.graph.shape.TensorKind;
import dev.plumb.graph.shape.TensorType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Models with problems as flowcharts. */
final class ProblemFlowchartTest {
    private static Draft.Step step(String name, Optional<Integer> units, String... wires) {
        return new Draft.Step(
                name,
                units.map(Layers::dense),
                List.of(wires).stream()
                        .map(wire -> new Draft.Source(TensorName.parse(wire), TensorKind.TENSOR))
                        .toList(),
                TensorKind.TENSOR);
    }

    private static Draft draft(Draft.Step... steps) {
        return new Draft(
                "Broken",
                List.of(new Draft.Input("x", TensorType.floats(4), TensorKind.TENSOR)),
                List.of(steps),
                List.of(new Draft.Output("y", Optional.empty(), List.of())));
    }

    private static Problem problem(ProblemId id, Place place) {
        return Problem.of(id, place, "it is wrong");
    }

    @Test
    void wiresLayersAndTheModelAreRedWithTheIdsOfTheirMessages() {
        Draft draft = draft(step("hidden", Optional.of(3), "x"), step("y", Optional.empty(), "hiden", "hidden.state"));
        assertEquals(
                """
                flowchart TD
                    n0(["x<br>Input<br>(4)"])
                    n1["hidden<br>Dense(units = 3)<br>plumb/bad-attribute<br>plumb/dead-layer"]
                    n2[["y<br>?"]]
                    model["Broken<br>plumb/over-budget"]
                    n3["hiden<br>not there"]
                    n0 --> n1
                    n3 --> |"plumb/unknown-wire"| n2
                    n1 --> |"state: plumb/unknown-output"| n2
                    linkStyle 1 stroke:#cf222e,stroke-width:3px,color:#cf222e
                    linkStyle 2 stroke:#cf222e,stroke-width:3px,color:#cf222e
                    classDef wrong stroke:#cf222e,stroke-width:3px
                    class n1,model wrong
                    classDef missing stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 4
                    class n3 missing
                """,
                ProblemFlowchart.of(
                        draft,
                        List.of(
                                problem(ProblemId.UNKNOWN_WIRE, new Place.Source("y", 0)),
                                problem(ProblemId.UNKNOWN_OUTPUT, new Place.Source("y", 1)),
                                problem(ProblemId.BAD_ATTRIBUTE, new Place.Attribute("hidden", "units", -1)),
                                problem(ProblemId.DEAD_LAYER, new Place.Layer("hidden")),
                                problem(ProblemId.OVER_BUDGET, new Place.OfBudget("")))));
    }

    @Test
    void aProblemInsideOfABlockIsThatOfItsUse() {
        Draft draft = draft(step("y", Optional.of(2), "x"));
        Problem inside = problem(ProblemId.SHAPE_MISMATCH, new Place.Source("conv", 0));
        String text = ProblemFlowchart.of(draft, List.of(inside.at(inside.site().within("y"))));
        assertTrue(text.contains("n1[[\"y<br>Dense(units = 2)<br>plumb/shape-mismatch\"]]"), text);
        assertTrue(text.endsWith("    class n1 wrong\n"), text);
    }

    @Test
    void anyNameIsAName() {
        Draft draft = draft(step("y", Optional.of(2), "a\"]; click n0 call alert()"));
        String text = ProblemFlowchart.of(draft, List.of());
        assertTrue(text.contains("n2[\"a#34;]#59; click n0 call alert()<br>not there\"]"), text);
        assertEquals(1 + 3 + 1 + 2, text.lines().count());
    }
}
