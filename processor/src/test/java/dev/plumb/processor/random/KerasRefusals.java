package dev.plumb.processor.random;

import static dev.plumb.graph.problem.ProblemId.BAD_ATTRIBUTE;
import static dev.plumb.graph.problem.ProblemId.BROADCAST;
import static dev.plumb.graph.problem.ProblemId.EMPTY_DIMENSION;
import static dev.plumb.graph.problem.ProblemId.NOT_DIVISIBLE;
import static dev.plumb.graph.problem.ProblemId.RANK_MISMATCH;
import static dev.plumb.graph.problem.ProblemId.SHAPE_MISMATCH;
import static dev.plumb.graph.problem.ProblemId.UNKNOWN_DIMENSION;
import static dev.plumb.graph.problem.ProblemId.UNKNOWN_OUTPUT;
import static dev.plumb.graph.problem.ProblemId.WRONG_ARITY;

import dev.plumb.graph.problem.ProblemId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which problem Keras means when it refuses a model: what its messages say, and where it has none, what Python stumbles over. */
final class KerasRefusals {

    /** A message of Keras, and the problems of Plumb that it may be. */
    private record Refusal(Pattern message, Set<ProblemId> kinds) {
        static Refusal of(String message, ProblemId... kinds) {
            return new Refusal(Pattern.compile(message), Set.of(kinds));
        }
    }

