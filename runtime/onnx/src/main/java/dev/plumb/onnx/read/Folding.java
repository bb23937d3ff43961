package dev.plumb.onnx.read;

import dev.plumb.graph.shape.Dim;
import dev.plumb.onnx.file.ElementKind;
import dev.plumb.onnx.file.OnnxArray;
import dev.plumb.onnx.file.OnnxNode;
import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** What nodes give that take only numbers of the file, or sizes: it is computed when the file is read. */
final class Folding {
    /** An array that is made of a shape alone has no more elements; one number is enough for more. */
    private static final int MOST_FILLED = 4096;

    private static final String NOT_ONE = "it takes an axis away whose size is not 1";

    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.of(
            "Neg", value -> -value,
            "Sqrt", Math::sqrt,
            "Reciprocal", value -> 1 / value,
            "Exp", Math::exp,
            "Abs", Math::abs,
            "Floor", Math::floor,
            "Ceil", Math::ceil);

    private static final Map<String, DoubleBinaryOperator> ARITHMETIC = Map.of(
            "Add", (left, right) -> left + right,
            "Sub", (left, right) -> left - right,
            "Mul", (left, right) -> left * right,
            "Div", (left, right) -> left / right,
            "Mod", (left, right) -> left - right * Math.floor(left / right),
            "Pow", Math::pow,
            "Max", Math::max,
            "Min", Math::min);

    /** What makes no array of its own. */
    private static final Set<String> VIEWS = Set.of("Identity", "Shape", "Squeeze", "Unsqueeze", "Flatten");

    /** What only puts numbers elsewhere: of one number in any shape it makes the same. */
    private static final Set<String> MOVES =
            Set.of("Identity", "Squeeze", "Unsqueeze", "Flatten", "Transpose", "Slice", "Gather", "Reshape", "Expand");

    private final Applied applied;
    private final OnnxNode node;

    private Folding(Applied applied) {
        this.applied = applied;
        this.node = applied.node();
    }

    /**
     * The results, if it is known which they are.
     *
     * @throws Unreadable if the operator is not computed when a file is read
     */
    static List<Operand> fold(Applied applied) throws Unreadable {
        Folding folding = new Folding(applied);
        return applied.node().type().equals("Split") ? folding.split() : List.of(folding.folded());
    }

    private Operand folded() throws Unreadable {
        if (node.type().equals("Constant")) {
            return constant();
        }
        if (node.type().equals("ConstantOfShape")) {
            return filled();
        }
        if (MOVES.contains(node.type()) && applied.operand(0) instanceof Constant first && first.isStretched()) {
            return first.size() == 1 ? moved(first) : movedAlong(first);
        }
        boolean withSizes = IntStream.range(0, applied.count())
                .filter(applied::has)
                .anyMatch(input -> applied.known(node.input(input)).isEmpty());
        if (node.type().equals("Expand") || node.type().equals("Reshape")) {
            return reshaped();
        }
        return withSizes ? sizes() : arrays();
    }

    private Constant constant() throws Unreadable {
        if (node.has("value_float")) {
            return Constant.of(new float[] {node.real("value_float", 0)});
        }
        if (node.has("value_int")) {
            return Constant.of(new long[] {node.whole("value_int", 0)});
        }
        if (node.has("value_floats")) {
            List<Float> values = node.reals("value_floats");
            float[] floats = new float[values.size()];
            IntStream.range(0, floats.length).forEach(i -> floats[i] = values.get(i));
            return Constant.of(floats, floats.length);
        }
        if (node.has("value_ints")) {
            long[] values = node.wholes("value_ints").stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            return Constant.of(values, values.length);
        }
        OnnxArray value = node.array("value").orElseThrow(() -> new Unreadable("it has no numbers"));
        applied.room().grow(value.size());
        return Constant.of(node.output(0), value);
    }

