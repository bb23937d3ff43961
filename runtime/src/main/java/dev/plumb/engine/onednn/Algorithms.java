package dev.plumb.engine.onednn;

import dev.plumb.ops.op.BinaryFunction;
import dev.plumb.ops.op.ElementFunction;
import org.bytedeco.dnnl.global.dnnl;

/** oneDNN's numbers for our functions. */
final class Algorithms {

    private Algorithms() {}

    /** Whether oneDNN has the function, as exact as float32 is. */
    static boolean supports(ElementFunction function) {
        return function.isFusible();
    }

    static int forward(ElementFunction function) {
        return switch (function) {
            case RELU -> dnnl.dnnl_eltwise_relu;
            case TANH -> dnnl.dnnl_eltwise_tanh;
            case LOGISTIC -> dnnl.dnnl_eltwise_logistic;
            case ELU -> dnnl.dnnl_eltwise_elu;
            case EXP -> dnnl.dnnl_eltwise_exp;
            case SQRT -> dnnl.dnnl_eltwise_sqrt;
            case CLIP -> dnnl.dnnl_eltwise_clip_v2;
            case SQUARE -> dnnl.dnnl_eltwise_square;
            case ABS -> dnnl.dnnl_eltwise_abs;
            case LINEAR -> dnnl.dnnl_eltwise_linear;
            case GELU_ERF -> dnnl.dnnl_eltwise_gelu_erf;
            case GELU_TANH -> dnnl.dnnl_eltwise_gelu_tanh;
            case SWISH -> dnnl.dnnl_eltwise_swish;
            case MISH -> dnnl.dnnl_eltwise_mish;
            case HARDSWISH -> dnnl.dnnl_eltwise_hardswish;
            case HARDSIGMOID -> dnnl.dnnl_eltwise_hardsigmoid;
            case SOFT_RELU -> dnnl.dnnl_eltwise_soft_relu;
            case POW -> dnnl.dnnl_eltwise_pow;
            case SIGN, FLOOR, ROUND, LOG, SIN, COS, ERF, LOG1P, EXPM1 ->
                throw new IllegalArgumentException("oneDNN has no " + function);
        };
    }

    static int backward(ElementFunction function) {
        return switch (function) {
            case RELU -> dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
            case TANH -> dnnl.dnnl_eltwise_tanh_use_dst_for_bwd;
            case LOGISTIC -> dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
            case ELU -> dnnl.dnnl_eltwise_elu_use_dst_for_bwd;
            case EXP -> dnnl.dnnl_eltwise_exp_use_dst_for_bwd;
            case SQRT -> dnnl.dnnl_eltwise_sqrt_use_dst_for_bwd;
            case CLIP -> dnnl.dnnl_eltwise_clip_v2_use_dst_for_bwd;
            default -> forward(function);
        };
    }

    static int of(BinaryFunction function) {
        return switch (function) {
            case ADD -> dnnl.dnnl_binary_add;
            case SUBTRACT -> dnnl.dnnl_binary_sub;
            case MULTIPLY -> dnnl.dnnl_binary_mul;
            case DIVIDE -> dnnl.dnnl_binary_div;
            case MAXIMUM -> dnnl.dnnl_binary_max;
            case MINIMUM -> dnnl.dnnl_binary_min;
            case GREATER -> dnnl.dnnl_binary_gt;
            case GREATER_OR_EQUAL -> dnnl.dnnl_binary_ge;
            case LESS -> dnnl.dnnl_binary_lt;
            case LESS_OR_EQUAL -> dnnl.dnnl_binary_le;
            case EQUAL -> dnnl.dnnl_binary_eq;
            case NOT_EQUAL -> dnnl.dnnl_binary_ne;
        };
    }
}
