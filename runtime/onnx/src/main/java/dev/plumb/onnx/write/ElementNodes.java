package dev.plumb.onnx.write;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.Binary;
import dev.plumb.ops.op.ElementFunction;
import dev.plumb.ops.op.Elementwise;
import java.util.List;

/** Functions of each element. */
final class ElementNodes {
    private static final float HALF = 0.5f;
    /** Where the difference to 1 would lose digits. */
    private static final float NEAR_ZERO = 0.5f;

    private static final float CUBE = 0.044715f;

    private final Call<Elementwise> call;
    private final Scope scope;
    private final String x;
    private final float a;
    private final float b;

    private ElementNodes(Call<Elementwise> call) {
        this.call = call;
        this.scope = call.scope();
        this.x = call.input(0);
        this.a = call.op().alpha();
        this.b = call.op().beta();
    }

    /** A function of one number. */
    static String elementwise(Call<Elementwise> call) {
        return new ElementNodes(call).of(call.op().function());
    }

    /** A function of two numbers; both broadcast alike. */
    static String binary(Call<Binary> call) {
        return switch (call.op().function()) {
            case ADD -> call.node("Add");
            case SUBTRACT -> call.node("Sub");
            case MULTIPLY -> call.node("Mul");
            case DIVIDE -> call.node("Div");
            case MAXIMUM -> call.node("Max");
            case MINIMUM -> call.node("Min");
            case GREATER -> number(call, call.node("Greater"));
            case GREATER_OR_EQUAL -> number(call, call.node("GreaterOrEqual"));
            case LESS -> number(call, call.node("Less"));
            case LESS_OR_EQUAL -> number(call, call.node("LessOrEqual"));
            case EQUAL -> number(call, call.node("Equal"));
            case NOT_EQUAL -> number(call, call.scope().node("Not", List.of(call.node("Equal"))));
        };
    }

    private static String number(Call<?> call, String truth) {
        return call.scope().cast(truth, DType.FLOAT32);
    }

    private String of(ElementFunction function) {
        if (function != ElementFunction.LINEAR && call.ops().stream().distinct().count() > 1) {
            throw call.refused("has numbers that depend on sizes which vary: state these sizes");
        }
        return switch (function) {
            case RELU -> a == 0 ? node("Relu") : node("LeakyRelu", Attributes.fraction("alpha", a));
            case TANH -> node("Tanh");
            case LOGISTIC -> node("Sigmoid");
            case ELU -> node("Elu", Attributes.fraction("alpha", a));
            case EXP -> node("Exp");
            case SQRT -> node("Sqrt");
            case CLIP -> scope.node("Clip", List.of(x, scope.constant(a), scope.constant(b)));
            case LOG -> node("Log");
            case SQUARE -> times(x, x);
            case ABS -> node("Abs");
            case LINEAR -> linear();
            case GELU_ERF ->
                times(
                        times(x, scope.constant(HALF)),
                        plus(one("Erf", times(x, scope.constant((float) Math.sqrt(HALF)))), 1));
            case GELU_TANH -> times(times(x, scope.constant(HALF)), plus(one("Tanh", inner()), 1));
            case SWISH -> times(x, one("Sigmoid", linear(x, a, 0)));
            case MISH -> node("Mish");
            case HARDSWISH -> times(x, hardSigmoid());
            case HARDSIGMOID -> hardSigmoid();
            case SOFT_RELU -> linear(one("Softplus", linear(x, a, 0)), 1 / a, 0);
            case POW -> linear(scope.node("Pow", List.of(x, scope.constant(b))), a, 0);
            case SIGN -> node("Sign");
            case FLOOR -> node("Floor");
            case ROUND -> node("Round");
            case SIN -> node("Sin");
            case COS -> node("Cos");
            case ERF -> node("Erf");
            case LOG1P -> log1p();
            case EXPM1 -> expm1();
        };
    }

    private String node(String type, ai.onnx.proto.OnnxMl.AttributeProto... attributes) {
        return scope.node(type, List.of(x), attributes);
    }

    private String one(String type, String operand) {
        return scope.node(type, List.of(operand));
    }

    private String times(String left, String right) {
        return scope.node("Mul", List.of(left, right));
    }

    private String plus(String left, float right) {
        return right == 0 ? left : scope.node("Add", List.of(left, scope.constant(right)));
    }

    /** Scale and offset may be sizes. */
    private String linear() {
        List<Float> scales = call.ops().stream().map(Elementwise::alpha).toList();
        List<Float> offsets = call.ops().stream().map(Elementwise::beta).toList();
        String scaled =
                scales.stream().allMatch(scale -> scale == 1) ? x : times(x, ConstantNodes.number(scope, scales));
        return offsets.stream().allMatch(offset -> offset == 0)
                ? scaled
                : scope.node("Add", List.of(scaled, ConstantNodes.number(scope, offsets)));
    }

    private String linear(String operand, float scale, float offset) {
        return plus(scale == 1 ? operand : times(operand, scope.constant(scale)), offset);
    }

    private String hardSigmoid() {
        return node("HardSigmoid", Attributes.fraction("alpha", a), Attributes.fraction("beta", b));
    }

    /** {@code sqrt(2/pi) (x + 0.044715 x^3)}. */
    private String inner() {
        String factor = plus(times(times(x, x), scope.constant(CUBE)), 1);
        return times(times(x, factor), scope.constant((float) Math.sqrt(2 / Math.PI)));
    }

    /** {@code ln(1 + x) = 2 artanh(x / (2 + x))}, which is exact near 0. */
    private String log1p() {
        String near = linear(one("Atanh", scope.node("Div", List.of(x, plus(x, 2)))), 2, 0);
        return nearZero(near, one("Log", plus(x, 1)));
    }

    /** {@code e^x - 1 = 2 t / (1 - t)} with {@code t = tanh(x/2)}, which is exact near 0. */
    private String expm1() {
        String t = one("Tanh", linear(x, HALF, 0));
        String near = scope.node("Div", List.of(linear(t, 2, 0), linear(t, -1, 1)));
        return nearZero(near, plus(one("Exp", x), -1));
    }

    private String nearZero(String near, String far) {
        String isNear = scope.node("Less", List.of(one("Abs", x), scope.constant(NEAR_ZERO)));
        return scope.node("Where", List.of(isNear, near, far));
    }
}