    private Constant filled() throws Unreadable {
        Optional<OnnxArray> value = node.array("value");
        boolean isWhole = value.isPresent() && value.get().kind().isWhole();
        double number = value.isPresent() ? Constant.of("", value.get()).number() : 0;
        return filled(number, isWhole, Sizes.of(applied.operand(0)).numbers());
    }

    private static Constant filled(double number, boolean isWhole, List<Dim> shape) {
        long size = 1;
        for (Dim dim : shape) {
            size = dim.isKnown() && dim.size() >= 0 && dim.size() <= MOST_FILLED ? size * dim.size() : MOST_FILLED + 1L;
            size = Math.min(size, MOST_FILLED + 1L);
        }
        if (size > MOST_FILLED) {
            return Constant.stretched(number, isWhole, Spread.of(shape));
        }
        int[] known = shape.stream().mapToInt(dim -> (int) dim.size()).toArray();
        if (isWhole) {
            long[] values = new long[(int) size];
            Arrays.fill(values, (long) number);
            return Constant.of(values, known);
        }
        float[] values = new float[(int) size];
        Arrays.fill(values, (float) number);
        return Constant.of(values, known);
    }

    private Operand reshaped() throws Unreadable {
        if (!(applied.operand(0) instanceof Constant array)) {
            return sizes();
        }
        List<Dim> wanted = Sizes.of(applied.operand(1)).numbers();
        if (node.type().equals("Expand")) {
            return expanded(array, wanted);
        }
        Spread made = reshaped(array.spread(), wanted);
        if (!made.isKnown()) {
            return Constant.stretched(array.number(), array.isWhole(), Spread.UNKNOWN);
        }
        return array.reshaped(made.shape().orElseThrow().stream()
                .mapToInt(dim -> (int) dim.size())
                .toArray());
    }

    /** The shape that Reshape makes of another, if it follows from sizes that are known. */
    private static Spread reshaped(Spread before, List<Dim> wanted) throws Unreadable {
        List<Dim> sizes = before.shape().orElseThrow();
        List<Dim> made = new ArrayList<>(wanted);
        int free = wanted.indexOf(Dim.of(-1));
        for (int axis = 0; axis < Math.min(made.size(), sizes.size()); axis++) {
            made.set(axis, wanted.get(axis).equals(Dim.of(0)) ? sizes.get(axis) : wanted.get(axis));
        }
        if (free >= 0) {
            made.set(free, Dim.of(1));
        }
        if (!before.isKnown() || !Spread.of(made).isKnown()) {
            return free >= 0 ? Spread.UNKNOWN : Spread.of(made);
        }
        long all = product(sizes);
        long others = product(made);
        if (free >= 0 && others > 0) {
            made.set(free, Dim.of(all / others));
        }
        if (product(made) != all || made.stream().anyMatch(dim -> dim.size() < 0)) {
            throw new Unreadable("it makes " + wanted + " of an array of shape " + before);
        }
        return Spread.of(made);
    }

    /** One number everywhere, in another shape. */
    private Constant moved(Constant number) throws Unreadable {
        Optional<List<Dim>> shape = number.spread().shape();
        if (node.type().equals("Identity") || shape.isEmpty()) {
            return number;
        }
        Spread moved = Spread.UNKNOWN;
        if (node.type().equals("Expand")) {
            return expanded(number, Sizes.of(applied.operand(1)).numbers());
        } else if (node.type().equals("Transpose")) {
            moved = Spread.of(ShapeOperators.order(applied, shape.get().size()).stream()
                    .map(shape.get()::get)
                    .toList());
        } else if (node.type().equals("Unsqueeze")) {
            boolean[] isNew = newAxes(shape.get().size());
            List<Dim> dims = new ArrayList<>();
            int next = 0;
            for (boolean added : isNew) {
                dims.add(added ? Dim.of(1) : shape.get().get(next++));
            }
            moved = Spread.of(dims);
        } else if (node.type().equals("Reshape")) {
            moved = reshaped(number.spread(), Sizes.of(applied.operand(1)).numbers());
        } else if (node.type().equals("Squeeze")) {
            moved = squeezed(shape.get());
        } else if (node.type().equals("Slice")) {
            moved = sliced(shape.get());
        }
        return moved.shape().isPresent()
                ? filled(number.number(), number.isWhole(), moved.shape().get())
                : Constant.stretched(number.number(), number.isWhole(), moved);
    }

