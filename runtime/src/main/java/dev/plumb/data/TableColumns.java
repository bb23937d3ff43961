package dev.plumb.data;

import dev.plumb.array.InputException;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Graph;
import dev.plumb.graph.problem.Similar;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which columns of a table go to which inputs and targets. What is not chosen is taken from the column of the same name. Columns that are named without
 * more are strings where the model's input is one of strings, and numbers elsewhere. Generated classes have a method for each input and target instead of
 * their names. Immutable; each setter returns changed columns.
 */
public final class TableColumns {
    /** An input or a target: what is known of it, and the columns for it. */
    private record Slot(String where, Optional<Shape> shape, Optional<DType> dtype, List<Column> columns) {
        /** An input or a target of a model, from the column of its own name. */
        static Slot of(String what, String name, Optional<Shape> shape, DType dtype) {
            return new Slot(what + " '" + name + "'", shape, Optional.of(dtype), List.of(column(name, dtype)));
        }

        /** One of which nothing is known. */
        static Slot any(String where, List<Column> columns) {
            return new Slot(where, Optional.empty(), Optional.empty(), columns);
        }

        Slot with(List<Column> chosen) {
            return new Slot(where, shape, dtype, chosen);
        }

        /** What is wrong with the kinds of its columns, if anything is. */
        Optional<String> wrongKind() {
            boolean takesStrings = dtype.map(type -> type == DType.STRING).orElse(isText(columns.get(0)));
            return columns.stream()
                    .filter(column -> isText(column) != takesStrings)
                    .findFirst()
                    .map(column -> where + " takes " + (takesStrings ? "strings" : "numbers") + ", and column '"
                            + column.name() + "' is read as "
                            + (takesStrings
                                    ? "numbers: make it Column.text(\"" + column.name() + "\")"
                                    : "strings: make it Column.of(\"" + column.name()
                                            + "\"), or Column.category(…) for categories"));
        }

        private static boolean isText(Column column) {
            return column.kind() == Column.Kind.TEXT;
        }
    }

    private final boolean isOpen;
    private final Map<String, Slot> inputs;
    private final Map<String, Slot> targets;
    private final Optional<Column> weight;

    private TableColumns(boolean isOpen, Map<String, Slot> inputs, Map<String, Slot> targets, Optional<Column> weight) {
        this.isOpen = isOpen;
        this.inputs = inputs;
        this.targets = targets;
        this.weight = weight;
    }

    /** Columns for the inputs of a model and the targets of its outputs. */
    public static TableColumns of(Graph graph) {
        Map<String, Slot> inputs = new LinkedHashMap<>();
        for (Graph.Input input : graph.inputs()) {
            inputs.put(
                    input.name(),
                    Slot.of(
                            "input",
                            input.name(),
                            Optional.of(input.type().shape()),
                            input.type().dtype()));
        }
        Map<String, Slot> targets = new LinkedHashMap<>();
        for (Graph.Output output : graph.outputs()) {
            boolean isSparse =
                    output.loss().map(loss -> loss.value().hasSparseTargets()).orElse(false);
            Shape shape = output.type().shape();
            Optional<Shape> expected = isSparse
                    ? Optional.of(new Shape(shape.dims().subList(0, Math.max(0, shape.rank() - 1))))
                    : output.loss().map(loss -> shape);
            targets.put(
                    output.name(), Slot.of("target", output.name(), expected, isSparse ? DType.INT32 : DType.FLOAT32));
        }
        return new TableColumns(false, inputs, targets, Optional.empty());
    }

    /** Columns for inputs and targets that are named as they are chosen. */
    static TableColumns ofAny() {
        return new TableColumns(true, Map.of(), Map.of(), Optional.empty());
    }

    /**
     * Takes an input from columns, side by side.
     *
     * @throws InputException if the model has no such input
     */
    public TableColumns input(String name, Column... columns) {
        return new TableColumns(isOpen, chosen("input", inputs, name, columns), targets, weight);
    }

    /** Takes an input from columns of numbers, or of strings where the model takes strings, side by side. */
    public TableColumns input(String name, String... columns) {
        DType dtype = Optional.ofNullable(inputs.get(name)).flatMap(Slot::dtype).orElse(DType.FLOAT32);
        return input(name, columns(dtype, columns));
    }

    /**
     * Takes a target from columns, side by side.
     *
     * @throws InputException if the model has no such output
     */
    public TableColumns target(String name, Column... columns) {
        return new TableColumns(isOpen, inputs, chosen("target", targets, name, columns), weight);
    }

    /** Takes a target from columns of numbers, side by side. */
    public TableColumns target(String name, String... columns) {
        return target(name, columns(DType.FLOAT32, columns));
    }

    /** Takes from a column how much each example counts, for all targets. */
    public TableColumns weight(String column) {
        return new TableColumns(isOpen, inputs, targets, Optional.of(Column.of(column)));
    }

    private static Column[] columns(DType dtype, String... names) {
        return Arrays.stream(names).map(name -> column(name, dtype)).toArray(Column[]::new);
    }

    private static Column column(String name, DType dtype) {
        return dtype == DType.STRING ? Column.text(name) : Column.of(name);
    }

