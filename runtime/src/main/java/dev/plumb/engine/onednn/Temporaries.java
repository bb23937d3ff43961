package dev.plumb.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/** Native objects that are only needed while one primitive is made. */
final class Temporaries implements AutoCloseable {

    private final List<Pointer> pointers = new ArrayList<>();

    dnnl_engine engine() {
        return Natives.engine();
    }

    dnnl_memory_desc descriptor(Layout layout) {
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        Natives.check(
                dnnl_memory_desc_create_with_strides(
                        descriptor, layout.sizes().size(), layout.sizeArray(), layout.dataType(), layout.strideArray()),
                layout);
        return own(descriptor);
    }

    /** The same sizes in the layout that oneDNN likes best. */
    dnnl_memory_desc anyLayout(Layout layout) {
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        Natives.check(
                dnnl_memory_desc_create_with_tag(
                        descriptor, layout.sizes().size(), layout.sizeArray(), layout.dataType(), dnnl_format_tag_any),
                layout);
        return own(descriptor);
    }

    /** Attributes with the scratchpad given by us. */
    dnnl_primitive_attr attributes() {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        Natives.check(dnnl_primitive_attr_create(attributes), "attributes");
        own(attributes);
        Natives.check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user), "attributes");
        return attributes;
    }

    /** The descriptor of another primitive, from which this one is derived. */
    dnnl_primitive_desc hint(Description description) {
        dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
        Natives.check(description.describe(this, descriptor), description);
        return own(descriptor);
    }

    /** The layout that another primitive has for one of its arguments, valid until this is closed. */
    dnnl_memory_desc layoutOf(Description description, int argument) {
        return dnnl.dnnl_primitive_desc_query_md(hint(description), dnnl.dnnl_query_exec_arg_md, argument);
    }

    private <P extends Pointer> P own(P pointer) {
        pointers.add(pointer);
        return pointer;
    }

    @Override
    public void close() {
        for (int index = pointers.size() - 1; index >= 0; index--) {
            Natives.destroy(pointers.get(index));
        }
    }
}
