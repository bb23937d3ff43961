package dev.plumb.onnx.file;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.plumb.io.FileReplacement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Arrays in a file beside the one that names them. */
public final class ExternalArrays {
    /** As ONNX advises: so that pages of memory can be mapped. */
    private static final int ALIGNMENT = 4096;
    /** What is smaller stays in the model: shapes are to be seen there. */
    private static final int SMALL = 1024;

    private ExternalArrays() {}

    /** Writes what is large into its file; gives the model with what refers to it. */
    public static ModelProto write(
            Path file, Map<String, TensorProto> arrays, Function<Iterable<TensorProto>, ModelProto> model)
            throws IOException {
        Path data = file.resolveSibling(file.getFileName() + ".data");
        List<TensorProto> references = new ArrayList<>();
        List<ByteString> contents = new ArrayList<>();
        long offset = 0;
        for (TensorProto array : arrays.values()) {
            int length = array.getRawData().size();
            if (length < SMALL) {
                references.add(array);
                continue;
            }
            references.add(array.toBuilder()
                    .clearRawData()
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(entry("location", data.getFileName().toString()))
                    .addExternalData(entry("offset", Long.toString(offset)))
                    .addExternalData(entry("length", Integer.toString(length)))
                    .build());
            contents.add(array.getRawData());
            offset += length + padding(length);
        }
        FileReplacement.write(data, out -> {
            for (ByteString content : contents) {
                content.writeTo(out);
                out.write(new byte[padding(content.size())]);
            }
        });
        return model.apply(references);
    }

    private static int padding(int length) {
        return Math.floorMod(-length, ALIGNMENT);
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
