package dev.plumb.dsl.layer;

import static dev.plumb.dsl.ActivationFunction.RELU;
import static dev.plumb.dsl.Initializer.HE_NORMAL;
import static dev.plumb.dsl.Padding.SAME;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.dsl.Init;
import dev.plumb.dsl.Regularizer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Layers as programs state them: what is required first, the others as withers, all of it checked by the compiler. */
final class LayersTest {

    @Test
    void whatIsRequiredComesFirstAndTheOthersAreWithers() {
        Conv2DLayer conv = Layers.conv2D(32, 3).padding(SAME).activation(RELU).strides(2, 1);
        assertEquals(List.of(3), conv.kernelSize());
        assertEquals(List.of(2, 1), conv.strides());
        assertEquals(
                "Conv2D(filters = 32, kernelSize = 3, strides = {2, 1}, padding = SAME, activation = RELU)",
                conv.describe());
        assertEquals(conv, conv.strides(List.of(2, 1)));
        assertEquals(
                "MultiHeadAttention(numHeads = 4, keyDim = 16)",
                Layers.multiHeadAttention(4, 16).describe());
        assertEquals(
                "TimeDistributed(Dense(units = 8))",
                Layers.timeDistributed(Layers.dense(8)).describe());
    }

    @Test
    void aWitherChangesACopy() {
        DenseLayer dense = Layers.dense(64);
        DenseLayer wide = dense.units(256);
        assertEquals(64, dense.units());
        assertEquals(256, wide.units());
    }

    @Test
    void aNestedAnnotationIsStatedByItsValueOrInFull() {
        DenseLayer dense = Layers.dense(8).kernelInitializer(HE_NORMAL);
        assertEquals(dense, Layers.dense(8).kernelInitializer(Init.Spec.of(HE_NORMAL)));
        assertEquals(
                "Dense(units = 8, kernelInitializer = @Init(HE_NORMAL), kernelRegularizer = @Regularizer(l2 = 1.0E-4))",
                dense.kernelRegularizer(Regularizer.Spec.of().l2(1e-4)).describe());
    }

    @Test
    void anAttributeThatALayerDoesNotHaveIsAnErrorOfTheCompiler() {
        assertEquals(List.of("4: cannot find symbol"), errors("Layers.dense(64).activaton(ActivationFunction.RELU)"));
        assertEquals(List.of("4: cannot find symbol"), errors("Layers.dense(64).kernelSize(3)"));
        assertEquals(List.of(), errors("Layers.dense(64).activation(ActivationFunction.RELU)"));
    }

    @Test
    void aValueThatAnAttributeDoesNotTakeIsAnErrorOfTheCompiler() {
        assertEquals(1, errors("Layers.dense(64).activation(\"RELU\")").size());
        assertEquals(1, errors("Layers.dense()").size());
        assertEquals(1, errors("Layers.dense(64).useBias(1)").size());
    }

    /** Line and first line of what javac says about a program with this layer. */
    private static List<String> errors(String layer) {
        String source = "import " + ActivationFunction.class.getName() + ";\nimport " + Layers.class.getName()
                + ";\nclass Program {\n    Object layer = " + layer + ";\n}\n";
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options = List.of("-proc:none", "-d", System.getProperty("java.io.tmpdir"));
        ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, found, options, null, List.of(file))
                .call();
        return found.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .map(error -> error.getLineNumber() + ": "
                        + error.getMessage(Locale.ENGLISH).lines().findFirst().orElse(""))
                .toList();
    }
}
