package dev.plumb.data;

import java.util.OptionalInt;
import java.util.function.Supplier;

/** Examples that a source gives anew for each epoch, see {@link Dataset#generate}. */
record GeneratedDataset<I, T>(
        Structure<I> inputStructure,
        Structure<T> targetStructure,
        OptionalInt knownSize,
        Supplier<DataReader<Example>> source)
        implements StreamedDataset<I, T> {
    @Override
    public DataReader<Example> examples(Order order) {
        return source.get();
    }
}
