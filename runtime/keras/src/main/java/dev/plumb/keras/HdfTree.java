package dev.plumb.keras;

import dev.plumb.io.FormatException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.message.DataLayout;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The groups and arrays of an HDF5 file as far as Keras uses them; what is read is checked against the size of the file first. */
final class HdfTree {
    /** More is no model, but groups that hold each other. */
    private static final int MOST_GROUPS = 200_000;

    private final HdfFile file;
    private final long bytes;
    private int groups;

    HdfTree(HdfFile file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    Group root() {
        return file;
    }

    /** The groups in a group. */
    Map<String, Group> groups(Group group) throws FormatException {
        Map<String, Group> inner = new LinkedHashMap<>();
        for (Map.Entry<String, Node> child : children(group).entrySet()) {
            if (child.getValue() instanceof Group found) {
                inner.put(child.getKey(), found);
            }
        }
        return inner;
    }

    Optional<Group> group(Group in, String name) throws FormatException {
        return Optional.ofNullable(groups(in).get(name));
    }

    /** The arrays in a group. */
    Map<String, Dataset> arrays(Group group) throws FormatException {
        Map<String, Dataset> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, Node> child : children(group).entrySet()) {
            if (child.getValue() instanceof Dataset found) {
                arrays.put(child.getKey(), found);
            }
        }
        return arrays;
    }

    private Map<String, Node> children(Group group) throws FormatException {
        if (++groups > MOST_GROUPS) {
            throw new FormatException("it has more than " + MOST_GROUPS + " groups: groups that hold each other?");
        }
        for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
            if (child.getValue().isLink()) {
                throw new FormatException(
                        group.getPath() + child.getKey() + ": it is a link to somewhere else, which is not followed");
            }
        }
        return group.getChildren();
    }

    /** A text that is said of a group or array. */
    Optional<String> text(Node of, String attribute) {
        Attribute found = of.getAttributes().get(attribute);
        return found != null && isSmall(found.getDimensionsAsLong()) && found.getData() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Texts that are said of a group, in one attribute or, where they are many, in several with numbers at their ends. */
    List<String> texts(Node of, String attribute) {
        List<String> texts = new ArrayList<>(textsOf(of.getAttributes().get(attribute)));
        for (int i = 0; of.getAttributes().containsKey(attribute + i); i++) {
            texts.addAll(textsOf(of.getAttributes().get(attribute + i)));
        }
        return texts;
    }

    private List<String> textsOf(@Nullable Attribute attribute) {
        if (attribute == null || attribute.isEmpty() || !isSmall(attribute.getDimensionsAsLong())) {
            return List.of();
        }
        Object data = attribute.getData();
        if (data instanceof String text) {
            return List.of(text);
        }
        return data instanceof String[] texts ? Arrays.asList(texts) : List.of();
    }

    private boolean isSmall(long... sizes) {
        return sizes.length <= 1 && Arrays.stream(sizes).allMatch(size -> size <= bytes);
    }

    /** The elements of an array of numbers, as floats. */
    KerasArray read(String name, Dataset array) throws FormatException {
        long[] sizes = array.getDimensionsAsLong();
        long elements = elements(array, sizes);
        if (array.getDataLayout() != DataLayout.CONTIGUOUS && array.getDataLayout() != DataLayout.COMPACT) {
            throw new FormatException(array.getPath() + ": it is cut in pieces or compressed, as no file that Keras"
                    + " writes is: load it in Keras and save it again");
        }
        if (text(array, "dtype").filter("bfloat16"::equals).isPresent()) {
            throw new FormatException(
                    array.getPath() + ": its elements are bfloat16: save the model in float32 from Keras");
        }
        if (array instanceof ContiguousDataset plain
                && elements > 0
                && (plain.getDataAddress() < 0 || plain.getDataAddress() + array.getSizeInBytes() > bytes)) {
            throw new FormatException(array.getPath() + ": it takes " + array.getSizeInBytes() + " bytes from "
                    + plain.getDataAddress() + " on, and the file ends at " + bytes + ": is it truncated?");
        }
        return new KerasArray(name, sizes, floats(array, Math.toIntExact(elements)));
    }

    /** The only element of an array, a number. */
    double number(Dataset array) throws FormatException {
        if (array.getDimensionsAsLong().length == 0) {
            read("", array);
            if (array.getData() instanceof Number number) {
                return number.doubleValue();
            }
        }
        throw new FormatException(array.getPath() + ": its shape is " + Arrays.toString(array.getDimensionsAsLong())
                + ", expected one number");
    }

    /** The arrays of a group, which are numbered, but for some with names. */
    List<Dataset> numbered(Group group, String... others) throws FormatException {
        Map<String, Dataset> arrays = arrays(group);
        List.of(others).forEach(arrays::remove);
        List<Dataset> inOrder = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            Dataset array = arrays.get(String.valueOf(i));
            if (array == null) {
                throw new FormatException(
                        group.getPath() + ": it has " + arrays.size() + " arrays, and none is named " + i);
            }
            inOrder.add(array);
        }
        return inOrder;
    }

    /** The arrays whose names an attribute of a group lists, in its order. */
    Map<String, Dataset> listed(Group group, String attribute) throws FormatException {
        Map<String, Dataset> listed = new LinkedHashMap<>();
        for (String name : texts(group, attribute)) {
            listed.put(name, array(group, name));
        }
        return listed;
    }

    private Dataset array(Group group, String name) throws FormatException {
        Group at = group;
        String[] parts = name.split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            Group next = groups(at).get(parts[i]);
            if (next == null) {
                throw missing(group, name);
            }
            at = next;
        }
        Dataset array = arrays(at).get(parts[parts.length - 1]);
        if (array == null) {
            throw missing(group, name);
        }
        return array;
    }

    private static FormatException missing(Group group, String name) {
        return new FormatException(group.getPath() + ": it lists the weight '" + name + "' and does not have it");
    }

    private long elements(Dataset array, long... sizes) throws FormatException {
        long elements = 1;
        for (long size : sizes) {
            if (size < 0 || (size > 0 && elements > bytes / size)) {
                throw new FormatException(array.getPath() + ": its shape is " + Arrays.toString(sizes)
                        + ", more than the " + bytes + " bytes of the file");
            }
            elements *= size;
        }
        return elements;
    }

    private static float[] floats(Dataset array, int elements) throws FormatException {
        Object data = elements == 0 ? new float[0] : array.getDataFlat();
        float[] floats = new float[elements];
        if (data instanceof float[] values && values.length == elements) {
            return values;
        } else if (isNumbers(data) && Array.getLength(data) == elements) {
            for (int i = 0; i < elements; i++) {
                floats[i] = (float) Array.getDouble(data, i);
            }
        } else if (data instanceof Number number && elements == 1) {
            floats[0] = number.floatValue();
        } else {
            throw new FormatException(array.getPath() + ": its elements are "
                    + array.getJavaType().getSimpleName() + ", expected numbers");
        }
        return floats;
    }

    private static boolean isNumbers(Object data) {
        return data instanceof float[] || data instanceof double[] || data instanceof long[] || data instanceof int[];
    }
}
