package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.PostOp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * The part of a description that says what happens to each element of a result before it is stored.
 *
 * @param chain what happens, in order
 * @param operands the layout of the operand of each {@link PostOp.Combine}, under the axes of the primitive's result
 */
record PostOps(List<PostOp> chain, List<Layout> operands) {

    static final PostOps NONE = new PostOps(List.of(), List.of());

    PostOps {
        chain = List.copyOf(chain);
        operands = List.copyOf(operands);
    }

    /** Written out for the sake of a quick start: docs/architecture.md. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PostOps same && chain.equals(same.chain) && operands.equals(same.operands);
    }

    @Override
    public int hashCode() {
        return 31 * chain.hashCode() + operands.hashCode();
    }

    static PostOps of(Epilogue epilogue, Function<ArrayType, Layout> layout) {
        return epilogue.postOps().isEmpty()
                ? NONE
                : new PostOps(
                        KeptNaN.chain(epilogue.postOps()),
                        epilogue.operands().stream()
                                .map(slot -> layout.apply(slot.type()))
                                .toList());
    }

    /** The arguments that the operands of an epilogue are. */
    static List<Argument> arguments(Epilogue epilogue) {
        List<Argument> arguments = new ArrayList<>();
        List<PostOp> chain = KeptNaN.chain(epilogue.postOps());
        int operand = 0;
        for (int index = 0; index < chain.size(); index++) {
            if (chain.get(index) instanceof PostOp.Combine) {
                int which = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1) | DNNL_ARG_SRC_1;
                arguments.add(Argument.of(which, epilogue.operands().get(operand++)));
            }
        }
        return arguments;
    }

    /** Attributes with these and nothing else. */
    dnnl_primitive_attr attributes(Temporaries natives) {
        dnnl_primitive_attr attributes = natives.attributes();
        if (chain.isEmpty()) {
            return attributes;
        }
        dnnl_post_ops appended = new dnnl_post_ops();
        Natives.check(dnnl_post_ops_create(appended), "post-ops");
        try {
            append(natives, appended);
            // The attributes take a copy.
            Natives.check(dnnl_primitive_attr_set_post_ops(attributes, appended), "post-ops");
        } finally {
            dnnl_post_ops_destroy(appended);
        }
        return attributes;
    }

    private void append(Temporaries natives, dnnl_post_ops target) {
        int operand = 0;
        for (PostOp postOp : chain) {
            if (postOp instanceof PostOp.Apply apply) {
                Elementwise function = apply.elementwise();
                int algorithm = Algorithms.forward(function.function());
                Natives.check(
                        dnnl_post_ops_append_eltwise(target, algorithm, function.alpha(), function.beta()), function);
            } else if (postOp instanceof PostOp.Combine combine) {
                int algorithm = Algorithms.of(combine.function());
                Natives.check(
                        dnnl_post_ops_append_binary(target, algorithm, natives.descriptor(operands.get(operand++))),
                        combine);
            }
        }
    }
}
