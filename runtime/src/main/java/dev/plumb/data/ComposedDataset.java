package dev.plumb.data;

import java.util.OptionalInt;

/** A data set that reads another one: what it does not change is the other's. */
abstract class ComposedDataset<I, T> implements StreamedDataset<I, T> {
    private final Dataset<I, T> source;

    ComposedDataset(Dataset<I, T> source) {
        this.source = source;
    }

    final Dataset<I, T> source() {
        return source;
    }

    @Override
    public Structure<I> inputStructure() {
        return source.inputStructure();
    }

    @Override
    public Structure<T> targetStructure() {
        return source.targetStructure();
    }

    @Override
    public boolean shuffles() {
        return source.shuffles();
    }

    @Override
    public OptionalInt knownSize() {
        return source.knownSize();
    }
}