    private Spread squeezed(List<Dim> sizes) throws Unreadable {
        List<Dim> left = new ArrayList<>();
        List<Integer> gone = gone(sizes);
        for (int axis = 0; axis < sizes.size(); axis++) {
            if (!gone.contains(axis)) {
                left.add(sizes.get(axis));
            } else if (sizes.get(axis).compare(Dim.of(1)) == Dim.Comparison.DIFFERENT) {
                throw new Unreadable(NOT_ONE);
            }
        }
        boolean isFollowed = applied.axes(1).isPresent() || left.stream().allMatch(Dim::isKnown);
        return isFollowed ? Spread.of(left) : Spread.UNKNOWN;
    }

    private Spread sliced(List<Dim> sizes) throws Unreadable {
        List<Dim> left = new ArrayList<>(sizes);
        if (!boundsAreConstant()) {
            return Spread.UNKNOWN;
        }
        for (Cut cut : cuts(sizes.size())) {
            Dim size = left.get(cut.axis());
            if (!size.isKnown()) {
                return Spread.UNKNOWN;
            }
            left.set(cut.axis(), Dim.of(cut.count(size.size())));
        }
        return Spread.of(left);
    }

    private boolean boundsAreConstant() {
        return IntStream.range(1, applied.count())
                .filter(applied::has)
                .allMatch(input -> applied.known(node.input(input)).isPresent());
    }

    /** Numbers that are there once along axes whose sizes vary, in another shape. */
    private Constant movedAlong(Constant array) throws Unreadable {
        if (node.type().equals("Identity")) {
            return array;
        }
        if (node.type().equals("Expand")) {
            return expanded(array, Sizes.of(applied.operand(1)).numbers());
        }
        if (array.spread().shape().isPresent()) {
            List<Dim> sizes = array.spread().shape().get();
            if (node.type().equals("Transpose")) {
                List<Integer> order = ShapeOperators.order(applied, sizes.size());
                Spread turned = Spread.of(order.stream().map(sizes::get).toList());
                return transposed(array, order).spreadOver(turned);
            }
            if (node.type().equals("Unsqueeze")) {
                List<Dim> dims = new ArrayList<>();
                int next = 0;
                for (boolean added : newAxes(sizes.size())) {
                    dims.add(added ? Dim.of(1) : sizes.get(next++));
                }
                return unsqueezed(array).spreadOver(Spread.of(dims));
            }
        }
        throw notFollowed(array);
    }

    private static Unreadable notFollowed(Constant array) {
        return new Unreadable("it takes numbers that are expanded to " + array.spread()
                + ": it is not followed here what it makes of these");
    }

    private static Constant transposed(Constant x, List<Integer> order) throws Unreadable {
        int[] shape = x.shape();
        return x.picked(
                Index.transposed(shape, order),
                order.stream().mapToInt(axis -> shape[axis]).toArray());
    }

    /** As wide as ONNX makes it. Along axes whose sizes vary the numbers are there once, and are taken for each. */
    private Constant expanded(Constant array, List<Dim> wanted) throws Unreadable {
        array.spread().requireExpandsTo(wanted);
        Spread spread = array.spread().with(Spread.of(wanted));
        if (array.size() == 1) {
            return spread.shape().isPresent()
                    ? filled(array.number(), array.isWhole(), spread.shape().get())
                    : Constant.stretched(array.number(), array.isWhole(), spread);
        }
        if (spread.shape().isEmpty()) {
            return array.spreadOver(spread);
        }
        List<Dim> wide = spread.shape().get();
        int[] from = array.shape();
        long[] sizes = new long[wide.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            int before = axis - sizes.length + from.length;
            sizes[axis] = wide.get(axis).isKnown() ? wide.get(axis).size() : before < 0 ? 1 : from[before];
        }
        long size = product(sizes);
        if (size > array.size()) {
            applied.room().take(size);
        }
        int[] to = Arrays.stream(sizes).mapToInt(each -> (int) each).toArray();
        Constant widened = Arrays.equals(from, to) ? array : array.picked(Index.widened(from, to), to);
        return widened.spreadOver(spread);
    }

