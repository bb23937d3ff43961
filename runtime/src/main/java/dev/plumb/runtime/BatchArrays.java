package dev.plumb.runtime;

import dev.plumb.array.NativeArrays;
import dev.plumb.array.StringArrays;
import dev.plumb.data.ArrayBatches;
import dev.plumb.data.Dataset;
import dev.plumb.data.ExampleDataset;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The batches of a data set as arrays that are filled again and again, for whoever copies them at once: to make an array takes longer than to fill a
 * small one.
 */
final class BatchArrays<I, T> {
    private final Dataset<I, T> data;
    private final ArrayBatches batches;
    private int size;
    private List<Filled> inputs = List.of();
    private List<Filled> targets = List.of();

    BatchArrays(Dataset<I, T> data, ArrayBatches batches) {
        this.data = data;
        this.batches = batches;
    }

    /** The current batch; its arrays are those of the batch before, if both have one size. */
    Batch<I, T> current() {
        boolean listed = data instanceof ExampleDataset;
        int inputCount = listed ? 0 : data.inputStructure().names().size();
        boolean ofStrings = inputs.stream().anyMatch(each -> StringArrays.isOfStrings(each.array));
        if (batches.size() != size || ofStrings) {
            size = batches.size();
            inputs = made(inputCount, batches::inputArray);
            targets = made(data.targetStructure().names().size(), batches::targetArray);
        } else {
            for (int i = 0; i < inputs.size(); i++) {
                inputs.get(i).fill(batches, i, true);
            }
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).fill(batches, i, false);
            }
        }
        T given = data.targetStructure().record(arrays(targets));
        return listed
                ? new Batch<>(OwnCourse.inputs(data, batches), given, size)
                : new Batch<>(data.inputStructure().record(arrays(inputs)), given, size);
    }

    private static List<Filled> made(int count, IntFunction<INDArray> array) {
        List<Filled> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(new Filled(array.apply(i)));
        }
        return made;
    }

    private static List<INDArray> arrays(List<Filled> filled) {
        return filled.stream().map(each -> each.array).toList();
    }

    /** An array with the buffer that it is filled from. */
    private static final class Filled {
        private final INDArray array;
        private final FloatBuffer floats;
        private final IntBuffer ints;

        Filled(INDArray array) {
            this.array = array;
            boolean whole = array.dataType() == DataType.INT32;
            int elements = StringArrays.isOfStrings(array) ? 0 : Math.toIntExact(array.length());
            this.floats = FloatBuffer.allocate(whole ? 0 : elements);
            this.ints = IntBuffer.allocate(whole ? elements : 0);
        }

        void fill(ArrayBatches batches, int index, boolean input) {
            if (ints.capacity() > 0) {
                ints.clear();
                if (input) {
                    batches.input(index, ints);
                } else {
                    batches.target(index, ints);
                }
                NativeArrays.write(ints, array);
            } else {
                floats.clear();
                if (input) {
                    batches.input(index, floats);
                } else {
                    batches.target(index, floats);
                }
                NativeArrays.writeAt(floats, array, 0);
            }
        }
    }
}
