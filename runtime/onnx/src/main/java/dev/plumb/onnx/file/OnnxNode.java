package dev.plumb.onnx.file;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator, applied.
 *
 * @param number its place in the file, from 1
 * @param name what the file calls it, or ""
 * @param type what is applied: {@code Conv}
 * @param domain who defines that: "" is ONNX itself
 * @param inputs the names of what it takes; "" where something optional is left out
 * @param outputs the names of what it gives; "" where that is not wanted
 * @param arrays the attributes that are arrays
 */
public record OnnxNode(
        int number,
        String name,
        String type,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, AttributeProto> attributes,
        Map<String, OnnxArray> arrays) {
    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
        arrays = Map.copyOf(arrays);
    }

    /** How messages name it: {@code node 3 '/conv1/Conv' (Conv)}. */
    public String title() {
        return "node " + number + (name.isEmpty() ? "" : " '" + name + "'") + " ("
                + (domain.isEmpty() ? "" : domain + ".") + type + ")";
    }

    /** The name of an input, or "" if there is none. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** The name of an output, or "" if there is none. */
    public String output(int index) {
        return index < outputs.size() ? outputs.get(index) : "";
    }

    public boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** A whole number. */
    public long whole(String attribute, long otherwise) throws Unreadable {
        AttributeProto found = found(attribute, AttributeType.INT);
        return found == null ? otherwise : found.getI();
    }

    /** A number of an axis or of a size: one that fits in an int. */
    public int integer(String attribute, int otherwise) throws Unreadable {
        long value = whole(attribute, otherwise);
        if (value != (int) value) {
            throw new Unreadable("its attribute " + attribute + " is " + value);
        }
        return (int) value;
    }

    /** Whole numbers; none if there is no such attribute. */
    public List<Long> wholes(String attribute) throws Unreadable {
        AttributeProto found = found(attribute, AttributeType.INTS);
        return found == null ? List.of() : List.copyOf(found.getIntsList());
    }

    public float real(String attribute, float otherwise) throws Unreadable {
        AttributeProto found = found(attribute, AttributeType.FLOAT);
        return found == null ? otherwise : found.getF();
    }

    public List<Float> reals(String attribute) throws Unreadable {
        AttributeProto found = found(attribute, AttributeType.FLOATS);
        return found == null ? List.of() : List.copyOf(found.getFloatsList());
    }

    public String text(String attribute, String otherwise) throws Unreadable {
        AttributeProto found = found(attribute, AttributeType.STRING);
        return found == null ? otherwise : found.getS().toStringUtf8();
    }

    public List<String> texts(String attribute) throws Unreadable {
        AttributeProto found = found(attribute, AttributeType.STRINGS);
        return found == null
                ? List.of()
                : found.getStringsList().stream()
                        .map(text -> text.toStringUtf8())
                        .toList();
    }

    public Optional<OnnxArray> array(String attribute) {
        return Optional.ofNullable(arrays.get(attribute));
    }

    private @Nullable AttributeProto found(String attribute, AttributeType type) throws Unreadable {
        AttributeProto found = attributes.get(attribute);
        if (found != null && found.getType() != type) {
            throw new Unreadable(
                    "its attribute " + attribute + " has the type " + found.getType() + ", expected " + type);
        }
        return found;
    }
}