    private static long product(List<Dim> sizes) {
        return product(sizes.stream().mapToLong(Dim::size).toArray());
    }

    /** How many elements there are for these sizes; at most as many as can be counted. */
    private static long product(long... sizes) {
        return Arrays.stream(sizes)
                .reduce(1, (all, size) -> size > 0 && all > Long.MAX_VALUE / size ? Long.MAX_VALUE : all * size);
    }

    private Operand arrays() throws Unreadable {
        String type = node.type();
        if (!VIEWS.contains(type)) {
            takeRoom();
        }
        if (FUNCTIONS.containsKey(type)) {
            return applied.constant(0).mapped(FUNCTIONS.getOrDefault(type, DoubleUnaryOperator.identity()));
        }
        if (ARITHMETIC.containsKey(type) && applied.count() == 2) {
            DoubleBinaryOperator operator = ARITHMETIC.getOrDefault(type, Double::sum);
            Constant left = applied.constant(0);
            Constant right = applied.constant(1);
            boolean isWholeDivision = type.equals("Div") && left.isWhole() && right.isWhole();
            if (isWholeDivision && Arrays.stream(right.wholes()).anyMatch(value -> value == 0)) {
                throw new Unreadable("it divides by 0");
            }
            return left.with(right, operator);
        }
        Constant x = applied.constant(0);
        if (type.equals("Cast")) {
            return x.cast(ElementKind.isWhole(node.whole("to", 1)));
        } else if (type.equals("Equal")) {
            return x.with(applied.constant(1), (left, right) -> left == right ? 1 : 0)
                    .cast(true);
        } else if (type.equals("Where")) {
            return x.chosen(applied.constant(1), applied.constant(2));
        }
        if (type.equals("Shape") && x.spread().shape().isPresent()) {
            return new Sizes(x.spread().shape().get(), false).simplest();
        }
        if (x.isStretched() && x.size() > 1) {
            throw notFollowed(x);
        }
        if (x.isStretched()) {
            throw new Unreadable("it takes an array that is " + x.number()
                    + " everywhere, of which the number is known here and not the shape");
        }
        int[] shape = x.shape();
        return switch (type) {
            case "Identity" -> x;
            case "Squeeze" -> squeezed(x);
            case "Unsqueeze" -> unsqueezed(x);
            case "Flatten" -> {
                int axis = axis(node.whole("axis", 1), shape.length + 1);
                yield x.reshaped(
                        Index.size(Arrays.copyOf(shape, axis)),
                        Index.size(Arrays.copyOfRange(shape, axis, shape.length)));
            }
            case "Transpose" -> transposed(x, ShapeOperators.order(applied, shape.length));
            case "Slice" -> sliced(x);
            case "Gather" -> gathered(x);
            case "Concat" -> joined();
            default ->
                throw new Unreadable(
                        "it takes numbers of the file alone, and " + type + " is not computed when a file is read");
        };
    }

    /** For as many numbers as an input has: what makes more takes the room itself. */
    private void takeRoom() throws Unreadable {
        int largest = 0;
        for (int i = 0; i < applied.count(); i++) {
            largest = Math.max(largest, applied.has(i) ? applied.constant(i).size() : 0);
        }
        applied.room().take(largest);
    }

    private static int axis(long number, int rank) throws Unreadable {
        long axis = number < 0 ? number + rank : number;
        if (axis < 0 || axis >= rank) {
            throw new Unreadable("it has axis " + number + " for an array of " + rank + " axes");
        }
        return (int) axis;
    }