    private Map<String, Slot> chosen(String what, Map<String, Slot> slots, String name, Column... columns) {
        String where = what + " '" + name + "'";
        if (columns.length == 0) {
            throw new InputException(where + " needs the names of its columns");
        }
        Slot slot = slots.get(name);
        if (slot == null && !isOpen) {
            throw new InputException(
                    "the model has no " + where + Similar.hint(name, slots.keySet()) + ": it has " + slots.keySet());
        }
        Map<String, Slot> changed = new LinkedHashMap<>(slots);
        changed.put(name, slot == null ? Slot.any(where, List.of(columns)) : slot.with(List.of(columns)));
        return changed;
    }

    Dataset<Map<String, INDArray>, Map<String, INDArray>> dataset(Table table) {
        return dataset(
                table, Structure.map(List.copyOf(inputs.keySet())), Structure.map(List.copyOf(targets.keySet())));
    }

    /**
     * The rows of a table as examples.
     *
     * @param inputStructure whose names are those of inputs
     * @param targetStructure whose names are those of targets
     * @throws InputException if a column is not in the table, or an input or target needs another number of them; all such problems at once
     */
    public <I, T> Dataset<I, T> dataset(Table table, Structure<I> inputStructure, Structure<T> targetStructure) {
        List<String> names = table.columns();
        List<String> problems = new ArrayList<>();
        List<SlotReader> inputReaders = readers(inputs, inputStructure.names(), table, names, problems);
        List<SlotReader> targetReaders = readers(targets, targetStructure.names(), table, names, problems);
        Optional<SlotReader> weightReader = weight.flatMap(column -> readers(
                        Map.of("", new Slot("the weight", Optional.of(Shape.of()), Optional.empty(), List.of(column))),
                        List.of(""),
                        table,
                        names,
                        problems)
                .stream()
                .findFirst());
        if (!problems.isEmpty()) {
            throw new InputException(String.join("\n", problems));
        }
        RowReader reader = new RowReader(inputReaders, targetReaders, weightReader);
        if (table instanceof IndexedTable indexed && table.policy() == RowPolicy.REFUSE) {
            return Dataset.indexed(
                    inputStructure, targetStructure, indexed.size(), index -> reader.example(indexed.row(index)));
        }
        return new TableDataset<>(table, reader, inputStructure, targetStructure);
    }

    private static List<SlotReader> readers(
            Map<String, Slot> slots, List<String> wanted, Table table, List<String> names, List<String> problems) {
        List<SlotReader> readers = new ArrayList<>();
        for (String name : wanted) {
            Slot slot = slots.get(name);
            if (slot == null) {
                throw new InputException("there are columns for " + slots.keySet() + ", none for '" + name + "'");
            }
            reader(slot, table, names, problems).ifPresent(readers::add);
        }
        return readers;
    }

    /** What a file whose columns are one was probably separated by. */
    private static String separator(List<String> names) {
        return names.size() != 1
                ? ""
                : Stream.of(";", "\t", "|", ",")
                        .filter(names.get(0)::contains)
                        .findFirst()
                        .map(sign ->
                                ", which Csv.separator('" + (sign.equals("\t") ? "\\t" : sign) + "') cuts into columns")
                        .orElse("");
    }

    private static Optional<SlotReader> reader(Slot slot, Table table, List<String> names, List<String> problems) {
        int width = slot.columns().stream().mapToInt(Column::width).sum();
        int @Nullable [] shape = shape(slot, width);
        int before = problems.size();
        int[] places = new int[slot.columns().size()];
        for (int i = 0; i < places.length; i++) {
            String column = slot.columns().get(i).name();
            places[i] = names.indexOf(column);
            if (places[i] < 0) {
                problems.add(slot.where() + ": " + table.name() + " has no column '" + column + "'"
                        + Similar.hint(column, names) + "; it has " + names + separator(names));
            }
        }
        slot.wrongKind().ifPresent(problems::add);
        if (shape == null) {
            problems.add(slot.where() + " takes " + slot.shape().orElseThrow() + " an example, and "
                    + slot.columns().stream().map(Column::name).toList() + (places.length == 1 ? " gives " : " give ")
                    + width + (width == 1 ? " number" : " numbers") + ": choose as many columns as it takes");
        }
        return problems.size() > before || shape == null
                ? Optional.empty()
                : Optional.of(new SlotReader(
                        slot.columns(), places, width, shape, slot.dtype().equals(Optional.of(DType.INT32))));
    }

    /** The shape that so many values have; null if they do not fit. */
    private static int @Nullable [] shape(Slot slot, int width) {
        if (slot.shape().isEmpty()) {
            return new int[] {width};
        }
        List<Dim> dims = slot.shape().get().dims();
        long known = 1;
        int open = -1;
        int[] shape = new int[dims.size()];
        for (int i = 0; i < shape.length; i++) {
            if (dims.get(i).isKnown()) {
                shape[i] = Math.toIntExact(dims.get(i).size());
                known *= shape[i];
            } else if (open >= 0) {
                return null;
            } else {
                open = i;
            }
        }
        if (open >= 0 && known > 0 && width % known == 0) {
            shape[open] = (int) (width / known);
            return shape;
        }
        return open < 0 && known == width ? shape : null;
    }
}
