package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Changes of an input's shape: habits of Keras that the language does not share, and the channels that a grey image lacks. */
final class InputFixes {
    /** What axes are called, by their number. */
    private static final List<List<String>> AXES = List.of(
            List.of(),
            List.of("time"),
            List.of("time", "features"),
            List.of("height", "width", "channels"),
            List.of("depth", "height", "width", "channels"));

    private final Draft draft;
    private final Draft.Input input;
    private final Shape shape;

    private InputFixes(Draft draft, Draft.Input input) {
        this.draft = draft;
        this.input = input;
        this.shape = input.type().shape();
    }

    /** For an input with an axis of no possible size: -1 and None stand for a size that varies, or for the batch axis. */
    static List<Candidate> ofSize(Draft draft, Draft.Input input) {
        InputFixes fixes = new InputFixes(draft, input);
        List<Candidate> candidates = new ArrayList<>();
        if (fixes.shape.rank() > 1 && isPlaceholder(fixes.shape.dim(0))) {
            candidates.add(fixes.withoutBatch());
        }
        candidates.add(fixes.of("", fixes.shape.dims()));
        return candidates;
    }

    /** For an input of another rank than is wanted of it. */
    static List<Candidate> ofRank(Draft draft, Draft.Input input) {
        InputFixes fixes = new InputFixes(draft, input);
        List<Candidate> candidates = new ArrayList<>();
        if (startsWithBatch(input)) {
            candidates.add(fixes.withoutBatch());
        }
        if (fixes.lacksChannels()) {
            candidates.add(fixes.of(
                    "",
                    Stream.concat(fixes.shape.dims().stream(), Stream.of(Dim.of(1)))
                            .toList()));
        }
        return candidates;
    }

    /** For an image that is too small for what is done to it: its channels may come first, as in PyTorch. */
    static List<Candidate> ofChannelsFirst(Draft draft, Draft.Input input) {
        Shape shape = input.type().shape();
        boolean image = shape.rank() == 3 && shape.isKnown() && input.declared() != TensorKind.TOKENS;
        if (!image || !isColours(shape.dim(0)) || isColours(shape.dim(1)) || isColours(shape.dim(2))) {
            return List.of();
        }
        return List.of(new InputFixes(draft, input)
                .of("channels come last, ", List.of(shape.dim(1), shape.dim(2), shape.dim(0))));
    }

    private static boolean isColours(Dim size) {
        return size.size() == 1 || size.size() == 3 || size.size() == 4;
    }

    /** Whether it is declared as what it is with one more axis, or is undeclared and as square as an image. */
    private boolean lacksChannels() {
        return switch (input.declared()) {
            case SEQ -> shape.rank() == 1;
            case IMAGE -> shape.rank() == 2;
            case VOLUME -> shape.rank() == 3;
            case TENSOR -> shape.rank() == 2 && shape.dim(0).equals(shape.dim(1));
            default -> false;
        };
    }

    /** Whether the first size is that of a batch: no image has four axes. Of other shapes it could be anything. */
    private static boolean startsWithBatch(Draft.Input input) {
        Shape shape = input.type().shape();
        return shape.rank() > 1
                && (isPlaceholder(shape.dim(0))
                        || (shape.rank() == 4
                                && (input.declared() == TensorKind.IMAGE || input.declared() == TensorKind.TENSOR)
                                && !shape.dim(0).equals(shape.dim(1))));
    }

    private Candidate withoutBatch() {
        return of("the batch axis is implicit, ", shape.dims().subList(1, shape.rank()));
    }

    /** The input with these axes, those of varying size named. */
    private Candidate of(String reason, List<Dim> dims) {
        List<String> axes = new ArrayList<>();
        for (int axis = 0; axis < dims.size(); axis++) {
            String name = dims.size() < AXES.size() ? AXES.get(dims.size()).get(axis) : "axis" + axis;
            axes.add(isPlaceholder(dims.get(axis)) ? name : dims.get(axis).toString());
        }
        Shape changed = Shape.parse(axes.toArray(String[]::new));
        boolean known = changed.dims().stream().allMatch(Dim::isKnown);
        List<?> written = known ? changed.dims() : axes;
        String text = input.name() + ": " + reason + (known ? "@Input(" : "@Input(dims = ")
                + AttributeText.format(written) + ")";
        return new Candidate(
                text, draft.with(new Draft.Input(input.name(), input.type().withShape(changed), input.declared())));
    }

    /** What may have been meant by an input of another rank than it is declared with, where that is not certain. */
    static List<Problem.Evidence> help(Draft.Input input) {
        Shape shape = input.type().shape();
        if (shape.rank() == 0) {
            return List.of(new Problem.Evidence(
                    "help", "say its sizes, as in " + ConnectivityCheck.example(input.declared(), input.name()), ""));
        }
        boolean oneMore = shape.rank() > 1
                && input.declared()
                        .accepts(input.type().withShape(new Shape(shape.dims().subList(1, shape.rank()))));
        String rest = AttributeText.format(shape.dims().subList(1, shape.rank()).stream()
                .map(Dim::toString)
                .toList());
        return oneMore && shape.isKnown() && !startsWithBatch(input) // else it is the fix
                ? List.of(new Problem.Evidence(
                        "help",
                        "the batch axis is left out: if " + shape.dim(0) + " is one, it is @Input("
                                + rest.replace("\"", "") + ")",
                        ""))
                : List.of();
    }

    /** Whether an axis says that its size varies, as it would be said to Keras or NumPy. */
    static boolean isPlaceholder(Dim size) {
        return size.isKnown()
                ? size.size() == -1
                : List.of("none", "null", "?", "-1", "batch", "batch_size", "batchsize")
                        .contains(size.toString().toLowerCase(Locale.ROOT));
    }
}