    private Constant squeezed(Constant x) throws Unreadable {
        int[] shape = x.shape();
        List<Integer> gone = gone(x.spread().shape().orElseThrow());
        int[] left = IntStream.range(0, shape.length)
                .filter(axis -> !gone.contains(axis))
                .map(axis -> shape[axis])
                .toArray();
        if (Index.size(left) != x.size()) {
            throw new Unreadable(NOT_ONE);
        }
        return x.reshaped(left);
    }

    /** Which axes Squeeze takes away. */
    private List<Integer> gone(List<Dim> sizes) throws Unreadable {
        List<Integer> gone = new ArrayList<>();
        Optional<long[]> stated = applied.axes(1);
        if (stated.isPresent()) {
            for (long axis : stated.get()) {
                gone.add(axis(axis, sizes.size()));
            }
        } else {
            IntStream.range(0, sizes.size())
                    .filter(axis -> sizes.get(axis).equals(Dim.of(1)))
                    .forEach(gone::add);
        }
        return gone;
    }

    private Constant unsqueezed(Constant x) throws Unreadable {
        boolean[] isNew = newAxes(x.rank());
        int[] shape = new int[isNew.length];
        int next = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = isNew[axis] ? 1 : x.shape()[next++];
        }
        return x.reshaped(shape);
    }

    /** Which axes Unsqueeze adds, of all that there are then. */
    private boolean[] newAxes(int before) throws Unreadable {
        long[] stated = applied.axes(1).orElseThrow(() -> new Unreadable("it does not say which axes are new"));
        boolean[] isNew = new boolean[before + stated.length];
        int count = 0;
        for (long axis : stated) {
            int place = axis(axis, isNew.length);
            count += isNew[place] ? 0 : 1;
            isNew[place] = true;
        }
        if (count < stated.length) {
            throw new Unreadable("it names an axis twice");
        }
        return isNew;
    }

    private Constant sliced(Constant x) throws Unreadable {
        Constant part = x;
        for (Cut cut : cuts(x.rank())) {
            int[] shape = part.shape();
            int size = shape[cut.axis()];
            int count = (int) cut.count(size);
            int[] places = Index.part(shape, cut.axis(), (int) cut.first(size), (int) cut.step(), count);
            part = part.picked(places, with(shape, cut.axis(), count));
        }
        return part;
    }

    private List<Cut> cuts(int rank) throws Unreadable {
        long[] starts = starts("starts", 1);
        long[] ends = starts("ends", 2);
        Optional<long[]> axes = applied.axes(3);
        long[] steps = new long[starts.length];
        Arrays.fill(steps, 1);
        if (applied.has(4)) {
            steps = applied.constant(4).wholes();
        }
        if (starts.length != ends.length
                || steps.length != starts.length
                || (axes.isPresent() && axes.get().length != starts.length)) {
            throw new Unreadable("it states " + starts.length + " starts, " + ends.length + " ends and " + steps.length
                    + " steps" + (axes.isPresent() ? " for " + axes.get().length + " axes" : ""));
        }
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            if (steps[i] == 0) {
                throw new Unreadable("its step is 0");
            }
            int axis = axis(axes.isPresent() ? axes.get()[i] : i, rank);
            cuts.add(new Cut(axis, starts[i], ends[i], steps[i]));
        }
        return cuts;
    }

    private List<Operand> split() throws Unreadable {
        Constant x = applied.constant(0);
        if (x.isStretched()) {
            throw notFollowed(x);
        }
        takeRoom();
        int axis = axis(node.whole("axis", 0), x.rank());
        int size = x.shape()[axis];
        int parts = node.outputs().size();
        long[] sizes = new long[parts];
        if (node.has("split") || applied.has(1)) {
            sizes = starts("split", 1);
        } else {
            int each = (size + parts - 1) / parts;
            Arrays.fill(sizes, each);
            sizes[parts - 1] = size - (long) each * (parts - 1);
        }
        if (sizes.length != parts
                || Arrays.stream(sizes).anyMatch(part -> part < 0 || part > size)
                || Arrays.stream(sizes).sum() != size) {
            throw new Unreadable("it splits " + size + " into " + parts + " parts of " + Arrays.toString(sizes));
        }
        List<Operand> results = new ArrayList<>();
        int start = 0;
        for (long part : sizes) {
            results.add(x.picked(Index.part(x.shape(), axis, start, 1, (int) part), with(x.shape(), axis, (int) part)));
            start += (int) part;
        }
        return results;
    }

    private long[] starts(String attribute, int input) throws Unreadable {
        return node.has(attribute)
                ? node.wholes(attribute).stream().mapToLong(Long::longValue).toArray()
                : applied.constant(input).wholes();
    }

    private Constant gathered(Constant x) throws Unreadable {
        Constant index = applied.constant(1);
        int axis = axis(node.whole("axis", 0), x.rank());
        int[] shape = x.shape();
        List<Constant> parts = new ArrayList<>();
        applied.room().take((long) Index.size(with(shape, axis, 1)) * index.size());
        for (long place : index.wholes()) {
            parts.add(x.picked(Index.part(shape, axis, axis(place, shape[axis]), 1, 1), with(shape, axis, 1)));
        }
        if (parts.size() == 1 && index.rank() == 0) {
            int[] left = IntStream.range(0, shape.length)
                    .filter(other -> other != axis)
                    .map(other -> shape[other])
                    .toArray();
            return parts.get(0).reshaped(left);
        }
        if (index.rank() != 1 || parts.isEmpty()) {
            throw new Unreadable("it takes places of an array by " + index.describe());
        }
        return joined(parts, axis);
    }

    private static int[] with(int[] shape, int axis, int size) {
        int[] other = shape.clone();
        other[axis] = size;
        return other;
    }

    private Constant joined() throws Unreadable {
        List<Constant> parts = new ArrayList<>();
        for (int i = 0; i < applied.count(); i++) {
            parts.add(applied.constant(i));
        }
        return joined(parts, axis(node.whole("axis", 0), parts.get(0).rank()));
    }

    private Constant joined(List<Constant> parts, int axis) throws Unreadable {
        applied.room().take(parts.stream().mapToLong(Constant::size).sum());
        int[] shape = parts.get(0).shape();
        int length = 0;
        for (Constant part : parts) {
            if (part.isStretched()) {
                throw notFollowed(part);
            }
            if (part.rank() != shape.length || !Arrays.equals(with(part.shape(), axis, 1), with(shape, axis, 1))) {
                throw new Unreadable("it puts together " + parts.get(0).describe() + " and " + part.describe());
            }
            length += part.shape()[axis];
        }
        int rows = Index.size(Arrays.copyOf(shape, axis));
        int row = Index.size(Arrays.copyOfRange(shape, axis + 1, shape.length));
        int[] joined = with(shape, axis, length);
        boolean isWhole = parts.stream().allMatch(Constant::isWhole);
        float[] reals = new float[isWhole ? 0 : Index.size(joined)];
        long[] wholes = new long[isWhole ? Index.size(joined) : 0];
        int done = 0;
        for (Constant part : parts) {
            int cells = part.shape()[axis] * row;
            Object numbers = isWhole ? part.wholes() : part.reals();
            for (int i = 0; i < rows; i++) {
                System.arraycopy(numbers, i * cells, isWhole ? wholes : reals, i * length * row + done, cells);
            }
            done += cells;
        }
        return isWhole ? Constant.of(wholes, joined) : Constant.of(reals, joined);
    }

    /** Of sizes that may vary. */
    private Operand sizes() throws Unreadable {
        Sizes first = Sizes.of(applied.operand(0));
        List<Dim> numbers = first.numbers();
        Operand result =
                switch (node.type()) {
                    case "Identity", "Cast" -> first;
                    case "Squeeze" -> new Sizes(numbers, true);
                    case "Unsqueeze", "Reshape" -> new Sizes(numbers, false);
                    case "Gather" -> place(numbers);
                    case "Slice" -> part(numbers);
                    case "Concat" -> put();
                    case "Add", "Sub", "Mul", "Div", "Equal" -> arithmetic(first, Sizes.of(applied.operand(1)));
                    case "Where" -> chosen(numbers);
                    default ->
                        throw new Unreadable(
                                "it computes sizes by " + node.type() + ": export the model with known sizes");
                };
        return result instanceof Sizes sizes ? sizes.simplest() : result;
    }

    private Sizes place(List<Dim> numbers) throws Unreadable {
        Constant index = applied.constant(1);
        List<Dim> found = new ArrayList<>();
        for (long place : index.wholes()) {
            found.add(numbers.get(axis(place, numbers.size())));
        }
        return new Sizes(found, index.rank() == 0);
    }

    private Sizes part(List<Dim> numbers) throws Unreadable {
        int[] places = new int[numbers.size()];
        Arrays.setAll(places, place -> place);
        long[] all = Arrays.stream(places).asLongStream().toArray();
        long[] left = sliced(Constant.of(all, all.length)).wholes();
        return new Sizes(
                Arrays.stream(left).mapToObj(place -> numbers.get((int) place)).toList(), false);
    }

    private Sizes put() throws Unreadable {
        List<Dim> all = new ArrayList<>();
        for (int i = 0; i < applied.count(); i++) {
            all.addAll(Sizes.of(applied.operand(i)).numbers());
        }
        return new Sizes(all, false);
    }

    private Sizes arithmetic(Sizes left, Sizes right) throws Unreadable {
        int count = Math.max(left.numbers().size(), right.numbers().size());
        List<Dim> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Dim a = left.numbers()
                    .get(
                            left.numbers().size() == 1
                                    ? 0
                                    : Math.min(i, left.numbers().size() - 1));
            Dim b = right.numbers()
                    .get(
                            right.numbers().size() == 1
                                    ? 0
                                    : Math.min(i, right.numbers().size() - 1));
            results.add(result(a, b));
        }
        return new Sizes(results, left.isScalar() && right.isScalar());
    }

    private Sizes chosen(List<Dim> conditions) throws Unreadable {
        List<Dim> chosen = Sizes.of(applied.operand(1)).numbers();
        List<Dim> others = Sizes.of(applied.operand(2)).numbers();
        if (chosen.size() != conditions.size() || others.size() != conditions.size()) {
            throw new Unreadable("it chooses between " + chosen + " and " + others + " by " + conditions);
        }
        List<Dim> results = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            Dim condition = conditions.get(i);
            if (!condition.isKnown()) {
                throw new Unreadable("it chooses a size by " + condition);
            }
            results.add(condition.size() == 0 ? others.get(i) : chosen.get(i));
        }
        return new Sizes(results, false);
    }

    private Dim result(Dim left, Dim right) throws Unreadable {
        if (node.type().equals("Equal")) {
            boolean isNegative = (left.isKnown() && left.size() < 0) || (right.isKnown() && right.size() < 0);
            boolean isKnown = (left.isKnown() && right.isKnown()) || isNegative || left.equals(right);
            if (!isKnown) {
                throw new Unreadable("it compares the sizes " + left + " and " + right);
            }
            return Dim.of(left.equals(right) ? 1 : 0);
        }
        if (node.type().equals("Add")) {
            return left.plus(right);
        }
        if (node.type().equals("Mul")) {
            return left.times(right);
        }
        if (!right.isKnown() || right.size() < 1) {
            throw new Unreadable("it computes a size from " + left + " and " + right);
        }
        return node.type().equals("Sub") ? left.plus(-right.size()) : left.floorDividedBy(right.size());
    }
}