    private static final List<Refusal> REFUSALS = List.of(
            Refusal.of("incompatible with the layer: expected (min_)?ndim", RANK_MISMATCH),
            Refusal.of("should be passed an `input_shape` with at least \\d dimensions", RANK_MISMATCH),
            Refusal.of("Kernel shape must have the same length as input", RANK_MISMATCH),
            Refusal.of("total size of the tensor must be unchanged\\.", SHAPE_MISMATCH),
            Refusal.of("requires inputs with matching shapes except", SHAPE_MISMATCH, RANK_MISMATCH),
            Refusal.of("Incompatible input shapes: axis values", SHAPE_MISMATCH),
            Refusal.of("Inputs have incompatible shapes", SHAPE_MISMATCH, BROADCAST),
            Refusal.of("the input size cannot by divided", NOT_DIVISIBLE),
            Refusal.of("groups \\(\\d+\\) cannot be more than the number of channels", NOT_DIVISIBLE),
            Refusal.of("input channels must be evenly divisible by the number of groups", NOT_DIVISIBLE),
            Refusal.of("Computed output size would be zero or negative", EMPTY_DIMENSION),
            Refusal.of("`cropping` argument should be smaller", EMPTY_DIMENSION),
            Refusal.of("expects 1 input\\(s\\), but it received \\d input tensors", WRONG_ARITY),
            Refusal.of("should be called on (exactly 2|a list of( 2)?) inputs", WRONG_ARITY),
            Refusal.of("Shapes used to initialize variables must be fully-defined", UNKNOWN_DIMENSION),
            Refusal.of("should have a defined dimension", UNKNOWN_DIMENSION),
            Refusal.of("Identity matrix initializer", BAD_ATTRIBUTE),
            Refusal.of("tensor to initialize must be at least two-dimensional", BAD_ATTRIBUTE),
            Refusal.of("argument must be a tuple of \\d integers", BAD_ATTRIBUTE),
            Refusal.of("`(padding|cropping)` should have (two|3) elements", BAD_ATTRIBUTE),
            Refusal.of(
                    "`padding` (argument )?must be (a list/tuple or one of|either 'valid' or 'same')", BAD_ATTRIBUTE),
            Refusal.of("filters must be evenly divisible by the number of groups", BAD_ATTRIBUTE),
            Refusal.of("number of groups must be a positive integer", BAD_ATTRIBUTE),
            Refusal.of("negative_slope value .* cannot be None or negative", BAD_ATTRIBUTE),
            Refusal.of("[Ii]nvalid value (received )?for (argument )?`", BAD_ATTRIBUTE),
            Refusal.of("(Argument )?`\\w+` (should|must) be a positive integer", BAD_ATTRIBUTE),
            Refusal.of("[Ii]nvalid (type for|permutation) argument `", BAD_ATTRIBUTE),
            Refusal.of("should have different `go_backwards` value", BAD_ATTRIBUTE),
            // a layer that cannot be read backwards
            Refusal.of("could not be deserialized properly", BAD_ATTRIBUTE),
            // an unknown size in a product
            Refusal.of("unsupported operand type\\(s\\) for [*%]", UNKNOWN_DIMENSION),
            Refusal.of("ZeroDivisionError", BAD_ATTRIBUTE),
            Refusal.of("math domain error", BAD_ATTRIBUTE),
            Refusal.of("Negative dimensions are not allowed", BAD_ATTRIBUTE),
            Refusal.of("You need to set either `num_bins` or `bin_boundaries`", BAD_ATTRIBUTE),
            Refusal.of("Axis \\[.*\\] is out of bounds for input shape", BAD_ATTRIBUTE),
            Refusal.of("Invalid einsum equation", BAD_ATTRIBUTE),
            Refusal.of("Bias dimension '.*' was requested", BAD_ATTRIBUTE),
            Refusal.of("`fft_length` should be not less than `frame_length`", BAD_ATTRIBUTE),
            Refusal.of("of a ReLU layer cannot be", BAD_ATTRIBUTE),
            Refusal.of("Unknown (arg|value) for `?output_mode", BAD_ATTRIBUTE),
            Refusal.of("`cropping` cannot be negative", BAD_ATTRIBUTE),
            Refusal.of("`output_padding` must be strictly less than `strides`", BAD_ATTRIBUTE),
            Refusal.of("Invalid value for argument l[12]", BAD_ATTRIBUTE),
            Refusal.of("`power_iterations` should be greater than zero", BAD_ATTRIBUTE),
            Refusal.of("GroupedQueryAttention.build\\(\\) missing 1 required", BAD_ATTRIBUTE),
            Refusal.of("`cropping` parameter of `Cropping1D` layer must be smaller", EMPTY_DIMENSION),
            Refusal.of("All `axis` values must be in the range", RANK_MISMATCH),
            Refusal.of("All `axis` values to be kept must have a known shape", UNKNOWN_DIMENSION),
            Refusal.of("both `mean` and `variance` must be set", BAD_ATTRIBUTE),
            Refusal.of("Both `num_bins` and `bin_boundaries` should not be set", BAD_ATTRIBUTE),
            Refusal.of("`output_size` (tuple must have length|must be an integer or)", BAD_ATTRIBUTE),
            Refusal.of("Expected an integer value for `size`", BAD_ATTRIBUTE),
            Refusal.of("can only concatenate tuple", WRONG_ARITY),
            // a list where one tensor is expected, or an axis that is not there
            Refusal.of("(tuple|list|list assignment) index out of range", BAD_ATTRIBUTE, WRONG_ARITY, RANK_MISMATCH),
            Refusal.of("'list' object has no attribute 'shape'", WRONG_ARITY),
            Refusal.of("zip\\(\\) argument 2 is longer", WRONG_ARITY),
            Refusal.of("'<' not supported between instances of 'tuple' and 'int'", WRONG_ARITY),
            Refusal.of("axis -1 is out of bounds for an array with dimension 0", WRONG_ARITY),
            Refusal.of("Cannot convert '(\\(\\(.*|\\d+')", WRONG_ARITY),
            // of the recording
            Refusal.of("KeyError: '\\w+\\.\\w+'", UNKNOWN_OUTPUT));

    private final Set<Refusal> met = new LinkedHashSet<>();

    /** The problems that a refusal may be about, none if it is not known. */
    Set<ProblemId> kinds(String refusal) {
        for (Refusal known : REFUSALS) {
            if (known.message().matcher(refusal).find()) {
                met.add(known);
                return known.kinds();
            }
        }
        return Set.of();
    }

    /** The refusals that were never met. */
    Set<String> unused() {
        Set<String> unused = new TreeSet<>();
        REFUSALS.stream()
                .filter(refusal -> !met.contains(refusal))
                .forEach(refusal -> unused.add(refusal.message().pattern()));
        return unused;
    }
}
