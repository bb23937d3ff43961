package dev.plumb.graph.check;

import dev.plumb.graph.Draft;
import dev.plumb.graph.attribute.AttributeText;
import dev.plumb.graph.shape.Dim;
import dev.plumb.graph.shape.Shape;
import dev.plumb.graph.shape.TensorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Changes of an input's shape: habits of Keras that the language does not share, and the channels that a grey image lacks. */
final class InputFixes {
    private static final int LARGEST_BATCH = 1024;

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
        if (fixes.startsWithBatch()) {
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

    /** Whether the first size looks like that of a batch: no image has four axes, and sequences rarely have lengths like that. */
    private boolean startsWithBatch() {
        if (shape.rank() < 2) {
            return false;
        }
        Dim first = shape.dim(0);
        boolean batchSize = first.isKnown()
                && first.size() >= 8
                && first.size() <= LARGEST_BATCH
                && Long.bitCount(first.size()) == 1
                && !first.equals(shape.dim(1));
        return isPlaceholder(first) || batchSize || (shape.rank() == 4 && input.declared() != TensorKind.VOLUME);
    }

    private Candidate withoutBatch() {
        return of("the batch axis is implicit, ", shape.dims().subList(1, shape.rank()));
    }

    /** The input with these axes, those of varying size named. */
    private Candidate of(String reason, List<Dim> dims) {
        List<String> axes = new ArrayList<>();
        for (Dim dim : dims) {
            axes.add(!isPlaceholder(dim) ? dim.toString() : axes.contains("time") ? "axis" + axes.size() : "time");
        }
        Shape changed = Shape.parse(axes.toArray(String[]::new));
        boolean known = changed.dims().stream().allMatch(Dim::isKnown);
        List<?> written = known ? changed.dims() : axes;
        String text = input.name() + ": " + reason + (known ? "@Input(" : "@Input(dims = ")
                + AttributeText.format(written) + ")";
        return new Candidate(
                text, draft.with(new Draft.Input(input.name(), input.type().withShape(changed), input.declared())));
    }

    /** Whether an axis says that its size varies, as it would be said to Keras or NumPy. */
    static boolean isPlaceholder(Dim size) {
        return size.isKnown()
                ? size.size() == -1
                : List.of("none", "null", "?", "-1", "batch", "batch_size", "batchsize")
                        .contains(size.toString().toLowerCase(Locale.ROOT));
    }
}
