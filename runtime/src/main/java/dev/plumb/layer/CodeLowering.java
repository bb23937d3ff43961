package dev.plumb.layer;

import dev.plumb.dsl.DType;
import dev.plumb.graph.code.CodeLayer;
import dev.plumb.graph.code.Signature;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorType;
import dev.plumb.graph.spec.Inference;
import dev.plumb.ops.Var;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the code of a layer, and holds it to its signature. */
final class CodeLowering {
    private CodeLowering() {}

    static List<Var> lower(CodeLayer layer, LayerContext context, List<Var> inputs) {
        String title = layer.layerName();
        Object code = made(layer);
        List<Signature.Tensor> signed = layer.inputs();
        int required = signed.get(signed.size() - 1).isRepeated()
                ? inputs.size()
                : (int) signed.stream().filter(input -> !input.isOptional()).count();
        CodeContext own = new CodeContext(context, layer, inputs, required);
        List<Var> outputs;
        try {
            outputs = run(code, own, inputs.subList(0, required));
        } catch (LayerCodeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw LayerCodeException.thrown(title, code.getClass(), e);
        }
        List<TensorType> types = inputs.stream().map(CodeLowering::type).toList();
        if (layer.infer(types) instanceof Inference.Types expected) {
            check(title, layer, expected.outputs(), outputs, inputs.get(0).size(0));
        }
        CodeObserver.tell(context, "", layer, code.getClass(), outputs);
        return List.copyOf(outputs);
    }

    private static Object made(CodeLayer layer) {
        try {
            return layer.makeCode();
        } catch (RuntimeException e) {
            throw layer.isRunnable() ? LayerCodeException.notMade(layer.layerName(), e) : e;
        } catch (NoClassDefFoundError e) {
            throw LayerCodeException.missing(layer.layerName(), e);
        }
    }

    private static List<Var> run(Object code, LayerContext context, List<Var> inputs) {
        if (code instanceof LayerCode one) {
            return given(one.call(context, inputs));
        }
        if (code instanceof LayerCode.Several several) {
            return several.call(context, inputs);
        }
        throw new LayerCodeException(code.getClass().getName() + " is neither a LayerCode nor a LayerCode.Several");
    }

    private static List<Var> given(@Nullable Var output) {
        if (output == null) {
            throw new IllegalStateException("its code gave null in place of its output");
        }
        return List.of(output);
    }

    /** An array of some examples as one of them. */
    static TensorType type(Var value) {
        long[] sizes =
                value.shape().stream().skip(1).mapToLong(Integer::longValue).toArray();
        return TensorType.of(Shape.of(sizes), value.type().dtype());
    }

    private static void check(String title, CodeLayer layer, List<TensorType> expected, List<Var> outputs, int batch) {
        String signature = "its signature " + layer.code().signature().text() + " says ";
        if (outputs.size() != expected.size()) {
            throw new LayerCodeException(
                    title + " gave " + outputs.size() + " outputs, and " + signature + expected.size());
        }
        for (int i = 0; i < outputs.size(); i++) {
            Var output = outputs.get(i);
            TensorType wanted = expected.get(i);
            boolean fits = output.rank() > 0
                    && output.size(0) == batch
                    && type(output).shape().equals(wanted.shape())
                    && output.type().dtype() == wanted.dtype();
            if (!fits) {
                String which =
                        outputs.size() == 1 ? "" : " as '" + layer.outputNames().get(i) + "'";
                throw new LayerCodeException(title + " gave " + shown(output, batch) + which + ", and " + signature
                        + wanted.shape() + dtype(wanted.dtype()));
            }
        }
    }

    private static String shown(Var output, int batch) {
        return output.rank() > 0 && output.size(0) == batch
                ? type(output).shape() + dtype(output.type().dtype())
                : output.shape() + ", which does not begin with the batch of " + batch;
    }

    private static String dtype(DType dtype) {
        return dtype == DType.FLOAT32 ? "" : " of " + dtype.label();
    }
}
