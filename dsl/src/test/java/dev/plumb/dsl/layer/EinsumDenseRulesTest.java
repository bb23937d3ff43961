package dev.plumb.dsl.layer;

import static dev.plumb.dsl.ActivationFunction.GLU;
import static dev.plumb.dsl.ActivationFunction.SOFTMAX;
import static dev.plumb.dsl.layer.RuleAnswers.infer;
import static dev.plumb.dsl.layer.RuleAnswers.masked;
import static dev.plumb.dsl.layer.RuleAnswers.named;
import static dev.plumb.dsl.layer.RuleAnswers.validate;
import static dev.plumb.dsl.layer.RuleAnswers.weights;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.DType;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Fans;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes, weights and refusals of EinsumDense. */
final class EinsumDenseRulesTest {

    private static EinsumDenseLayer of(String equation, int... outputShape) {
        return Layers.einsumDense(equation, outputShape);
    }

    @Test
    void theEquationSaysShapesAndWeights() {
        assertEquals("(5, 3)", infer(of("abc,cd->abd", -1, 3), TensorType.floats(5, 4)));
        assertEquals("kernel (4, 3): 12", weights(of("abc,cd->abd", -1, 3), TensorType.floats(5, 4)));
        assertEquals("(5, 2, 3)", infer(of("abc,cde->abde", -1, 2, 3), TensorType.floats(5, 4)));
        assertEquals(
                "kernel (4, 2, 3), bias (2, 1): 26",
                weights(of("abc,cde->abde", -1, 2, 3).biasAxes("d"), TensorType.floats(5, 4)));
        assertEquals("(2, 3, 6)", infer(of("...x,xy->...y", 6), TensorType.floats(2, 3, 4)));
        assertEquals("(6, 3, 4)", infer(of("ab...,bc->ac...", 6), TensorType.floats(2, 3, 4)));
        assertEquals(
                "kernel (2, 6), bias (6, 1, 1): 18",
                weights(of("ab...,bc->ac...", 6).biasAxes("c"), TensorType.floats(2, 3, 4)));
        assertEquals("()", infer(of("ab,b->a"), TensorType.floats(4)));
        assertEquals("(5, 3)", infer(of("abc,cd->abd", -1, 6).activation(GLU), TensorType.floats(5, 4)));
    }

    @Test
    void fansFollowFromTheEquation() {
        Fans fans = of("abcd,cde->abe", -1, 6)
                .weights(List.of(TensorType.floats(5, 2, 3)))
                .get(0)
                .fans();
        assertEquals(new Fans(6, 6), fans);
    }

    @Test
    void namedAxesStayExactWhereNoWeightHasThem() {
        assertEquals("(time, 3)", infer(of("abc,cd->abd", -1, 3), named("time", "4")));
        assertEquals("(time, 3)", infer(of("...x,xy->...y", 3), named("time", "4")));
        assertEquals(
                "EinsumDense needs to know the size of axis 0 (the weights have 'b' as an axis): 'x0' is (time, 4)",
                infer(of("abc,bd->adc", 3, -1), named("time", "4")));
        assertEquals(
                "EinsumDense needs to know the size of axis 0 (the weights have 'b' as an axis): 'x0' is (time, 4)",
                infer(of("abc,cd->abd", -1, 3).biasAxes("bd"), named("time", "4")));
    }

    @Test
    void aMaskEndsHere() {
        assertEquals("(5, 3)", infer(of("abc,cd->abd", -1, 3), masked(5, 4)));
    }

    @Test
    void inputsHaveToFitTheEquation() {
        assertEquals(
                "EinsumDense needs an input of rank 2 (axes b, c of its equation): 'x0' has rank 1, (4)",
                infer(of("abc,cd->abd", -1, 3), TensorType.floats(4)));
        assertEquals(
                "EinsumDense needs an input of rank 1 or more (axes x of its equation): 'x0' has rank 0, ()",
                infer(of("...x,xy->...y", 3), TensorType.floats()));
        assertEquals(
                "EinsumDense needs an input of float32: 'x0' is int32",
                infer(of("ab,bc->ac", 3), TensorType.floats(4).withDtype(DType.INT32)));
        assertEquals(
                "EinsumDense has outputShape[0] = 6: must be 5, the size of 'b' in the input, or -1",
                infer(of("abc,cd->abd", 6, 3), TensorType.floats(5, 4)));
        assertEquals(
                "EinsumDense has activation = SOFTMAX: must be one for single numbers: the result has no last axis",
                infer(of("ab,b->a").activation(SOFTMAX), TensorType.floats(4)));
    }

    @Test
    void theEquationIsRead() {
        for (String equation : List.of(
                "",
                "abc",
                "abc,cd",
                "abc->abd",
                "abc,cd->",
                "ab c,cd->abd",
                "a...c,cd->a...d",
                "...ab,bc->ac",
                "...ab...,bc->...ac...",
                "abc,cd,de->abe",
                "ab,b...->a",
                "ab1,b->a")) {
            assertEquals(
                    List.of("EinsumDense has equation = \"" + equation
                            + "\": must be input,kernel->output with a letter for each axis, such as \"abc,cd->abd\","
                            + " \"...x,xy->...y\" or \"abc...,cd->abd...\""),
                    validate(of(equation, 3)),
                    equation);
        }
        assertEquals(
                List.of("EinsumDense has equation = \"abb,bc->ac\": must be one with each letter once in \"abb\", 'b'"
                        + " is there twice"),
                validate(of("abb,bc->ac", 3)));
        assertEquals(
                List.of("EinsumDense has equation = \"ab,bc->ca\": must be one whose input and output begin with the"
                        + " same letter, that of the examples"),
                validate(of("ab,bc->ca", 3)));
        assertEquals(
                List.of("EinsumDense has equation = \"ab,abc->ac\": must be one whose kernel does not have 'a', the"
                        + " letter of the examples"),
                validate(of("ab,abc->ac", 3)));
        assertEquals(
                List.of("EinsumDense has equation = \"ab,bc->acd\": must be one whose input or kernel has the 'd' of"
                        + " its output"),
                validate(of("ab,bc->acd", 3, 4)));
        assertEquals(
                List.of("EinsumDense has equation = \"ab,bcd->ac\": must be one whose input or output has the 'd' of"
                        + " its kernel"),
                validate(of("ab,bcd->ac", 3)));
    }

    @Test
    void sizesAndBiasAxesAreCheckedAgainstTheEquation() {
        assertEquals(
                List.of("EinsumDense has outputShape = 3: must be one size for each letter of \"bd\""),
                validate(of("abc,cd->abd", 3)));
        assertEquals(
                List.of("EinsumDense has outputShape[0] = 0: must be at least 1, or -1 for the size in the input"),
                validate(of("abc,cd->abd", 0, 3)));
        assertEquals(
                List.of("EinsumDense has outputShape[1] = -1: must be at least 1: the input has no 'd'"),
                validate(of("abc,cd->abd", -1, -1)));
        assertEquals(
                List.of("EinsumDense has biasAxes = \"cd\": must be letters of \"bd\", each at most once"),
                validate(of("abc,cd->abd", -1, 3).biasAxes("cd")));
        assertEquals(
                List.of("EinsumDense has biasAxes = \"dd\": must be letters of \"bd\", each at most once"),
                validate(of("abc,cd->abd", -1, 3).biasAxes("dd")));
    }
}
