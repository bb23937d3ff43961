package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import dev.plumb.engine.onednn.Session.Argument;
import dev.plumb.engine.plan.Slot;
import dev.plumb.ops.op.Elementwise;
import dev.plumb.ops.op.PostOp;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Turns post-ops into attributes of a primitive. */
final class PostOps {

    private PostOps() {}

    /**
     * Sets the attributes and adds the arguments of the operands.
     *
     * @param operands one per {@link PostOp.Combine}
     * @param layout an operand's layout under the axes of the primitive's result
     */
    static void attach(
            Session session,
            dnnl_primitive_attr attributes,
            List<PostOp> postOps,
            List<Slot> operands,
            Function<Slot, Layout> layout,
            List<Argument> arguments) {
        if (postOps.isEmpty()) {
            return;
        }
        dnnl_post_ops chain = new dnnl_post_ops();
        Natives.check(dnnl_post_ops_create(chain), "post-ops");
        try {
            int operand = 0;
            for (int index = 0; index < postOps.size(); index++) {
                if (postOps.get(index) instanceof PostOp.Apply apply) {
                    Elementwise function = apply.elementwise();
                    int algorithm = Algorithms.forward(function.function());
                    Natives.check(
                            dnnl_post_ops_append_eltwise(chain, algorithm, function.alpha(), function.beta()),
                            function.toString());
                } else if (postOps.get(index) instanceof PostOp.Combine combine) {
                    Slot slot = operands.get(operand++);
                    dnnl_memory_desc descriptor = session.descriptor(layout.apply(slot));
                    Natives.check(
                            dnnl_post_ops_append_binary(chain, Algorithms.of(combine.function()), descriptor),
                            combine.toString());
                    int which = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1) | DNNL_ARG_SRC_1;
                    arguments.add(Argument.of(which, descriptor, slot));
                }
            }
            // The attributes take a copy.
            Natives.check(dnnl_primitive_attr_set_post_ops(attributes, chain), "post-ops");
        } finally {
            dnnl_post_ops_destroy(chain);
        }
    }
}
